"""
Conclusions: who controls whom on a day, by which rule, how surely, and why.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from .claims import JOINT, Day
from .groups import Groups
from .joint import members
from .majority import find_deadlocks, find_self_controlled
from .registry import CONTROLS, RELATIONS, RULES, relations
from .relation import PRESUMED, UNDETERMINED, VERDICTS, YES, Facts, Relation
from .stakes import PARTICIPATION
from .steps import Explanation, Part, Step
from .verdicts import CERTAIN, POSSIBLE, Conclusion, Gap, Joint, Judgement


def conclude(
    day: Day,
    tests: Iterable[str] | None = None,
    about: Collection[str] | None = None,
    *,
    by: str | None = None,
    whole: bool = False,
) -> list[Conclusion]:
    """
    Who controls whom on a day: every pair that holds or may hold, by rule.

    `tests` are ids of RELATIONS, CONTROLS by default; `about` restricts the
    answer to these controlled organizations, `by` to one controller. Ordered by controlled, rule,
    verdict, length of the chain, controller.

    With `whole` a rule also says what another says: a majority is control under
    article L.233-3 too.

    `majority` lists control by votes, through divisions too; `fr-l233-3` lists
    what holds under article L.233-3 on another ground, and leaves out what
    `majority` already says or leaves as open. An `undetermined` conclusion is
    dropped where somebody unrelated controls the organization for sure.
    """
    found = _conclude(Facts(day), tests, about, whole, by)
    return [one for one in found if by is None or one.controller == by]


def judge(
    day: Day,
    tests: Iterable[str] | None = None,
    about: Collection[str] | None = None,
    *,
    whole: bool = False,
) -> Judgement:
    """
    The conclusions of a day, with deadlocks, self-control and columns above the whole.
    """
    facts = Facts(day)
    found, certain = _conclude(facts, tests, about, whole), facts.by_votes.certain

    def asked(organization: str) -> bool:
        return about is None or organization in about

    joint = (
        Joint(
            right.organization,
            right.kind,
            right.holders,
            right.claim,
            CERTAIN if right.certain else POSSIBLE,
        )
        for right in day.rights
        if right.kind in JOINT and len(right.holders) > 1 and asked(right.organization)
    )
    return Judgement(
        conclusions=tuple(found),
        joint=tuple(sorted(joint, key=lambda one: (one.organization, one.claim))),
        deadlocks=tuple(one for one in find_deadlocks(facts, certain) if asked(one.organization)),
        self_controlled=tuple(one for one in find_self_controlled(facts, certain) if asked(one)),
        overfull=tuple(
            held for held, column in facts.columns.items() if column.overfull and asked(held)
        ),
    )


def _conclude(
    facts: Facts,
    tests: Iterable[str] | None,
    about: Collection[str] | None,
    whole: bool,
    by: str | None = None,
) -> list[Conclusion]:
    asked = CONTROLS if tests is None else tuple(tests)
    for test in asked:
        if test not in RELATIONS:
            raise KeyError(f"'{test}' is not a rule: write one of {', '.join(RELATIONS)}")
    found = relations(facts, asked)
    if whole:
        found = {test: replace(relation, told=None) for test, relation in found.items()}
    order = list(RULES)
    conclusions = [
        conclusion for test in asked for conclusion in _of_rule(facts, found[test], about, by)
    ]
    conclusions.sort(
        key=lambda one: (
            one.controlled,
            order.index(one.test),
            VERDICTS.index(one.verdict),
            len(one.chain),
            one.controller,
        )
    )
    return conclusions


def _of_rule(
    facts: Facts, relation: Relation, about: Collection[str] | None, by: str | None = None
) -> Iterator[Conclusion]:
    for controller in relation.controllers():
        # what several control together is concluded of each of them, and of those above
        if by is not None and controller != by and len(members(controller)) == 1:
            continue
        for organization, verdict in relation.pairs(controller):
            if about is not None and organization not in about:
                continue
            if _dropped(facts, relation, controller, organization, verdict):
                continue
            found = _conclusion(facts, relation, controller, organization, verdict)
            yield from _of_each(facts, relation, found)


def _of_each(facts: Facts, relation: Relation, found: Conclusion) -> Iterator[Conclusion]:
    """
    The conclusion itself, or one for each of those who control jointly.
    """
    every = members(found.controller)
    if len(every) == 1:
        yield found
        return
    for one in every:
        others = tuple(other for other in every if other != one)
        yield replace(
            found,
            controller=one,
            chain=(one, *found.chain[1:]),
            ultimate=_ultimate(facts, relation, one),
            jointly=others,
        )
        for above in relation.groups[YES].above(one):
            # who controls a member decides through it (art. L.233-4)
            if len(members(above)) > 1 or above in every:
                continue
            why = relation.groups[YES].explain(above, one)
            claims = (claim for step in (*why.steps, *found.steps) for claim in step.claims)
            yield replace(
                found,
                controller=above,
                chain=(*why.chain, *found.chain[1:]),
                immediate=False,
                ultimate=_ultimate(facts, relation, above),
                steps=(*why.steps, *found.steps),
                claims=tuple(dict.fromkeys(claims)),
                jointly=others,
            )


def _ultimate(facts: Facts, relation: Relation, controller: str) -> bool:
    """
    Whether nobody certainly controls a controller, on any ground, but for what
    it controls itself.
    """
    return all(
        other in groups.of(controller)
        for groups in (relation.sure, facts.closed.certain)
        for other in groups.above(controller)
    )


def _dropped(
    facts: Facts, relation: Relation, controller: str, organization: str, verdict: str
) -> bool:
    """
    Whether control is undetermined and somebody unrelated controls the organization.
    """
    if verdict != UNDETERMINED or relation.rule == PARTICIPATION:
        return False
    possible = facts.closed.possible
    return any(
        other != controller
        and other not in possible.of(controller)
        and controller not in possible.of(other)
        for other in facts.closed.certain.above(organization)
    )


def _conclusion(
    facts: Facts, relation: Relation, controller: str, organization: str, verdict: str
) -> Conclusion:
    groups = relation.groups[verdict]
    why = groups.explain(controller, organization)
    claims = dict.fromkeys(claim for step in why.steps for claim in step.claims)
    return Conclusion(
        controller=controller,
        controlled=organization,
        test=relation.rule,
        verdict=verdict,
        chain=why.chain,
        immediate=not _between(groups, controller, organization),
        ultimate=_ultimate(facts, relation, controller),
        mutual=controller in groups.of(organization),
        steps=why.steps,
        claims=tuple(claims),
        settled=verdict in (POSSIBLE, UNDETERMINED)
        and organization in facts.closed.certain.of(controller),
        jointly=_jointly(facts.day, controller, organization),
        missing=() if verdict in (YES, PRESUMED) else tuple(dict.fromkeys(_gaps(why))),
    )


def _between(groups: Groups, controller: str, organization: str) -> bool:
    """
    Whether an intermediary is controlled by the one and controls the other, one way only.
    """
    group = groups.of(controller)
    return any(
        one in group
        and one != controller
        and controller not in groups.of(one)
        and one not in groups.of(organization)
        for one in groups.above(organization)
    )


def _jointly(day: Day, controller: str, organization: str) -> tuple[str, ...]:
    return tuple(
        sorted(
            {
                holder
                for right in day.over(organization)
                if right.kind in JOINT and controller in right.holders
                for holder in right.holders
            }
            - {controller}
        )
    )


def _gaps(why: Explanation) -> Iterator[Gap]:
    for step in why.steps:
        if not step.sure and step.share is None:
            yield Gap("dates", step.organization, step.by, None, step.claims)
        if not step.sure and step.share is not None:
            yield from _uncounted(step)
        for rival in step.open_to:
            if rival.holder == step.organization:
                yield Gap("reverse", step.organization, step.by)
            else:
                kind = "rest" if rival.holder is None else "rival"
                yield Gap(kind, step.organization, rival.holder, rival.share)


def _uncounted(step: Step) -> Iterator[Gap]:
    """
    Why the least that the members hold is not enough.
    """
    found = [
        Gap(kind, step.organization, part.holders[0], part.stated, part.claims)
        for part in step.parts
        if (kind := _kind_of_gap(part))
    ]
    if step.own.low < step.own.high:
        found.append(Gap("treasury", step.organization, None, step.own))
    yield from found or [Gap("overfull", step.organization)]


def _kind_of_gap(part: Part) -> str | None:
    if not part.known:
        return "share-unknown"
    if not part.certain:
        return "dates"
    return "share-range" if part.share.low < part.share.high else None
