"""
Ours, by what changes: the first month whole, then only the companies that changed.
"""

from typing import Any

import numpy as np

from ..graphs import Graph
from . import Pairs
from .days_scratch import CHECKED, MONTHS, prepare

__all__ = ["ANSWER", "WHAT", "pairs", "prepare", "run", "work"]

ANSWER = "days"
WHAT = "kg.kernels: the table of spells, and all conclusions of 120 months, from the arrays"


def run(graph: Graph) -> Any:
    """
    The history of all conclusions.
    """
    from kg.kernels.history import find_history
    from kg.kernels.spells import Spells

    spells = Spells.of(
        graph.held,
        graph.holder,
        graph.low,
        since=graph.since,
        until=graph.until,
        size=graph.size,
    )
    return find_history(spells, MONTHS)


def pairs(graph: Graph, result: Any) -> Pairs:
    """
    Each company with its month, and who controls it in the end.
    """
    first, second = [], []
    for place, month in enumerate(CHECKED):
        now = result.on(MONTHS[month])
        below = now.ultimate != now.controlled
        first.append(now.controlled[below].astype(np.int64) * 16 + place)
        second.append(now.ultimate[below])
    return np.concatenate(first), np.concatenate(second)


def work(result: Any) -> dict[str, int]:
    """
    Agents judged on the first day, and again on all later ones.
    """
    return {"first day": result.touched[0], "later days": sum(result.touched[1:])}
