"""
The graph as nodes and edges: what a visualiser draws.

Which classes are edges, and between which properties, is declared in the
ontology (kg:edgeFrom, kg:edgeTo): a new kind of relation needs no change here.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pyoxigraph as ox

from ..graph import Store
from ..graph.triples import CURATED, ONTOLOGY
from ..names import KG, RDF, RDFS
from .days import facts_of, periods_of


@dataclass(slots=True)
class Picture:
    """
    Nodes and edges as flat records; each has an `id`, edges also `source` and `target`.
    """

    on: date | None
    nodes: list[dict[str, Any]] = field(default_factory=list)
    edges: list[dict[str, Any]] = field(default_factory=list)


def picture(store: Store, on: date | None = None) -> Picture:
    """
    Every agent and claim drawn as an edge; with a day, what may hold on that day.

    Numbers are floats, a missing value is absent, the period is `from` and
    `until` as published with `startsNotAfter` and `endsNotBefore` as days.
    """
    edges = _edge_classes(store)
    subjects = facts_of(store.quads(CURATED))
    periods = periods_of(subjects)
    drawn = Picture(on)
    used: set[str] = set()
    for iri, facts in sorted(subjects.items()):
        kind = next((t.value for t in facts[RDF + "type"] if t.value in edges), None)
        if kind is None:
            continue
        period = periods[iri]
        if on and not period.possibly_holds(on):
            continue
        tail, head = edges[kind]
        for source in facts.get(tail, ()):
            for target in facts.get(head, ()):
                ends = (source.value, target.value)
                if not all(end in subjects for end in ends):
                    continue
                used |= set(ends)
                several = len(facts[tail]) * len(facts[head]) > 1
                edge = {
                    "id": _slug(iri) + (f"--{_slug(ends[0])}--{_slug(ends[1])}" if several else ""),
                    "source": _slug(ends[0]),
                    "target": _slug(ends[1]),
                    "kind": kind.removeprefix(KG),
                    **_attributes(facts, skip={tail, head}),
                }
                if on:
                    edge["certainty"] = "certain" if period.certainly_holds(on) else "possible"
                drawn.edges.append(edge)
    for iri in sorted(used):
        facts = subjects[iri]
        kinds = [t.value.removeprefix(KG) for t in facts[RDF + "type"] if t.value.startswith(KG)]
        node = {"id": _slug(iri), "iri": iri, "kind": kinds[0] if kinds else "Thing"}
        drawn.nodes.append(node | _attributes(facts, skip=set()))
    return drawn


def _edge_classes(store: Store) -> dict[str, tuple[str, str]]:
    ends: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in store.quads(ONTOLOGY):
        if quad.predicate.value in (KG + "edgeFrom", KG + "edgeTo"):
            ends[quad.subject.value][quad.predicate.value] = quad.object.value
    return {
        kind: (found[KG + "edgeFrom"], found[KG + "edgeTo"])
        for kind, found in ends.items()
        if len(found) == 2
    }


def _attributes(facts: dict[str, list[Any]], skip: set[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for predicate, values in sorted(facts.items()):
        if predicate in skip or predicate == RDF + "type":
            continue
        if predicate == RDFS + "label":
            found["label"] = values[0].value
        elif predicate.startswith(KG):
            name = predicate.removeprefix(KG)
            # These three mean something else to every reader of graphs.
            name = {"source": "sources", "target": "acquired", "id": "identifier"}.get(name, name)
            found[name] = (
                _value(values[0])
                if len(values) == 1
                else "; ".join(sorted(str(_value(value)) for value in values))
            )
    return found


def _value(value: Any) -> Any:
    if isinstance(value, ox.NamedNode):
        return _slug(value.value)
    kind = value.datatype.value.rsplit("#", 1)[-1]
    if kind in ("decimal", "integer", "double"):
        return float(Decimal(value.value))
    if kind == "boolean":
        return value.value == "true"
    return value.value


def _slug(iri: str) -> str:
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
