"""
Conclusions: who controls whom on a day, by which rule, how surely, and why.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from .claims import JOINT, Bounds, Day
from .groups import Groups
from .majority import Deadlock, find_deadlocks, find_self_controlled
from .registry import RULES, relations
from .relation import PRESUMED, UNDETERMINED, VERDICTS, YES, Facts, Relation
from .steps import Explanation, Part, Rival, Step

CERTAIN = "certain"
POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Gap:
    """
    What is missing for an open conclusion to become certain.

    kind: `share-unknown` (no figure for a holder's share), `share-range` (only
    bounds), `dates` (the claim may not hold on the day), `treasury` (its own
    shares), `overfull` (its holders have more than the whole), `rival` (another
    group may hold as much, or control), `rest` (a holder whom nobody named may hold
    as much), `reverse` (the organization may control the holder).
    """

    kind: str
    organization: str
    holder: str | None = None
    share: Bounds | None = None
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conclusion:
    """
    One pair under one rule.

    verdict: `yes` and `presumed` hold in every completion of what is unknown;
    `possible` in some, by known positive figures; `undetermined` in some, only
    because a share has no figure, or only an upper bound. `chain` runs from the
    controller to the controlled. `steps` is the derivation, its last step about
    the controlled; `claims` are those that it rests on.

    `ultimate`: nobody certainly controls the controller, but for what it
    controls itself. `immediate`: nobody stands between the two. `mutual`: each
    controls the other. `settled`: open by this rule, but another ground says
    yes for the same pair. `jointly`: who shares a right over the controlled
    with the controller. `missing`: what would make an open verdict certain.
    """

    controller: str
    controlled: str
    test: str
    verdict: str
    chain: tuple[str, ...]
    immediate: bool
    ultimate: bool
    mutual: bool
    steps: tuple[Step, ...]
    claims: tuple[str, ...]
    settled: bool = False
    jointly: tuple[str, ...] = ()
    missing: tuple[Gap, ...] = ()

    @property
    def certainty(self) -> str:
        """
        `certain` for a verdict that holds in every completion, else `possible`.
        """
        return CERTAIN if self.verdict in (YES, PRESUMED) else POSSIBLE

    @property
    def ground(self) -> str:
        """
        The kind of the last step: `votes`, `attachment`, `stated-control`...
        """
        return self.steps[-1].kind

    @property
    def grounds(self) -> tuple[str, ...]:
        """
        The kinds of all steps, each once, from the controller down.
        """
        return tuple(dict.fromkeys(step.kind for step in self.steps))

    @property
    def share(self) -> Bounds | None:
        """
        The part of the votes counted in the last step.
        """
        return self.steps[-1].share

    @property
    def runner_up(self) -> Rival | None:
        """
        The largest group outside the controller's, for a presumption.
        """
        return self.steps[-1].rival

    @property
    def deadlock(self) -> bool:
        """
        Whether the group holds exactly half of the votes, neither more nor less.
        """
        return self.steps[-1].exactly_half


@dataclass(frozen=True, slots=True)
class Joint:
    """
    A right that several hold together: control by all of them if at all, by none alone.
    """

    organization: str
    kind: str
    holders: tuple[str, ...]
    claim: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """
    All that follows from the claims of a day.

    `overfull` lists organizations whose holders have more than the whole.
    """

    conclusions: tuple[Conclusion, ...]
    joint: tuple[Joint, ...]
    deadlocks: tuple[Deadlock, ...]
    self_controlled: tuple[str, ...]
    overfull: tuple[str, ...]


def conclude(
    day: Day, tests: Iterable[str] | None = None, about: Collection[str] | None = None
) -> list[Conclusion]:
    """
    Who controls whom on a day: every pair that holds or may hold, by rule.

    `tests` are ids of RULES, all of them by default; `about` restricts the
    answer to these controlled organizations. Ordered by controlled, rule,
    verdict, length of the chain, controller.

    `majority` lists control by votes, through divisions too; `fr-l233-3` lists
    what holds under article L.233-3 on another ground, and leaves out what
    `majority` already says or leaves as open. An `undetermined` conclusion is
    dropped where somebody unrelated controls the organization for sure.
    """
    return _conclude(Facts(day), tests, about)


def judge(
    day: Day, tests: Iterable[str] | None = None, about: Collection[str] | None = None
) -> Judgement:
    """
    The conclusions of a day, with deadlocks, self-control and columns above the whole.
    """
    facts = Facts(day)
    found, certain = _conclude(facts, tests, about), facts.by_votes.certain

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
    facts: Facts, tests: Iterable[str] | None, about: Collection[str] | None
) -> list[Conclusion]:
    asked = tuple(RULES) if tests is None else tuple(tests)
    for test in asked:
        if test not in RULES:
            raise KeyError(f"'{test}' is not a rule: write one of {', '.join(RULES)}")
    found = relations(facts, asked)
    order = list(RULES)
    conclusions = [
        conclusion for test in asked for conclusion in _of_rule(facts, found[test], about)
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
    facts: Facts, relation: Relation, about: Collection[str] | None
) -> Iterator[Conclusion]:
    for controller in relation.controllers():
        for organization, verdict in relation.pairs(controller):
            if about is not None and organization not in about:
                continue
            if verdict == UNDETERMINED and _settled(facts, controller, organization):
                continue
            yield _conclusion(facts, relation, controller, organization, verdict)


def _settled(facts: Facts, controller: str, organization: str) -> bool:
    """
    Whether somebody unrelated to a possible controller controls the organization.
    """
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
        ultimate=all(
            other in relation.sure.of(controller) for other in relation.sure.above(controller)
        ),
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
