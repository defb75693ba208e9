"""
DOT, for Graphviz. Every id stands in quotes, so that no colon is read as a port.
"""

from collections.abc import Iterator
from typing import IO

from .attributes import as_text
from .drawing import Edge, Node, Picture
from .job import Job
from .vocabulary import local
from .xml import lines_to
from .yed import pen

SHAPES = {"rectangle": "box"}
SAID = ("capital", "from", "until", "standing", "exactness", "certainty", "sources")
"""
What an edge says of itself to those who point at it; DOT has no attributes of one's own
choice that every program keeps, so the rest is in the other formats.
"""


def write_dot(job: Job, stream: IO[bytes]) -> None:
    """
    Nodes and edges as a directed graph, owners above.
    """
    lines_to(stream, _document(job, job.picture()))


def _document(job: Job, drawn: Picture) -> Iterator[str]:
    for word, text in job.stamp.items():
        yield f"// {word}: {text}"
    yield "digraph french_cloud {"
    yield f"graph [rankdir=TB, label={quoted(job.stamp.line())}];"
    yield 'node [fontname="sans-serif"]; edge [fontname="sans-serif"];'
    for node in job.ticked(drawn.nodes):
        yield _node(node, drawn)
    for edge in job.ticked(drawn.edges):
        yield _edge(edge)
    yield "}"


def _node(node: Node, drawn: Picture) -> str:
    shape = drawn.vocabulary.shape(node.kind)
    return (
        f"{quoted(node.id)} [label={quoted(node.label)}, shape={SHAPES.get(shape, shape)},"
        f" class={quoted(local(node.kind))}];"
    )


def _edge(edge: Edge) -> str:
    weight = f", share={edge.weight!r}" if edge.weight is not None else ""
    said = "; ".join(
        f"{name}: {as_text(edge.attributes[name])}" for name in SAID if name in edge.attributes
    )
    relation = local(edge.kind)
    return (
        f"{quoted(edge.source)} -> {quoted(edge.target)} [id={quoted(edge.id)},"
        f" label={quoted(edge.label)}, class={quoted(relation)}, style={edge.line},"
        f" penwidth={pen(edge.weight)}"
        f"{weight}, tooltip={quoted(said or relation)}];"
    )


def quoted(text: str) -> str:
    """
    A text as a quoted string of DOT: a backslash would start an escape.
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
