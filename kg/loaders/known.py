"""
Known: what the graph that a data set joins says of those whom it may name too.
"""

from typing import Any

from ..graph import Store
from ..graph.triples import CURATED
from ..names import KG, Iri, term_text
from .delivery import Known

CHUNK = 50


def read_known(store: Store, *, graph: str) -> Known:
    """
    The curated organizations by identifier, and the counted claims on what they are
    held by, those of `graph` apart, which the data set replaces.
    """
    prefix = f"PREFIX kg: <{KG}>\n"
    found: dict[str, dict[str, Iri]] = {}
    for identifier in ("lei", "siren"):
        rows: Any = store.select(
            prefix
            + f"SELECT ?thing ?id WHERE {{ GRAPH {term_text(Iri(CURATED))}"
            + f" {{ ?thing kg:{identifier} ?id }} }} ORDER BY ?thing"
        )
        found[identifier] = {row["id"]: row["thing"] for row in rows}
    matched = sorted({iri for by in found.values() for iri in by.values()})
    counted: dict[Iri, dict[Iri, Iri]] = {}
    for start in range(0, len(matched), CHUNK):
        held = " ".join(term_text(iri) for iri in matched[start : start + CHUNK])
        rows = store.select(
            prefix
            + f"SELECT ?held ?holder ?claim ?graph WHERE {{ VALUES ?held {{ {held} }}"
            + " GRAPH ?graph { ?claim kg:held ?held ; kg:holder ?holder ; a kg:Shareholding ;"
            + " kg:standing kg:standing-counted } } ORDER BY ?held ?claim"
        )
        for row in rows:
            if row["graph"] != graph:
                counted.setdefault(row["held"], {}).setdefault(row["holder"], row["claim"])
    return Known(found["lei"], found["siren"], counted)
