"""
Turtle, N-Quads and JSON-LD.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pyoxigraph as ox

from ..dates import Period
from ..errors import UsageError
from ..graph import Store
from ..graph.triples import CURATED, DERIVED, ONTOLOGY
from ..names import KG, PREFIXES

BOUNDS = ("startsNotBefore", "startsNotAfter", "endsNotBefore", "endsNotAfter")


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
    The quads of a graph; with a day, without the claims that certainly do not hold on it.

    Raises:
        UsageError: never for a graph of ours.
    """
    quads = list(store.quads(graph))
    if on is None:
        yield from quads
        return
    bounds: dict[str, dict[str, date]] = {}
    for quad in quads:
        name = quad.predicate.value.removeprefix(KG)
        if name in (*BOUNDS, "validFrom", "validUntil"):
            bounds.setdefault(quad.subject.value, {})[name] = _date(quad.object)
    gone = {subject for subject, found in bounds.items() if not _holds(found, on)}
    for quad in quads:
        if quad.subject.value not in gone:
            yield quad


def _holds(found: dict[str, date], on: date) -> bool:
    if "validFrom" in found or "validUntil" in found:
        return found.get("validFrom", on) <= on and on < found.get("validUntil", date.max)
    return Period(*(found.get(name) for name in BOUNDS)).possibly_holds(on)


def _date(value: Any) -> date:
    try:
        return date.fromisoformat(value.value)
    except ValueError:
        raise UsageError(f"{value} is not a day.") from None


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
