"""
Surroundings: on whom it can depend who controls whom, found over the arrays of a generation.

Who controls an organization depends on holders up to the ends of every chain,
which on a large graph is the core of it, for nearly everybody. Yet a holder's
own holders matter only if somebody may control that holder: an organization
that nobody can control is a member of no group but its own. So the arrays are
asked first who can be controlled at all, by the least that any rule is content
with, and claims are read of those alone.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from .claims import PREFIX, rows
from .graph import Store
from .graph.arrays import NEVER_AFTER, NEVER_BEFORE
from .graph.ledger import Ledger
from .kernels.bearing import climb, descend, sift, weigh
from .kernels.table import WHOLE, sort_by
from .names import Iri

MOST_POWERS = 50_000
"""
Up to so many rights they are all looked at; of more, the arrays are not used.
"""

SLICES = 32
"""
Into so many stretches of time all days are cut: within one, whoever holds on a
day of it is taken to hold on all of them.
"""

Ints = NDArray[Any]
POWERS = (
    PREFIX
    + "SELECT ?holder ?over WHERE { { ?claim a kg:ControlRight ; kg:holder ?holder ;"
    + " kg:organization ?over } UNION { ?claim a kg:Attachment ; kg:organization ?holder ;"
    + f" kg:division ?over }} }} LIMIT {MOST_POWERS + 1}"
)
SEVERAL = PREFIX + "SELECT ?thing WHERE { ?thing a kg:HolderGroup }"


@dataclass(frozen=True, slots=True)
class Holders:
    """
    Rows by what is held, with the days between which each holds for sure, and may hold.
    """

    start: Ints
    holder: Ints
    held: Ints
    low: Ints
    high: Ints
    full: Ints
    days: tuple[Ints, ...]
    by_holder: tuple[Ints, Ints]
    powers: tuple[Ints, Ints]

    @property
    def size(self) -> int:
        """
        The number of agents.
        """
        return len(self.start) - 1

    @classmethod
    def of(cls, columns: dict[str, Ints], powers: tuple[Ints, Ints], size: int) -> "Holders":
        """
        Columns sorted by what is held, and who has a power over whom.
        """
        held, holder = columns["held"], columns["holder"]
        start = np.zeros(size + 1, np.int64)
        np.cumsum(np.bincount(held, minlength=size), out=start[1:])
        of_holder, [row] = sort_by(holder, [np.arange(len(holder), dtype=np.int64)], size)
        days = ("starts_not_before", "starts_not_after", "ends_not_before", "ends_not_after")
        return cls(
            start,
            holder,
            held,
            columns["low"],
            columns["high"],
            columns["full"],
            tuple(columns[name] for name in days),
            (of_holder, row),
            powers,
        )

    def within(self, members: Ints) -> "Holders":
        """
        The rows about some agents alone, numbered by their place among them.

        All who hold something of a member must be members.
        """
        place = np.full(self.size, -1, np.int64)
        place[members] = np.arange(len(members))
        taken = np.flatnonzero(place[self.held] >= 0)
        taken = taken[np.argsort(place[self.held[taken]], kind="stable")]
        named = ("starts_not_before", "starts_not_after", "ends_not_before", "ends_not_after")
        columns = {
            "held": place[self.held[taken]],
            "holder": place[self.holder[taken]],
            "low": self.low[taken],
            "high": self.high[taken],
            "full": self.full[taken],
            **{name: one[taken] for name, one in zip(named, self.days, strict=True)},
        }
        holder, over = self.powers
        kept = place[over] >= 0
        return Holders.of(columns, (place[holder[kept]], place[over[kept]]), len(members))

    def above(self, seeds: Sequence[int]) -> Ints:
        """
        Everybody from whom a way of holders leads to one of some agents on any day.
        """
        return _climb(self, np.ones(len(self.holder), np.uint8), seeds, None)


class Stretch:
    """
    Who may hold what on some day of a stretch of time, and how much at the most.
    """

    def __init__(self, holders: Holders, first: int, last: int) -> None:
        self._holders, size, count = holders, holders.size, len(holders.holder)
        self._alive = np.empty(count, np.uint8)
        least, most = np.empty(count, np.int32), np.empty(count, np.int32)
        self._columns = WHOLE, np.zeros(size, np.int64), np.zeros(size, np.int64)
        table = holders.start, holders.holder, holders.low, holders.high, holders.full
        found = self._alive, least, most
        weigh.run(size + count, table, holders.days, first, last, self._columns, found)
        start, row = holders.by_holder
        power_start, [power_over] = sort_by(holders.powers[0], [holders.powers[1]], size)
        held = holders.held[row]
        self._below = start, held, least[row], most[row], power_start, power_over
        self._marks = (*(np.zeros(size, np.int64) for _ in range(5)), np.zeros(1, np.int64))

    def below(self, agent: int) -> Ints:
        """
        All that an agent may control by some rule, or has a right over, itself first.
        """
        size = self._holders.size
        inside, marks = np.ones(size, np.uint8), self._marks
        for stamped in marks[:2]:
            stamped[:] = 0
        work = size + len(self._holders.holder)
        count = descend.run(work, agent, self._below, self._columns, inside, marks, 1)
        found: Ints = marks[4][:count].copy()
        return found

    def columns(self, seeds: Sequence[int]) -> Ints:
        """
        The organizations on whose holders it can depend who controls some others.

        These are the seeds, and of their holders, and of the holders of those,
        whom somebody else may control.
        """
        size = self._holders.size
        everybody = _climb(self._holders, self._alive, seeds, None)
        inside, gate = np.zeros(size, np.uint8), np.zeros(size, np.uint8)
        inside[everybody] = 1
        marks = self._marks
        for stamped in marks[:2]:
            stamped[:] = 0
        # the farthest first: who is controllable by them needs no look of its own
        order = np.ascontiguousarray(everybody[::-1])
        work = size + len(self._holders.holder)
        sift.run(work, order, self._below, self._columns, inside, marks, gate)
        gate[np.asarray(seeds, np.int64)] = 1
        found = _climb(self._holders, self._alive, seeds, gate)
        needed: Ints = found[gate[found] != 0]
        return needed


def _climb(holders: Holders, alive: Ints, seeds: Sequence[int], gate: Ints | None) -> Ints:
    size = holders.size
    if gate is None:
        gate = np.ones(size, np.uint8)
    mark, queue = np.zeros(size, np.uint8), np.zeros(size, np.int64)
    queue[: len(seeds)] = seeds
    mark[queue[: len(seeds)]] = 1
    power_start, [power_holder] = sort_by(holders.powers[1], [holders.powers[0]], size)
    above = holders.start, holders.holder, alive, power_start, power_holder
    work = size + len(holders.holder)
    count = climb.run(work, above, gate, mark, queue, len(seeds))
    return queue[:count]


class Ground:
    """
    The arrays of a generation with its rights, in which agents go by their IRIs.
    """

    def __init__(self, ledger: Ledger, powers: Iterable[dict[str, Any]], several: set[Iri]) -> None:
        pairs = [(row["holder"], row["over"]) for row in powers]
        ends = [one for pair in pairs for one in pair]
        self._ledger = ledger
        self._last: tuple[int, Stretch] | None = None
        self._more: list[str] = []
        self._fresh: dict[str, int] = {}
        places = ledger.numbers(ends)
        numbers = [self._number(iri, at) for iri, at in zip(ends, places, strict=True)]
        over = np.array(numbers, np.int64).reshape(-1, 2)
        columns = dict(ledger.columns)
        columns.pop("start")
        dropped = [at for at in ledger.numbers(several) if at is not None]
        if dropped:
            # nobody speaks for them: what they hold is with strangers
            kept = ~np.isin(columns["holder"], dropped)
            columns = {name: one[kept] for name, one in columns.items()}
        size = ledger.size + len(self._more)
        self._holders = Holders.of(columns, (over[:, 0].copy(), over[:, 1].copy()), size)

    def _number(self, iri: str, at: int | None) -> int:
        if at is not None:
            return at
        if iri not in self._fresh:
            self._fresh[iri] = self._ledger.size + len(self._more)
            self._more.append(iri)
        return self._fresh[iri]

    def _numbers(self, agents: Collection[str]) -> tuple[list[int], set[Iri]]:
        """
        The numbers of agents, and those of whom the arrays know nothing.
        """
        agents = sorted(agents)
        known, unknown = [], set()
        for iri, at in zip(agents, self._ledger.numbers(agents), strict=True):
            number = self._fresh.get(iri) if at is None else at
            if number is None:
                unknown.add(Iri(iri))
            else:
                known.append(number)
        return known, unknown

    def _iris(self, numbers: Ints) -> set[Iri]:
        size = self._ledger.size
        texts = self._ledger.iris.take(np.asarray(numbers[numbers < size])).to_pylist()
        texts += [self._more[at - size] for at in numbers[numbers >= size]]
        return {Iri(one) for one in texts}

    def _on(self, day: int) -> Stretch:
        """
        The arrays on a day; those of the last day asked about are kept.
        """
        if self._last is None or self._last[0] != day:
            self._last = day, Stretch(self._holders, day, day)
        return self._last[1]

    def below(self, agent: Iri, day: int) -> set[Iri]:
        """
        All that an agent may control on a day, or has a right over, and itself.
        """
        known, unknown = self._numbers([agent])
        found = self._iris(self._on(day).below(known[0])) if known else set()
        return found | unknown

    def own(self, organizations: Collection[str]) -> set[Iri]:
        """
        Those of some organizations that hold shares of themselves on any day.
        """
        known, _ = self._numbers(organizations)
        holders = self._holders
        mine = np.unique(holders.held[holders.held == holders.holder])
        return self._iris(np.intersect1d(mine, np.array(known, np.int64)))

    def columns(self, agents: Collection[str], day: int | None) -> set[Iri]:
        """
        The organizations on whose holders it can depend who controls some agents.

        On a day, or on any day: then the time is cut into stretches.
        """
        known, unknown = self._numbers(agents)
        if day is not None:
            return self._iris(self._on(day).columns(known)) | unknown
        members = self._holders.above(known)
        part = self._holders.within(members)
        seeds = list(range(len(known)))
        found = np.zeros(len(members), np.bool_)
        for first, last in _stretches(part.days):
            found[Stretch(part, first, last).columns(seeds)] = True
        return self._iris(members[found]) | unknown


def _stretches(days: tuple[Ints, ...]) -> Iterable[tuple[int, int]]:
    """
    All time in stretches that begin on days on which a row begins or ends.
    """
    bounds = np.sort(np.concatenate(days))
    bounds = bounds[(bounds > NEVER_BEFORE) & (bounds < NEVER_AFTER)]
    places = np.linspace(0, len(bounds) - 1, SLICES if len(bounds) else 0).astype(int)
    edges = [NEVER_BEFORE, *(int(one) for one in np.unique(bounds[places])), NEVER_AFTER]
    return [(first, until - 1) for first, until in pairwise(edges)]


_grounds: "WeakKeyDictionary[Ledger, Ground | None]" = WeakKeyDictionary()


def ground(store: Store) -> Ground | None:
    """
    The arrays beside a store, None where there are none, or too many rights to look at.
    """
    ledger = store.ledger
    if ledger is None:
        return None
    if ledger not in _grounds:
        powers = rows(store, POWERS)
        several = {row["thing"] for row in rows(store, SEVERAL)}
        usable = len(powers) <= MOST_POWERS
        _grounds[ledger] = Ground(ledger, powers, several) if usable else None
    return _grounds[ledger]
