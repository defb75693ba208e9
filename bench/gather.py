"""
The floor of any method for control: one pass, and two look-ups for each row.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .graphs import Graph

ANSWER = "floor"
WHAT = "one pass, and for each row one number looked up at its holder and one at its company"


def prepare(graph: Graph) -> tuple[NDArray[Any], ...]:
    """
    The arrays, a number an agent to look up, and room for what is found.
    """
    number = np.arange(graph.size, dtype=np.int32)
    return graph.held, graph.holder, graph.low, number, np.empty_like(graph.held)


def run(arrays: tuple[NDArray[Any], ...]) -> list[int]:
    """
    Read every number once, and look up two for each row.
    """
    held, holder, low, number, room = arrays
    found = [int(np.maximum.reduce(low))]
    for index in (held, holder):
        np.take(number, index, out=room, mode="clip")
        found.append(int(room[-1]))
    return found


def pairs(arrays: tuple[NDArray[Any], ...], result: list[int]) -> tuple[NDArray[Any], ...]:
    """
    What was found, as arrays.
    """
    return np.array(result), np.array(result)
