"""
Ours: the forest of control, which says the ultimate controller of every company.
"""

from typing import Any

import numpy as np

from ..graphs import Graph
from . import Pairs
from .kernels import prepare

__all__ = ["ANSWER", "WHAT", "pairs", "prepare", "run"]

ANSWER = "ultimate"
WHAT = "kg.kernels: the table and the forest (ultimate controllers), from the arrays"


def run(graph: Graph) -> Any:
    """
    The forest.
    """
    from kg.kernels.forest import find_forest
    from kg.kernels.table import Holdings

    return find_forest(Holdings.of(graph.held, graph.holder, graph.low, size=graph.size))


def pairs(graph: Graph, result: Any) -> Pairs:
    """
    Ultimate controller and company, of every company that somebody else controls.
    """
    company = np.flatnonzero(result.ultimate != np.arange(graph.size))
    return result.ultimate[company], company
