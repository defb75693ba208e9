"""
scipy: what a class of owners has of every company, by repeated products.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..graphs import Graph
from . import foreign, votes
from .class_kernels import pairs

__all__ = ["ANSWER", "WHAT", "pairs", "prepare", "run"]

ANSWER = "class"
WHAT = "repeated products of a sparse matrix and a vector, to 1e-12, from the arrays"


def prepare(graph: Graph) -> tuple[Any, ...]:
    """
    Load the library; the matrix is part of the work.
    """
    from scipy import sparse

    return graph, foreign(graph), sparse


def run(ready: tuple[Any, ...]) -> NDArray[np.float64]:
    """
    The share of the class in every agent.
    """
    graph, owners, sparse = ready
    keep = graph.held != graph.holder
    held, holder = graph.held[keep], graph.holder[keep]
    part = graph.low[keep] / votes(graph)[held]
    above = sparse.csr_matrix((part, (held, holder)), shape=(graph.size, graph.size))
    value = owners.astype(np.float64)
    while True:
        further = above @ value
        further[owners] = 1.0
        if np.abs(further - value).max() < 1e-12:
            return further
        value = further
