"""
Turtle, N-Quads and JSON-LD.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pyoxigraph as ox

from ..graph import Store
from ..graph.triples import CURATED, DERIVED, ONTOLOGY
from ..names import PREFIXES
from .days import facts_of, gone


def turtle(triples: Iterable[ox.Triple]) -> str:
    """
    Triples as Turtle, in stable order, with the house's prefixes.
    """
    ordered = sorted(triples, key=str)
    raw = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    return raw.decode() if raw else ""


def write_turtle(store: Store, on: date | None) -> str:
    """
    What is attested and derived as one Turtle file; the ontology has its own.
    """
    quads = (q for name in (CURATED, DERIVED) for q in chosen(store, name, on))
    return turtle(quad.triple for quad in quads)


def write_nquads(store: Store, on: date | None) -> str:
    """
    Every graph under its own name: curated, derived and ontology.
    """
    quads = [q for name in (CURATED, DERIVED, ONTOLOGY) for q in chosen(store, name, on)]
    raw = ox.serialize(sorted(quads, key=str), format=ox.RdfFormat.N_QUADS)
    return raw.decode() if raw else ""


def write_jsonld(store: Store, on: date | None) -> str:
    """
    What is attested and derived as JSON-LD, each graph under its own name.
    """
    quads = [q for name in (CURATED, DERIVED) for q in chosen(store, name, on)]
    raw = ox.serialize(sorted(quads, key=str), format=ox.RdfFormat.JSON_LD, prefixes=PREFIXES)
    return raw.decode() + "\n" if raw else ""


def chosen(store: Store, graph: str, on: date | None) -> Iterator[Any]:
    """
    The quads of a graph; with a day, without what does not belong to its state.
    """
    quads = list(store.quads(graph))
    if on is None or graph == ONTOLOGY:
        yield from quads
        return
    absent = gone(facts_of(store.quads(CURATED)), on) | gone(facts_of(store.quads(DERIVED)), on)
    for quad in quads:
        if quad.subject.value not in absent and getattr(quad.object, "value", "") not in absent:
            yield quad


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
