"""
Lines: the triples of a foreign row, written as N-Triples.

The same properties as the curated tables get in `kg.graph.triples`, written as
text: a Python object for each quad would cost more than the row itself.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from ..dates import Period
from ..names import KG, RDF, RDFS, XSD, Iri
from ..shares import Share

TYPE = f"<{RDF}type>"
LABEL = f"<{RDFS}label>"
DATE = f"^^<{XSD}date>"
DECIMAL = f"^^<{XSD}decimal>"


def text(value: str) -> str:
    """
    A plain string, escaped by the store's own writer.

    Raises:
        ValueError: the text holds half of a surrogate pair.
    """
    return str(ox.Literal(value))


def facts(subject: str, *pairs: tuple[str, str]) -> str:
    """
    The lines of a subject: pairs of a property's name and a term as text, '' for none.
    """
    return "".join(f"<{subject}> <{KG}{name}> {term} .\n" for name, term in pairs if term)


def iri(value: str | None) -> str:
    """
    An IRI as a term; nothing for None.
    """
    return f"<{value}>" if value else ""


def code(scheme: str, value: str) -> str:
    """
    A code as a term.
    """
    return f"<{KG}{scheme}-{value}>"


def day(value: date | None) -> str:
    """
    A day as a term; nothing for None.
    """
    return f'"{value.isoformat()}"{DATE}' if value else ""


def number(value: Decimal | None) -> str:
    """
    A decimal as a term, without idle zeros; nothing for None.
    """
    return "" if value is None else f'"{format(value.normalize(), "f")}"{DECIMAL}'


def words(value: str) -> str:
    """
    A string as a term; nothing for an empty one.
    """
    return text(value) if value else ""


def thing(
    subject: str, kind: str, name: str, source: str, *, notes: Sequence[str] = (), **more: str
) -> str:
    """
    An organization or a person: its class, name, source, and strings such as its `lei`.
    """
    title = text(name)
    return (
        f"<{subject}> {TYPE} <{KG}{kind}> .\n<{subject}> {LABEL} {title} .\n"
        + facts(subject, ("name", title), ("source", iri(source)))
        + facts(subject, *((key, words(value)) for key, value in more.items()))
        + facts(subject, *(("note", words(note)) for note in notes))
    )


def days(bounds: Period) -> tuple[date | None, date | None, date | None, date | None]:
    """
    The four bounds of a period, in the order of a table.
    """
    return (
        bounds.starts_not_before,
        bounds.starts_not_after,
        bounds.ends_not_before,
        bounds.ends_not_after,
    )


def period(subject: str, bounds: Period, starts: str, ends: str) -> str:
    """
    The dates of a claim: as published, and their four bounds.
    """
    return facts(
        subject,
        ("from", words(starts)),
        ("until", words(ends)),
        ("startsNotBefore", day(bounds.starts_not_before)),
        ("startsNotAfter", day(bounds.starts_not_after)),
        ("endsNotBefore", day(bounds.ends_not_before)),
        ("endsNotAfter", day(bounds.ends_not_after)),
    )


def claim(
    subject: str, kind: str, confidence: str, source: str, *, standing: str = "", note: str = ""
) -> str:
    """
    What every claim has: class, confidence, source; standing where it is known already.
    """
    return f"<{subject}> {TYPE} <{KG}{kind}> .\n" + facts(
        subject,
        ("confidence", code("confidence", confidence)),
        ("source", iri(source)),
        ("standing", standing and code("standing", standing)),
        ("note", words(note)),
    )


def share(subject: str, name: str, value: Share) -> str:
    """
    A share of capital or votes: its figure, bounds, and which bounds are strict.
    """
    return facts(
        subject,
        (name, number(value.printed)),
        (f"{name}Minimum", number(value.minimum)),
        (f"{name}MinimumExclusive", _flag(value.minimum_exclusive)),
        (f"{name}Maximum", number(value.maximum)),
        (f"{name}MaximumExclusive", _flag(value.maximum_exclusive)),
    )


def _flag(value: bool) -> str:
    return f'"true"^^<{XSD}boolean>' if value else ""


def shareholding(
    subject: str, ends: tuple[Iri, Iri], shares: tuple[Share, Share], exactness: str
) -> str:
    """
    Who holds which share of whom: `ends` are holder and held, `shares` capital and votes.
    """
    holder, held = ends
    capital, votes = shares
    return (
        facts(
            subject,
            ("holder", iri(holder)),
            ("held", iri(held)),
            ("exactness", code("exactness", exactness)),
        )
        + share(subject, "capital", capital)
        + share(subject, "votes", votes)
    )


def source(subject: str, title: str, publisher: str, published: date | None, note: str) -> str:
    """
    A file as a source document.
    """
    known = published.isoformat() if published else ""
    return f"<{subject}> {TYPE} <{KG}Source> .\n<{subject}> {LABEL} {text(title)} .\n" + facts(
        subject,
        ("title", text(title)),
        ("publisher", text(publisher)),
        ("published", words(known)),
        ("publishedNotBefore", day(published)),
        ("publishedNotAfter", day(published)),
        ("note", words(note)),
    )
