"""
igraph: a graph of the majorities, and the vertices above each.
"""

from typing import Any

import numpy as np

from ..graphs import Graph
from . import Pairs, majorities

ANSWER = "chains"
WHAT = "a graph built from arrays of majorities made before, and all vertices above each"


def prepare(graph: Graph) -> Any:
    """
    The majorities; the graph is part of the work.
    """
    import igraph

    return igraph.Graph, majorities(graph)


def run(ready: Any) -> Any:
    """
    The companies held by a majority, and who stands above each.
    """
    make, (holder, held) = ready
    agents, ends = np.unique(np.concatenate((holder, held)), return_inverse=True)
    edges = ends.reshape(2, -1).T
    net = make(n=len(agents), edges=edges, directed=True)
    below = np.unique(edges[:, 1])
    above = net.neighborhood(below.tolist(), order=len(agents), mode="in", mindist=1)
    return agents, below, above


def pairs(ready: Any, result: Any) -> Pairs:
    """
    The answer as arrays.
    """
    agents, below, above = result
    count = np.fromiter(map(len, above), np.int64, len(above))
    found = np.fromiter((one for some in above for one in some), np.int64, int(count.sum()))
    return agents[found], agents[np.repeat(below, count)]
