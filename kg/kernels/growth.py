"""
Growth: groups that join to themselves whatever they hold in majority, and so on.
"""

import numpy as np

from .compiled import kernel
from .region import Region
from .table import Ids


def grown(region: Region) -> Ids:
    """
    Parents by one pass over agents in the order of who depends on whom.
    """
    size, rows = len(region.agent), len(region.target)
    work = 4 * (size + rows)
    every = np.arange(size, dtype=np.int32)
    first = np.argsort(region.top != every, kind="stable").astype(np.int32)
    finish, stack = np.empty(size, np.int32), np.empty(size + 1, np.int32)
    at, seen = region.start[:-1].copy(), np.zeros(size, np.uint8)
    after.run(work, region.start, region.target, first, at, seen, stack, finish)
    slots = 4
    while slots < 2 * rows:
        slots *= 2
    lists = (
        np.full(slots, -1, np.int32),
        np.empty(rows, np.int32),
        np.empty(rows, np.int32),
        np.empty(rows, np.int64),
        np.empty(rows, np.int32),
        np.full(size, -1, np.int32),
        np.zeros(size, np.int32),
    )
    parent = np.full(size, -1, np.int32)
    by_holder = (region.start, region.target, region.units)
    built = np.zeros(size, np.uint8)
    grow.run(work, by_holder, region.base, finish, parent, every, every.copy(), built, lists, stack)
    return parent


@kernel
def after(start, target, first, at, seen, stack, finish):  # type: ignore[no-untyped-def]
    """
    List agents so that each comes after those whom it holds, cycles apart.
    """
    found = 0
    for i in range(len(first)):
        if seen[first[i]]:
            continue
        seen[first[i]] = 1
        stack[0] = first[i]
        high = 1
        while high:
            one = stack[high - 1]
            if at[one] < start[one + 1]:
                other = target[at[one]]
                at[one] += 1
                if not seen[other]:
                    seen[other] = 1
                    stack[high] = other
                    high += 1
            else:
                high -= 1
                finish[found] = one
                found += 1
    return found


@kernel
def root(group, one):  # type: ignore[no-untyped-def]
    """
    The agent on top of a tree.
    """
    while group[one] != one:
        group[one] = group[group[one]]
        one = group[one]
    return one


@kernel
def home(label, target, mask):  # type: ignore[no-untyped-def]
    """
    Where a pair belongs in the table of pairs.
    """
    mixed = (label * 1000003 + target) & 0x7FFFFFFF
    return ((mixed * 2654435761) >> 15) & mask


@kernel
def slot_of(pairs, labels, targets, label, target):  # type: ignore[no-untyped-def]
    """
    Where a pair stands in the table of pairs, or the empty place where it would.
    """
    mask = len(pairs) - 1
    at = home(label, target, mask)
    while pairs[at] >= 0:
        entry = pairs[at]
        if labels[entry] == label and targets[entry] == target:
            break
        at = (at + 1) & mask
    return at


@kernel
def free(pairs, labels, targets, at):  # type: ignore[no-untyped-def]
    """
    Empty a place of the table of pairs, and close the gap.
    """
    mask = len(pairs) - 1
    gap = at
    while True:
        at = (at + 1) & mask
        entry = pairs[at]
        if entry < 0:
            break
        if ((at - home(labels[entry], targets[entry], mask)) & mask) >= ((at - gap) & mask):
            pairs[gap] = entry
            gap = at
    pairs[gap] = -1


@kernel
def put(lists, entry, label):  # type: ignore[no-untyped-def]
    """
    Add an entry to the list of a label; the units that were there before.
    """
    pairs, labels, targets, sums, following, head, length = lists
    at = slot_of(pairs, labels, targets, label, targets[entry])
    if pairs[at] >= 0:
        before = sums[pairs[at]]
        sums[pairs[at]] = before + sums[entry]
        return before
    pairs[at] = entry
    labels[entry] = label
    following[entry] = head[label]
    head[label] = entry
    length[label] += 1
    return 0


@kernel
def pour(lists, base, group, one, other, label, waiting, high):  # type: ignore[no-untyped-def]
    """
    Move the entries of one label to another; companies then held in majority wait.

    An entry that was a majority before it moved is waiting already.
    """
    pairs, labels, targets, sums, following, head, _ = lists
    entry = head[other]
    head[other] = -1
    while entry >= 0:
        ahead = following[entry]
        held, added = targets[entry], sums[entry]
        free(pairs, labels, targets, slot_of(pairs, labels, targets, other, held))
        if root(group, held) != one:
            before = put(lists, entry, label)
            if 2 * (before + added) > base[held] and 2 * max(before, added) <= base[held]:
                waiting[high] = held
                high += 1
        entry = ahead
    return high


@kernel
def grow(rows, base, finish, parent, group, label, built, lists, waiting):  # type: ignore[no-untyped-def]
    """
    Join to each agent's group what it holds in majority, and so on.

    `label[x]` is the list of pairs (company, units) of the tree of x, from its
    `head` on by `following`; `waiting` are companies found to be held.
    """
    start, target, units = rows
    used = 0
    for i in range(len(finish)):
        one = finish[i]
        if group[one] != one:
            continue
        waiting[0] = one
        high = 1
        while high:
            high -= 1
            joining = waiting[high]
            if joining != one:
                group[joining] = one
                parent[joining] = one
            if built[joining]:
                # the shorter of the two lists moves to the longer one
                kept, moved = label[one], label[joining]
                if lists[6][moved] > lists[6][kept]:
                    kept, moved = moved, kept
                label[one] = kept
                high = pour(lists, base, group, one, moved, kept, waiting, high)
                continue
            built[joining] = 1
            for row in range(start[joining], start[joining + 1]):
                held, added = target[row], units[row]
                if root(group, held) == one:
                    continue
                lists[2][used] = held
                lists[3][used] = added
                before = put(lists, used, label[one])
                used += 1
                if 2 * (before + added) > base[held] and 2 * before <= base[held]:
                    waiting[high] = held
                    high += 1
