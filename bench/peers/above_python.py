"""
Plain Python: who has how much of a company, by pushing its shares up in dictionaries.
"""

from typing import Any

import numpy as np

from ..graphs import WHOLE, Graph
from . import asked
from .above_kernels import pairs

__all__ = ["ANSWER", "WHAT", "pairs", "prepare", "run"]

ANSWER = "above"
WHAT = "105 companies; shares pushed up to 1e-14 or 400 steps; dictionaries made before"

ROUNDS = 400
"""
Rounds after which what still goes round in loops is left: in a loop that
nobody outside owns it would do so for ever.
"""

Rows = dict[int, list[tuple[int, float]]]


def prepare(graph: Graph) -> tuple[Graph, list[int], Rows]:
    """
    The companies asked about, and the holders of each company.
    """
    whole: dict[int, int] = {}
    own = graph.held == graph.holder
    for held, units in zip(graph.held[own].tolist(), graph.low[own].tolist(), strict=True):
        whole[held] = WHOLE - units
    rows: Rows = {}
    lines = zip(graph.held.tolist(), graph.holder.tolist(), graph.low.tolist(), strict=True)
    for held, holder, units in lines:
        if held != holder and units:
            rows.setdefault(held, []).append((holder, units / whole.get(held, WHOLE)))
    return graph, asked(graph), rows


def run(ready: tuple[Graph, list[int], Rows]) -> list[Any]:
    """
    The shares in each company.
    """
    _, companies, rows = ready
    found = []
    for company in companies:
        have: dict[int, float] = {}
        front = {company: 1.0}
        for _ in range(ROUNDS):
            further: dict[int, float] = {}
            for held, mass in front.items():
                for holder, part in rows.get(held, ()):
                    if mass * part >= 1e-14:
                        further[holder] = further.get(holder, 0.0) + mass * part
            for holder, mass in further.items():
                have[holder] = have.get(holder, 0.0) + mass
            front = further
            if not front:
                break
        agents = np.fromiter(have.keys(), np.int64, len(have))
        found.append((agents, np.fromiter(have.values(), np.float64, len(have))))
    return found
