"""
networkx: a DiGraph with a weight on each edge, and a worklist for each holder.
"""

from typing import Any

from ..graphs import Graph
from . import Pairs, columns, votes

ANSWER = "accumulation"
WHAT = "a DiGraph built from the arrays, then a worklist for each holder"


def prepare(graph: Graph) -> Any:
    """
    Load the library; the DiGraph is part of the work.
    """
    import networkx

    return networkx.DiGraph, graph


def run(ready: Any) -> list[tuple[int, int]]:
    """
    Every pair of controller and controlled.
    """
    make, graph = ready
    whole = votes(graph).tolist()
    net = make()
    net.add_weighted_edges_from(
        zip(graph.holder.tolist(), graph.held.tolist(), graph.low.tolist(), strict=True)
    )
    pairs = []
    for start, rows in net.adjacency():
        if not any(2 * row["weight"] > whole[held] for held, row in rows.items() if held != start):
            continue
        sums: dict[int, int] = {}
        seen, stack = {start}, [start]
        while stack:
            current = stack.pop()
            for held, row in net.adj[current].items():
                if held in seen:
                    continue
                sums[held] = sums.get(held, 0) + row["weight"]
                if 2 * sums[held] > whole[held]:
                    seen.add(held)
                    stack.append(held)
                    pairs.append((start, held))
    return pairs


def pairs(ready: Any, result: list[tuple[int, int]]) -> Pairs:
    """
    The answer as arrays.
    """
    return columns(result)
