"""
History: who controls whom over many days, each conclusion with its days.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import change
from .forest import find_forest, scan
from .nest import nest
from .region import region_of
from .spells import OPEN, Days, Spells
from .table import ArrayError, Ids, sort_by

Progress = Callable[[int, int], None]
"""
Called with how many days are done and how many there are.
"""

CLASS = -2
"""
Stands for the parent of those who control each other.
"""


@dataclass(frozen=True, slots=True)
class History:
    """
    Conclusions by column, by controlled and then by day, int32[k] each.

    On the days from `since` to before `until` (OPEN where it holds on the last
    day), `controlled` has the immediate controller `immediate` and
    `ultimate` above whom there is nobody. Members of a class that control each
    other have -1 as immediate controller and the first member as ultimate; a
    class above others is named by its first member. An agent that nobody
    controls has no row. `since` is the first of the days asked for on which it
    holds. `touched` is how many agents were judged again on each day.
    """

    controlled: Ids
    immediate: Ids
    ultimate: Ids
    since: Days
    until: Days
    touched: tuple[int, ...]

    def __len__(self) -> int:
        """
        The number of conclusions.
        """
        return len(self.controlled)

    def on(self, day: int) -> "History":
        """
        The conclusions of one day.
        """
        keep = (self.since <= day) & (day < self.until)
        names = "controlled", "immediate", "ultimate", "since", "until"
        return replace(self, **{name: getattr(self, name)[keep] for name in names})


def find_history(spells: Spells, days: ArrayLike, progress: Progress | None = None) -> History:
    """
    Who certainly controls whom on each of some days: the forest of each, by what changes.

    `days` are in order. Raises ArrayError where they are not. Stopping on the
    way leaves nothing behind: the history is returned when it is whole.

    Examples:
        >>> spells = Spells.of([1, 1], [0, 2], [60_000_000] * 2, since=[0, 9], until=[9, OPEN])
        >>> history = find_history(spells, [0, 5, 10])
        >>> [one.tolist() for one in (history.ultimate, history.since, history.until)]
        [[0, 2], [0, 10], [10, 2147483647]]

    Notes:
        Whether a group holds a company depends on which of its holders are of
        one group. From one day to the next only the trees of companies that
        changed are taken apart, with the trees that win or lose a company;
        the nesting of those alone is found anew.
    """
    asked = np.asarray(days)
    if asked.ndim != 1 or not len(asked) or asked.dtype.kind not in "iu":
        raise ArrayError("days are whole numbers, at least one: give the days to judge")
    if bool(np.any(asked[1:] <= asked[:-1])):
        raise ArrayError("days are not in order: give each once, the earliest first")
    asked = asked.astype(np.int32)
    sweep = _Sweep(spells, int(asked[0]))
    touched = [spells.table.size]
    for number, changed in enumerate(spells.changes(asked), start=1):
        touched.append(sweep.step(changed, int(asked[number])))
        if progress:
            progress(number + 1, len(asked))
    return sweep.history(tuple(touched))


class _Sweep:
    """
    The forest of one day, moved on to the next.
    """

    def __init__(self, spells: Spells, day: int) -> None:
        table = spells.table
        size = table.size
        self._spells = spells
        units = table.low * ((spells.since <= day) & (day < spells.until))
        self._now = replace(table, low=units, high=units)
        self._by_holder = (table.by_holder.start, table.by_holder.held, table.by_holder.row)
        self._rows = (table.start, table.holder, units)
        self._single, listed = np.empty(size, np.int32), np.empty(size, np.int32)
        every = np.arange(size, dtype=np.int32)
        whole = (*self._rows, table.wholes)
        count = scan.run(table.work, whole, self._single, every.copy(), listed)
        self._spread = np.zeros(size, np.uint8)
        self._spread[listed[:count]] = 1
        forest = find_forest(self._now)
        self._parent, self._top = forest.parent.copy(), forest.ultimate.copy()
        self._parent[forest.member] = CLASS
        self._ring = _rings(self._top)
        self._old = self._parent.copy(), self._top.copy()
        self._began = np.full(size, day, np.int32)
        self._inside, self._seen, self._special = (np.zeros(size, np.int32) for _ in range(3))
        self._region, self._queue, self._nested = (np.empty(size, np.int32) for _ in range(3))
        self._number = np.full(size, -1, np.int32)
        self._stamp = 0
        self._ended: list[tuple[NDArray[np.int32], ...]] = []

    def step(self, changed: Ids, day: int) -> int:
        """
        Go on to a day on which some companies changed; how many agents were judged again.
        """
        self._stamp += 1
        stamp, rows, whole = self._stamp, self._rows, self._now.wholes
        single, spread, top, ring = self._single, self._spread, self._top, self._ring
        spells = (self._spells.table.low, self._spells.since, self._spells.until)
        work = max(self._now.work // 50, len(changed))
        state = (whole, single, spread, top, self._parent)
        lists = (self._nested, self._queue, self._seen, stamp)
        moved, waiting = change.read_columns.run(work, changed, day, rows, spells, state, lists)
        count = change.dissolve.run(
            work, self._nested[:moved], single, top, ring, self._inside, stamp, self._region
        )
        count = change.join.run(
            work,
            rows,
            self._by_holder,
            (whole, spread, top, ring),
            (self._inside, self._seen, self._queue),
            stamp,
            self._region,
            count,
            waiting,
        )
        touched = self._region[:count]
        special = (self._special, stamp, self._nested)
        nested = change.regroup.run(work, touched, rows, whole, single, spread, top, *special)
        self._parent[touched] = single[touched]
        if nested:
            self._nest(np.sort(self._nested[:nested]))
        self._record(touched, day, work)
        return int(count)

    def _nest(self, agent: Ids) -> None:
        """
        Find the nesting of groups that are not plain.
        """
        companies = agent[self._spread[agent] > 0]
        region = region_of(
            self._now, agent, self._single, self._top, companies, within=True, number=self._number
        )
        found = nest(region)
        self._parent[agent], self._top[agent] = found.parent, found.top
        self._parent[found.member] = CLASS

    def _record(self, touched: Ids, day: int, work: int) -> None:
        """
        Keep what ends on a day.
        """
        rows = tuple(np.empty(len(touched), np.int32) for _ in range(4))
        count = change.record.run(
            work, touched, self._parent, self._top, *self._old, self._began, day, rows
        )
        ended = np.full(count, day, np.int32)
        self._ended.append((*(one[:count].copy() for one in rows), ended))

    def history(self, touched: tuple[int, ...]) -> History:
        """
        All that ended, and what holds on the last day.
        """
        still = np.flatnonzero(self._parent != -1).astype(np.int32)
        immediate = np.maximum(self._parent[still], -1)
        open_ = np.full(len(still), OPEN, np.int32)
        last = (still, immediate, self._top[still], self._began[still], open_)
        columns = [np.concatenate(parts) for parts in zip(*self._ended, last, strict=True)]
        order = np.lexsort((columns[3], columns[0]))
        one, immediate, ultimate, since, until = (column[order] for column in columns)
        return History(one, immediate, ultimate, since, until, touched)


def _rings(top: Ids) -> Ids:
    """
    For each agent the next of its tree, the last followed by the first.
    """
    _, (order,) = sort_by(top, [np.arange(len(top), dtype=np.int32)], len(top))
    tops = top[order]
    ring = np.empty(len(top), np.int32)
    ring[order[:-1]] = order[1:]
    first = np.flatnonzero(np.diff(tops, prepend=-1))
    last = np.append(first[1:], len(order)) - 1
    ring[order[last]] = order[first]
    return ring
