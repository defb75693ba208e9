"""
Walks: integrated ownership by arrays, of one company, of one holder, of all pairs.

The share of i in j is the chance that the walk 'company -> one of its holders,
drawn with its share', started at j, ever meets i: N_ij / N_ii, as in
`kg.control.integrated`, which gives it as exact fractions and has the references.
Here it is a float64 with a bound of its relative error (`Walks.error`): only
products, quotients and sums of positive numbers are formed, never a difference.

Shares are taken at their lower bounds, own shares too, as the least that the
walk can meet; where each row is one number (`Holdings.exact`) that is the share.
The most that one holder can have is `class_share` of a class of one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import steps
from .components import components
from .elimination import Factors, Floats, Ring, factors
from .table import WHOLE, ArrayError, Holdings, Ids, Starts

CUT: Final = 1e-6
"""
The least share that `pairs` gives unless told otherwise.
"""

ROOM: Final = 1 << 28
"""
Bytes that `pairs` may use to remember what is above members of rings.
"""


class Shares(NamedTuple):
    """
    Agents, int32[k], and the integrated share of each, float64[k], largest first.
    """

    agent: Ids
    share: Floats


class Pairs(NamedTuple):
    """
    Some of all pairs: who has how much of which company, by company.

    `lost` bounds what any of these shares is short of, because walks of less
    than the cut were not followed.
    """

    held: Ids
    holder: Ids
    share: Floats
    lost: float


class Rings(NamedTuple):
    """
    All rings taken apart (see `elimination.Factors`), one after another.

    Members of ring b are the agents of rank `begin[b]` and on, `at[b + 1] -
    at[b]` of them, and have places `at[b]` and on in `order`, `pivot` and
    `stay`; their steps `start[at[b] + b]` and on. The last `size[b]` make the
    matrix at `corner[b]`. Nobody outside holds anything of a `closed` ring.
    """

    begin: Starts
    at: Starts
    order: Ids
    start: Starts
    near: Ids
    to: Floats
    back: Floats
    pivot: Floats
    corner: Starts
    size: Starts
    matrix: Floats
    stay: Floats
    closed: NDArray[np.bool_]


class Memory(NamedTuple):
    """
    What is remembered of rings while all companies are asked about.

    Walks that enter a ring at member i stay as row `row[i]` of `stay` says, rows of
    the length of `scratch`; `used` so far.
    """

    row: Ids
    stay: Floats
    used: Starts
    scratch: Floats

    @classmethod
    def of(cls, rings: Rings, room: int) -> "Memory":
        """
        Room for some bytes of it, as far as the rings need them.
        """
        members, most = int(rings.at[-1]), int(np.diff(rings.at).max(initial=1))
        rows = min(members, room // (8 * most)) if most >= 64 else 0
        return cls(
            np.full(members, -1, np.int32),
            np.empty(rows * most),
            np.zeros(1, np.int64),
            np.empty(most),
        )


@dataclass(frozen=True)
class Walks:
    """
    Shareholdings made ready for integrated ownership; made once, asked often.

    `rank` int32[size] puts holders before what they hold; `node` is who has a
    rank; `ring` int32[size] is the ring that an agent is in, or -1. Not to be
    shared by threads: questions write on a common slate, and wipe it.

    Memory: 12 bytes an agent, 29 more that questions touch as they go, and for
    the rings 8 bytes a cell of their matrices (20 MB for a core of 3,400).
    `below` also needs `Holdings.by_holder`, 8 bytes a row.
    """

    table: Holdings
    rank: Ids
    node: Ids
    ring: Ids
    rings: Rings
    ring_error: float
    _slate: tuple[Any, ...] = field(repr=False)

    @classmethod
    def of(cls, table: Holdings) -> "Walks":
        """
        Put companies in order and take the rings apart.

        Examples:
            >>> table = Holdings.of([1, 2, 2], [0, 1, 0], [50, 40, 10], whole=[100] * 3)
            >>> Walks.of(table).above(2).share.round(6).tolist()
            [0.4, 0.3]
        """
        held = np.diff(table.start) > 0
        found = components(table, np.flatnonzero(held).astype(np.int32), ~held, lines=1)
        node = np.concatenate([np.flatnonzero(~held).astype(np.int32), found.node])
        rank = np.empty(table.size, np.int32)
        rank[node] = np.arange(table.size, dtype=np.int32)
        chosen = found.rings
        begin = found.cut[chosen] + (table.size - len(found.node))
        sizes = found.cut[chosen + 1] - found.cut[chosen]
        at = np.concatenate([[0], np.cumsum(sizes)])
        ring = np.full(table.size, -1, np.int32)
        members = node[np.repeat(begin - at[:-1], sizes) + np.arange(at[-1])]
        ring[members] = np.repeat(np.arange(len(chosen), dtype=np.int32), sizes)
        rings, error = _taken_apart(table, members, begin, at, rank, ring)
        most = int(sizes.max(initial=1))
        slate = (
            np.zeros(table.size),
            np.zeros(table.size, np.uint8),
            np.empty(table.size, np.int32),
            np.empty(most),
            np.empty(most),
            np.empty(table.size, np.int32),
            np.empty(table.size),
        )
        return cls(table, rank, node, ring, rings, error, slate)

    def above(self, company: int, least: float = 0.0) -> Shares:
        """
        Who has how much of one company, directly and through others.

        `least` leaves out shares below it, and walks of less than it: what is
        given is then short of the truth by what was left out at most.
        """
        self._check(company)
        *_, agent, share = self._slate
        count, _ = steps.above.run(
            self.table.work,
            *(*self._arrays, *self._slate, Memory.of(self.rings, 0), company, least),
        )
        return _largest(agent[:count], share[:count])

    def below(self, holder: int) -> Shares:
        """
        How much one holder has of each company below it, directly and through others.
        """
        self._check(holder)
        *_, agent, share = self._slate
        rows = self.table.by_holder
        count = steps.below.run(
            self.table.work, *self._arrays, rows.start, rows.held, *self._slate, holder
        )
        return _largest(agent[:count], share[:count])

    def pairs(
        self, least: float = CUT, companies: Ids | None = None, *, batch: int = 1 << 20
    ) -> Iterator[Pairs]:
        """
        All shares of at least `least` in companies (all, if not told which), in batches.

        Memory is that of a batch, whatever the number of pairs, and up to
        256 MB for what is remembered of rings.
        """
        if not least >= 0:
            raise ArrayError(f"the least share is {least}. Give 0 to 1")
        held = np.flatnonzero(np.diff(self.table.start) > 0).astype(np.int32)
        asked = held if companies is None else np.asarray(companies, np.int32)
        memory = Memory.of(self.rings, ROOM)
        done = 0
        while done < len(asked):
            out = (np.empty(batch, np.int32), np.empty(batch, np.int32), np.empty(batch))
            done, count, lost = steps.pairs.run(
                self.table.work, *self._arrays, *self._slate, memory, asked, done, least, *out
            )
            if count < 0:
                batch = -count
            else:
                yield Pairs(out[0][:count], out[1][:count], out[2][:count], lost)

    @property
    def error(self) -> float:
        """
        A bound of the relative error of any share, next to the exact fraction.

        The longest chain of sums and products, each of which rounds once.
        """
        table = self.table
        rows = np.diff(table.start) + np.bincount(table.holder, minlength=table.size)
        along = np.zeros(table.size)
        chain = steps.longest.run(table.work, *self._arrays[:2], self.node, self.ring, rows, along)
        return float(chain) * 2.0**-53 + self.ring_error

    def _check(self, agent: int) -> None:
        if not 0 <= agent < self.table.size:
            raise ArrayError(f"no agent {agent}: agents are 0 to {self.table.size - 1}")

    @property
    def _arrays(self) -> tuple[Any, ...]:
        table = self.table
        return (
            *(table.start, table.holder, table.low, whole_of(table)),
            *(self.rank, self.node, self.ring, self.rings),
        )


def whole_of(table: Holdings) -> Starts:
    """
    The whole of each company, or one number for all.
    """
    return np.array([WHOLE], np.int64) if table.whole is None else table.whole


def _largest(agent: Ids, share: Floats) -> Shares:
    order = np.argsort(-share, kind="stable")
    return Shares(agent[order], share[order])


def _taken_apart(
    table: Holdings, members: Ids, begin: Starts, at: Starts, rank: Ids, ring: Ids
) -> tuple[Rings, float]:
    """
    All rings, and the largest bound of the error in one, summed over those in a chain.
    """
    count, total = len(begin), len(members)
    start = np.zeros(total + 1, np.int64)
    most = int(np.sum(table.start[members + 1] - table.start[members]))
    holder, rate, out = np.empty(most, np.int32), np.empty(most), np.empty(total)
    arrays = (table.start, table.holder, table.low, whole_of(table), rank, ring)
    steps.edges.run(table.work, *arrays, members, begin, start, holder, rate, out)
    parts: list[Factors] = []
    closed, error = np.zeros(count, np.bool_), 0.0
    for b in range(count):
        first, last = at[b], at[b + 1]
        rows = slice(start[first], start[last])
        one = Ring(
            start[first : last + 1] - start[first], holder[rows], rate[rows], out[first:last]
        )
        closed[b] = not one.out.any()
        parts.append(factors(one))
        error += 0.0 if closed[b] else parts[-1].error
    return joined(parts, begin, closed), error


def joined(parts: list[Factors], begin: Starts, closed: NDArray[np.bool_]) -> Rings:
    """
    Rings taken apart, one after another in the same arrays.
    """
    at = np.cumsum([0] + [len(part.order) for part in parts])
    near_at = np.cumsum([0] + [len(part.near) for part in parts])
    starts, pivot = np.zeros(at[-1] + len(parts), np.int64), np.zeros(at[-1])
    size = np.array([len(part.matrix) for part in parts], np.int64)
    for b, part in enumerate(parts):
        taken = len(part.pivot)
        starts[at[b] + b : at[b] + b + taken + 1] = part.start + near_at[b]
        pivot[at[b] : at[b] + taken] = part.pivot
    return Rings(
        begin=begin.astype(np.int64),
        at=at.astype(np.int64),
        order=_joined([part.order for part in parts], np.int32),
        start=starts,
        near=_joined([part.near for part in parts], np.int32),
        to=_joined([part.to for part in parts], np.float64),
        back=_joined([part.back for part in parts], np.float64),
        pivot=pivot,
        corner=np.cumsum([0, *(size * size)])[:-1].astype(np.int64),
        size=size,
        matrix=_joined([part.matrix.ravel() for part in parts], np.float64),
        stay=_joined([part.stay for part in parts], np.float64),
        closed=closed,
    )


def _joined(parts: list[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate([np.empty(0, kind), *parts])
