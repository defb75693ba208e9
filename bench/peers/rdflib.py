"""
rdflib: a property path over the majorities, in a graph in memory.
"""

from typing import Any

from ..graphs import Graph
from . import Pairs, columns
from .pyoxigraph import QUERY, triples

ANSWER = "chains"
WHAT = "a SPARQL property path over a graph of majorities loaded before"


def prepare(graph: Graph) -> Any:
    """
    A graph with the majorities.
    """
    import rdflib

    return rdflib.Graph().parse(data=triples(graph), format="nt")


def run(store: Any) -> list[Any]:
    """
    Every pair on a chain of majorities.
    """
    return list(store.query(QUERY))


def pairs(store: Any, result: list[Any]) -> Pairs:
    """
    The answer as arrays.
    """
    return columns([(int(x[4:]), int(c[4:])) for x, c in result])
