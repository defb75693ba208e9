"""
Exports: the graph in the forms that other tools open.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from ..errors import UsageError
from ..graph import Store
from .drawing import Picture, picture
from .graphml import write_graphml
from .rdf import describe, turtle, write_jsonld, write_nquads, write_turtle

WRITERS: dict[str, Callable[[Store, date | None], str]] = {
    "ttl": write_turtle,
    "nq": write_nquads,
    "jsonld": write_jsonld,
    "graphml": lambda store, on: write_graphml(picture(store, on)),
}


def write(store: Store, form: str, on: date | None = None) -> str:
    """
    The graph in a format; with a day, what holds on that day.

    Raises:
        UsageError: there is no such format.
    """
    if form not in WRITERS:
        raise UsageError(f"'{form}' is not a format: write one of {', '.join(WRITERS)}.")
    return WRITERS[form](store, on)


def to_networkx(store: Store, on: date | None = None) -> Any:
    """
    A networkx MultiDiGraph: nodes by id, one edge a claim, keyed by the claim's id.
    """
    import networkx

    drawn = picture(store, on)
    graph = networkx.MultiDiGraph(on=on.isoformat() if on else None)
    for node in drawn.nodes:
        graph.add_node(node["id"], **{k: v for k, v in node.items() if k != "id"})
    for edge in drawn.edges:
        rest = {k: v for k, v in edge.items() if k not in ("id", "source", "target")}
        graph.add_edge(edge["source"], edge["target"], key=edge["id"], **rest)
    return graph


__all__ = [
    "WRITERS",
    "Picture",
    "describe",
    "picture",
    "to_networkx",
    "turtle",
    "write",
    "write_graphml",
]
