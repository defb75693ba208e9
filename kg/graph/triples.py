"""
Records to triples: one rule for each kind of column, none for a table.

A column is a property of the same name. A reference is an IRI, a code is a
concept, a date is its printed text with the first and last day that it allows,
a share is its figure with its bounds, a period is four bounds.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pyoxigraph as ox

from ..dates import parse_span
from ..model import TABLES, Dataset, Record
from ..model.codes import ORGANIZATION_KINDS
from ..model.columns import (
    Bound,
    Code,
    Column,
    Dated,
    Flag,
    Id,
    Kind,
    Number,
    Percent,
    Reference,
    References,
)
from ..model.schema import STAGES
from ..names import DCTERMS, GRAPHS, KG, OA, RDF, RDFS, XSD, camel, concept, mint
from ..shares import Share

CURATED = GRAPHS + "curated"
DERIVED = GRAPHS + "derived"
ONTOLOGY = GRAPHS + "ontology"

TYPE = ox.NamedNode(RDF + "type")
LABEL = ox.NamedNode(RDFS + "label")
DATE = ox.NamedNode(XSD + "date")
DECIMAL = ox.NamedNode(XSD + "decimal")
INTEGER = ox.NamedNode(XSD + "integer")
RFC5147 = ox.NamedNode("http://tools.ietf.org/rfc/rfc5147")

Pair = tuple[ox.NamedNode, ox.NamedNode | ox.Literal]


def property_of(name: str) -> ox.NamedNode:
    """
    The ontology's property for a column.
    """
    return ox.NamedNode(KG + camel(name))


def iri_of(record: Record) -> ox.NamedNode:
    """
    The IRI of a record.
    """
    return ox.NamedNode(mint(record.table.kind, record.id))


def quads_of(dataset: Dataset, graph: str = CURATED) -> Iterator[ox.Quad]:
    """
    Every record of a data set as quads of one named graph, in stable order.
    """
    name = ox.NamedNode(graph)
    for record in dataset:
        subject = iri_of(record)
        for predicate, value in describe(record, dataset):
            yield ox.Quad(subject, predicate, value, name)
        if record.table.name == "acquisitions":
            yield from _stages(record, subject, name)


def describe(record: Record, dataset: Dataset) -> Iterator[Pair]:
    """
    What the graph says of one record.
    """
    kind = ORGANIZATION_KINDS.get(record["kind"]) if record.table.name == "organizations" else None
    yield TYPE, ox.NamedNode(KG + (kind or record.table.type))
    yield LABEL, ox.Literal(_label(record, dataset))
    for column in record.table.columns:
        value = record[column.name]
        if value is None or value == () or value is False:
            continue
        if column.name in STAGES and record.table.name == "acquisitions":
            continue
        yield from _cell(record, column, value, dataset)
    if "exactness" in record:
        for name in ("capital", "votes"):
            yield from _share(name, record.share(name))
    if record.table.has_period:
        period = dataset.period(record)
        yield from _days(
            startsNotBefore=period.starts_not_before,
            startsNotAfter=period.starts_not_after,
            endsNotBefore=period.ends_not_before,
            endsNotAfter=period.ends_not_after,
        )
    if record.table.name == "passages":
        yield TYPE, ox.NamedNode(OA + "FragmentSelector")
        yield ox.NamedNode(DCTERMS + "conformsTo"), RFC5147
        fragment = f"char={record['start']},{record['end']}"
        yield ox.NamedNode(RDF + "value"), ox.Literal(fragment)


def _cell(record: Record, column: Column, value: Any, dataset: Dataset) -> Iterator[Pair]:
    predicate = property_of(column.name)
    match column:
        case Id() | Bound() | Kind():
            return
        case References():
            predicate = property_of(column.singular)
            for reference in value:
                yield predicate, _resolve(column, reference, dataset)
        case Reference():
            yield predicate, _resolve(column, value, dataset)
        case Code():
            yield predicate, ox.NamedNode(concept(column.scheme, value))
        case Flag():
            yield predicate, ox.Literal(True)
        case Number() | Percent():
            yield predicate, _number(value, whole=getattr(column, "whole", False))
        case Dated():
            yield predicate, ox.Literal(value)
            if not record.table.has_period or column.name not in ("from", "until"):
                yield from _dated(column.name, value)
        case _:
            yield predicate, ox.Literal(value)


def _resolve(column: Reference, reference: str, dataset: Dataset) -> ox.NamedNode:
    target = dataset.find(reference, column.tables)
    kind = target.table.kind if target else TABLES[column.tables[0]].kind
    return ox.NamedNode(mint(kind, reference))


def _dated(name: str, text: str) -> Iterator[Pair]:
    span = parse_span(text)
    stem = "" if name in ("date", "period") else name
    yield from _days(
        **{
            f"{stem}NotBefore" if stem else "notBefore": span.first,
            f"{stem}NotAfter" if stem else "notAfter": span.last,
        }
    )


def _days(**days: date | None) -> Iterator[Pair]:
    for name, day in days.items():
        if day is not None:
            yield ox.NamedNode(KG + name), ox.Literal(day.isoformat(), datatype=DATE)


def _number(value: Decimal, *, whole: bool = False) -> ox.Literal:
    text = format(value.normalize(), "f")
    return ox.Literal(text, datatype=INTEGER if whole else DECIMAL)


def _share(name: str, share: Share) -> Iterator[Pair]:
    if share.printed is not None:
        yield ox.NamedNode(KG + name), _number(share.printed)
    for side, bound, exclusive in (
        ("Minimum", share.minimum, share.minimum_exclusive),
        ("Maximum", share.maximum, share.maximum_exclusive),
    ):
        if bound is not None:
            yield ox.NamedNode(f"{KG}{name}{side}"), _number(bound)
            if exclusive:
                yield ox.NamedNode(f"{KG}{name}{side}Exclusive"), ox.Literal(True)


def _stages(record: Record, deal: ox.NamedNode, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """
    The stages of a deal, each a node with its date.
    """
    for stage in STAGES:
        text = record[stage]
        if not text:
            continue
        node = ox.NamedNode(mint("stage", f"{record.id}-{stage}"))
        yield ox.Quad(deal, ox.NamedNode(KG + "hasStage"), node, graph)
        yield ox.Quad(node, TYPE, ox.NamedNode(KG + "DealStage"), graph)
        yield ox.Quad(node, LABEL, ox.Literal(f"{record.id}: {stage}"), graph)
        yield ox.Quad(
            node, ox.NamedNode(KG + "stage"), ox.NamedNode(concept("stage", stage)), graph
        )
        yield ox.Quad(node, ox.NamedNode(KG + "date"), ox.Literal(text), graph)
        for predicate, value in _dated("date", text):
            yield ox.Quad(node, predicate, value, graph)


def _label(record: Record, dataset: Dataset) -> str:
    """
    What a visualiser prints for a node: a name, or who does what to whom.
    """
    if "name" in record:
        return str(record["name"])
    if record.table.name == "sources":
        return str(record["title"])

    def named(column: str) -> str:
        found = record[column]
        # The graph keeps no order of several: a label must not tell one either.
        ids = sorted(found) if isinstance(found, tuple) else (found,) if found else ()
        records = [(id, dataset.find(id, ("organizations", "persons", "offerings"))) for id in ids]
        return ", ".join(str(r["name"]) if r and "name" in r else id for id, r in records)

    ends = {
        "shareholdings": ("holder", "held"),
        "attachments": ("organization", "division"),
        "control_rights": ("holders", "organization"),
        "acquisitions": ("acquirer", "target"),
        "appointments": ("person", "organization"),
        "leadership_changes": ("organization", "successor"),
        "events": ("subjects", "objects"),
        "competitions": ("organization", "competitor"),
        "hostings": ("hosted", "site"),
    }.get(record.table.name)
    if ends is None:
        return record.id
    return " → ".join(part for part in map(named, ends) if part)
