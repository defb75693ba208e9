"""
Closure: the set that each agent controls, under any quota and any reading.

The general kernel: tables that sum to more than the whole, bounds, powers that
are control by themselves, and lots of which several may be the holder. One
engine runs it for a hundred shareholdings and for ten million.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .compiled import SMALL, kernel

Numbers = Sequence[int]
"""
Whole numbers: a list where the network is small, an array where it is large.
"""


class Quota(NamedTuple):
    """
    What a group must hold: more than `part` / `of` of the votes that can be exercised.

    With `at_least` 1, exactly that much is enough, if it is any. `least` 1 asks what the
    group holds in every completion, 0 what it can hold in some.
    """

    part: int = 1
    of: int = 2
    at_least: int = 0
    least: int = 1


class Columns(NamedTuple):
    """
    Of each agent as a company: `whole` units, `floor` the sum of the others'
    lower bounds, `own_low` and `own_high` the bounds of its treasury shares.
    """

    whole: Numbers
    floor: Numbers
    own_low: Numbers
    own_high: Numbers


class Votes(NamedTuple):
    """
    Rows by holder: x holds `low` to `high` of `held`, from `start[x]` to `start[x + 1]`.

    Those in one company stand together.
    """

    start: Numbers
    held: Numbers
    low: Numbers
    high: Numbers


class Lots(NamedTuple):
    """
    Lots of which one of several is the holder.

    Those of x are `lot[start[x] : start[x + 1]]`; lot k is of `holders[k]` agents.
    """

    start: Numbers
    lot: Numbers
    held: Numbers
    low: Numbers
    high: Numbers
    holders: Numbers


class Powers(NamedTuple):
    """
    Powers by holder: x controls `over[start[x] : start[x + 1]]` whatever the votes.
    """

    start: Numbers
    over: Numbers


@dataclass(slots=True)
class Network:
    """
    Who holds what and who has which power, in numbers; closes one agent at a time.

    `late` powers join only once nothing else can. A column whose lower bounds
    sum to more than the whole has no completion: a majority of what is claimed
    is then asked for, and upper bounds are not cut by what others hold.

    Notes:
        The most that a group can hold fills its own upper bounds first and the
        treasury shares next: a vote weighs 1 against the quota for a treasury
        share, and both share what the others' lower bounds leave.
    """

    size: int
    columns: Columns
    votes: Votes
    lots: Lots
    powers: Powers
    late: Powers
    quota: Quota
    _marks: tuple[Any, ...] = field(init=False, repr=False)
    _stamp: int = field(init=False, repr=False, default=0)
    _large: bool = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._large = self.size + len(self.votes.held) > SMALL
        if self._large:
            import numpy as np

            for name in ("columns", "votes", "lots", "powers", "late"):
                part = getattr(self, name)
                setattr(self, name, type(part)(*(np.asarray(one, np.int64) for one in part)))
        self._marks = _marks(self.size, len(self.lots.held), large=self._large)

    @property
    def parts(self) -> tuple[tuple[Any, ...], ...]:
        """
        The network as kernels take it.
        """
        named = (self.columns, self.votes, self.lots, self.powers, self.late, self.quota)
        return tuple(map(tuple, named))

    def close(self, seed: int, banned: Collection[int] = ()) -> list[int]:
        """
        The agents of a controller's group in the order they joined, itself first.

        `banned` never join.
        """
        self._stamp += 1
        barred, queue = self._marks[-2], self._marks[-1]
        for one in banned:
            barred[one] = self._stamp
        run = close.compiled if self._large else close
        count = run(seed, self.parts, self._marks, self._stamp)
        return [int(one) for one in queue[:count]]

    def starters(self) -> list[int]:
        """
        Those who alone make somebody join, or whose powers or lots may.
        """
        found = self._marks[-1]
        run = list_starters.compiled if self._large else list_starters
        return [int(one) for one in found[: run(self.parts, found)]]


def by_number(size: int, keys: Iterable[int], *values: Iterable[int]) -> list[list[int]]:
    """
    Lists sorted by a number below `size`, in the order given within each, after
    where each number starts.
    """
    keys = list(keys)
    start = [0] * (size + 1)
    for key in keys:
        start[key + 1] += 1
    for key in range(size):
        start[key + 1] += start[key]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    columns = [list(value) for value in values]
    return [start, *([column[i] for i in order] for column in columns)]


def _marks(size: int, lots: int, *, large: bool) -> tuple[Any, ...]:
    if large:
        import numpy as np

        return tuple(np.zeros(one, np.int64) for one in (*[size] * 5, lots, lots, size, size))
    return tuple([0] * one for one in (*[size] * 5, lots, lots, size, size))


@kernel
def passes(company, low, high, touched, columns, quota):  # type: ignore[no-untyped-def]
    """
    Whether a group that holds `low` to `high` of a company passes the quota.

    `touched` is the sum of the lower bounds of the lots that it may hold.
    """
    whole, floor, own_low, own_high = columns
    part, of, at_least, least = quota
    all_of_it = whole[company]
    own = own_low[company]
    if least:
        return low > 0 and of * low + at_least > part * max(all_of_it - own, floor[company])
    others = floor[company] - touched
    if floor[company] + own > all_of_it:
        others = 0
    budget = max(0, all_of_it - others)
    votes = max(0, min(high, budget - own))
    own = max(own, min(own_high[company], budget - votes))
    return votes > 0 and of * votes + at_least > part * (all_of_it - own)


@kernel
def close(seed, network, marks, stamp):  # type: ignore[no-untyped-def]
    """
    The group of one agent: how many joined; they stand in the queue in order.

    What is stamped with `stamp` counts, so that nothing needs to be cleared.
    """
    columns, votes, lots, powers, late, quota = network
    joined, counted, lows, highs, touches, seen, met, barred, queue = marks
    start, helds, low, high = votes
    lot_start, lot, lot_held, lot_low, lot_high, lot_holders = lots
    queue[0] = seed
    joined[seed] = stamp
    count, head, late_at, late_row = 1, 0, 0, -1
    while True:
        if head == count:
            # the next late power that makes somebody join
            while late_at < head and head == count:
                if late_row < 0:
                    late_row = late[0][queue[late_at]]
                if late_row == late[0][queue[late_at] + 1]:
                    late_at, late_row = late_at + 1, -1
                    continue
                company = late[1][late_row]
                late_row += 1
                if joined[company] != stamp and barred[company] != stamp:
                    joined[company] = stamp
                    queue[count] = company
                    count += 1
            if head == count:
                return count
        member = queue[head]
        head += 1
        more = start[member + 1] - start[member]
        for row in range(more + lot_start[member + 1] - lot_start[member]):
            if row < more:
                i = start[member] + row
                company = helds[i]
                a, b, c = low[i], high[i], low[i]
            else:
                i = lot[lot_start[member] + row - more]
                company = lot_held[i]
                met[i] = met[i] + 1 if seen[i] == stamp else 1
                seen[i] = stamp
                first, last = met[i] == 1, met[i] == lot_holders[i]
                if not (first or last):
                    continue
                a = lot_low[i] if last else 0
                b = lot_high[i] if first else 0
                c = lot_low[i] if first else 0
            if joined[company] == stamp:
                continue
            if counted[company] != stamp:
                counted[company] = stamp
                lows[company], highs[company], touches[company] = 0, 0, 0
            lows[company] += a
            highs[company] += b
            touches[company] += c
            a, b, c = lows[company], highs[company], touches[company]
            if barred[company] != stamp and passes(company, a, b, c, columns, quota):
                joined[company] = stamp
                queue[count] = company
                count += 1
        for row in range(powers[0][member], powers[0][member + 1]):
            company = powers[1][row]
            if joined[company] != stamp and barred[company] != stamp:
                joined[company] = stamp
                queue[count] = company
                count += 1


@kernel
def list_starters(network, found):  # type: ignore[no-untyped-def]
    """
    List those whose group may have others in it; how many.

    Rows of one holder in one company stand together.
    """
    columns, votes, lots, powers, late, quota = network
    start, helds, low, high = votes
    count = 0
    for one in range(len(start) - 1):
        starts = (
            lots[0][one] < lots[0][one + 1]
            or powers[0][one] < powers[0][one + 1]
            or late[0][one] < late[0][one + 1]
        )
        company, a, b = -1, 0, 0
        for row in range(start[one], start[one + 1]):
            if starts:
                break
            if helds[row] != company:
                company, a, b = helds[row], 0, 0
            a, b = a + low[row], b + high[row]
            starts = passes(company, a, b, a, columns, quota)
        if starts:
            found[count] = one
            count += 1
    return count


@kernel
def close_all(seeds, begin, network, marks, stamp, pairs):  # type: ignore[no-untyped-def]
    """
    Write the pairs of seed after seed while they fit: the next seed, and how many pairs.

    Each is stamped with `stamp` and its place; a group that alone is larger
    than what there is room for is left to the caller.
    """
    one, other = pairs
    queue = marks[8]
    filled = 0
    for i in range(begin, len(seeds)):
        count = close(seeds[i], network, marks, stamp + i)
        if filled + count - 1 > len(one):
            return i, filled
        for k in range(1, count):
            one[filled] = seeds[i]
            other[filled] = queue[k]
            filled += 1
    return len(seeds), filled
