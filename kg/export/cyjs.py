"""
Cytoscape JSON, for Cytoscape and cytoscape.js.

Every edge has an id that no node has: Cytoscape drops an edge that shares one.
"""

import json
from collections.abc import Iterator
from typing import IO, Any

from .attributes import Value, fitted
from .drawing import Picture
from .job import Job
from .stamp import PUBLISHER
from .vocabulary import local
from .xml import lines_to


def write_cyjs(job: Job, stream: IO[bytes]) -> None:
    """
    Nodes and edges as one JSON object, an element a line.
    """
    lines_to(stream, _document(job, job.picture()))


def text_of(value: Any) -> str:
    """
    A value as JSON in one line; a number that JSON has not is an error.
    """
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _document(job: Job, drawn: Picture) -> Iterator[str]:
    data = {**job.stamp.plain(), "name": job.stamp.title}
    yield f'{{"format_version":"1.0","generated_by":"{PUBLISHER}",'
    yield '"target_cytoscapejs_version":"~3",'
    yield f'"data":{text_of(data)},'
    yield '"elements":{"nodes":['
    yield from _parted(_nodes(job, drawn))
    yield '],"edges":['
    yield from _parted(_edges(job, drawn))
    yield "]}}"


def _nodes(job: Job, drawn: Picture) -> Iterator[dict[str, Any]]:
    for node in job.ticked(drawn.nodes):
        shape = drawn.vocabulary.shape(node.kind)
        named = {"id": node.id, "name": node.label, "label": node.label, "shape": shape}
        yield named | _data(drawn.node_columns, node.attributes)


def _edges(job: Job, drawn: Picture) -> Iterator[dict[str, Any]]:
    for edge in job.ticked(drawn.edges):
        named: dict[str, Any] = {
            "id": edge.id,
            "source": edge.source,
            "target": edge.target,
            "interaction": local(edge.kind),
            "name": edge.label,
            "label": edge.label,
        }
        if edge.weight is not None:
            named["weight"] = edge.weight
        yield named | _data(drawn.edge_columns, edge.attributes)


def _data(columns: dict[str, str], attributes: dict[str, Value]) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in fitted(columns, attributes)
    }


def _parted(items: Iterator[dict[str, Any]]) -> Iterator[str]:
    """
    Elements as lines, a comma before each but the first.
    """
    comma = ""
    for item in items:
        yield f'{comma}{{"data":{text_of(item)}}}'
        comma = ","
