"""
Slices: all that each agent controls, as a stretch of one order of agents.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .compiled import kernel
from .table import ArrayError, Ids, Starts

MOST_PAIRS = 2**31
"""
Pairs beyond which writing them all is refused: they would not fit in memory.
"""


@dataclass(frozen=True)
class Slices:
    """
    An order in which everything below an agent follows it.

    `order` int32[k] holds the agents that control or are controlled; agent x
    stands at `place[x]` (-1 where it is alone), and what it controls is
    `order[place[x] + 1 : place[x] + weight[x]]`. The members of a class beyond
    the first stand below the first: `above` is it for them, and otherwise the
    parent; what they control is what the first controls, and the first.
    """

    order: Ids
    place: Ids
    weight: Ids
    above: Ids
    class_start: Starts
    member: Ids

    def of(self, agent: int) -> Ids:
        """
        All that an agent controls, itself left out.
        """
        head = agent
        if len(self.member):
            at = int(np.searchsorted(self._beyond, agent))
            if at < len(self._beyond) and self._beyond[at] == agent:
                head = int(self.above[agent])
        start, end = int(self.place[head]), int(self.place[head]) + int(self.weight[head])
        if head == agent:
            return self.order[start + 1 : max(end, start + 1)]
        found: Ids = self.order[start:end]
        return np.delete(found, np.flatnonzero(found == agent))

    @cached_property
    def _beyond(self) -> Ids:
        """
        The members of classes beyond the first of each, sorted.
        """
        return np.sort(np.delete(self.member, self.class_start[:-1]))

    @cached_property
    def count(self) -> int:
        """
        The number of pairs of controller and controlled.
        """
        return int(count_pairs.run(len(self.place), self.weight, self.class_start, self.member))

    def pairs(self) -> tuple[Ids, Ids]:
        """
        All pairs: controller and controlled, int32. Raises ArrayError beyond MOST_PAIRS.
        """
        if self.count > MOST_PAIRS:
            raise ArrayError(
                f"{self.count} pairs do not fit in memory. Ask for what single agents control"
            )
        one, other = np.empty(self.count, np.int32), np.empty(self.count, np.int32)
        classes = (self.class_start, self.member)
        work = len(self.order) + self.count
        write_pairs.run(work, self.order, self.place, self.weight, *classes, one, other)
        return one, other

    @cached_property
    def depth(self) -> Ids:
        """
        How many controllers each agent has above it, a class counted once, int32[n].
        """
        found = np.zeros(len(self.place), np.int32)
        measure.run(len(self.order), self.order, self.above, found)
        found[self._beyond] = 0
        return found


def slices(parent: Ids, class_start: Starts, member: Ids) -> Slices:
    """
    Arrange a forest of immediate controllers so that all below an agent follows it.
    """
    above = parent
    if len(member):
        above = parent.copy()
        above[member] = np.repeat(member[class_start[:-1]], np.diff(class_start))
        above[member[class_start[:-1]]] = -1
    size = len(above)
    children, weight = np.zeros(size, np.int32), np.ones(size, np.int32)
    listed = np.empty(size, np.int32)
    count = gather.run(size, above, children, weight, listed)
    place = np.full(size, -1, np.int32)
    order = np.empty(size, np.int32)
    filled = arrange.run(size, above, weight, listed, count, order, place, children)
    return Slices(order[:filled], place, weight, above, class_start, member)


@kernel
def gather(above, children, weight, listed):  # type: ignore[no-untyped-def]
    """
    List those that have somebody above, each after all that is below it, and weigh them.
    """
    found = 0
    for one in range(len(above)):
        if above[one] >= 0:
            children[above[one]] += 1
    for leaf in range(len(above)):
        one = leaf
        while children[one] == 0:
            children[one] = -1
            up = above[one]
            if up < 0:
                break
            listed[found] = one
            found += 1
            weight[up] += weight[one]
            children[up] -= 1
            one = up
    return found


@kernel
def arrange(above, weight, listed, count, order, place, cursor):  # type: ignore[no-untyped-def]
    """
    Give everybody a place: those on top one after the other, the others below theirs.
    """
    filled = 0
    for one in range(len(above)):
        if above[one] < 0 and weight[one] > 1:
            order[filled] = one
            place[one] = filled
            cursor[one] = filled + 1
            filled += weight[one]
    for i in range(count - 1, -1, -1):
        one = listed[i]
        up = above[one]
        at = cursor[up]
        cursor[up] = at + weight[one]
        order[at] = one
        place[one] = at
        cursor[one] = at + 1
    return filled


@kernel
def count_pairs(weight, class_start, member):  # type: ignore[no-untyped-def]
    """
    Count the pairs: below each agent, and for each member of a class what its first has.
    """
    found = 0
    for one in range(len(weight)):
        found += weight[one] - 1
    for k in range(len(class_start) - 1):
        beyond = class_start[k + 1] - class_start[k] - 1
        found += beyond * (weight[member[class_start[k]]] - 1)
    return found


@kernel
def write_pairs(order, place, weight, class_start, member, one, other):  # type: ignore[no-untyped-def]
    """
    Write controller and controlled of each pair.
    """
    found = 0
    for i in range(len(order)):
        controller = order[i]
        for j in range(i + 1, i + weight[controller]):
            one[found] = controller
            other[found] = order[j]
            found += 1
    for k in range(len(class_start) - 1):
        first = member[class_start[k]]
        for m in range(class_start[k] + 1, class_start[k + 1]):
            controller = member[m]
            for j in range(place[first], place[first] + weight[first]):
                if order[j] != controller:
                    one[found] = controller
                    other[found] = order[j]
                    found += 1
    return found


@kernel
def measure(order, above, depth):  # type: ignore[no-untyped-def]
    """
    Count how many stand above each.
    """
    for i in range(len(order)):
        one = order[i]
        if above[one] >= 0:
            depth[one] = depth[above[one]] + 1
