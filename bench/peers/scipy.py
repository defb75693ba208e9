"""
scipy: rounds of sparse products of whole numbers, one row a holder of a majority.
"""

from typing import Any

import numpy as np

from ..graphs import Graph
from . import Pairs, majorities, votes

ANSWER = "accumulation"
WHAT = "rounds of sparse products, from the arrays"


def prepare(graph: Graph) -> Any:
    """
    Load the library; the matrices are part of the work.
    """
    from scipy import sparse

    return sparse, graph


def run(ready: Any) -> Pairs:
    """
    Every pair of controller and controlled.
    """
    sparse, graph = ready
    whole = votes(graph)
    keep = graph.held != graph.holder
    shares = sparse.csr_matrix(
        (graph.low[keep].astype(np.int64), (graph.holder[keep], graph.held[keep])),
        shape=(graph.size, graph.size),
    )
    seeds = np.unique(majorities(graph)[0]).astype(np.int64)
    row, column = np.arange(len(seeds)), seeds
    known = row * graph.size + column
    sums = sparse.csr_matrix((len(seeds), graph.size), dtype=np.int64)
    while len(row):
        shape = (len(seeds), graph.size)
        new = sparse.csr_matrix((np.ones(len(row), np.int64), (row, column)), shape=shape)
        sums = sums + new @ shares
        over = 2 * sums.data > whole[sums.indices]
        rows = np.repeat(np.arange(len(seeds)), np.diff(sums.indptr))[over]
        key = rows * graph.size + sums.indices[over]
        key = np.setdiff1d(key, known, assume_unique=True)
        known = np.concatenate((known, key))
        row, column = key // graph.size, key % graph.size
    found = known[len(seeds) :]
    return seeds[found // graph.size], found % graph.size


def pairs(ready: Any, result: Pairs) -> Pairs:
    """
    The answer, which is arrays already.
    """
    return result
