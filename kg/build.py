"""
Build: the one place that knows the order of the stages.

read -> check -> triples -> shapes -> conclusions -> publish. Every check ends
before anything is published; what was published before stays when one fails.
The stages of an import are in `kg.additions`.
"""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from . import folders
from .answers import Directory
from .carried import IMPORTS, add_claims, carried_names, carry, published, still_fits, write_tables
from .claims import many_claims
from .derive import CONCLUDED, conclusions_of
from .errors import InvalidData, NotFound
from .findings import ERROR, Finding, in_order
from .graph import MemoryStore, OxigraphStore, Store
from .graph.generation import Generation, drafting
from .graph.names_table import Named
from .graph.shareholdings import DraftTable
from .graph.triples import CURATED, DERIVED, ONTOLOGY, iri_of, quads_of
from .model import TABLES, Dataset, read_dataset
from .tables import TableError
from .validate import check, check_shapes

Tell = Callable[[str], None]


def silent(stage: str) -> None:
    """
    Say nothing of the stages.
    """


@dataclass(frozen=True, slots=True)
class Built:
    """
    A graph that has validated: its quads, its warnings, its counts, its names.

    `concluded` says that conclusions about control are among the quads; of very
    many claims they are drawn when asked for.
    """

    quads: list[ox.Quad]
    warnings: list[Finding]
    counts: dict[str, int]
    names: tuple[Named, ...] = ()
    concluded: bool = True


def check_tables(
    data: Path, *, sources: Collection[str] = (), tell: Tell = silent
) -> tuple[Dataset, list[Finding]]:
    """
    Read the tables of a folder and apply every rule to them; shapes too.

    With `sources`, only what these sources say is kept.

    Raises:
        NotFound: a source is not in the tables.
    """
    tell("read")
    try:
        dataset = read_dataset(data)
    except TableError as error:
        return Dataset(), [error.finding]
    tell("check")
    findings = list(dataset.findings) + check(dataset)
    if sources:
        unknown = sorted(set(sources) - set(dataset["sources"]))
        if unknown:
            raise NotFound(f"No source goes by {', '.join(unknown)}.")
        dataset = dataset.restricted_to(set(sources))
    return dataset, in_order(findings)


def make(
    data: Path | None = None,
    ontology: Path | None = None,
    *,
    sources: Collection[str] = (),
    tell: Tell = silent,
) -> Built:
    """
    Make a validated graph in memory from tables and ontology.

    Raises:
        InvalidData: a table or the graph breaks a rule; carries every finding.
        NotFound: a source of `sources` is not in the tables.
    """
    data = data or folders.material("data")
    ontology = ontology or folders.material("ontology")
    dataset, findings = check_tables(data, sources=sources, tell=tell)
    if any(finding.severity == ERROR for finding in findings):
        raise InvalidData(findings)
    tell("triples")
    curated = list(quads_of(dataset))
    tell("shapes")
    places = {iri_of(record).value: record for record in dataset}
    findings = in_order([*findings, *check_shapes(curated, ontology, places)])
    if any(finding.severity == ERROR for finding in findings):
        raise InvalidData(findings)
    tell("conclusions")
    store = OxigraphStore.of(curated)
    concluded = not many_claims(store, CONCLUDED)
    derived = list(conclusions_of(store)) if concluded else []
    counts = {name: len(dataset[name]) for name in TABLES}
    counts["conclusions"] = len({quad.subject for quad in derived})
    quads = [*curated, *derived, *read_ontology(ontology)]
    return Built(quads, findings, counts, tuple(Directory(store).named()), concluded)


def build(
    data: Path | None = None,
    output: Path | None = None,
    *,
    ontology: Path | None = None,
    sources: Collection[str] = (),
    tell: Tell = silent,
) -> Generation:
    """
    Check, load, derive, validate, and publish a generation on disk.

    Raises:
        InvalidData: something breaks a rule; what was published stays.
        StoreError: the generation cannot be written.
    """
    built = make(data, ontology, sources=sources, tell=tell)
    tell("publish")
    manifest: dict[str, Any] = {
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "counts": built.counts,
        "conclusions": "stored" if built.concluded else "on demand",
        "warnings": len(built.warnings),
        "sources": sorted(sources),
        "data": fingerprint(data or folders.material("data")),
    }
    folder = output or folders.builds()
    base = published(folder)
    with drafting(folder) as draft:
        table = DraftTable(draft.scratch("shareholdings"))

        def fill(store: ox.Store) -> dict[str, int]:
            store.bulk_extend(built.quads)
            add_claims(table, OxigraphStore.of(built.quads))
            if base is not None and base.manifest.get("imports"):
                manifest["imports"] = base.manifest["imports"]
                still_fits(manifest["imports"], OxigraphStore(store))
                carry(base, store, table, lambda graph: graph.startswith(IMPORTS))
            tables = write_tables(draft, table, store)
            tables["names"] = draft.name(chain(built.names, carried_names(store, IMPORTS)))
            return tables

        manifest["tables"] = draft.fill(fill)
        generation = draft.publish(manifest)
    return replace(generation, warnings=tuple(built.warnings))


def store_of(built: Built, kind: str = "oxigraph") -> Store:
    """
    A store in memory over a built graph: `oxigraph` or `rdflib`.
    """
    return MemoryStore(built.quads) if kind == "rdflib" else OxigraphStore.of(built.quads)


def read_ontology(folder: Path) -> list[ox.Quad]:
    """
    The ontology's files, shapes apart, as quads of their own graph.
    """
    name = ox.NamedNode(ONTOLOGY)
    quads = []
    for path in sorted(folder.glob("*.ttl")):
        if path.name == "shapes.ttl":
            continue
        for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE):
            quads.append(ox.Quad(quad.subject, quad.predicate, quad.object, name))
    return quads


def fingerprint(data: Path) -> str:
    """
    A digest of the tables, by which a stale build is told.
    """
    digest = hashlib.sha256()
    for path in sorted(data.glob("*.csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


GRAPHS = {"curated": CURATED, "derived": DERIVED, "ontology": ONTOLOGY}
