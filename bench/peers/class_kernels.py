"""
Ours: what a class of owners has of every company, in one pass.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..graphs import Graph
from . import Pairs, bands, foreign

ANSWER = "class"
WHAT = "kg.kernels: the table and one pass over the companies, holders first, from the arrays"


def prepare(graph: Graph) -> tuple[Graph, NDArray[np.bool_]]:
    """
    The class of owners.
    """
    return graph, foreign(graph)


def run(ready: tuple[Graph, NDArray[np.bool_]]) -> Any:
    """
    The share of the class in every agent.
    """
    from kg.kernels.classes import class_share
    from kg.kernels.table import Holdings

    graph, owners = ready
    table = Holdings.of(graph.held, graph.holder, graph.low, size=graph.size)
    return class_share(table, owners).low


def pairs(ready: tuple[Graph, NDArray[np.bool_]], result: Any) -> Pairs:
    """
    Each company and the band of its share.
    """
    companies = np.arange(ready[0].companies)
    return bands(companies, result[: len(companies)])
