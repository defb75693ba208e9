"""
Class: what a class of owners has of every company, directly and through others.

One pass, holders first. The walk stops at the first member of the class that it
meets: what stands above a member changes nothing, so a company of the Union
that holds a company outside it cures nothing. `kg.control.integrated.held_by`
gives the same as exact fractions for the companies asked about.
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .completions import RING, better, peel, rates, settle
from .components import Components, components
from .elimination import Floats, Ring, factors
from .steps import values
from .table import ArrayError, Holdings, Ids
from .walks import joined, whole_of

SWEEPS: Final = 400
"""
How often a large ring is gone round before it is taken apart instead.
"""

TOLERANCE: Final = 1e-13
"""
How near the bounds from below and from above must come for a large ring.
"""


class ClassShare(NamedTuple):
    """
    The least and the most that a class has of each agent, float64[size], 0 to 1.

    A member is worth 1. The bounds are those of `kg.control.integrated`, but
    for rounding: at most 1e-12, or (holders + 6) x 2^-53 of the value for
    each company in the longest chain above, whichever is more.
    """

    low: Floats
    high: Floats


def class_share(
    table: Holdings,
    owners: ArrayLike,
    possible: ArrayLike | None = None,
    *,
    closed: ArrayLike | None = None,
    unnamed: ArrayLike = False,
) -> ClassShare:
    """
    What the owners have of every company, in one pass over the shareholdings.

    `owners` bool[size] are certainly of the class, `possible` perhaps as well
    (the owners are among them anyway). `closed` are worth nothing to the class
    whoever holds them, such as natural persons: the walk ends there. `unnamed`
    says, for all or bool[size] by company, that strangers who hold the rest of
    it, and whoever may hold a party of whom no holder is known, may be of the
    class.

    The least takes shares at their lower bounds, the rest with others; the
    most takes in each table the completion that is worth most.

    Examples:
        >>> table = Holdings.of([1, 2, 2], [0, 1, 3], [60, 50, 20], [60, 50, 40], whole=[100] * 4)
        >>> low, high = class_share(table, [True, False, False, False], [True, False, False, True])
        >>> low[2].round(6), high[2].round(6)
        (np.float64(0.3), np.float64(0.7))
    """
    sure = _mask("owners", owners, table.size)
    perhaps = sure if possible is None else _mask("possible", possible, table.size) | sure
    ends = np.zeros(1, np.bool_) if closed is None else _mask("closed", closed, table.size)
    rest = np.asarray(unnamed, dtype=np.bool_).reshape(-1)
    if len(rest) != 1:
        rest = _mask("unnamed", rest, table.size)
    held = np.diff(table.start) > 0
    both = bool(not table.exact or rest.any() or perhaps is not sure)
    pair = np.empty((table.size, 2 if both else 1))  # side by side: one is read with the other
    low, high = pair[:, 0], pair[:, -1]
    if both:
        high[:] = perhaps
        high[~held & ~perhaps & ~ends & rest] = 1.0
        high[held & ~perhaps & ~ends] = np.nan
    low[:] = sure
    low[held & ~sure & ~ends] = np.nan
    _settle(table, low, high, both, rest)
    return ClassShare(low, np.maximum(low, high, out=high) if both else low)


def _mask(name: str, values: ArrayLike, size: int) -> NDArray[np.bool_]:
    found = np.asarray(values)
    if found.dtype != np.bool_ or found.shape != (size,):
        raise ArrayError(
            f"{name} is {found.dtype} of shape {found.shape}: "
            f"give {size} truth values, one an agent"
        )
    return found


def _settle(
    table: Holdings, low: Floats, high: Floats, both: bool, rest: NDArray[np.bool_]
) -> None:
    """
    Settle every agent that is not (nan).

    Whoever's holders are settled is settled, in the order of the arrays, again and
    again: that reads memory in order. What rings are above comes last, in the
    order of the walk.
    """
    todo = np.flatnonzero(np.isnan(low) | np.isnan(high)).astype(np.int32)
    columns, choice = _columns(table, rest), _choice(table)
    left = len(todo)
    while left:
        before = left
        left = peel.run(table.work, *columns, low, high, both, *choice, todo, left)
        if 8 * left > 7 * before:
            break
    for value, most in ((low, False), (high, True)) if both else ((low, False),):
        open_ = np.isnan(value)
        about = todo[:left][open_[todo[:left]]]
        if len(about):
            _finish(table, components(table, about, ~open_), value, rest if most else None)


def _columns(table: Holdings, rest: NDArray[np.bool_] | None) -> tuple[Any, ...]:
    unnamed = np.zeros(1, np.uint8) if rest is None else rest.view(np.uint8)
    return (table.start, table.holder, table.low, table.high, whole_of(table), unnamed)


def _choice(table: Holdings) -> tuple[Any, ...]:
    """
    Room to sort the rows of one company.
    """
    widest = int(np.diff(table.start).max(initial=0))
    return (np.empty(widest, np.int64), np.empty(widest, np.int64))


def _finish(
    table: Holdings, order: Components, value: Floats, rest: NDArray[np.bool_] | None
) -> None:
    """
    Settle components in order, in place; `rest` asks for the most.
    """
    most = rest is not None
    columns, choice = _columns(table, rest), _choice(table)
    sizes = np.diff(order.cut)
    largest = int(sizes.max(initial=0))
    rings = sizes > 1
    place = np.full(table.size if rings.any() else 0, -1, np.int32)
    members = order.node[np.repeat(rings, sizes)]
    rows = np.add.reduceat(
        np.append(table.start[members + 1] - table.start[members], 0),
        np.append(0, np.cumsum(sizes[rings])),
    )
    units = np.empty(int(rows.max(initial=0)), np.int64)
    kept = (np.empty(largest + 1, np.int64), units, *np.empty((2, largest), np.int64))
    small = min(largest, RING)
    flows = (np.empty(largest), np.empty(largest))
    done = 0
    while True:
        done = settle.run(
            table.work, *columns, most, *order, done, value, place, *choice, *kept,
            np.empty((small, small)), *flows, SWEEPS, TOLERANCE,
        )  # fmt: skip
        if done == len(sizes):
            return
        span = (order.node, int(order.cut[done]), int(order.cut[done + 1]))
        _take_apart(table, columns, span, most, value, (place, choice, kept, flows))
        done += 1


def _take_apart(
    table: Holdings,
    columns: tuple[Any, ...],
    span: tuple[Ids, int, int],
    most: bool,
    value: Floats,
    slate: tuple[Any, ...],
) -> None:
    """
    Settle one ring by elimination, for each choice of completions until none is better.
    """
    place, choice, kept, (gain, out) = slate
    members = span[0][span[1] : span[2]]
    n = len(members)
    place[members] = np.arange(n, dtype=np.int32)
    start, holder = columns[:2]
    row = np.concatenate([np.arange(start[one], start[one + 1]) for one in members])
    inside = place[holder[row]] >= 0
    first, units = kept[:2]
    fresh = True
    while better.run(table.work, *span, *columns, value, *choice, most, *kept, fresh):
        fresh = False
        rates.run(table.work, *span, start, holder, columns[-1], value, place, *kept, gain, out)
        places = np.concatenate([[0], np.cumsum(inside)])[first[: n + 1]]
        to, rate = place[holder[row]][inside], units[: len(row)][inside].astype(np.float64)
        one = factors(Ring(places, to, rate, out[:n].copy()), stay=False)
        found = np.empty(n)
        ring = joined([one], np.zeros(1, np.int64), np.zeros(1, np.bool_))
        values.run(table.work, 0, ring, gain[:n].copy(), found)
        value[members] = np.minimum(found, 1.0)
    place[members] = -1
