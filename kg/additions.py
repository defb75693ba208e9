"""
Additions: another data set beside the curated one, in the order of its stages.

keep -> load -> tables -> names -> shapes -> publish. The lines of the data set flow into
the store as they are made; every check ends before anything is published, and
what was published before stays when one fails.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from . import folders
from .answers import Directory
from .build import Tell, build, read_ontology, silent
from .carried import IMPORTS, carried_names, carry, published, write_tables
from .errors import InvalidData, UsageError
from .findings import Finding
from .graph import OxigraphStore
from .graph.feed import load
from .graph.generation import Generation, drafting
from .graph.shareholdings import DraftTable
from .graph.triples import CURATED
from .loaders import FORMATS, Delivery, Known, loader
from .loaders.known import read_known
from .names import KG
from .tables import TableError
from .validate.crowded import crowded
from .validate.shapes import find_faults

NAME = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
EACH = 100


def add(
    form: str,
    files: Sequence[Path],
    output: Path | None = None,
    *,
    name: str | None = None,
    alone: bool = False,
    skip_bad: bool = False,
    on: date | None = None,
    tell: Tell = silent,
    tick: Callable[[int], None] = lambda rows: None,
) -> Generation:
    """
    Publish a generation that holds the current one and another data set beside it.

    The data set has a named graph of its own, `import-` and its name, and replaces
    what was there under that name. With `alone` the generation holds the data set
    and the ontology only. With `skip_bad` rows that cannot be read are left out and
    told; else one of them ends the import. `on` is the day of reading, today unless
    given. `tick` is told how many rows were read.

    Raises:
        UsageError: there is no such format, or the name is no slug.
        InvalidData: rows cannot be read, or what they say breaks a rule.
        StoreError: the generation cannot be written.
    """
    if form not in FORMATS:
        raise UsageError(f"'{form}' is not a format: write one of {', '.join(FORMATS)}.")
    name = name or form
    if not NAME.fullmatch(name):
        raise UsageError(
            f"'{name}' is not a name of a data set: write small letters, as in {form}."
        )
    folder = output or folders.builds()
    base = None if alone else published(folder) or build(output=folder)
    with drafting(folder) as draft:
        rows = DraftTable(draft.scratch("rows"))
        graph = IMPORTS + name
        known = read_known(base.store(), graph=graph) if base else Known()
        delivery = Delivery(name, on or date.today(), known, rows, tick)
        table = DraftTable(draft.scratch("shareholdings"))

        def fill(store: ox.Store) -> dict[str, int]:
            tell("keep")
            if base is None:
                store.bulk_extend(read_ontology(folders.material("ontology")))
            else:
                carry(base, store, table, lambda other: other != graph)
            tell("load")
            load(store, _delivered(form, delivery, files, skip_bad, table), graph)
            tell("tables")
            tables = write_tables(draft, table, store)
            tell("names")
            curated = OxigraphStore.of(base.store().quads(CURATED)) if base else None
            named = Directory(curated).named() if curated else ()
            tables["names"] = draft.name(chain(named, carried_names(store, IMPORTS)))
            tell("shapes")
            _check_import(store, graph)
            return tables

        tables = draft.fill(fill)
        tell("publish")
        return draft.publish(_manifest(base, form, delivery, tables))


def _delivered(
    form: str, delivery: Delivery, files: Sequence[Path], skip_bad: bool, table: DraftTable
) -> Iterator[str]:
    """
    The lines of a data set, then the standings of its shareholdings.

    After a bad row the rest is read, to tell what else is wrong, but no more of it
    is loaded.
    """
    try:
        for piece in loader(form)(delivery, files):
            if piece and (skip_bad or not delivery.bad):
                yield piece
    except TableError as error:
        delivery.bad += 1
        raise InvalidData([*delivery.findings, error.finding]) from None
    delivery.table.close()
    if delivery.bad and not skip_bad:
        raise InvalidData(delivery.findings)
    full = crowded(delivery.table.path)
    if full and form == "table":
        raise InvalidData(
            [Finding("import-crowded", at, {"value": _slug(held)}) for held, at in full.items()]
        )
    if full:
        delivery.counts["organizations whose shares cannot all stand"] = len(full)
    yield from _standings(delivery, frozenset(full), table)


def _standings(delivery: Delivery, full: Collection[str], table: DraftTable) -> Iterator[str]:
    """
    The standing of each shareholding: what cannot all stand is shown, not counted.
    """
    for batch in delivery.table.batches():
        claims, held = batch["claim"].to_pylist(), batch["held"].to_pylist()
        standings = [
            "indirect" if one == "counted" and of in full else one
            for one, of in zip(batch["standing"].to_pylist(), held, strict=True)
        ]
        table.copy(batch, batch["holder"], batch["held"], standings)
        yield "".join(
            f"<{claim}> <{KG}standing> <{KG}standing-{standing}> .\n"
            for claim, standing in zip(claims, standings, strict=True)
        )


def _slug(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _check_import(store: ox.Store, graph: str) -> None:
    """
    The gate of an import: the shapes, over what it loaded and the curated graph.

    Raises:
        InvalidData: a shape finds something; a hundred breaches of each are told.
    """
    graphs = [ox.NamedNode(graph), ox.NamedNode(CURATED)]
    faults = find_faults(store, folders.material("ontology"), each=EACH, graphs=graphs)
    if faults.total:
        raise InvalidData(faults.findings)


def _manifest(
    base: Generation | None, form: str, delivery: Delivery, tables: dict[str, int]
) -> dict[str, Any]:
    """
    What the manifest says: as the base, with the import under its name.
    """
    kept: dict[str, Any] = (
        dict(base.manifest) if base else {"counts": {}, "warnings": 0, "sources": [], "data": ""}
    )
    told = {
        "format": form,
        "graph": delivery.graph,
        "read": delivery.day.isoformat(),
        "rows": delivery.rows,
        "bad": delivery.bad,
        "counts": dict(sorted(delivery.counts.items())),
        "left_out": dict(sorted(delivery.left_out.items())),
        "matched": dict(sorted(delivery.matched.items())),
        "counted": sorted(delivery.joined),
        "files": delivery.sources,
    }
    return {
        **kept,
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "imports": {**kept.get("imports", {}), delivery.name: told},
        "tables": tables,
    }
