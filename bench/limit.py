"""
The physical limit: how long one pass over the arrays takes, at memory bandwidth.

No method can say who controls whom without reading every shareholding once,
and its holder and company with it. The floor adds a look-up of one number an
agent for each row (a gather), which any method needs at least twice.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .graphs import Graph

ANSWER = "pass"
WHAT = "the largest value of each of the three arrays: one pass at memory bandwidth"


def prepare(graph: Graph) -> tuple[NDArray[Any], ...]:
    """
    The arrays, in memory.
    """
    return tuple(np.ascontiguousarray(a) for a in (graph.held, graph.holder, graph.low))


def run(arrays: tuple[NDArray[Any], ...]) -> list[int]:
    """
    Read every number once.
    """
    return [int(np.maximum.reduce(array)) for array in arrays]


def pairs(arrays: tuple[NDArray[Any], ...], result: list[int]) -> tuple[NDArray[Any], ...]:
    """
    What was found, as arrays.
    """
    return np.array(result), np.array(result)
