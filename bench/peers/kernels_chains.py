"""
Ours, on the question that property paths can say: chains of majorities.
"""

import numpy as np

from ..graphs import WHOLE, Graph
from . import Pairs, majorities

ANSWER = "chains"
WHAT = "kg.kernels: the table, the forest and all pairs, from arrays of majorities made before"


def prepare(graph: Graph) -> tuple[int, Pairs]:
    """
    The majorities.
    """
    return graph.size, majorities(graph)


def run(ready: tuple[int, Pairs]) -> Pairs:
    """
    Every pair of the forest of majorities.
    """
    from kg.kernels.forest import find_forest
    from kg.kernels.table import Holdings

    size, (holder, held) = ready
    all_of_it = np.full(len(held), WHOLE, dtype=np.int32)
    return find_forest(Holdings.of(held, holder, all_of_it, size=size)).pairs()


def pairs(ready: tuple[int, Pairs], result: Pairs) -> Pairs:
    """
    The answer, which is arrays already.
    """
    return result
