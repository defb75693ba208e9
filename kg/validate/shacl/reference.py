"""
The reference: the same question asked of pySHACL, to compare with.

It runs on plain rdflib: over an Oxigraph store typed strings make it find
faults that are not there.
"""

from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from ...graph.store import rdflib_term
from .paths import read_path
from .terms import SH, SUBCLASS, TYPE, ShapesGraph, sh

TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")

Key = tuple[str, str, str, str, str]


def ask_pyshacl(
    data: Iterable[ox.Quad | ox.Triple],
    shapes: Iterable[ox.Quad | ox.Triple],
    hierarchy: Iterable[ox.Quad | ox.Triple] = (),
) -> set[Key]:
    """
    The results of pySHACL as focus, path, value, component, shape: `Result.key` of each.
    """
    from pyshacl import validate

    links = [link for link in hierarchy if link.predicate == SUBCLASS]
    _, report, _ = validate(
        _graph([*data, *links]),
        shacl_graph=spread(_graph(shapes)),
        inference="none",
        advanced=False,
    )
    text = report.serialize(format="nt")
    graph = ShapesGraph(ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    keys = set()
    (root,) = graph.subjects(TYPE, sh("ValidationReport"))
    for result in graph.objects(root, sh("result")):
        if isinstance(result, ox.Literal):
            continue
        path, value = graph.one(result, sh("resultPath")), graph.one(result, sh("value"))
        component = graph.one(result, sh("sourceConstraintComponent"))
        keys.add(
            (
                str(graph.one(result, sh("focusNode"))),
                str(read_path(graph, result, path)) if path is not None else "",
                "" if value is None else str(value),
                component.value.removeprefix(SH) if component is not None else "",
                str(graph.one(result, sh("sourceShape"))),
            )
        )
    return keys


def spread(shapes: Any) -> Any:
    """
    The same shapes, with each property shape aimed at its node shape's targets.

    pySHACL walks the property shapes of a node shape once for each node, but a
    shape with targets once for all of them: four times faster, same results. A
    node shape that another shape refers to stays as it is.
    """
    from rdflib import RDF, URIRef

    targets = [URIRef(SH + name) for name in TARGETS]
    has_property = URIRef(SH + "property")
    for shape in list(shapes.subjects(RDF.type, URIRef(SH + "NodeShape"))):
        referred = any(True for _ in shapes.subject_predicates(shape))
        aims = [(aim, value) for aim in targets for value in shapes.objects(shape, aim)]
        if referred or not aims:
            continue
        for property in list(shapes.objects(shape, has_property)):
            if not isinstance(property, URIRef):
                continue
            shapes.remove((shape, has_property, property))
            for aim, value in aims:
                shapes.add((property, aim, value))
    return shapes


def _graph(triples: Iterable[ox.Quad | ox.Triple]) -> Any:
    """
    The triples as an rdflib graph; a term is made once, however often it stands.
    """
    import rdflib

    made: dict[Any, Any] = {}
    graph = rdflib.Graph()
    for triple in triples:
        parts = []
        for term in (triple.subject, triple.predicate, triple.object):
            if term not in made:
                made[term] = rdflib_term(term)
            parts.append(made[term])
        graph.add(tuple(parts))
    return graph
