"""
Presumption: the grounds of article L.233-3 beyond a majority of votes.

Stated control, a board that a shareholder appoints, and then, on the groups
that these and majorities make, the presumption of paragraph II: more than
40 % of the votes, and nobody else with more.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from .columns import Column, Most
from .groups import Groups, Reading
from .relation import POSSIBLE, PRESUMED, UNDETERMINED, YES, Facts, Relation
from .steps import Power, Rival

RULE = "fr-l233-3"
PRESUMPTION = "presumption"
PART, OF = 2, 5
"""
More than two fifths of the votes.
"""


def relate(facts: Facts, majority: Relation) -> Relation:
    """
    Who controls whom under article L.233-3, where a majority alone does not say it.

    In one completion, x is presumed to control y when x's group (x and what it
    controls by votes or by a right) holds strictly more than 40 % of the votes
    of y, every rival's group and every unnamed holder hold strictly less, no
    rival controls y, x does not already control y, and y does not control x.
    z is a rival of x unless somebody (x or z included) controls both. Those
    presumed to control then pass control on, once: presumptions are not judged
    again on the groups so enlarged.

    Notes:
        The text denies the presumption when another holds a *greater* fraction;
        the auditors' body (CNCC EJ 2020-65) denies it too when several hold the
        same fraction above 40 %: we follow it. It is rebuttable.
        Votes that x holds in its own controller cannot be exercised (L.233-31)
        and found no presumption; beyond that, self-controlled votes still count.

        The presumption is not monotone, so `presumed` and `possible` are two
        bounds: never presumed where a completion denies it, never absent where
        one grants it. For `presumed`, the least of x's certain group stands
        against the most of each possible rival, whose group never passes
        through x or its controllers in a completion where they are rivals.
        For `possible`, the most of x's possible group, the others then at
        their least, against the certain groups of certain rivals.
    """
    base, columns = facts.closed, facts.columns
    judge = _Judge(base.certain, base.possible)
    surely = [power for column in columns.values() for power in judge.certain(column)]
    sure = {(power.holder, power.organization) for power in surely}

    def opened(groups: Groups, reading: Reading) -> Groups:
        late = [
            power
            for column in columns.values()
            for power in judge.open(column, groups)
            if (power.holder, power.organization) not in sure
        ]
        return (
            groups
            if not (surely or late)
            else Groups(columns, groups.powers, reading, [*surely, *late])
        )

    presumed = base.certain
    if surely:
        presumed = Groups(columns, base.certain.powers, Reading.CERTAIN, surely)
    possible = opened(base.possible, Reading.POSSIBLE)
    known = possible
    if base.known is not base.possible:
        known = opened(base.known, Reading.KNOWN)
    groups = {YES: base.certain, PRESUMED: presumed, POSSIBLE: known, UNDETERMINED: possible}
    return Relation(RULE, groups, told=majority)


@dataclass(slots=True)
class _Judge:
    """
    Finds presumptions, column by column, on groups that are closed without them.
    """

    sure: Groups
    possible: Groups
    _heads: dict[str, list[str]] = field(init=False, default_factory=dict)
    _large: dict[str, list[str]] = field(init=False, default_factory=dict)

    def certain(self, column: Column) -> Iterator[Power]:
        """
        Those who control, or are presumed to control, in every completion.
        """
        for head in self._candidates(column, self.sure):
            group = self.sure.of(head)
            low = column.least(group)
            if OF * low <= PART * column.base or low <= column.rest:
                continue
            if head in self.possible.of(column.held):
                continue
            if not any(self._open_to(column, head, low)):
                yield self._power(column, head, self.sure, ())

    def open(self, column: Column, groups: Groups) -> Iterator[Power]:
        """
        Those who control, or are presumed to control, in some completion.
        """
        unknown = groups.reading is not Reading.KNOWN
        largest = _most(column, unknown=unknown)
        for head in self._candidates(column, groups):
            most = largest(groups.of(head))
            if not most.passes(PART, OF) or head in self.sure.of(column.held):
                continue
            if any(self._denies(column, head, other, most.votes) for other in self.heads(column)):
                continue
            low = column.least(self.sure.of(head))
            gaps = tuple(self._open_to(column, head, low))
            if low <= column.rest:
                rest = column.share(0, column.fill(column.rest, 0))
                gaps += (Rival(None, rest),)
            if head in self.possible.of(column.held):
                gaps += (Rival(column.held, column.share(0, column.fill(0, 0))),)
            yield self._power(column, head, groups, gaps)

    def heads(self, column: Column) -> list[str]:
        """
        Those whose group may hold votes of the organization, or a power over it.
        """
        if column.held not in self._heads:
            nearest = {*column.holders()}
            nearest |= {
                power.holder for power in self.possible.powers if power.organization == column.held
            }
            everyone = nearest.union(*(self.possible.above(holder) for holder in nearest))
            self._heads[column.held] = sorted(everyone - {column.held})
        return self._heads[column.held]

    def _candidates(self, column: Column, groups: Groups) -> Iterator[str]:
        """
        Those who may hold more than 40 % and do not control already.
        """
        if column.held not in self._large:
            most = _most(column)
            self._large[column.held] = [
                head for head in self.heads(column) if most(self.possible.of(head)).passes(PART, OF)
            ]
        for head in self._large[column.held]:
            if column.held not in groups.of(head):
                yield head

    def _open_to(self, column: Column, head: str, low: int) -> Iterator[Rival]:
        """
        Rivals who may hold as much as the group, or control the organization.
        """
        group = self.sure.of(head)
        banned = {head, *self.sure.above(head)}
        for other in self.heads(column):
            if other == head or _related(self.sure, head, other):
                continue
            rival = self.possible.without(other, banned)
            apart = rival.keys() - group.keys()
            if column.held in rival or column.most(apart).votes >= column.least(
                group.keys() - rival.keys()
            ):
                yield self._rival(column, other, apart)

    def _denies(self, column: Column, head: str, other: str, votes: int) -> bool:
        """
        Whether another certainly holds as much as the group can, or controls already.
        """
        if other == head or _related(self.possible, head, other):
            return False
        group = self.sure.of(other)
        return column.held in group or column.least(group) >= votes

    def _power(self, column: Column, head: str, groups: Groups, gaps: tuple[Rival, ...]) -> Power:
        group = groups.of(head)
        rivals = [
            self._rival(column, other, self.possible.of(other).keys() - group.keys())
            for other in self.heads(column)
            if other != head and not _related(self.sure, head, other)
        ]
        held = [rival for rival in rivals if rival.share.high]
        # of those with as much, the nearest: the one with the fewest of the others behind it
        heads = set(self.heads(column))
        size = {one.holder: len(heads & self.possible.of(one.holder or "").keys()) for one in held}
        rival = min(
            held,
            key=lambda one: (-one.share.high, -one.share.low, size[one.holder], one.holder or ""),
            default=None,
        )
        members = frozenset(holder for holder in column.holders() if holder in group)
        return Power(
            PRESUMPTION,
            head,
            column.held,
            (),
            certain=not gaps and groups.reading is Reading.CERTAIN,
            group=members,
            quota=(PART, OF),
            rival=rival,
            open_to=gaps,
        )

    def _rival(self, column: Column, other: str, group: frozenset[str] | set[str]) -> Rival:
        low = column.least(self.sure.of(other).keys() & group)
        return Rival(other, column.share(low, column.most(group)))


def _most(column: Column, *, unknown: bool = True) -> Callable[[Mapping[str, int]], Most]:
    """
    The completion of a column in which a group holds the largest part of the votes.

    As `Column.most`, for many groups of one column: holders are summed up once.
    """
    if any(len(block.holders) > 1 for block in column.blocks):
        return lambda group: column.most(group, unknown=unknown)
    sums: dict[str, tuple[int, int]] = {}
    for block in column.blocks:
        high, low = sums.get(block.holders[0], (0, 0))
        most_of_it = block.high if unknown else block.known_high
        sums[block.holders[0]] = high + most_of_it, low + block.low

    def most(group: Mapping[str, int]) -> Most:
        held = sums.keys() & group.keys() if len(group) > 1 else group.keys()
        found = [sums[one] for one in held if one in sums]
        high, low = sum(high for high, _ in found), sum(low for _, low in found)
        return column.fill(high, low, unknown=unknown)

    return most


def _related(groups: Groups, one: str, other: str) -> bool:
    """
    Whether somebody, one of the two included, has both in its group.
    """
    if one in groups.of(other) or other in groups.of(one):
        return True
    return not {*groups.above(one)}.isdisjoint(groups.above(other))
