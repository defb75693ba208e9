"""
Deals: acquisitions and how far they came.
"""

from collections import defaultdict
from datetime import date
from typing import Any

from ..claims import PREFIX, Chosen, in_chunks, rows, values
from ..errors import UsageError
from ..graph import Store
from ..model.schema import STAGES
from ..names import Iri, code_of
from .answer import Answer
from .evidence import Evidence
from .naming import Directory
from .words import say

COLUMNS = (
    "acquisition",
    "acquirer",
    "target",
    "sellers",
    "share",
    "price",
    "stage",
    *STAGES,
    "sources",
)


def read_deals(
    store: Store, *, deal: Chosen = None, party: str | None = None
) -> list[dict[str, Any]]:
    """
    Every deal, or some, or those of one party: the row, the sellers, the dates of the stages.
    """
    if party is not None:
        found = _deals_of(store, party)
        chunks = in_chunks(found)
        return [one for chunk in chunks for one in read_deals(store, deal=chunk)]
    chosen = values("deal", deal)
    query = (
        PREFIX
        + "SELECT ?deal ?acquirer ?target ?share ?price ?currency ?stage ?standing ?note WHERE { "
        + chosen
        + "?deal a kg:Acquisition ; kg:acquirer ?acquirer ; kg:target ?target ;"
        + " kg:stage ?stage ; kg:standing ?standing ."
        + " OPTIONAL { ?deal kg:share ?share } OPTIONAL { ?deal kg:price ?price }"
        + " OPTIONAL { ?deal kg:currency ?currency }"
        + " OPTIONAL { ?deal kg:note ?note } } ORDER BY ?deal"
    )
    sellers: dict[Iri, list[Iri]] = defaultdict(list)
    sold = PREFIX + f"SELECT ?deal ?seller WHERE {{ {chosen} ?deal kg:seller ?seller }}"
    for row in rows(store, sold + " ORDER BY ?deal ?seller"):
        sellers[row["deal"]].append(row["seller"])
    dates: dict[Iri, dict[str, dict[str, Any]]] = defaultdict(dict)
    staged = (
        PREFIX
        + "SELECT ?deal ?stage ?date ?notBefore ?notAfter WHERE { "
        + chosen
        + "?deal kg:hasStage ?node ."
        + " ?node kg:stage ?stage ; kg:date ?date . OPTIONAL { ?node kg:notBefore ?notBefore }"
        + " OPTIONAL { ?node kg:notAfter ?notAfter } }"
    )
    for row in rows(store, staged):
        dates[row["deal"]][code_of("stage", row["stage"])] = row
    return [
        {
            **row,
            "stage": code_of("stage", row["stage"]),
            "standing": code_of("standing", row["standing"]),
            "sellers": sellers[row["deal"]],
            "dates": dates[row["deal"]],
        }
        for row in rows(store, query)
    ]


def _deals_of(store: Store, party: str) -> list[Iri]:
    """
    The deals in which somebody buys, sells or is bought, in order.
    """
    ends = " UNION ".join(
        f"{{ {values('party', party)}?deal kg:{end} ?party ; a kg:Acquisition }}"
        for end in ("acquirer", "target", "seller")
    )
    query = PREFIX + f"SELECT DISTINCT ?deal WHERE {{ {ends} }}"
    return sorted(row["deal"] for row in rows(store, query))


def deals(
    store: Store,
    directory: Directory,
    org: str | None,
    lang: str,
    *,
    stage: str | None = None,
    on: date | None = None,
) -> Answer:
    """
    The deals in which an organization buys, sells or is bought, oldest first.

    With a day, the stage is the one that the deal had certainly reached on it,
    and deals that had not begun are left out.

    Raises:
        UsageError: there is no such stage.
    """
    if stage is not None and stage not in STAGES:
        raise UsageError(f"'{stage}' is not a stage: write one of {', '.join(STAGES)}.")
    agent = directory.resolve(org) if org else None
    found = []
    for deal in read_deals(store, party=agent):
        if deal["standing"] not in ("counted", "alternative"):
            continue
        reached = reached_on(deal, on) if on else deal["stage"]
        if reached and (stage is None or stage == reached):
            found.append((deal, reached))
    found.sort(key=lambda pair: (_begins(pair[0]), pair[0]["deal"]))
    evidence = Evidence(store, [deal["deal"] for deal, _ in found])
    items = [
        {
            "acquisition": deal["deal"].slug,
            "acquirer": deal["acquirer"].slug,
            "target": deal["target"].slug,
            "sellers": [seller.slug for seller in deal["sellers"]],
            "share": deal["share"],
            "price": deal["price"],
            "currency": deal["currency"],
            "stage": reached,
            **{
                name: deal["dates"][name]["date"] if name in deal["dates"] else None
                for name in STAGES
            },
            "standing": deal["standing"],
            "sources": evidence.of(deal["deal"]),
            "note": deal["note"],
        }
        for deal, reached in found
    ]
    notes = []
    if agent and not items:
        notes.append(say("deals-none", lang, name=directory.name(agent, on)))
    subject = directory.subject(agent, on) if agent else None
    return Answer("deals", subject, on, items, notes, evidence.known_to(), COLUMNS)


def reached_on(deal: dict[str, Any], on: date) -> str | None:
    """
    The last stage that a deal had certainly reached on a day; None before the first.
    """
    reached = None
    for stage in STAGES:
        row = deal["dates"].get(stage)
        if row and row["notAfter"] and row["notAfter"] <= on:
            reached = stage
    return reached


def _begins(deal: dict[str, Any]) -> date:
    days = [row["notBefore"] for row in deal["dates"].values() if row["notBefore"]]
    return min(days, default=date.max)
