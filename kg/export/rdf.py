"""
Turtle and N-Quads, one subject after another.
"""

from collections.abc import Iterable, Iterator
from typing import IO, Any

import pyoxigraph as ox

from ..graph import Store
from ..graph.triples import CURATED, DERIVED, ONTOLOGY
from ..names import DCAT, DCTERMS, OWL, PREFIXES, RDF, XSD
from .job import Job
from .stamp import LICENCE, PUBLISHER, Stamp
from .subjects import Subjects


def turtle(triples: Iterable[ox.Triple]) -> str:
    """
    Triples as Turtle, in stable order, with the house's prefixes.
    """
    ordered = sorted(triples, key=str)
    raw = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    return raw.decode() if raw else ""


def write_turtle(job: Job, stream: IO[bytes]) -> None:
    """
    What is attested and derived as one Turtle file; the ontology has its own.
    """
    triples = (
        quad.triple
        for part in (stamp_quads(job.stamp), quads(job, CURATED, DERIVED))
        for quad in part
    )
    ox.serialize(triples, stream, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)


def write_nquads(job: Job, stream: IO[bytes]) -> None:
    """
    Every graph under its own name: curated, derived and ontology.
    """
    parts = (stamp_quads(job.stamp), quads(job, CURATED, DERIVED, ONTOLOGY))
    ox.serialize((q for part in parts for q in part), stream, format=ox.RdfFormat.N_QUADS)


def stamp_quads(stamp: Stamp) -> Iterator[ox.Quad]:
    """
    What the export says of itself, as a data set.
    """
    name = ox.NamedNode(CURATED)
    day = ox.NamedNode(XSD + "date")
    yield ox.Quad(name, ox.NamedNode(RDF + "type"), ox.NamedNode(DCAT + "Dataset"), name)
    said: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (DCTERMS + "title", ox.Literal(stamp.title, language=stamp.lang)),
        (DCTERMS + "publisher", ox.Literal(PUBLISHER)),
        (DCTERMS + "license", ox.NamedNode(LICENCE)),
        (OWL + "versionInfo", ox.Literal(stamp.version)),
    ]
    if stamp.known_to:
        said.append((DCTERMS + "modified", ox.Literal(stamp.known_to.isoformat(), datatype=day)))
    if stamp.on:
        said.append((DCTERMS + "valid", ox.Literal(stamp.on.isoformat(), datatype=day)))
    for predicate, value in said:
        yield ox.Quad(name, ox.NamedNode(predicate), value, name)


def quads(job: Job, *graphs: str) -> Iterator[ox.Quad]:
    """
    The quads of graphs, subject by subject.
    """
    for graph in graphs:
        for _, found in by_subject(job, graph):
            yield from found


def by_subject(job: Job, graph: str) -> Iterator[tuple[str, list[ox.Quad]]]:
    """
    What a graph says of each of its subjects, in stable order.

    With a day, without what does not belong to its state, and without what
    points at that.
    """
    absent = job.absent() if job.on and graph != ONTOLOGY else set()
    for iri in job.ticked(Subjects(job.store, graph).iris):
        if iri in absent:
            continue
        found = [
            quad
            for quad in job.store.quads(graph, iri)
            if not absent or getattr(quad.object, "value", "") not in absent
        ]
        yield iri, sorted(found, key=_order)


def _order(quad: Any) -> tuple[str, str]:
    return quad.predicate.value, str(quad.object)


def describe(store: Store, claims: Iterable[str]) -> str:
    """
    Claims, by their ids, as Turtle.
    """
    wanted = set(claims)
    return turtle(
        quad.triple
        for quad in store.quads(CURATED)
        if quad.subject.value.rsplit("/", 1)[-1] in wanted
    )
