"""
CSV for Neo4j's bulk importer: nodes and relationships, with typed headers.

A missing value is an empty field, a text always stands in quotes: the importer
trims bare spaces and takes "" for a text of no letters.
"""

from collections.abc import Iterator
from typing import Any

from .attributes import Value, fitted
from .bundle import Bundle
from .drawing import Picture
from .job import Job
from .vocabulary import local
from .xml import lines_to

TYPES = {"double": "double", "boolean": "boolean", "date": "date", "strings": "string[]"}
PART = ";"
COMMAND = """#!/bin/sh
# {stamp}
# Stop the database first, or name a new one: sh import.sh [DATABASE]
neo4j-admin database import full --overwrite-destination=true \\
  --nodes=nodes.csv --relationships=relationships.csv \\
  --array-delimiter=";" "${{1:-neo4j}}"
"""


def write_neo4j(job: Job, bundle: Bundle) -> None:
    """
    `nodes.csv`, `relationships.csv`, and `import.sh` with the command that loads them.
    """
    drawn = job.picture()
    with bundle.open("nodes.csv") as stream:
        lines_to(stream, _nodes(job, drawn))
    with bundle.open("relationships.csv") as stream:
        lines_to(stream, _relationships(job, drawn))
    bundle.text("import.sh", COMMAND.format(stamp=job.stamp.line()))
    bundle.readme(job.stamp, "sh import.sh")


def _header(columns: dict[str, str]) -> list[str]:
    return [f"{name}:{TYPES.get(kind, 'string')}" for name, kind in sorted(columns.items())]


def _nodes(job: Job, drawn: Picture) -> Iterator[str]:
    columns = drawn.node_columns
    yield ",".join([":ID", *_header({**columns, "name": "string"}), ":LABEL"])
    for node in job.ticked(drawn.nodes):
        labels = (local(kind) for kind in drawn.vocabulary.ancestors(node.kind))
        values = {**node.attributes, "name": node.label}
        cells = _cells({**columns, "name": "string"}, values)
        yield ",".join([_cell(node.id), *cells, _cell(tuple(labels))])


def _relationships(job: Job, drawn: Picture) -> Iterator[str]:
    columns = {**drawn.edge_columns, "id": "string", "label": "string", "weight": "double"}
    yield ",".join([":START_ID", *_header(columns), ":END_ID", ":TYPE"])
    for edge in job.ticked(drawn.edges):
        values: dict[str, Value] = {**edge.attributes, "id": edge.id, "label": edge.label}
        if edge.weight is not None:
            values["weight"] = edge.weight
        cells = _cells(columns, values)
        ends = [_cell(edge.target), _cell(_type(local(edge.kind)))]
        yield ",".join([_cell(edge.source), *cells, *ends])


def _cells(columns: dict[str, str], values: dict[str, Value]) -> Iterator[str]:
    found = dict(fitted(columns, values))
    for name in sorted(columns):
        yield _cell(found.get(name))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, tuple):
        value = PART.join(part.replace(PART, ",") for part in value)
    doubled = value.replace('"', '""')
    return f'"{doubled}"'


def _type(relation: str) -> str:
    """
    A relation as Neo4j spells types: ControlRight is CONTROL_RIGHT.
    """
    return "".join(f"_{c}" if c.isupper() else c for c in relation).lstrip("_").upper()
