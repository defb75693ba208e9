"""
Oxigraph: a property path over the majorities, in a store in memory.
"""

from typing import Any

from ..graphs import Graph
from . import Pairs, columns, majorities

ANSWER = "chains"
WHAT = "a SPARQL property path over a store of majorities loaded before"

QUERY = "SELECT ?x ?c { ?x <urn:majority>+ ?c }"


def triples(graph: Graph) -> bytes:
    """
    The majorities as N-Triples.
    """
    holder, held = majorities(graph)
    return "".join(
        f"<urn:{x}> <urn:majority> <urn:{c}> .\n"
        for x, c in zip(holder.tolist(), held.tolist(), strict=True)
    ).encode("ascii")


def prepare(graph: Graph) -> Any:
    """
    A store with the majorities.
    """
    import pyoxigraph

    store = pyoxigraph.Store()
    store.bulk_load(triples(graph), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return store


def run(store: Any) -> int:
    """
    Go through every pair on a chain of majorities; how many.
    """
    return sum(1 for _ in store.query(QUERY))


def pairs(store: Any, result: int) -> Pairs:
    """
    The answer as arrays, asked once more.
    """
    return columns([(int(x.value[4:]), int(c.value[4:])) for x, c in store.query(QUERY)])
