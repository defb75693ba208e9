"""
Offerings: who provides what, qualified by whom, on whose technology.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ..claims import PERIOD, PERIOD_VARIABLES, PREFIX, Dated, dated, rows, values
from ..control.parties import in_union
from ..graph import Store
from ..names import Iri
from .naming import Directory
from .parties import read_parties


class Named(dict[str, Any]):
    """
    A value of several parts that a table shows by its offering.
    """

    def __str__(self) -> str:
        return str(self["offering"])


def read_offerings(store: Store, providers: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """
    Counted offerings with their provider, technology and bounds.
    """
    dates = ("launchedNotBefore", "endedNotAfter")
    query = (
        PREFIX
        + "SELECT ?offering ?provider ?name ?technology ?technologyProvider"
        + " ?launchedNotBefore ?endedNotAfter WHERE { "
        + values("provider", providers)
        + "?offering a kg:Offering ; kg:provider ?provider ; kg:name ?name ;"
        + " kg:standing <https://w3id.org/french-cloud/ontology#standing-counted> ."
        + " OPTIONAL { ?offering kg:technology ?technology }"
        + " OPTIONAL { ?offering kg:technologyProvider ?technologyProvider }"
        + "".join(f" OPTIONAL {{ ?offering kg:{one} ?{one} }}" for one in dates)
        + " } ORDER BY ?offering"
    )
    return rows(store, query)


def _offered(row: dict[str, Any], on: date) -> bool:
    first, last = row["launchedNotBefore"], row["endedNotAfter"]
    return (first is None or first <= on) and (last is None or on < last)


def providers(store: Store, on: date) -> list[Iri]:
    """
    Those who provide an offering and exist on a day, as far as dates tell, in order of id.
    """
    found = sorted({row["provider"] for row in read_offerings(store) if _offered(row, on)})
    if not found:
        return []
    query = (
        PREFIX
        + "SELECT ?organization ?foundedNotBefore ?dissolvedNotAfter WHERE { "
        + values("organization", found)
        + "?organization kg:name ?name ."
        + " OPTIONAL { ?organization kg:foundedNotBefore ?foundedNotBefore }"
        + " OPTIONAL { ?organization kg:dissolvedNotAfter ?dissolvedNotAfter } }"
    )
    return sorted(
        {
            row["organization"]
            for row in rows(store, query)
            if (row["foundedNotBefore"] is None or row["foundedNotBefore"] <= on)
            and (row["dissolvedNotAfter"] is None or on < row["dissolvedNotAfter"])
        }
    )


def qualifications(
    store: Store, organizations: Sequence[str], on: date
) -> dict[str, list[dict[str, Any]]]:
    """
    The qualified offerings of each provider on the day, with their decision.
    """
    query = (
        PREFIX + f"SELECT ?claim ?provider ?offering ?decision ?version ?standing ?counterpart"
        f" {PERIOD_VARIABLES} WHERE {{ "
        + values("provider", organizations)
        + "?offering kg:provider ?provider . ?claim kg:offering ?offering ;"
        + " a kg:Qualification ; kg:standing ?standing ."
        + " OPTIONAL { ?claim kg:decision ?decision } OPTIONAL { ?claim kg:version ?version }"
        + " OPTIONAL { ?claim kg:counterpart ?counterpart }"
        + PERIOD
        + " } ORDER BY ?claim"
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows(store, query):
        when = Dated(**dated(row))
        certainty = when.certainty(on)
        if when.standing == "counted" and certainty:
            found.setdefault(row["provider"].slug, []).append(
                Named(
                    offering=row["offering"].slug,
                    decision=row["decision"],
                    version=row["version"],
                    until=when.ends or None,
                    certainty=certainty,
                )
            )
    return found


def technology_of(
    store: Store,
    organizations: Sequence[str],
    on: date,
    directory: Directory,
) -> dict[str, list[dict[str, Any]]]:
    """
    Whose technology the offerings of each provider stand on; it has no part in the verdict.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    offered = read_offerings(store, organizations)
    makers = {row["technologyProvider"] for row in offered if row["technologyProvider"]}
    parties = read_parties(store, makers)
    for row in offered:
        if not _offered(row, on) or not (row["technology"] or row["technologyProvider"]):
            continue
        maker = row["technologyProvider"]
        party = parties.get(maker.slug) if maker else None
        country = party.country if party else None
        found.setdefault(row["provider"].slug, []).append(
            Named(
                offering=row["offering"].slug,
                technology=row["technology"],
                provider=maker.slug if maker else None,
                name=directory.name(maker, on) if maker else None,
                country=country,
                in_union=in_union(country, on),
            )
        )
    return found
