"""
GraphML, written by hand: one typed key an attribute, one stable id an edge.

networkx's writer repeats edge ids in a multigraph and refuses missing values.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import IO

from .attributes import Value, as_text, fitted
from .drawing import Edge, Node, Picture
from .job import Job
from .xml import attribute, lines_to

TYPES = {"double": "double", "boolean": "boolean"}
NOT_TOKEN = re.compile(r"[^\w.:-]")
HEAD = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"{more}'
    ' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns'
    ' http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">'
)


def write_graphml(job: Job, stream: IO[bytes]) -> None:
    """
    Nodes and edges as GraphML 1.0.
    """
    lines_to(stream, document(job, job.picture(), Plain()))


class Plain:
    """
    How nodes and edges look: like nothing. Another flavour adds its own elements.
    """

    namespaces = ""
    keys = ""

    def node(self, node: Node, drawn: Picture) -> str:
        """
        What is added to a node.
        """
        return ""

    def edge(self, edge: Edge, drawn: Picture) -> str:
        """
        What is added to an edge.
        """
        return ""


def document(job: Job, drawn: Picture, look: Plain) -> Iterator[str]:
    """
    The lines of a GraphML file.
    """
    nodes = {**drawn.node_columns, "label": "string"}
    edges = {**drawn.edge_columns, "label": "string", "weight": "double"}
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield HEAD.format(more=look.namespaces)
    yield f"<desc>{attribute(job.stamp.line())}</desc>"
    for side, columns in (("edge", edges), ("node", nodes)):
        for name, kind in sorted(columns.items()):
            kind = TYPES.get(kind, "string")
            yield f'<key id="{side}-{name}" for="{side}" attr.name="{name}" attr.type="{kind}"/>'
    if look.keys:
        yield look.keys
    yield '<graph id="french-cloud" edgedefault="directed">'
    for node in job.ticked(drawn.nodes):
        values: dict[str, Value] = {**node.attributes, "label": node.label}
        inner = _data("node", nodes, values) + look.node(node, drawn)
        yield f'<node id="{token(node.id)}">{inner}</node>'
    for edge in job.ticked(drawn.edges):
        values = {**edge.attributes, "label": edge.label}
        if edge.weight is not None:
            values["weight"] = edge.weight
        ends = f'source="{token(edge.source)}" target="{token(edge.target)}"'
        inner = _data("edge", edges, values) + look.edge(edge, drawn)
        yield f'<edge id="{token(edge.id)}" {ends}>{inner}</edge>'
    yield "</graph>"
    yield "</graphml>"


@lru_cache(maxsize=1 << 16)
def token(id: str) -> str:
    """
    An id as the NMTOKEN that GraphML wants; other characters by their number.
    """
    return NOT_TOKEN.sub(lambda found: f"_x{ord(found[0]):x}_", id)


def _data(side: str, columns: dict[str, str], values: dict[str, Value]) -> str:
    return "".join(
        f'<data key="{side}-{name}">{attribute(as_text(value))}</data>'
        for name, value in fitted(columns, values)
    )
