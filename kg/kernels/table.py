"""
Holdings: who holds what of whom on one day, as arrays sorted by the company held.

Agents are numbers from 0. Shares are whole numbers, millionths of a percent
unless each company's whole is given, so that sums and thresholds are exact.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import KgError
from .compiled import kernel

WHOLE: Final = 100_000_000
"""
All of a company: 100 % in millionths of a percent.
"""

Ids = NDArray[np.int32]
Starts = NDArray[np.int64]
Units = NDArray[Any]
"""
Votes or shares: int32, or int64 where counts need it.
"""


class ArrayError(KgError):
    """
    Arrays that do not describe shareholdings; the message says which row and why.
    """


@dataclass(frozen=True, slots=True)
class Held:
    """
    The same rows by holder: those of x are `start[x]` to `start[x + 1]`.

    `held` int32[m] are the companies; `row` int32[m] is where each stands in
    the arrays of the Holdings (int64 above 2^31 rows).
    """

    start: Starts
    held: Ids
    row: NDArray[Any]


@dataclass(frozen=True)
class Holdings:
    """
    Shareholdings by company: the rows of c are `start[c]` to `start[c + 1]`.

    `size` agents, numbered from 0; `start` int64[size + 1]; `holder` int32[m];
    `low` and `high` the least and the most that each row can be, int32[m] or
    int64[m], one and the same array where all are exact. An unknown share is
    0 to the whole. `whole` int64[size] are the units that make all of each
    company, None for WHOLE everywhere.

    Nothing is merged: two rows of one holder in one company add up. A row in
    which a company holds itself is its treasury shares, which carry no vote
    and leave the denominator. The rest up to the whole is held by strangers.
    """

    size: int
    start: Starts
    holder: Ids
    low: Units
    high: Units
    whole: Starts | None = None

    @classmethod
    def of(
        cls,
        held: ArrayLike,
        holder: ArrayLike,
        low: ArrayLike,
        high: ArrayLike | None = None,
        *,
        size: int | None = None,
        whole: ArrayLike | None = None,
    ) -> "Holdings":
        """
        Sort rows by company, in one pass, and check them.

        Rows of one company keep their order. Arrays already sorted by `held`
        are shared, not copied, if they are int32. Raises ArrayError.

        Examples:
            >>> table = Holdings.of([1, 2, 1], [0, 1, 2], [30, 60, 40], whole=[100, 100, 100])
            >>> table.start.tolist(), table.holder.tolist(), table.low.tolist()
            ([0, 0, 2, 3], [0, 2, 1], [30, 40, 60])
        """
        helds, holders = _ids("held", held), _ids("holder", holder)
        lows = _units("low", low)
        highs = lows if high is None or high is low else _units("high", high)
        for name, column in (("holder", holders), ("low", lows), ("high", highs)):
            if len(column) != len(helds):
                raise ArrayError(
                    f"{name} has {len(column)} rows and held has {len(helds)}: "
                    "give one value a row in each"
                )
        most = max((int(column.max()) for column in (helds, holders) if len(column)), default=-1)
        size = most + 1 if size is None else size
        if most >= size:
            raise ArrayError(f"agent {most} is not below the size {size}: number agents from 0")
        wholes = None if whole is None else _wholes(whole, size)
        _check_units(lows, highs)
        start = np.zeros(size + 1, np.int64)
        if len(helds) and not bool(np.all(helds[1:] >= helds[:-1])):
            order = [holders, lows] if highs is lows else [holders, lows, highs]
            start, order = sort_by(helds, order, size)
            holders, lows, highs = order[0], order[1], order[-1]
        elif len(helds):
            np.cumsum(np.bincount(helds, minlength=size), out=start[1:])
        return cls(size, start, holders, lows, highs, wholes)

    def __len__(self) -> int:
        """
        The number of rows.
        """
        return len(self.holder)

    @property
    def exact(self) -> bool:
        """
        Whether every row is one number.
        """
        return self.low is self.high

    @property
    def work(self) -> int:
        """
        Rows and agents: what one pass over the arrays costs.
        """
        return self.size + len(self.holder)

    @cached_property
    def held(self) -> Ids:
        """
        The company of each row, int32[m]; made when asked for.
        """
        return np.repeat(np.arange(self.size, dtype=np.int32), np.diff(self.start))

    @cached_property
    def by_holder(self) -> Held:
        """
        The same rows sorted by holder; made when asked for.
        """
        wide = np.int32 if len(self) < 2**31 else np.int64
        start, (held, row) = sort_by(
            self.holder, [self.held, np.arange(len(self), dtype=wide)], self.size
        )
        return Held(start, held, row)

    @cached_property
    def wholes(self) -> Starts:
        """
        The whole of each company as kernels take it: of length 1 where all have one.
        """
        return np.array([WHOLE], np.int64) if self.whole is None else self.whole


def _ids(name: str, values: ArrayLike) -> Ids:
    found = np.asarray(values)
    if found.size == 0:
        found = found.astype(np.int32)
    if found.ndim != 1 or found.dtype.kind not in "iu":
        raise ArrayError(f"{name} is {found.dtype} of {found.ndim} dimensions: give whole numbers")
    if len(found) and (found.min() < 0 or found.max() >= 2**31 - 1):
        row = int(np.argmax((found < 0) | (found >= 2**31 - 1)))
        raise ArrayError(
            f"row {row}: {name} is {found[row]}. Number agents from 0 to {2**31 - 2}, "
            "and leave out rows of unnamed holders: the rest is theirs"
        )
    return np.ascontiguousarray(found, dtype=np.int32)


def _units(name: str, values: ArrayLike) -> Units:
    found = np.asarray(values)
    if found.size == 0:
        found = found.astype(np.int32)
    if found.ndim != 1 or found.dtype.kind not in "iu":
        raise ArrayError(
            f"{name} is {found.dtype} of {found.ndim} dimensions: give whole numbers of units, "
            f"such as millionths of a percent ({WHOLE} is 100 %)"
        )
    if len(found) and found.max() >= 2**61:
        raise ArrayError(
            f"row {int(np.argmax(found))}: {name} is {found.max()}. Give fewer than 2^61 units"
        )
    small = found.dtype.itemsize <= 4 or not len(found) or found.max() < 2**31
    return np.ascontiguousarray(found, dtype=np.int32 if small else np.int64)


def _wholes(values: ArrayLike, size: int) -> Starts:
    found = _units("whole", values)
    if len(found) != size:
        raise ArrayError(f"whole has {len(found)} values for {size} agents: give one an agent")
    if len(found) and found.min() < 0:
        raise ArrayError(f"agent {int(found.argmin())}: whole is {found.min()}. Give 0 or more")
    return found.astype(np.int64)


def _check_units(low: Units, high: Units) -> None:
    if len(low) and low.min() < 0:
        raise ArrayError(f"row {int(low.argmin())}: low is {low.min()}. Give 0 or more")
    if high is not low and bool(np.any(high < low)):
        row = int(np.argmax(high < low))
        raise ArrayError(f"row {row}: bounds {low[row]} to {high[row]}. Give low <= high")


def sort_by(key: Ids, columns: list[NDArray[Any]], size: int) -> tuple[Starts, list[NDArray[Any]]]:
    """
    Columns in the order of a key below `size`, and where each value of it starts.

    A counting sort: stable, two passes.
    """
    start = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(key, minlength=size), out=start[1:])
    place = start[:-1].copy()
    where = np.empty(len(key), np.int32 if len(key) < 2**31 else np.int64)
    _places.run(len(key), key, place, where)
    found = []
    for column in columns:
        moved = np.empty_like(column)
        _move.run(len(key), column, where, moved)
        found.append(moved)
    return start, found


@kernel
def _places(key, place, where):  # type: ignore[no-untyped-def]
    for i in range(len(key)):
        one = key[i]
        where[i] = place[one]
        place[one] += 1


@kernel
def _move(column, where, moved):  # type: ignore[no-untyped-def]
    for i in range(len(column)):
        moved[where[i]] = column[i]
