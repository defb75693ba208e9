"""
Peers: the same question answered with what else a user might pick, one file each.

A peer says what it answers (`ANSWER`), what is timed (`WHAT`), and has three
functions: `prepare(graph)`, not timed; `run(ready)`, timed; and
`pairs(ready, result)`, the answer as two arrays, controllers and controlled.
`ANSWER` is 'accumulation' (every pair of who controls whom, where what a
controlled company holds counts for its controller), 'chains' (majorities of
majorities only, which property paths and recursive queries can say), 'class'
(what a class of owners has of every company, directly and through others) or
'above' (who has how much of some companies, directly and through others).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..graphs import WHOLE, Graph

Pairs = tuple[NDArray[Any], NDArray[Any]]


def votes(graph: Graph) -> NDArray[np.int64]:
    """
    The votes that count in each company: the whole without its own shares.
    """
    total = np.full(graph.size, WHOLE, dtype=np.int64)
    own = graph.held == graph.holder
    total[graph.held[own]] -= graph.low[own]
    return total


def majorities(graph: Graph) -> Pairs:
    """
    Holder and company of every line that is a majority by itself.
    """
    more = (2 * graph.low.astype(np.int64) > votes(graph)[graph.held]) & (
        graph.held != graph.holder
    )
    return graph.holder[more], graph.held[more]


def columns(pairs: list[tuple[int, int]]) -> Pairs:
    """
    A list of pairs as two arrays, without those of a company and itself.
    """
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    both = both[both[:, 0] != both[:, 1]]
    return both[:, 0], both[:, 1]


def foreign(graph: Graph) -> NDArray[np.bool_]:
    """
    A class of owners: one in ten of those whom nobody holds.
    """
    owners = np.zeros(graph.size, dtype=bool)
    chosen = np.random.default_rng(7).random(graph.size - graph.companies) < 0.1
    owners[graph.companies :] = chosen
    return owners


def asked(graph: Graph) -> list[int]:
    """
    A hundred companies drawn at random, and the five with the most holders.
    """
    count = np.bincount(graph.held, minlength=graph.size)
    most = np.argsort(-count, kind="stable")[:5].tolist()
    drawn = np.random.default_rng(7).choice(np.flatnonzero(count), 100)
    return [*drawn.tolist(), *most]


def bands(ends: NDArray[Any], shares: NDArray[Any]) -> Pairs:
    """
    Agents and, of ten bands, the one that the share of each is in.

    Bands do not begin at round figures, so that rounding in the last digits,
    which differs between methods, moves no share into another one.
    """
    band = np.floor(shares * 10 + 0.3712345).astype(np.int64)
    return ends[band > 0], band[band > 0]
