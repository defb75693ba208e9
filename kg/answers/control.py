"""
Control: who controls an organization on a day, and what an agent controls.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from ..control import (
    CONTROLS,
    RELATIONS,
    RULES,
    Conclusion,
    Day,
    Judgement,
    conclude,
    judge,
    reason,
)
from ..control.power import RULE as VOTING_POWER
from ..control.stakes import PARTICIPATION, SUBSIDIARY
from ..errors import UsageError
from ..graph import Store
from ..reach import Reach
from .alternatives import Pair, alternative_notes, differences, worlds
from .answer import Answer, Item
from .beneficial import BENEFICIAL
from .evidence import Evidence
from .naming import Directory
from .question import Question
from .voting import power_answer
from .words import say

COLUMNS = ("name", "test", "verdict", "ultimate", "certainty", "chain", "reason")
VERDICTS = ("yes", "presumed", "possible", "undetermined")
LISTED = (*CONTROLS, SUBSIDIARY)
"""
The rules answered unless one is asked for; of subsidiaries only those that are certain.
"""

OTHER_TESTS: dict[str, Callable[..., Answer]] = {VOTING_POWER: power_answer, **BENEFICIAL}
"""
Rules that give no verdict on pairs, and what answers them, from store,
directory, organization, day and language.
"""


def controllers(
    store: Store,
    directory: Directory,
    org: str,
    on: date,
    lang: str,
    *,
    test: str | None = None,
    assume: str | Sequence[str] | None = None,
    with_alternatives: bool = False,
) -> Answer:
    """
    Who controls an organization on a day, directly and through others.

    Every rule's positive and open conclusions, the surest and nearest first.
    `assume` takes deals as done: each answer then says whether it is `kept`,
    `gained` or `lost` by them, and its verdict `before`; those lost stand last,
    with that verdict. `with_alternatives` adds, last, the verdicts that differ
    where another source is right.

    Raises:
        UsageError: the test is not a rule, or the assumption is impossible.
    """
    organization = directory.resolve(org, organization=True)
    if test in OTHER_TESTS:
        return OTHER_TESTS[test](store, directory, organization, on, lang)
    tests, slug = _tests(test), organization.slug
    reach = Reach(store, on)
    if assume or with_alternatives:
        reach.above([organization])
    else:
        reach.deciding([organization])
    question = Question(store, directory, on, lang, reach)
    if assume:
        question.suppose(assume)

    def every_one(day: Day) -> dict[Pair, Conclusion]:
        return {
            _pair(one): one
            for one in _ordered(
                conclude(day.upstream({slug}), tests, {slug}, whole=test is not None)
            )
        }

    judged = judge(question.day.upstream({slug}), tests, about={slug}, whole=test is not None)
    found = {_pair(one): one for one in _ordered(judged.conclusions)}
    before = every_one(question.before) if question.before is not None else {}
    shown = {
        pair for pairs in (found, before) for pair, one in pairs.items() if test or _shown(one)
    }
    everything = found
    found = {pair: one for pair, one in found.items() if pair in shown}
    before = {pair: one for pair, one in before.items() if pair in shown}
    lost = [one for pair, one in before.items() if pair not in found]
    apart: list[tuple[Conclusion, Item]] = []
    if with_alternatives:
        apart = _where_others_are_right(question, slug, everything, every_one)
    every = [*found.values(), *lost, *(one for one, _ in apart)]
    evidence = Evidence(store, question.cited(claim for one in every for claim in one.claims))
    items = [item_of(question, evidence, one, "controller") for one in (*found.values(), *lost)]
    columns: tuple[str, ...] = ("controller", *COLUMNS[:-1])
    if question.before is not None:
        for item, one in zip(items, (*found.values(), *lost), strict=True):
            pair = _pair(one)
            item["change"] = _change(pair, before, found)
            item["before"] = before[pair].verdict if pair in before else None
        columns += ("change",)
    if with_alternatives:
        for item in items:
            item["alternative"] = None
        items += ({**item_of(question, evidence, one, "controller"), **own} for one, own in apart)
        columns += ("alternative",)
    notes = [*question.notes, *_notes(question, judged, found.values(), slug)]
    known_to = evidence.known_to() if every else None
    subject = directory.subject(organization, on)
    return Answer("controllers", subject, on, items, notes, known_to, (*columns, "reason"))


def _pair(one: Conclusion) -> Pair:
    return one.controller, one.test, " ".join(one.jointly)


def _change(pair: Pair, before: dict[Pair, Conclusion], now: dict[Pair, Conclusion]) -> str:
    if pair not in now:
        return "lost"
    return "kept" if pair in before else "gained"


def _where_others_are_right(
    question: Question,
    slug: str,
    found: dict[Pair, Conclusion],
    about: Callable[[Day], dict[Pair, Conclusion]],
) -> list[tuple[Conclusion, Item]]:
    """
    Conclusions that differ where another source is right, with the fields that say so.
    """
    seen: dict[int, dict[Pair, Conclusion]] = {}

    def verdicts(day: Day) -> dict[Pair, str]:
        now = seen[id(day)] = about(day)
        return {pair: one.verdict for pair, one in now.items()}

    counted = {pair: one.verdict for pair, one in found.items()}
    cases = worlds(question.store, question.claims, question.on, slug)
    apart = differences(cases, counted, verdicts)
    question.notes += alternative_notes(apart, counted, slug, question.name, question.lang)
    made = []
    for case, changed in apart:
        for pair, verdict in changed.items():
            one = seen[id(case.day)].get(pair) or found[pair]
            own = {"verdict": verdict, "alternative": case.item(counted.get(pair, "no"))}
            made.append((one, own))
    return made


def controlled(
    store: Store,
    directory: Directory,
    agent: str,
    on: date,
    lang: str,
    *,
    test: str | None = None,
) -> Answer:
    """
    What an organization or a person controls on a day, directly and through others.
    """
    controller = directory.resolve(agent)
    tests = _tests(test)
    reach = Reach(store, on)
    below = reach.below(controller, minorities=test == PARTICIPATION)
    question = Question(store, directory, on, lang, reach)
    day = question.day.upstream(below)
    mine = conclude(day, tests, below, by=controller.slug, whole=test is not None)
    found = [one for one in _ordered(mine) if test or _shown(one)]
    question.expect(one.controlled for one in found)
    evidence = Evidence(store, question.cited(claim for one in found for claim in one.claims))
    items = [item_of(question, evidence, one, "controlled") for one in found]
    known_to = evidence.known_to() if found else None
    subject = directory.subject(controller, on)
    return Answer("controlled", subject, on, items, [], known_to, ("controlled", *COLUMNS))


def _tests(test: str | None) -> tuple[str, ...]:
    """
    The rules to conclude by.

    Raises:
        UsageError: the test is no rule, or gives no verdict on pairs.
    """
    if test is None:
        return LISTED
    if test not in RULES:
        raise UsageError(f"'{test}' is not a rule: write one of {', '.join(RULES)}.")
    if test not in RELATIONS:
        possible = ", ".join((*RELATIONS, *OTHER_TESTS))
        raise UsageError(f"'{test}' does not say who controls whom: write one of {possible}.")
    return (test,)


def _ordered(conclusions: Iterable[Conclusion]) -> list[Conclusion]:
    """
    The conclusions, the surest and nearest first.
    """
    return sorted(conclusions, key=lambda one: (_rank(one), one.controller, one.controlled))


def _shown(one: Conclusion) -> bool:
    """
    Whether a conclusion is listed where no test is asked for: no open subsidiary.
    """
    return one.test != SUBSIDIARY or one.certainty == "certain"


def _rank(one: Conclusion) -> tuple[int, int, int]:
    return VERDICTS.index(one.verdict), len(one.chain), list(RULES).index(one.test)


def item_of(question: Question, evidence: Evidence, one: Conclusion, end: str) -> Item:
    """
    A conclusion as an answer shows it, named by its `controller` or `controlled` end.
    """
    other = one.controller if end == "controller" else one.controlled
    cited = question.cited(one.claims)
    return {
        end: other,
        "name": question.name(other),
        "test": one.test,
        "verdict": one.verdict,
        "with": list(one.jointly),
        "ultimate": one.ultimate,
        "chain": list(one.chain),
        "reason": reason(one, question.name, question.lang),
        "law": RULES[one.test].law(question.lang),
        "certainty": one.certainty,
        "sources": evidence.of(*cited) if cited else [],
        "claims": list(one.claims),
    }


def _notes(
    question: Question, judged: Judgement, found: Iterable[Conclusion], slug: str
) -> list[str]:
    """
    Why nobody controls, where nobody does; what the answer takes for granted.
    """
    name, lang = question.name, question.lang
    notes = []
    by_votes = conclude(question.day, ["majority"], {slug})
    if not any(one.verdict == "yes" for one in by_votes):
        notes.append(say("no-majority", lang, name=name(slug)))
    for deadlock in judged.deadlocks:
        names = ", ".join(name(holder) for holder in deadlock.holders)
        notes.append(say("deadlock", lang, names=names, name=name(deadlock.organization)))
    for organization in judged.self_controlled:
        notes.append(say("self-controlled", lang, name=name(organization)))
    if any(row.votes_follow_capital and row.known for row in question.day.held(slug)):
        notes.append(say("votes-follow", lang))
    return notes


__all__ = ["controlled", "controllers", "item_of"]
