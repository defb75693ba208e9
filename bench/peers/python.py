"""
Plain Python: dictionaries, and a worklist for each holder of a majority.
"""

from ..graphs import WHOLE, Graph
from . import Pairs, columns

ANSWER = "accumulation"
WHAT = "dictionaries and a worklist for each holder, from the arrays"


def prepare(graph: Graph) -> Graph:
    """
    Nothing: the dictionaries are part of the work.
    """
    return graph


def run(graph: Graph) -> list[tuple[int, int]]:
    """
    Every pair of controller and controlled.
    """
    whole: dict[int, int] = {}
    below: dict[int, list[tuple[int, int]]] = {}
    lines = zip(graph.held.tolist(), graph.holder.tolist(), graph.low.tolist(), strict=True)
    for held, holder, units in lines:
        if held == holder:
            whole[held] = WHOLE - units
        else:
            below.setdefault(holder, []).append((held, units))
    pairs = []
    for start, rows in below.items():
        if not any(2 * units > whole.get(held, WHOLE) for held, units in rows):
            continue
        sums: dict[int, int] = {}
        seen, stack = {start}, [start]
        while stack:
            for held, units in below.get(stack.pop(), ()):
                if held in seen:
                    continue
                sums[held] = sums.get(held, 0) + units
                if 2 * sums[held] > whole.get(held, WHOLE):
                    seen.add(held)
                    stack.append(held)
                    pairs.append((start, held))
    return pairs


def pairs(graph: Graph, result: list[tuple[int, int]]) -> Pairs:
    """
    The answer as arrays.
    """
    return columns(result)
