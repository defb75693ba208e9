"""
Pairs: who certainly and who possibly controls whom, over arrays of shareholdings.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .closure import Quota, close, close_all, list_starters
from .compiled import kernel
from .forest import find_forest
from .table import Holdings, Ids

HALF = Quota()
"""
More than half of the votes, in every completion.
"""

CHUNK = 1 << 20
"""
Pairs written before the caller is told how far the work has come.
"""

Progress = Callable[[int, int], None]
"""
Called with how much is done and how much there is.
"""


def certain_pairs(table: Holdings) -> tuple[Ids, Ids]:
    """
    Who controls whom in every completion of a table: controller and controlled.

    A completion gives every row a number within its bounds, and the rest to
    strangers, one or many. Exact: lower bounds make a forest.
    """
    return find_forest(table).pairs()


def possible_pairs(table: Holdings, progress: Progress | None = None) -> tuple[Ids, Ids]:
    """
    Who controls whom in some completion of a table: controller and controlled.

    Exact where companies' holders vary independently of each other. The pairs
    of one controller stand together, in the order in which they join.

    Examples:
        >>> table = Holdings.of([1, 2], [0, 1], [40, 60], [60, 60], whole=[100] * 3)
        >>> [one.tolist() for one in possible_pairs(table)]
        [[0, 0, 1], [1, 2, 2]]
    """
    return quota_pairs(table, Quota(least=0), progress)


def quota_pairs(
    table: Holdings, quota: Quota = HALF, progress: Progress | None = None
) -> tuple[Ids, Ids]:
    """
    Pairs under any quota, in every completion or in some: controller and controlled.

    Notes:
        Below one half groups overlap and nothing bounds the number of pairs.
        The cost is what all members of all groups hold, row by row.
    """
    network, marks = _network(table, quota), _marks(table)
    starters = np.empty(table.size, np.int64)
    work = table.work + len(table)
    count = list_starters.run(work, network, starters)
    ones, others = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
    begin, stamp = 0, 1
    while begin < count:
        one, other = np.empty(CHUNK, np.int32), np.empty(CHUNK, np.int32)
        until, filled = close_all.run(
            work, starters[:count], begin, network, marks, stamp, (one, other)
        )
        stamp += count
        if until == begin:
            # one group alone is larger than a chunk
            members = int(close.run(work, int(starters[begin]), network, marks, stamp))
            stamp, until = stamp + 1, begin + 1
            ones.append(np.full(members - 1, starters[begin], np.int32))
            others.append(marks[-1][1:members].astype(np.int32))
        ones.append(one[:filled].copy())
        others.append(other[:filled].copy())
        begin = until
        if progress:
            progress(begin, count)
    return np.concatenate(ones), np.concatenate(others)


def _network(table: Holdings, quota: Quota) -> tuple[tuple[Any, ...], ...]:
    """
    A table as the closure takes it: no lots, no powers.
    """
    floor, own_low, own_high = (np.zeros(table.size, np.int64) for _ in range(3))
    sums = floor, own_low, own_high
    weigh_columns.run(table.work, table.start, table.holder, table.low, table.high, sums)
    whole = np.broadcast_to(table.wholes, table.size) if table.whole is None else table.whole
    whole = np.ascontiguousarray(whole)
    np.minimum(own_low, whole, out=own_low)
    np.minimum(own_high, whole, out=own_high)
    mine = table.by_holder
    counts = mine.held != np.repeat(np.arange(table.size), np.diff(mine.start))
    low, high = table.low[mine.row] * counts, table.high[mine.row] * counts
    none, nothing = np.zeros(table.size + 1, np.int64), np.empty(0, np.int64)
    return (
        (whole, floor, own_low, own_high),
        (mine.start, mine.held, low, high),
        (none, nothing, nothing, nothing, nothing, nothing),
        (none, nothing),
        (none, nothing),
        tuple(quota),
    )


def _marks(table: Holdings) -> tuple[NDArray[np.int64], ...]:
    return tuple(np.zeros(size, np.int64) for size in (*[table.size] * 5, 0, 0, *[table.size] * 2))


@kernel
def weigh_columns(start, holder, low, high, sums):  # type: ignore[no-untyped-def]
    """
    Of each company: what others hold at least, and the bounds of its own shares.
    """
    floor, own_low, own_high = sums
    for company in range(len(start) - 1):
        for row in range(start[company], start[company + 1]):
            if holder[row] == company:
                own_low[company] += low[row]
                own_high[company] += high[row]
            else:
                floor[company] += low[row]
