"""
Groups: what a controller and those whom it controls hold together.

The group of x is the least set with x in it that an organization joins when
the members together hold more than half of the votes that can be exercised,
or when a member has a power that is control by itself. Votes are added in
full along controlled links, never multiplied.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from ..kernels.closure import Columns, Lots, Network, Powers, Quota, Votes, by_number
from .claims import Bounds
from .columns import Column
from .steps import VOTES, Explanation, Part, Power, Step

NOBODY: frozenset[str] = frozenset()


class Reading(Enum):
    """
    Which completions an answer speaks of.

    `CERTAIN` all of them; `KNOWN` some, with shares without a positive figure taken as
    nothing; `POSSIBLE` some.
    """

    CERTAIN = "certain"
    KNOWN = "known"
    POSSIBLE = "possible"


@dataclass(slots=True)
class Groups:
    """
    The groups of all controllers under one reading, each computed when asked for.

    `late` powers join only once nothing else can: the presumption is judged on
    groups that are closed without it.

    Notes:
        Certain and possible are exact when columns vary independently. The
        fixpoint with the least that a group can hold lies below the group of
        every completion, by induction; giving every column outside it its
        minimising completion yields one completion where it is the group. The
        fixpoint with the most is reached in one completion too: give each
        column the completion that maximises what the members before it hold.
        The rest of an open table is with strangers, who belong to no group.

    References:
        Ceri, Gottlob, Tanca: Logic Programming and Databases (1990), company
        control. Commerce Code, art. L.233-3 I 1° and L.233-4.
    """

    columns: Mapping[str, Column]
    powers: Iterable[Power]
    reading: Reading
    late: Iterable[Power] = ()
    _over: dict[str, list[Power]] = field(init=False, repr=False)
    _network: Network = field(init=False, repr=False)
    _names: list[str] = field(init=False, repr=False)
    _numbers: dict[str, int] = field(init=False, repr=False)
    _starters: set[str] = field(init=False, repr=False)
    _groups: dict[str, dict[str, int]] = field(init=False, repr=False)
    _above: dict[str, list[str]] | None = field(init=False, repr=False)
    _steps: dict[tuple[str, str], Step] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.powers, self.late = tuple(self.powers), tuple(self.late)
        self._groups, self._above, self._steps, self._over = {}, None, {}, {}
        powers, late = (
            sorted(some, key=lambda power: not power.certain) for some in (self.powers, self.late)
        )
        names: dict[str, None] = {}
        for column in self.columns.values():
            names[column.held] = None
            names.update(dict.fromkeys(column.holders()))
        for power in (*powers, *late):
            self._over.setdefault(power.organization, []).append(power)
            names[power.holder] = names[power.organization] = None
        self._names = list(names)
        self._numbers = {name: number for number, name in enumerate(self._names)}
        self._network = self._number(powers, late)
        self._starters = {self._names[one] for one in self._network.starters()}

    def _number(self, powers: Iterable[Power], late: Iterable[Power]) -> Network:
        """
        The columns and the powers in numbers, as the kernel takes them.
        """
        number, size = self._numbers, len(self._names)
        known = self.reading is Reading.KNOWN
        columns = [[0] * size for _ in range(4)]
        votes: list[tuple[int, int, int, int]] = []
        lots: list[tuple[int, int]] = []
        blocks: list[tuple[int, int, int, int]] = []
        for held, column in self.columns.items():
            own_high = column.own_known_high if known else column.own_high
            figures = (column.whole, column.floor, column.own_low, own_high)
            for values, figure in zip(columns, figures, strict=True):
                values[number[held]] = figure
            sums: dict[str, list[int]] = {}
            for block in column.blocks:
                high = self._high(block.high, block.known_high)
                if len(block.holders) == 1:
                    one = sums.setdefault(block.holders[0], [0, 0])
                    one[0] += block.low
                    one[1] += high
                else:
                    lots += ((number[holder], len(blocks)) for holder in block.holders)
                    blocks.append((number[held], block.low, high, len(block.holders)))
            votes += (
                (number[holder], number[held], low, high)
                for holder, (low, high) in sums.items()
                if high
            )
        return Network(
            size,
            Columns(*columns),
            Votes(*by_number(size, *_turned(votes, 4))),
            Lots(*by_number(size, *_turned(lots, 2)), *_turned(blocks, 4)),
            Powers(*by_number(size, *_turned(self._pairs(powers), 2))),
            Powers(*by_number(size, *_turned(self._pairs(late), 2))),
            Quota(least=int(self.reading is Reading.CERTAIN)),
        )

    def _pairs(self, powers: Iterable[Power]) -> list[tuple[int, int]]:
        return [(self._numbers[one.holder], self._numbers[one.organization]) for one in powers]

    def _high(self, high: int, known_high: int) -> int:
        return known_high if self.reading is Reading.KNOWN else high

    def of(self, controller: str) -> Mapping[str, int]:
        """
        The members of a controller's group, itself first, with the order they joined.
        """
        group = self._groups.get(controller)
        if group is None:
            # a group grows only if its controller alone makes somebody join
            starts = controller in self._starters
            group = self._close(controller, NOBODY) if starts else {controller: 0}
            self._groups[controller] = group
        return group

    def without(self, controller: str, banned: Collection[str]) -> Mapping[str, int]:
        """
        The group of a controller when some organizations never join it.
        """
        group = self.of(controller)
        if any(one in group for one in banned):
            return self._close(controller, banned)
        return group

    def controllers(self) -> list[str]:
        """
        Those whose group may have others in it, in order.
        """
        return sorted(self._starters)

    def above(self, organization: str) -> list[str]:
        """
        Those whose group has the organization in it, except itself.
        """
        if self._above is None:
            self._above = {}
            for controller in self.controllers():
                for member in self.of(controller):
                    if member != controller:
                        self._above.setdefault(member, []).append(controller)
        return self._above.get(organization, [])

    def _close(self, seed: str, banned: Collection[str]) -> dict[str, int]:
        barred = [self._numbers[one] for one in banned if one in self._numbers]
        members = self._network.close(self._numbers[seed], barred)
        return {self._names[one]: place for place, one in enumerate(members)}

    def explain(self, controller: str, organization: str) -> "Explanation":
        """
        How an organization is in the group of a controller, step by step.

        The last step counts all that the group holds of the organization by
        members who do not themselves depend on it; every other step counts
        the members that joined before.
        """
        found = self.of(controller)
        place = found[organization]
        column = self.columns.get(organization)
        inside = {holder for holder in column.holders() if holder in found} if column else set()
        inside.discard(organization)
        late = {holder for holder in inside if found[holder] > place}
        late = {one for one in late if organization in self._slice(found, one)}
        last = self._step(found, organization, (inside - late).__contains__)
        steps = {organization: last}
        for part in last.parts:
            for holder in part.holders:
                if holder in found:
                    steps |= self._slice(found, holder)
        steps |= self._slice(found, last.by)
        steps[organization] = last
        chain = [organization]
        while chain[-1] != controller:
            chain.append(self._next(found, steps[chain[-1]]))
        ordered = sorted(steps.values(), key=lambda step: found[step.organization])
        ordered = [step for step in ordered if step is not last] + [last]
        return Explanation(tuple(ordered), tuple(reversed(chain)))

    def _next(self, found: Mapping[str, int], step: Step) -> str:
        """
        The member above an organization on the chain: the largest contribution.
        """
        best: tuple[int, int] | None = None
        chosen = step.by
        for part in step.parts:
            size = part.share.low if self.reading is Reading.CERTAIN else part.share.high
            inside = [one for one in part.holders if one in found]
            if not inside:
                # the members of a concert stand in nobody's group but their own
                continue
            holder = min(inside, key=found.__getitem__)
            rank = (-size, found[holder])
            if best is None or rank < best:
                best, chosen = rank, holder
        return chosen

    def _slice(self, found: Mapping[str, int], organization: str) -> dict[str, Step]:
        """
        The steps that an organization rests on, its own included, none for the controller.
        """
        steps: dict[str, Step] = {}
        controller = next(iter(found))
        todo = [organization]
        while todo:
            one = todo.pop()
            place = found[one]
            if place == 0 or one in steps:
                continue

            def before(holder: str, place: int = place) -> bool:
                return found.get(holder, place) < place

            step = self._steps.get((controller, one))
            if step is None:
                step = self._steps[controller, one] = self._step(found, one, before)
            steps[one] = step
            todo.append(step.by)
            todo += (holder for part in step.parts for holder in part.holders if before(holder))
        return steps

    def _step(
        self, found: Mapping[str, int], organization: str, inside: Callable[[str], bool]
    ) -> Step:
        place = found[organization]
        column = self.columns.get(organization)
        if column is not None:
            step = self._vote_step(column, inside)
            if step is not None:
                return step
        power = next(
            power for power in self._over[organization] if found.get(power.holder, place) < place
        )
        if power.group and column is not None:
            return self._counted(column, power.group.__contains__, power)
        own = Bounds(column.own_low, column.own_high) if column else Bounds(0, 0)
        return Step(
            organization=organization,
            kind=power.kind,
            by=power.holder,
            parts=(),
            share=None,
            own=own,
            claims=power.claims,
            sure=power.certain,
        )

    def _vote_step(self, column: Column, inside: Callable[[str], bool]) -> Step | None:
        group = {holder for holder in column.holders() if inside(holder)}
        if self.reading is Reading.CERTAIN:
            enough = 2 * column.least(group) > column.base
        else:
            unknown = self.reading is Reading.POSSIBLE
            enough = column.most(group, unknown=unknown).passes(1, 2)
        return self._counted(column, group.__contains__, None) if enough else None

    def _counted(self, column: Column, inside: Callable[[str], bool], power: Power | None) -> Step:
        group = {holder for holder in column.holders() if inside(holder)}
        parts = []
        for block in column.blocks:
            touched = any(holder in group for holder in block.holders)
            whole = all(holder in group for holder in block.holders)
            high = self._high(block.high, block.known_high)
            counts = block.low > 0 and whole if self.reading is Reading.CERTAIN else high > 0
            if touched and counts:
                parts.append(
                    Part(
                        holders=tuple(one for one in block.holders if one in group),
                        share=Bounds(min(high, block.low if whole else 0), high),
                        stated=block.stated,
                        claims=block.claims,
                        known=block.known,
                        certain=block.certain,
                        follows=block.follows,
                    )
                )
        parts.sort(key=lambda part: (-part.share.low, -part.share.high, part.holders))
        unknown = self.reading is not Reading.KNOWN
        low, most = column.least(group), column.most(group, unknown=unknown)
        counted = (claim for part in parts for claim in part.claims)
        claims = tuple(dict.fromkeys((*(power.claims if power else ()), *counted)))
        part, of = power.quota if power else (1, 2)
        exactly_half = 2 * low == column.base and 2 * most.votes == most.base
        return Step(
            organization=column.held,
            kind=power.kind if power else VOTES,
            by=power.holder if power else parts[0].holders[0],
            parts=tuple(parts),
            share=column.share(low, most),
            own=Bounds(column.own_low, column.own_high),
            claims=claims + column.own_claims,
            sure=of * low > part * column.base,
            rival=power.rival if power else None,
            open_to=power.open_to if power else (),
            exactly_half=exactly_half,
        )


def _turned(rows: Sequence[tuple[int, ...]], width: int) -> list[list[int]]:
    """
    Rows as columns.
    """
    return [[row[i] for row in rows] for i in range(width)]
