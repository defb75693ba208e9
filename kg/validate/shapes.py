"""
Shapes: the graph against `ontology/shapes.ttl`, told in the curator's terms.

The shapes run as queries on Oxigraph (`kg.validate.shacl`); pySHACL is the
reference with which the tests compare them.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ..errors import Place, StoreError
from ..findings import Finding, in_order
from ..model import Record
from ..model.columns import References
from ..model.schema import STAGES, Table
from ..names import ID, KG, RDFS, camel

if TYPE_CHECKING:  # the compiler is loaded by the commands that validate, not by all
    from .shacl import Engine, Report, Result

SHAPES = "shapes.ttl"
VIOLATION = "http://www.w3.org/ns/shacl#Violation"
LANGUAGES = ("en", "fr")
FALLBACK = {"en": "write what the shape asks for", "fr": "écrire ce que la forme demande"}


@dataclass(frozen=True, slots=True)
class Faults:
    """
    What the shapes find in a store: findings, perhaps not all, and how many there are in all.

    `counts` has the breaches of each shape and constraint component.
    """

    findings: list[Finding]
    counts: Counter[tuple[str, str]]

    @property
    def total(self) -> int:
        """
        How many breaches there are, told or not.
        """
        return sum(self.counts.values())


def check_shapes(
    quads: Iterable[ox.Quad], ontology: Path, places: Mapping[str, Record]
) -> list[Finding]:
    """
    What the shapes find wrong with the graph, at the rows that it comes from.

    `ontology` is the folder of the Turtle files; `places` gives the record that
    an IRI stands for.

    Raises:
        StoreError: a file of the ontology is absent or is not Turtle.
        ShapesError: a shape cannot be run.
    """
    store = ox.Store()
    store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return in_order(_findings(read_engine(ontology).run(store).results, places))


def find_faults(
    store: ox.Store,
    ontology: Path,
    *,
    places: Mapping[str, Record] | None = None,
    each: int | None = 100,
    graphs: Collection[ox.NamedNode] | None = None,
    threads: int | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> Faults:
    """
    What the shapes find wrong with a store, in memory or read-only on disk.

    At most `each` breaches of a shape's constraint are told, and all are
    counted. `graphs` are the named graphs that are looked at; without, the
    union of all. `tell` is told how many queries of how many are answered.

    Raises:
        StoreError: a file of the ontology is absent or is not Turtle.
        ShapesError: a shape cannot be run.
    """
    report = read_engine(ontology).run(store, each=each, graphs=graphs, threads=threads, tell=tell)
    return _faults(report, places or {})


def find_changed_faults(
    store: ox.Store,
    ontology: Path,
    changed: Iterable[ox.Quad | ox.Triple | ox.NamedNode | ox.BlankNode],
    *,
    places: Mapping[str, Record] | None = None,
    graphs: Collection[ox.NamedNode] | None = None,
) -> Faults:
    """
    What the shapes find at the nodes whose verdict a change may have turned.

    `store` is the graph after the change; see `shacl.check_changes` for `changed`.

    Raises:
        StoreError: a file of the ontology is absent or is not Turtle.
        ShapesError: a shape cannot be run.
    """
    from .shacl import check_changes

    report = check_changes(store, read_engine(ontology), changed, graphs=graphs)
    return _faults(report, places or {})


def read_engine(ontology: Path) -> "Engine":
    """
    The shapes of an ontology's folder with its subclass links, ready to run.

    Raises:
        StoreError: a file of the ontology is absent or is not Turtle.
        ShapesError: a shape cannot be run.
    """
    from .shacl import Engine

    classes = sorted(path for path in ontology.glob("*.ttl") if path.name != SHAPES)
    return Engine(_read([ontology / SHAPES]), _read(classes))


def _read(files: Iterable[Path]) -> list[ox.Quad]:
    quads: list[ox.Quad] = []
    for path in files:
        try:
            quads += ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        except (SyntaxError, OSError) as error:
            raise StoreError(f"{path} cannot be read as Turtle ({error}).") from None
    return quads


def _faults(report: "Report", places: Mapping[str, Record]) -> Faults:
    return Faults(in_order(_findings(report.results, places)), report.counts)


def _findings(results: Iterable["Result"], places: Mapping[str, Record]) -> Iterable[Finding]:
    """
    One finding for each cell and message: a cell can break several constraints of a shape.

    Of several values that break them, the first in order is told.
    """
    findings: dict[tuple[Place, str], Finding] = {}
    for result in sorted(results, key=lambda result: (result.value is None, result.key)):
        column = result.column
        details = _words(result.messages)
        place, message = _place(result.focus.value, column, places), details["found_en"]
        if (place, message) in findings:
            continue
        if result.value is not None and result.value != result.focus:
            for lang in LANGUAGES:
                details[f"found_{lang}"] += f" ({_short(result.value.value)})"
        rule = "shape" if result.severity == VIOLATION else "shape-warning"
        findings[place, message] = Finding(rule, place, details)
    return findings.values()


def _words(messages: Iterable[ox.Literal]) -> dict[str, str]:
    """
    A message's two sentences, what was found and what to write, in each language.
    """
    texts = {message.language or "en": message.value for message in messages}
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
