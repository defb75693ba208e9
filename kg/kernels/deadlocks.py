"""
Deadlocks: companies of which a group holds exactly half, so that it does not control them.
"""

import numpy as np

from .forest import Forest
from .nest import find_halves, leap
from .table import Holdings, Ids


def find_deadlocks(table: Holdings, forest: Forest) -> tuple[Ids, Ids]:
    """
    Companies of which a group holds exactly half: company and head, int32[k] each.

    The head is the nearest whose group does; a company has two heads at most,
    and a class stands as its first member. Companies with a row that is not
    one number, or with more than the whole, are left out: half of those is
    not certain.

    Examples:
        >>> from .forest import find_forest
        >>> table = Holdings.of([2, 2], [0, 1], [50, 50], whole=[100] * 3)
        >>> [one.tolist() for one in find_deadlocks(table, find_forest(table))]
        [[2, 2], [0, 1]]
    """
    size, slices = table.size, forest.slices
    held, holder, units = table.held, table.holder, table.low.astype(np.int64)
    own = np.zeros(size, np.int64)
    treasury = held == holder
    np.add.at(own, held[treasury], units[treasury])
    open_ = np.zeros(size, bool)
    if not table.exact:
        open_[held[table.high != table.low]] = True
    floor = np.zeros(size, np.int64)
    np.add.at(floor, held[~treasury], units[~treasury])
    base = np.broadcast_to(table.wholes, size) - own
    likely = ~open_ & (floor <= base) & (2 * floor >= base) & (base > 0)
    keep = np.flatnonzero(likely[held] & ~treasury & (units > 0))
    company, agent = held[keep], holder[keep]
    if len(forest.member):
        # what a member of a class holds, its first member holds
        classed = np.isin(agent, forest.member)
        agent = np.where(classed, forest.ultimate[agent], agent)
    alone = np.flatnonzero(slices.place < 0).astype(np.int32)
    order = np.concatenate([slices.order, alone])
    place = slices.place.copy()
    place[alone] = np.arange(len(slices.order), size, dtype=np.int32)
    sort = np.lexsort((place[agent], company))
    company, at, units = company[sort], place[agent[sort]], units[keep][sort]
    start = np.searchsorted(company, np.arange(size + 1))
    running = np.cumsum(units)
    counts = np.diff(start)
    total = running - np.repeat(np.append(0, running)[start[:-1]], counts)
    jump = np.arange(size, dtype=np.int32)
    leap.run(size, slices.order, slices.above, jump, np.zeros(size, np.int32))
    found = np.empty(2 * size, np.int32), np.empty(2 * size, np.int32)
    tree = (place, slices.weight, slices.above, jump)
    count = find_halves.run(
        size + len(at), order, tree, (start.astype(np.int64), at, total), base, found
    )
    return found[0][:count].copy(), found[1][:count].copy()
