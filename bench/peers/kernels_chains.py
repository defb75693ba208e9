"""
Ours, on the question that property paths can say: chains of majorities.
"""

from typing import Any

import numpy as np

from ..graphs import WHOLE, Graph
from . import Pairs, majorities
from .kernels import pairs, prepare

__all__ = ["ANSWER", "WHAT", "pairs", "prepare", "run"]

ANSWER = "chains"
WHAT = "kg.kernels on the majorities alone: the forest and all pairs, from the arrays"


def run(graph: Graph) -> tuple[Any, Pairs]:
    """
    The forest of the majorities, and every pair.
    """
    from kg.kernels.forest import find_forest
    from kg.kernels.table import Holdings

    holder, held = majorities(graph)
    all_of_it = np.full(len(held), WHOLE, dtype=np.int32)
    forest = find_forest(Holdings.of(held, holder, all_of_it, size=graph.size))
    return forest, forest.pairs()
