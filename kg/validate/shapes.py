"""
Shapes: the graph against `ontology/shapes.ttl`, told in the curator's terms.

pySHACL is the reference engine. It runs on plain rdflib: over an Oxigraph store
typed strings make it find faults that are not there.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ..errors import Place, StoreError
from ..findings import Finding, in_order
from ..graph.store import rdflib_term
from ..model import Record
from ..model.columns import References
from ..model.schema import STAGES, Table
from ..names import ID, KG, RDFS, camel

SHAPES = "shapes.ttl"
SHACL = "http://www.w3.org/ns/shacl#"
LANGUAGES = ("en", "fr")
TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
FALLBACK = {"en": "write what the shape asks for", "fr": "écrire ce que la forme demande"}


def check_shapes(
    quads: Iterable[ox.Quad], ontology: Path, places: Mapping[str, Record]
) -> list[Finding]:
    """
    What the shapes find wrong with the graph, at the rows that it comes from.

    `ontology` is the folder of the Turtle files; `places` gives the record that
    an IRI stands for.

    Raises:
        StoreError: a file of the ontology is absent or is not Turtle.
    """
    from pyshacl import validate

    data = _graph(quads)
    classes = _read(sorted(path for path in ontology.glob("*.ttl") if path.name != SHAPES))
    for triple in classes.triples((None, _term(RDFS + "subClassOf"), None)):
        data.add(triple)
    shapes = spread(_read([ontology / SHAPES]))
    conforms, report, _ = validate(data, shacl_graph=shapes, inference="none", advanced=False)
    if conforms:
        return []
    return in_order(_findings(report, places))


def spread(shapes: Any) -> Any:
    """
    The same shapes, with each property shape aimed at its node shape's targets.

    pySHACL walks the property shapes of a node shape once for each node, but a
    shape with targets once for all of them: four times faster, same results. A
    node shape that another shape refers to stays as it is.
    """
    from rdflib import RDF, URIRef

    targets = [_term(SHACL + name) for name in TARGETS]
    has_property = _term(SHACL + "property")
    for shape in list(shapes.subjects(RDF.type, _term(SHACL + "NodeShape"))):
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


def _graph(quads: Iterable[ox.Quad]) -> Any:
    """
    The triples as an rdflib graph; a term is made once, however often it stands.
    """
    import rdflib

    made: dict[Any, Any] = {}
    graph = rdflib.Graph()
    for quad in quads:
        triple = []
        for term in (quad.subject, quad.predicate, quad.object):
            if term not in made:
                made[term] = rdflib_term(term)
            triple.append(made[term])
        graph.add(tuple(triple))
    return graph


def _read(files: Iterable[Path]) -> Any:
    quads: list[ox.Quad] = []
    for path in files:
        try:
            quads += ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        except (SyntaxError, OSError) as error:
            raise StoreError(f"{path} cannot be read as Turtle ({error}).") from None
    return _graph(quads)


def _term(iri: str) -> Any:
    import rdflib

    return rdflib.URIRef(iri)


def _findings(report: Any, places: Mapping[str, Record]) -> Iterable[Finding]:
    """
    One finding for each cell and message: a cell can break several constraints of a shape.
    """
    from rdflib import RDF, URIRef

    findings: dict[tuple[Place, str], Finding] = {}
    for result in report.subjects(RDF.type, _term(SHACL + "ValidationResult")):
        focus = report.value(result, _term(SHACL + "focusNode"))
        path = report.value(result, _term(SHACL + "resultPath"))
        value = report.value(result, _term(SHACL + "value"))
        severity = str(report.value(result, _term(SHACL + "resultSeverity")) or "")
        details = _words(list(report.objects(result, _term(SHACL + "resultMessage"))))
        column = str(path) if isinstance(path, URIRef) else ""
        place, message = _place(str(focus), column, places), details["found_en"]
        if value is not None and value != focus:
            for lang in LANGUAGES:
                details[f"found_{lang}"] += f" ({_short(str(value))})"
        elif (place, message) in findings:
            continue
        rule = "shape" if severity in ("", SHACL + "Violation") else "shape-warning"
        findings[place, message] = Finding(rule, place, details)
    return findings.values()


def _words(messages: list[Any]) -> dict[str, str]:
    """
    A message's two sentences, what was found and what to write, in each language.
    """
    texts = {message.language or "en": str(message) for message in messages}
    words = {}
    for lang in LANGUAGES:
        text = texts.get(lang) or texts.get("en") or next(iter(texts.values()), "")
        found, _, write = text.partition(". ")
        words[f"found_{lang}"] = _inner(found.rstrip("."))
        words[f"write_{lang}"] = _inner(write.rstrip(".")) or FALLBACK[lang]
    return words


def _inner(sentence: str) -> str:
    """
    A sentence as part of another: without its capital, unless it is an acronym's.
    """
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]


def _short(value: str) -> str:
    return value.removeprefix(ID).removeprefix(KG)


def _place(focus: str, path: str, places: Mapping[str, Record]) -> Place:
    record = places.get(focus)
    if record is not None:
        return record.place(column_of(record.table, path))
    kind, _, slug = focus.removeprefix(ID).partition("/")
    deal, _, stage = slug.rpartition("-")
    if kind == "stage" and stage in STAGES:
        record = places.get(f"{ID}acquisition/{deal}")
        if record is not None:
            return record.place(stage)
    return Place(_short(focus), 0, _short(path))


BOUNDS = {
    "Minimum": "_min",
    "Maximum": "_max",
    "MinimumExclusive": "_min",
    "MaximumExclusive": "_max",
    "NotBefore": "",
    "NotAfter": "",
}
"""
What the graph adds to a column's name, and what the table does.
"""

DAYS = {
    "startsNotBefore": "from",
    "startsNotAfter": "from",
    "endsNotBefore": "until",
    "endsNotAfter": "until",
}


def column_of(table: Table, path: str) -> str:
    """
    The column that a property comes from; empty if it comes from the whole row.

    Examples:
        >>> from kg.model import TABLES
        >>> column_of(TABLES["shareholdings"], "https://w3id.org/french-cloud/ontology#capitalMaximum")
        'capital_max'
    """
    if path == RDFS + "label":
        return "name" if "name" in table.header else ""
    name = path.removeprefix(KG)
    columns = {camel(column): column for column in table.header}
    columns |= {
        column.singular: column.name for column in table.columns if isinstance(column, References)
    }
    if name in columns:
        return columns[name]
    if name in DAYS:
        return DAYS[name]
    if name in ("notBefore", "notAfter"):
        return next((column for column in ("date", "period") if column in table.header), "")
    for ending, suffix in BOUNDS.items():
        stem = name.removesuffix(ending)
        if stem != name and camel(stem) + suffix in columns.values():
            return stem + suffix
    return ""
