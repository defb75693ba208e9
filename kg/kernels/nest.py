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
from .growth import grown
from .region import Region
from .slices import slices
from .table import Ids, Starts


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
    parent = grown(region)
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
def find_halves(order, tree, columns, base, found):  # type: ignore[no-untyped-def]
    """
    The deepest agents whose tree holds exactly half of a company: how many pairs.

    Such a tree has in its stretch the row where half is reached, or else starts
    after it: there are two places to start from.
    """
    start, at, total = columns
    company, head = found
    count = 0
    for one in range(len(base)):
        begin, end = start[one], start[one + 1]
        if begin == end or base[one] == 0 or 2 * total[end - 1] < base[one]:
            continue
        low, high = begin, end - 1
        while low < high:
            middle = (low + high) // 2
            if 2 * total[middle] >= base[one]:
                high = middle
            else:
                low = middle + 1
        last = -1
        for row in range(low, min(low + 2, end)):
            column = (at, total, begin, end)
            other = deepest(order[at[row]], tree, column, base[one] - 1)
            if other < 0 or other == last:
                continue
            if 2 * holds(other, tree[0], tree[1], column) == base[one]:
                company[count] = one
                head[count] = other
                count += 1
                last = other
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
