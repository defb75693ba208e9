"""
Ours: the forest of control, and all its pairs.
"""

from typing import Any

from ..graphs import Graph
from . import Pairs

ANSWER = "accumulation"
WHAT = "kg.kernels: the table, the forest and all pairs, from the arrays"


def prepare(graph: Graph) -> Graph:
    """
    Nothing: the table is part of the work.
    """
    return graph


def run(graph: Graph) -> Any:
    """
    The forest, and every pair of controller and controlled.
    """
    from kg.kernels.forest import find_forest
    from kg.kernels.table import Holdings

    table = Holdings.of(graph.held, graph.holder, graph.low, size=graph.size)
    forest = find_forest(table)
    return forest, forest.pairs()


def pairs(graph: Graph, result: Any) -> Pairs:
    """
    The answer, which is arrays already.
    """
    return result[1]


def work(result: Any) -> dict[str, int]:
    """
    What was done, in counts that do not depend on the machine.
    """
    done = result[0].work
    return {name: int(getattr(done, name)) for name in done.__slots__}
