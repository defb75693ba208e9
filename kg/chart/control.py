"""
Control: the conclusions of a day between agents of a chart, as lines of their own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ..control import CONTROLS, RULES, judge
from ..names import Iri
from .labels import Label
from .ties import Ties
from .words import say

VERDICTS = ("yes", "presumed", "possible")
"""
The verdicts that are drawn, the surest first; what nobody can tell is no line.
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    One agent controls another with nobody between, by a rule.
    """

    controller: Iri
    controlled: Iri
    rule: str
    label: Label


def control_labels(
    ties: Ties, agents: Sequence[Iri], on: date, name: Callable[[Iri], str], lang: str
) -> list[Verdict]:
    """
    Who controls whom, with nobody between, among some agents: the surest verdict of each pair.
    """
    known = {agent.slug: agent for agent in agents}
    day = ties.claims.on(on).upstream(set(known))
    found: dict[tuple[str, str], tuple[int, str, str, bool]] = {}
    for one in judge(day, CONTROLS, about=set(known)).conclusions:
        drawn = one.immediate and one.verdict in VERDICTS
        if drawn and one.controller in known and one.controlled in known:
            rank = (VERDICTS.index(one.verdict), one.test, one.verdict, bool(one.jointly))
            pair = (one.controller, one.controlled)
            found[pair] = min(found.get(pair, rank), rank)
    verdicts = []
    for (controller, controlled), (_, test, verdict, joint) in sorted(found.items()):
        ends = known[controller], known[controlled]
        text = say(f"control-{verdict}", lang)
        text += f" {say('jointly', lang)}" if joint else ""
        rule = RULES[test].title(lang)
        told = say("has", lang, holder=name(ends[0]), what=text, held=name(ends[1]))
        label = Label(
            f"control-{controller}-{controlled}",
            ((text, "figure"), (test, "small")),
            "control",
            1.6,
            f"{told} ({rule})",
            (),
        )
        verdicts.append(Verdict(*ends, rule, label))
    return verdicts
