"""
The W3C SHACL test suite, as this project reads it.

The suite is not kept here: a folder beside the project, or the one that
`SHACL_SUITE` names, holds it (https://github.com/w3c/data-shapes, `tests`).
"""

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.validate.shacl import Engine, ShapesError
from kg.validate.shacl.paths import read_path
from kg.validate.shacl.terms import SH, TYPE, ShapesGraph, sh

ROOT = Path(__file__).resolve().parents[2]
SUITE = Path(
    os.environ.get("SHACL_SUITE", ROOT.parent / "shared" / "samples" / "suites" / "w3c-shacl")
)
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"


@dataclass(frozen=True)
class Case:
    """
    One test: its data, its shapes, and the graph that its expected report stands in.
    """

    name: str
    data: Path
    shapes: Path
    graph: ShapesGraph
    expected: object


def read(path):
    """
    The quads of a file of the suite, with its own IRI as base.
    """
    return list(ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri=path.as_uri()))


def cases(part):
    """
    The tests of a part of the suite, `core` or `sparql`.
    """
    for path in sorted((SUITE / part).rglob("*.ttl")):
        graph = ShapesGraph(read(path))
        for node in graph.subjects(TYPE, ox.NamedNode(SHT + "Validate")):
            action = graph.one(node, ox.NamedNode(MF + "action"))
            files = [
                Path(graph.one(action, ox.NamedNode(SHT + name)).value.removeprefix("file://"))
                for name in ("dataGraph", "shapesGraph")
            ]
            expected = graph.one(node, ox.NamedNode(MF + "result"))
            yield Case(f"{path.parent.name}/{path.stem}", *files, graph, expected)


def shown(term):
    """
    A term as text; blank nodes, which have no name that lasts, are all alike.
    """
    return "_:" if isinstance(term, ox.BlankNode) else str(term)


def stored(term):
    """
    A term as the store gives it back.
    """
    if not isinstance(term, ox.Literal):
        return term
    store = ox.Store()
    store.add(ox.Quad(TYPE, TYPE, term))
    return next(iter(store)).object


def expected(case):
    """
    The results that the suite asks for, or `failure`.
    """
    if isinstance(case.expected, ox.NamedNode):
        return "failure"
    rows = Counter()
    for result in case.graph.objects(case.expected, sh("result")):

        def get(name, result=result):
            return case.graph.one(result, sh(name))

        path, value = get("resultPath"), get("value")
        rows[
            shown(stored(get("focusNode"))),
            str(read_path(case.graph, result, path)) if path is not None else "",
            "" if value is None else shown(stored(value)),
            get("sourceConstraintComponent").value.removeprefix(SH),
            shown(get("sourceShape")),
            get("resultSeverity").value,
        ] += 1
    return rows


def found(case):
    """
    The results that the engine gives, or `failure`.
    """
    try:
        engine = Engine(read(case.shapes))
    except ShapesError:
        return "failure"
    store = ox.Store()
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in read(case.data))
    return Counter(
        (
            shown(result.focus),
            str(result.path or ""),
            "" if result.value is None else shown(result.value),
            result.component,
            shown(result.shape),
            result.severity,
        )
        for result in engine.run(store).results
    )
