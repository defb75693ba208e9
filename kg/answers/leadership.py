"""
Leadership: who led an organization on a day.
"""

from datetime import date
from typing import Any

from ..claims import PERIOD, PERIOD_VARIABLES, PREFIX, Dated, dated, rows, values
from ..graph import Store
from ..model.codes import CODES, LEADING_POSTS
from ..names import Iri, code_of
from .answer import Answer
from .evidence import Evidence
from .naming import Directory
from .words import say

COLUMNS = ("person", "name", "role", "from", "until", "certainty", "sources")


def appointments(
    store: Store, *, organization: str | None = None, person: str | None = None
) -> list[dict[str, Any]]:
    """
    Appointments as rows: `when` is the dated claim, the rest as in the table.
    """
    query = (
        PREFIX
        + "SELECT ?claim ?person ?organization ?role ?post ?interim ?standing ?counterpart "
        + PERIOD_VARIABLES
        + " WHERE { "
        + values("organization", organization)
        + values("person", person)
        + "?claim kg:organization ?organization ; kg:person ?person ; kg:post ?post ;"
        + " kg:role ?role ; kg:standing ?standing ; a kg:Appointment ."
        + " OPTIONAL { ?claim kg:interim ?interim } OPTIONAL { ?claim kg:counterpart ?counterpart }"
        + PERIOD
        + " } ORDER BY ?claim"
    )
    return [
        {**row, "post": code_of("post", row["post"]), "when": Dated(**dated(row))}
        for row in rows(store, query)
    ]


def leaders(
    store: Store,
    directory: Directory,
    org: str,
    on: date,
    lang: str,
    *,
    every_post: bool = False,
) -> Answer:
    """
    Who led an organization on a day: chief executives first, then chairs.

    `every_post` adds directors, finance chiefs and other executives.
    """
    organization = directory.resolve(org, organization=True)
    found = []
    for row in appointments(store, organization=organization):
        certainty = row["when"].certainty(on)
        if certainty and (every_post or row["post"] in LEADING_POSTS):
            found.append((row, certainty))
    counted = [(row, c) for row, c in found if row["when"].standing == "counted"]
    counted.sort(key=_order)
    # An alternative without an end is bounded by the claim that it differs from.
    shown = {row["claim"] for row, _ in counted}
    others = [
        row
        for row, _ in found
        if row["when"].standing == "alternative"
        and (row["when"].ends or row["when"].counterpart in shown)
    ]
    vacancies = _vacancies(store, organization, on)
    evidence = Evidence(
        store, [row["claim"] for row, _ in counted] + [row["claim"] for row in others + vacancies]
    )
    items = [
        {
            "person": row["person"].slug,
            "name": directory.name(row["person"]),
            "role": row["role"],
            "post": row["post"],
            "interim": bool(row["interim"]),
            "from": row["when"].starts or None,
            "until": row["when"].ends or None,
            "certainty": certainty,
            "sources": evidence.of(row["claim"]),
            "claim": row["claim"].slug,
        }
        for row, certainty in counted
    ]
    notes = []
    if not items:
        notes.append(say("leaders-unknown", lang, name=directory.name(organization, on)))
    for row in vacancies:
        source = ", ".join(dict.fromkeys(item["id"] for item in evidence.of(row["claim"])))
        notes.append(say("vacancy", lang, source=source, date=row["date"]))
    for row in others:
        notes.append(
            say(
                "leader-differs",
                lang,
                name=directory.name(row["person"]),
                role=row["role"],
                since=row["when"].starts or "?",
                until=row["when"].ends or "?",
                claim=row["claim"].slug,
            )
        )
    known_to = evidence.known_to(*(row["claim"] for row, _ in counted)) if counted else None
    subject = directory.subject(organization, on)
    return Answer("leaders", subject, on, items, notes, known_to, COLUMNS)


def _order(found: tuple[dict[str, Any], str]) -> tuple[int, bool, str, str]:
    row, certainty = found
    return (
        CODES["post"].index(row["post"]),
        certainty != "certain",
        row["when"].starts,
        row["claim"],
    )


def _vacancies(store: Store, organization: Iri, on: date) -> list[dict[str, Any]]:
    """
    Posts that a source leaves empty from a day not after `on`, until the next change.
    """
    query = (
        PREFIX
        + "SELECT ?claim ?date ?notBefore ?notAfter ?vacancy WHERE { "
        + values("organization", organization)
        + "?claim a kg:LeadershipChange ; kg:organization ?organization ; kg:date ?date ."
        + " OPTIONAL { ?claim kg:notBefore ?notBefore } OPTIONAL { ?claim kg:notAfter ?notAfter }"
        + " OPTIONAL { ?claim kg:vacancy ?vacancy } } ORDER BY ?notBefore ?claim"
    )
    past = [row for row in rows(store, query) if row["notBefore"] is None or row["notBefore"] <= on]
    latest = max((row["notBefore"] for row in past if row["notBefore"]), default=None)
    return [row for row in past if row["vacancy"] and row["notBefore"] == latest]
