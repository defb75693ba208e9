"""
Attribution: what somebody holds through those whom it controls, counted whole.

Article L.233-4 of the Commerce Code deems a holding of a controlled company to
be held indirectly by its controller, in full. Nothing is multiplied, and what
an intermediary holds counts for nothing where nobody controls it.
"""

from collections.abc import Callable, Collection, Container
from dataclasses import dataclass, field
from fractions import Fraction

from .claims import ATTACHMENT, BOARD, CONCERT, JOINT, STATED, Day
from .columns import Column
from .groups import Groups
from .integrated import ALL, CAPITAL, NOTHING, VOTES, Interval, tables
from .presumption import OF, PART
from .presumption import RULE as PRESUMED_CONTROL
from .registry import relations
from .relation import UNDETERMINED, Facts, Relation

MEASURES = (CAPITAL, VOTES)


@dataclass(slots=True)
class Structure:
    """
    The claims of a day as tables of capital and of votes, and who controls whom.

    `sure` are the groups of control under article L.233-3 in every completion,
    presumptions included; `open` those of some completion.
    """

    day: Day
    facts: Facts = field(init=False)
    relation: Relation = field(init=False)
    tables: dict[str, dict[str, Column]] = field(init=False)

    def __post_init__(self) -> None:
        self.facts = Facts(self.day)
        self.relation = relations(self.facts)[PRESUMED_CONTROL]
        self.tables = {measure: tables(self.day, measure) for measure in MEASURES}

    @property
    def sure(self) -> Groups:
        """
        The groups that control makes in every completion, presumptions included.
        """
        return self.relation.sure

    @property
    def open(self) -> Groups:
        """
        The groups that control makes in some completion, strangers being nobody's vehicle.
        """
        return self.relation.groups[UNDETERMINED]


def attributed(
    column: Column | None, sure: Container[str], possible: Container[str], *, unnamed: bool
) -> Interval:
    """
    What a group has of one organization, each member's share counted whole.

    `sure` are its members in every completion, `possible` those in some;
    `unnamed` says that strangers may hold for it. Without them its share is
    at most that of its possible members.

    Examples:
        >>> from .claims import Bounds, Holding
        >>> from .columns import read_column
        >>> rows = [Holding(who, who, "c", Bounds(30, 30), Bounds(30, 30)) for who in "ab"]
        >>> attributed(read_column("c", rows, 100), {"a"}, {"a"}, unnamed=True)
        Interval(low=Fraction(3, 10), high=Fraction(7, 10))
    """
    if column is None or column.base <= 0:
        return Interval(NOTHING, ALL if unnamed else NOTHING)
    low = Fraction(column.least(_Both(sure, column)), column.base)
    if unnamed:
        others = sum(
            block.low
            for block in column.blocks
            if not any(one in possible for one in block.holders)
        )
        return Interval(low, max(low, 1 - Fraction(others, column.base)))
    found = column.most(_Both(possible, column))
    if not found.base:
        return Interval(low, ALL)
    return Interval(low, max(low, min(ALL, Fraction(found.votes, found.base))))


@dataclass(frozen=True, slots=True)
class _Both:
    """
    A group without the organization whose table is read: its own shares do not count.
    """

    group: Container[str]
    column: Column

    def __contains__(self, one: object) -> bool:
        return one != self.column.held and one in self.group


def reachable(
    structure: Structure,
    seeds: Collection[str],
    *,
    closed: Callable[[str], bool],
    unnamed: Callable[[str], bool],
) -> set[str]:
    """
    Those whom the seeds may control, when strangers may be theirs.

    An organization joins when the members, with the strangers of its table
    where `unnamed` says so, can have more than 40 % of the votes, or when a
    member has a power over it, alone or with others. It does not when others
    certainly have a majority, or a power that is control, nor on 40 % when
    another certainly has as much. `closed` tells who is controlled by nobody.
    A superset of what any completion gives, so what it leaves out is safe.
    """
    members = set(seeds)
    agents = {
        *structure.facts.columns,
        *(holder for column in structure.facts.columns.values() for holder in column.holders()),
        *(one for right in structure.day.rights for one in (right.organization, *right.holders)),
    }
    todo = sorted(one for one in agents if one not in members and not closed(one))
    grows = True
    while grows:
        grows = False
        for one in todo:
            if one not in members and _may_join(structure, one, members, unnamed(one)):
                members.add(one)
                grows = True
    return members


def _may_join(structure: Structure, one: str, members: set[str], strangers: bool) -> bool:
    powers = [
        right
        for right in structure.day.over(one)
        if right.kind in (STATED, BOARD, ATTACHMENT) and len(right.holders) == 1
    ]
    if any(right.holders[0] in members for right in powers):
        return True
    if any(
        right.kind in JOINT and len(right.holders) > 1 and not members.isdisjoint(right.holders)
        for right in structure.day.over(one)
    ):
        return True
    if any(right.certain and right.kind in (STATED, ATTACHMENT) for right in powers):
        return False
    column = structure.facts.columns.get(one)
    if column is None:
        return strangers
    if strangers:
        base = column.base
        votes = base - sum(
            block.low
            for block in column.blocks
            if not any(holder in members for holder in block.holders)
        )
    else:
        found = column.most(_Both(members, column))
        votes, base = found.votes, found.base
    if OF * votes <= PART * base:
        return False
    return not any(
        2 * low > base or (2 * votes <= base and low >= votes)
        for low in _others(structure, column, members)
    )


def _others(structure: Structure, column: Column, members: set[str]) -> list[int]:
    """
    What each group outside the members certainly has of an organization.

    Those who act in concert count as one: their votes stand together against
    a stranger's (Commerce Code, art. L.233-3 III and L.233-10).
    """
    sure = structure.sure
    holders = {holder for holder in column.holders() if holder not in members}
    heads = holders.union(*(sure.above(holder) for holder in holders)) - members
    blocs = [{head} for head in sorted(heads)]
    blocs += [
        set(right.holders)
        for right in structure.day.over(column.held)
        if right.kind == CONCERT and right.certain and members.isdisjoint(right.holders)
    ]
    groups = [{one for head in bloc for one in sure.of(head)} for bloc in blocs]
    return [column.least(group - members - {column.held}) for group in groups]
