"""
Forest: exact control by accumulation, one parent for each agent.

x controls y when y is in the least set that holds x and takes in any company
of which its members together hold strictly more than half of the votes that
can be exercised. Two such sets are nested or disjoint, so that all pairs fit
in one pointer for each agent: its immediate controller.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .compiled import kernel
from .nest import nest
from .region import everything, special_groups
from .slices import Slices, slices
from .table import Holdings, Ids, Starts

ROUNDS = 4
"""
Rounds of votes after which what is left is settled in the order of who holds whom.
"""


@dataclass(frozen=True, slots=True)
class Work:
    """
    What was done, in counts that do not depend on the machine.

    `rows` read once, `votes` rows read again for companies without a single
    majority holder, `rounds` of such votes, `nested` rows of the groups whose
    nesting had to be found, `passes` over those.
    """

    rows: int
    votes: int
    rounds: int
    nested: int
    passes: int


@dataclass(frozen=True)
class Forest:
    """
    Who controls whom by accumulation, as a forest.

    `parent` int32[n] is the immediate controller, -1 where there is none;
    `ultimate` int32[n] the controller above whom there is nobody, the agent
    itself where nobody controls it. Agents that control each other are one
    class, which nobody else controls: it is named by its first member, in
    `parent` and in `ultimate`, and the members have no parent. The members of
    class k are `member[class_start[k] : class_start[k + 1]]`, in order.
    `self_controlled` are those held by what they control, with nobody above.

    Notes:
        What is above whom depends on lower bounds alone: on a table with
        bounds it is what holds in every completion. A table whose rows sum to
        more than the whole has no completion; a majority of what is claimed
        is then asked for, and groups stay nested or disjoint.

        Nested or disjoint: let S(x) and S(y) meet, with x not in S(y). The
        first member of S(x) that is in S(y) is y, or else members of S(x)
        outside S(y) hold more than half of it, and those of S(y) too.

    References:
        Ceri, Gottlob, Tanca: Logic Programming and Databases (1990), company
        control. Commerce Code, art. L.233-3 I 1° and L.233-4.
    """

    parent: Ids
    ultimate: Ids
    class_start: Starts
    member: Ids
    self_controlled: Ids
    work: Work

    @property
    def size(self) -> int:
        """
        The number of agents.
        """
        return len(self.parent)

    @cached_property
    def slices(self) -> Slices:
        """
        All that each agent controls, as a slice of one order; made when asked for.
        """
        return slices(self.parent, self.class_start, self.member)

    def controlled(self, agent: int) -> Ids:
        """
        All that an agent controls, nearest not first.
        """
        return self.slices.of(agent)

    def controllers(self, agent: int) -> list[int]:
        """
        All that control an agent, nearest first; of a class, every member.
        """
        found: list[int] = []
        above = int(self.parent[agent])
        while above >= 0:
            found += self.members(above)
            above = int(self.parent[above])
        return found or [one for one in self.members(agent) if one != agent]

    def members(self, agent: int) -> list[int]:
        """
        The class of an agent: itself alone, or all that control each other.
        """
        if not len(self.member):
            return [agent]
        top = int(self.ultimate[agent])
        heads = self.member[self.class_start[:-1]]
        place = int(np.searchsorted(heads, top))
        if place < len(heads) and heads[place] == top and self.parent[agent] < 0:
            found = self.member[self.class_start[place] : self.class_start[place + 1]]
            return [int(one) for one in found]
        return [agent]

    def pairs(self) -> tuple[Ids, Ids]:
        """
        All pairs of controller and controlled, two int32 arrays; of one controller together.

        There can be many more than shareholdings: `count` says how many.
        """
        return self.slices.pairs()

    @property
    def count(self) -> int:
        """
        The number of pairs.
        """
        return self.slices.count


def find_forest(table: Holdings) -> Forest:
    """
    The forest of control of a table, in time about linear in its rows.

    Examples:
        >>> table = Holdings.of([1, 2, 2], [0, 0, 1], [60, 30, 30], whole=[100] * 3)
        >>> forest = find_forest(table)
        >>> forest.parent.tolist(), forest.ultimate.tolist()
        ([-1, 0, 0], [0, 0, 0])

    Notes:
        One pass finds direct majorities. A company without one can be held by
        a group only; rounds of votes on the groups so far, each a weighted
        majority vote of Boyer and Moore, join it to the group that holds it.
        Groups where that happened, or with a cycle, are nested apart.
    """
    size, work = table.size, table.work
    rows = (table.start, table.holder, table.low, table.wholes)
    parent, spread = np.empty(size, np.int32), np.empty(size, np.int32)
    top = np.arange(size, dtype=np.int32)
    count = scan.run(work, rows, parent, top, spread)
    special, joined = np.zeros(size, np.uint8), np.zeros(size, np.uint8)
    settle.run(work, parent, top, special)
    count = narrow.run(work, rows, parent, spread, count, joined)
    spread, absorbed = spread[:count], np.zeros(count, np.uint8)
    votes, rounds, joins, more = int(np.sum(np.diff(table.start)[spread])), 0, 0, 1
    while more and rounds < ROUNDS:
        more = vote.run(work, rows, top, spread, absorbed, rounds % 2)
        joins, rounds = joins + more, rounds + 1
    if joins:
        lift.run(work, parent, top, spread)
    if more:
        region = everything(table, parent, top, joined, spread)
    else:
        special[top[spread[absorbed > 0]]] = 1
        region = special_groups(table, parent, top, special, spread[absorbed > 0])
    nested = nest(region)
    parent[region.agent], top[region.agent] = nested.parent, nested.top
    done = Work(len(table), votes * rounds, rounds, len(region.target), nested.passes)
    return Forest(parent, top, nested.class_start, nested.member, nested.self_controlled, done)


@kernel
def scan(rows, single, top, spread):  # type: ignore[no-untyped-def]
    """
    Find who alone holds a majority of each company, and list the companies that
    only several can hold; how many those are.

    `top` is set to -1 where a single holder has the majority.
    """
    start, holder, low, whole = rows
    found = 0
    for company in range(len(single)):
        single[company] = -1
        begin, end = start[company], start[company + 1]
        if begin == end:
            continue
        best, lead, floor, own = -1, 0, 0, 0
        for row in range(begin, end):
            one, units = holder[row], low[row]
            if one == company:
                own += units
                continue
            floor += units
            if one == best:
                lead += units
            elif lead >= units:
                lead -= units
            else:
                best, lead = one, units - lead
        base = max(floor, whole[company if len(whole) > 1 else 0] - own)
        if 2 * floor <= base:
            continue
        held = 0
        for row in range(begin, end):
            if holder[row] == best:
                held += low[row]
        if 2 * held > base:
            single[company] = best
            top[company] = -1
        else:
            spread[found] = company
            found += 1
    return found


@kernel
def settle(single, top, special):  # type: ignore[no-untyped-def]
    """
    Find the top of each agent's chain of single majorities; of a loop, its first member.

    Groups with a loop are marked in `special`.
    """
    for begin in range(len(single)):
        if top[begin] != -1:
            continue
        one = begin
        while top[one] == -1:
            top[one] = -2
            one = single[one]
        head = top[one]
        if head == -2:
            head, other = one, single[one]
            while other != one:
                if other < head:
                    head = other
                other = single[other]
            special[head] = 1
        one = begin
        while top[one] == -2:
            top[one] = head
            one = single[one]


@kernel
def narrow(rows, single, spread, count, joined):  # type: ignore[no-untyped-def]
    """
    Keep the companies that a group could hold; how many.

    A group with several members in it has only agents that control somebody or
    are controlled, which `joined` marks.
    """
    start, holder, low, whole = rows
    for company in range(len(single)):
        if single[company] >= 0:
            joined[company] = 1
            joined[single[company]] = 1
    for i in range(count):
        joined[spread[i]] = 1
    kept = 0
    for i in range(count):
        company = spread[i]
        floor, own, held = 0, 0, 0
        for row in range(start[company], start[company + 1]):
            one, units = holder[row], low[row]
            if one == company:
                own += units
            else:
                floor += units
                if joined[one]:
                    held += units
        base = max(floor, whole[company if len(whole) > 1 else 0] - own)
        if 2 * held > base:
            spread[kept] = company
            kept += 1
    return kept


@kernel
def top_of(top, one):  # type: ignore[no-untyped-def]
    """
    The top of an agent's group so far.
    """
    one = top[one]
    while top[one] != one:
        one = top[one]
    return one


@kernel
def vote(rows, top, spread, absorbed, backward):  # type: ignore[no-untyped-def]
    """
    Join each company to the group that holds it; how many were joined.

    `absorbed` is 1 for a company so joined, 2 for one held by its own group.
    Each round runs through the companies the other way than the one before.
    """
    start, holder, low, whole = rows
    joins = 0
    for k in range(len(spread)):
        i = len(spread) - 1 - k if backward else k
        company = spread[i]
        if absorbed[i]:
            continue
        best, lead, floor, own = -1, 0, 0, 0
        for row in range(start[company], start[company + 1]):
            one, units = holder[row], low[row]
            if one == company:
                own += units
                continue
            floor += units
            group = top_of(top, one)
            if group == best:
                lead += units
            elif lead >= units:
                lead -= units
            else:
                best, lead = group, units - lead
        base = max(floor, whole[company if len(whole) > 1 else 0] - own)
        held = 0
        for row in range(start[company], start[company + 1]):
            one = holder[row]
            if one != company and top_of(top, one) == best:
                held += low[row]
        if 2 * held > base:
            if best == company:
                absorbed[i] = 2
            else:
                absorbed[i] = 1
                top[company] = best
                joins += 1
    return joins


@kernel
def lift(single, top, spread):  # type: ignore[no-untyped-def]
    """
    Renew the tops after joins: of companies without a single holder, then of the others.
    """
    for i in range(len(spread)):
        top[spread[i]] = top_of(top, spread[i])
    for one in range(len(single)):
        if single[one] >= 0:
            top[one] = top[top[one]]
