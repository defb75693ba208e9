"""
The obvious way to many days: each of 120 months from nothing, with our own forest.
"""

from typing import Any

import numpy as np

from ..graphs import DAYS, START, Graph
from . import Pairs

ANSWER = "days"
WHAT = "120 months over ten years, each from the rows of its day, with kg.kernels"

MONTHS = [START + month * DAYS // 120 for month in range(120)]
CHECKED = range(0, 120, 12)
"""
The months whose answers are kept and compared.
"""


def prepare(graph: Graph) -> Graph:
    """
    Nothing.
    """
    return graph


def run(graph: Graph) -> list[Any]:
    """
    The ultimate controllers of each month, one month of each year.
    """
    from kg.kernels.forest import find_forest
    from kg.kernels.table import Holdings

    found = []
    for month, day in enumerate(MONTHS):
        now = graph.on(day)
        forest = find_forest(Holdings.of(now.held, now.holder, now.low, size=graph.size))
        if month in CHECKED:
            found.append(forest.ultimate.copy())
    return found


def pairs(graph: Graph, result: list[Any]) -> Pairs:
    """
    Each company with its month, and who controls it in the end.
    """
    first, second = [], []
    for month, ultimate in enumerate(result):
        company = np.flatnonzero(ultimate != np.arange(graph.size))
        first.append(company * 16 + month)
        second.append(ultimate[company])
    return np.concatenate(first), np.concatenate(second)
