"""
Plain Python: what a class of owners has of every company, in sweeps until nothing moves.
"""

from ..graphs import WHOLE, Graph
from . import Pairs, bands, foreign

ANSWER = "class"
WHAT = "dictionaries, and sweeps over the companies, oldest first, to 1e-12, from the arrays"


def prepare(graph: Graph) -> tuple[Graph, list[bool]]:
    """
    The class of owners.
    """
    return graph, foreign(graph).tolist()


def run(ready: tuple[Graph, list[bool]]) -> list[float]:
    """
    The share of the class in every agent.
    """
    graph, owners = ready
    rows: dict[int, list[tuple[int, int]]] = {}
    whole: dict[int, int] = {}
    lines = zip(graph.held.tolist(), graph.holder.tolist(), graph.low.tolist(), strict=True)
    for held, holder, units in lines:
        if held == holder:
            whole[held] = WHOLE - units
        else:
            rows.setdefault(held, []).append((holder, units))
    value = [float(one) for one in owners]
    moved = 1.0
    while moved >= 1e-12:
        moved = 0.0
        for held, table in rows.items():
            new = sum(units * value[holder] for holder, units in table) / whole.get(held, WHOLE)
            moved = max(moved, abs(new - value[held]))
            value[held] = new
    return value


def pairs(ready: tuple[Graph, list[bool]], result: list[float]) -> Pairs:
    """
    Each company and the band of its share.
    """
    import numpy as np

    companies = np.arange(ready[0].companies)
    return bands(companies, np.array(result[: len(companies)]))
