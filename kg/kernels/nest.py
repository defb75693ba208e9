"""
Nest: which groups stand within which, where single majorities do not say it.

A few groups in a hundred have a company that only several members together
hold, or members that control each other. Their nesting is found here.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel
from .slices import slices
from .table import Ids, Starts


@dataclass(frozen=True, slots=True)
class Region:
    """
    Part of a table, its agents numbered anew: agent i is `agent[i]`, in order.

    The rows that may decide who controls, by holder: those of i go to
    `target[start[i] : start[i + 1]]`. Target d is controlled by those who hold
    more than half of `base[d]`, and `top[i]` is the group it is known to be in.
    """

    agent: Ids
    start: Starts
    target: Ids
    units: NDArray[Any]
    base: Starts
    top: Ids


@dataclass(frozen=True, slots=True)
class Nested:
    """
    Parents and tops of the agents of a region, in the numbers of the table.
    """

    parent: Ids
    top: Ids
    class_start: Starts
    member: Ids
    self_controlled: Ids
    passes: int


def nest(region: Region) -> Nested:
    """
    Find the immediate controller of each agent of a region, and its classes.

    Notes:
        Agents are taken so that those on which an agent's group depends come
        before it, as far as there are no cycles. Each joins to its group
        whatever the group holds in majority, and the map from company to
        units held is merged, small into large. Every member of a group so
        found is rightly there; only cycles leave groups too shallow. Then
        passes over the whole forest move each company below the deepest agent
        whose group holds it, until none moves. A company that so comes below
        itself shows a class: nobody controls a class, so whatever stood above
        it in its tree is of the class too.
    """
    size = len(region.agent)
    none = np.empty(0, np.int32)
    if not size:
        return Nested(none, none, np.zeros(1, np.int64), none, none, 0)
    parent = _grow(region)
    label = np.full(size, -1, np.int32)
    held = np.zeros(size, np.uint8)
    columns = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(region.target, minlength=size), out=columns[1:])
    passes, moved = 0, 1
    while moved:
        passes += 1
        above = np.where((label >= 0) & (label != np.arange(size)), label, parent)
        moved = _pass(region, columns, above.astype(np.int32), parent, label, held)
    above = np.where((label >= 0) & (label != np.arange(size)), label, parent).astype(np.int32)
    top = np.arange(size, dtype=np.int32)
    order = slices(above, np.zeros(1, np.int64), none).order
    raise_tops.run(size, order, above, top)
    members = np.flatnonzero(label >= 0)
    members = members[np.argsort(label[members], kind="stable")].astype(np.int32)
    starts = np.flatnonzero(np.diff(label[members], prepend=-1))
    named = np.where(parent >= 0, region.agent[parent], -1).astype(np.int32)
    alone = (held > 0) & (label < 0)
    return Nested(
        parent=named,
        top=region.agent[top],
        class_start=np.append(starts, len(members)).astype(np.int64),
        member=region.agent[members],
        self_controlled=region.agent[alone],
        passes=passes,
    )


def _grow(region: Region) -> Ids:
    """
    Parents by one pass over agents in the order of who depends on whom.
    """
    size, rows = len(region.agent), len(region.target)
    work = 4 * (size + rows)
    first = np.argsort(region.top != region.agent, kind="stable").astype(np.int32)
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
    parent, every = np.full(size, -1, np.int32), np.arange(size, dtype=np.int32)
    by_holder = (region.start, region.target, region.units)
    built = np.zeros(size, np.uint8)
    grow.run(work, by_holder, region.base, finish, parent, every, every.copy(), built, lists, stack)
    return parent


def _pass(
    region: Region, columns: Starts, above: Ids, parent: Ids, label: Ids, held: NDArray[Any]
) -> int:
    """
    Move each company below the deepest group that holds it; how many moved.
    """
    size, rows = len(region.agent), len(region.target)
    work = 4 * (size + rows)
    forest = slices(above, np.zeros(1, np.int64), np.empty(0, np.int32))
    jump = np.arange(size, dtype=np.int32)
    leap.run(work, forest.order, above, jump, np.zeros(size, np.int32))
    order = np.concatenate([forest.order, np.flatnonzero(forest.place < 0).astype(np.int32)])
    place = np.empty(size, np.int32)
    place[order] = np.arange(size, dtype=np.int32)
    at, total = np.empty(rows, np.int32), np.empty(rows, np.int64)
    by_holder = (region.start, region.target, region.units)
    weigh.run(work, order, *by_holder, columns[:-1].copy(), columns, at, total)
    moved = parent.copy()
    held[:] = 0
    tree = (order, (place, forest.weight, above, jump))
    count = descend.run(work, tree, (columns, at, total), region.base, label, parent, moved, held)
    if count:
        classes = np.full(size, -1, np.int32)
        if find_classes.run(work, moved, label, above, np.zeros(size, np.int32), classes):
            name_classes(classes, label)
            moved[label >= 0] = -1
        inside = np.flatnonzero(moved >= 0)
        heads = label[moved[inside]]
        parent[:] = -1
        parent[inside] = np.where(heads >= 0, heads, moved[inside])
    return int(count)


def name_classes(classes: Ids, label: Ids) -> None:
    """
    Name each class by its first member: `classes` has the old top of each new member.

    A tree has one class at most, at its top; one found before is enlarged.
    """
    key = np.where((label >= 0) & np.isin(label, classes[classes >= 0]), label, classes)
    members = np.flatnonzero(key >= 0)
    first = np.full(len(label), len(label), np.int64)
    np.minimum.at(first, key[members], members)
    label[members] = first[key[members]]


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


@kernel
def leap(order, above, jump, depth):  # type: ignore[no-untyped-def]
    """
    Give each agent an ancestor to jump to, so that any is reached in few jumps.

    Myers: An applicative random-access stack (1983).
    """
    for i in range(len(order)):
        one = order[i]
        up = above[one]
        if up >= 0:
            depth[one] = depth[up] + 1
            far = jump[up]
            same = depth[up] - depth[far] == depth[far] - depth[jump[far]]
            jump[one] = jump[far] if same else up


@kernel
def weigh(order, start, target, units, cursor, columns, at, total):  # type: ignore[no-untyped-def]
    """
    By company, the places of its holders in order, and running sums of what they hold.
    """
    for place in range(len(order)):
        one = order[place]
        for row in range(start[one], start[one + 1]):
            held = target[row]
            k = cursor[held]
            cursor[held] = k + 1
            at[k] = place
            total[k] = units[row] + (total[k - 1] if k > columns[held] else 0)


@kernel
def before(at, total, start, end, limit):  # type: ignore[no-untyped-def]
    """
    What holders at places before `limit` hold, of one company's rows.
    """
    low, high = start, end
    while low < high:
        middle = (low + high) // 2
        if at[middle] < limit:
            low = middle + 1
        else:
            high = middle
    return total[low - 1] if low > start else 0


@kernel
def holds(one, place, weight, column):  # type: ignore[no-untyped-def]
    """
    What the tree of an agent holds of one company.
    """
    at, total, start, end = column
    first = place[one]
    below = before(at, total, start, end, first + weight[one])
    return below - before(at, total, start, end, first)


@kernel
def deepest(one, tree, column, need):  # type: ignore[no-untyped-def]
    """
    The deepest agent at or above one whose tree holds more than half of `need`, or -1.
    """
    place, weight, above, jump = tree
    while 2 * holds(one, place, weight, column) <= need:
        far = jump[one]
        if 2 * holds(far, place, weight, column) > need:
            one = above[one]
        elif above[far] < 0:
            return -1
        else:
            one = far
    return one


@kernel
def descend(forest, rows, base, label, parent, moved, held):  # type: ignore[no-untyped-def]
    """
    Find the deepest agent whose tree holds each company; how many have another parent.

    Whoever's tree holds more than half has the median of the votes in its
    stretch of the order: the search starts there and goes up.
    """
    order, tree = forest
    columns, at, total = rows
    count = 0
    for company in range(len(parent)):
        start, end = columns[company], columns[company + 1]
        if start == end or 2 * total[end - 1] <= base[company]:
            continue
        low, high = start, end - 1
        while low < high:
            middle = (low + high) // 2
            if 2 * total[middle] > base[company]:
                high = middle
            else:
                low = middle + 1
        column = (at, total, start, end)
        one = deepest(order[at[low]], tree, column, base[company])
        if one == company:
            held[company] = 1
        elif one >= 0:
            if label[one] >= 0:
                one = label[one]
            if one != parent[company] and (label[one] < 0 or label[company] < 0):
                moved[company] = one
                count += 1
    return count


@kernel
def climb(one, above, classes):  # type: ignore[no-untyped-def]
    """
    Mark all from one up to the top of its tree as of one class with the top; how many.
    """
    top = one
    while classes[top] < 0 and above[top] >= 0:
        top = above[top]
    if classes[top] >= 0:
        top = classes[top]
    found = 0
    while one >= 0 and classes[one] < 0:
        classes[one] = top
        found += 1
        one = above[one]
    return found


@kernel
def find_classes(parent, label, above, mark, classes):  # type: ignore[no-untyped-def]
    """
    Mark those who are of a class with the top of the tree they were in; how many.

    They are the members of a loop, and those who hold a member of a class, with
    all that stood above them.
    """
    found = 0
    for begin in range(len(parent)):
        if label[begin] >= 0:
            if parent[begin] >= 0:
                found += climb(parent[begin], above, classes)
            continue
        one = begin
        while one >= 0 and mark[one] == 0 and label[one] < 0:
            mark[one] = begin + 1
            one = parent[one]
        if one < 0 or mark[one] != begin + 1:
            continue
        last = one
        found += climb(one, above, classes)
        one = parent[one]
        while one != last:
            found += climb(one, above, classes)
            one = parent[one]
    return found


@kernel
def raise_tops(order, above, top):  # type: ignore[no-untyped-def]
    """
    Hand the top down each tree.
    """
    for i in range(len(order)):
        one = order[i]
        if above[one] >= 0:
            top[one] = top[above[one]]
