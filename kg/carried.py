"""
Carried: what a new generation takes over from the last, and the tables beside its store.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from .claims import Shareholding, read_shareholdings
from .errors import Place, StoreError
from .graph import OxigraphStore, Store
from .graph.generation import Draft, Generation, current
from .graph.names_table import Named
from .graph.shareholdings import DraftTable, Holding, keep_shareholdings, write_shareholdings
from .graph.triples import CURATED
from .loaders.known import read_known
from .names import GRAPHS, KG, Iri

IMPORTS = f"{GRAPHS}import-"
"""
What the names of the graphs of imports start with.
"""


def published(folder: Path) -> Generation | None:
    """
    The generation that a folder shows, None where nothing was ever published there.

    Raises:
        StoreError: it is damaged, or of another form.
    """
    return current(folder) if (folder / "current").exists() else None


def add_claims(table: DraftTable, store: Store) -> None:
    """
    Put the shareholdings of the curated graph into a table.
    """
    for claim in read_shareholdings(store):
        table.add(_holding(claim))


def _holding(claim: Shareholding) -> Holding:
    when = claim.period
    days = (
        when.starts_not_before,
        when.starts_not_after,
        when.ends_not_before,
        when.ends_not_after,
    )
    return Holding(
        claim.claim,
        claim.holder,
        claim.held,
        claim.capital,
        claim.votes,
        days,
        claim.standing,
        CURATED,
        Place(""),
    )


def carry(
    base: Generation, store: ox.Store, table: DraftTable, kept: Callable[[str], bool]
) -> None:
    """
    Carry graphs of a generation over to a draft, with their rows of the table.
    """
    old = base.store().store
    for graph in old.named_graphs():
        if isinstance(graph, ox.NamedNode) and kept(graph.value):
            store.bulk_extend(old.quads_for_pattern(None, None, None, graph))
    keep_shareholdings(base.folder, table, kept)


def still_fits(imports: dict[str, Any], store: Store) -> None:
    """
    Refuse to carry an import over where the tables now say more of those that it names.

    Raises:
        StoreError: an organization that it shares has gone, or now has counted claims of
            its own beside those of the import: they would add up.
    """
    known = read_known(store, graph="")
    for name, told in imports.items():
        gone = [
            id
            for id, iri in told["matched"].items()
            if known.lei.get(id) != iri and known.siren.get(id) != iri
        ]
        twice = [iri for iri in told["counted"] if iri in known.counted]
        if gone or twice:
            what = (gone or twice)[0].rsplit("/", 1)[-1]
            raise StoreError(
                f"The tables changed what the import '{name}' was matched with ({what})."
                f" Build elsewhere with --output, and repeat: kg import {told['format']} ..."
            )


def write_tables(draft: Draft, table: DraftTable, store: ox.Store) -> dict[str, int]:
    """
    The tables beside the store, with their numbers of rows; the store's must be equal.

    Raises:
        StoreError: they are not: a defect, so nothing is published.
    """
    table.close()
    rows = write_shareholdings(draft.folder, table.path)
    found: Any = OxigraphStore(store).select(
        f"SELECT (COUNT(?claim) AS ?rows) WHERE {{ ?claim a <{KG}Shareholding> }}"
    )
    (stored,) = [row["rows"] for row in found]
    if rows != stored:
        raise StoreError(f"The store holds {stored} shareholdings and the table {rows}.")
    return {"shareholdings": rows}


def carried_names(store: ox.Store, prefix: str) -> Iterator[Named]:
    """
    The organizations and persons of the graphs whose names start like this, one by one.

    One pass for each property: joining them costs two and a half times as much.
    """

    def of(name: str, graph: ox.NamedNode) -> Iterator[tuple[str, str]]:
        quads: Any = store.quads_for_pattern(None, ox.NamedNode(KG + name), None, graph)
        return ((quad.subject.value, quad.object.value) for quad in quads)

    for graph in list(store.named_graphs()):
        if not isinstance(graph, ox.NamedNode) or not graph.value.startswith(prefix):
            continue
        more: dict[str, list[str]] = {}
        for identifier in ("lei", "siren"):
            for thing, text in of(identifier, graph):
                more.setdefault(thing, []).append(text)
        for thing, name in of("name", graph):
            yield Named(thing, (Iri(thing).slug, name, *more.get(thing, ())))
