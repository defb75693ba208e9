"""
Ours: who has how much of a company, directly and through others.
"""

from typing import Any

import numpy as np

from ..graphs import Graph
from . import Pairs, asked, bands

ANSWER = "above"
WHAT = "kg.kernels: 105 companies one after another; holders put in order before"


def prepare(graph: Graph) -> tuple[Graph, list[int], Any]:
    """
    The companies asked about, and the shareholdings made ready.
    """
    from kg.kernels.table import Holdings
    from kg.kernels.walks import Walks

    table = Holdings.of(graph.held, graph.holder, graph.low, size=graph.size)
    return graph, asked(graph), Walks.of(table)


def run(ready: tuple[Graph, list[int], Any]) -> list[Any]:
    """
    The shares in each company.
    """
    _, companies, walks = ready
    return [walks.above(company) for company in companies]


def pairs(ready: tuple[Graph, list[int], Any], result: list[Any]) -> Pairs:
    """
    Each company with each end owner, and the band of the share.

    End owners only: of others the methods of peers count a walk each time it
    comes back, and ours once.
    """
    graph, companies, _ = ready
    found = []
    for company, (agent, share) in zip(companies, result, strict=True):
        ends = agent >= graph.companies
        owner, band = bands(agent[ends].astype(np.int64), share[ends])
        found.append((owner, band + 16 * np.int64(company % 2**27)))
    return np.concatenate([a for a, _ in found]), np.concatenate([b for _, b in found])
