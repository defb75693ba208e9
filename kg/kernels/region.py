"""
Region: the part of a table whose groups are not plain, with the rows that decide them.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .table import Holdings, Ids, Starts, sort_by


@dataclass(frozen=True, slots=True)
class Region:
    """
    Part of a table, its agents numbered anew: agent i is `agent[i]`, in order.

    The rows that may decide who controls, by holder: those of i go to
    `target[start[i] : start[i + 1]]`. Target d is controlled by those who hold
    more than half of `base[d]`, and agent `top[i]` is on top of the
    group that i is known to be in.
    """

    agent: Ids
    start: Starts
    target: Ids
    units: NDArray[Any]
    base: Starts
    top: Ids


def special_groups(
    table: Holdings, parent: Ids, top: Ids, special: NDArray[np.uint8], spread: Ids
) -> Region:
    """
    The groups whose nesting is not plain, with the rows that decide it.
    """
    if not special.any():
        agent = np.empty(0, np.int32)
    else:
        agent = np.flatnonzero(special[top]).astype(np.int32)
    return region_of(table, agent, parent, top, spread, within=True)


def everything(
    table: Holdings, parent: Ids, top: Ids, joined: NDArray[np.uint8], spread: Ids
) -> Region:
    """
    All that may be in a group with others: where rounds of votes would be too many.
    """
    agent = np.flatnonzero(joined).astype(np.int32)
    return region_of(table, agent, parent, top, spread, within=False)


def region_of(
    table: Holdings,
    agent: Ids,
    parent: Ids,
    top: Ids,
    spread: Ids,
    *,
    within: bool,
    number: Ids | None = None,
) -> Region:
    """
    The rows that decide who controls these agents; `within` those of one group alone.

    Where one holder has a majority it is the only one that counts. The other
    companies are `spread`. `number` is -1 for every agent, and is left so.
    """
    number = np.full(table.size, -1, np.int32) if number is None else number
    number[agent] = np.arange(len(agent), dtype=np.int32)
    lengths = np.diff(table.start)[spread]
    begin = np.cumsum(lengths) - lengths
    company = np.repeat(spread, lengths)
    row = np.arange(len(company)) + np.repeat(table.start[spread] - begin, lengths)
    holder, units = table.holder[row], table.low[row].astype(np.int64)
    base = np.ones(len(agent), np.int64)
    if len(spread):
        treasury = holder == company
        own = np.add.reduceat(np.where(treasury, units, 0), begin)
        floor = np.add.reduceat(np.where(treasury, 0, units), begin)
        whole = table.wholes if table.whole is None else table.whole[spread]
        base[number[spread]] = np.maximum(whole - own, floor)
    counts = (holder != company) & (units > 0) & (number[holder] >= 0)
    if within:
        counts &= top[holder] == top[company]
    single = agent[parent[agent] >= 0]
    held = number[np.concatenate([single, company[counts]])]
    holders = number[np.concatenate([parent[single], holder[counts]])]
    votes = np.concatenate([np.ones(len(single), np.int64), units[counts]])
    start, (target, votes) = sort_by(holders, [held, votes], len(agent))
    tops = number[top[agent]]
    number[agent] = -1
    return Region(agent, start, target, votes, base, tops)
