"""
Pairs: the conclusion of every rule on one controller and one organization.
"""

from collections.abc import Iterable

from .claims import Day
from .conclusions import _conclusion, _dropped, _of_rule
from .presumption import RULE as BEYOND_MAJORITY
from .registry import RELATIONS, relations
from .relation import Facts
from .verdicts import Conclusion


def judge_pair(
    day: Day, controller: str, organization: str, tests: Iterable[str] = RELATIONS
) -> dict[str, Conclusion | None]:
    """
    The conclusion of each rule on one pair; None where the rule says no.

    Unlike `conclude`, a rule repeats here what another says.
    """
    facts = Facts(day)
    found: dict[str, Conclusion | None] = {}
    for test, relation in relations(facts, tests).items():
        verdict = relation.verdict(controller, organization)
        if verdict is None and test == BEYOND_MAJORITY:
            every = _of_rule(facts, relation, {organization})
            found[test] = next((one for one in every if one.controller == controller), None)
        elif verdict is None or _dropped(facts, relation, controller, organization, verdict):
            found[test] = None
        else:
            found[test] = _conclusion(facts, relation, controller, organization, verdict)
    return {test: found[test] for test in tests}
