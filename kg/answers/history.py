"""
History: what happened to an organization, oldest first.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..claims import PREFIX, Shareholding, in_chunks, read_rights, read_shareholdings, rows, values
from ..control import CONTROLS, RULES
from ..dates import parse_span
from ..graph import Store
from ..names import Iri, code_of
from .answer import Answer, bounds_text
from .conclusions import conclusions_on, jointly, resting_on, spans
from .deals import read_deals
from .evidence import Evidence
from .leadership import appointments
from .naming import Directory
from .phrases import listed
from .phrases import phrase as say
from .words import history as phrase
from .words import number

COLUMNS = ("date", "kind", "text", "sources")


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One dated thing: the date as published, its kind, a sentence, the claims behind it.
    """

    date: str
    kind: str
    text: str
    claim: Iri
    others: tuple[Iri, ...] = ()


def history(store: Store, directory: Directory, org: str, lang: str) -> Answer:
    """
    Events, names, holders, leaders, deals and controllers of an organization, with dates.

    Dates are as published, ordered by the first day that they allow; what has
    no date is left out.
    """
    organization = directory.resolve(org, organization=True)
    entries = [
        *_events(store, directory, organization, lang),
        *_names(store, organization, lang),
        *_holders(store, directory, organization, lang),
        *_leaders(store, directory, organization, lang),
        *_deals(store, directory, organization, lang),
        *_controllers(store, directory, organization, lang),
    ]
    entries.sort(key=lambda entry: (_first(entry.date), entry.kind, entry.text, entry.claim))
    claims = [claim for entry in entries for claim in (entry.claim, *entry.others)]
    evidence = Evidence(store, claims)
    items = [
        {
            "date": entry.date,
            "kind": entry.kind,
            "text": entry.text,
            "sources": evidence.of(entry.claim, *entry.others),
            "claim": entry.claim.slug,
        }
        for entry in entries
    ]
    subject = directory.subject(organization)
    return Answer("history", subject, None, items, [], evidence.known_to(), COLUMNS)


def _first(text: str) -> str:
    span = parse_span(text)
    day = span.first or span.last
    return day.isoformat() if day else ""


def _events(store: Store, directory: Directory, organization: Iri, lang: str) -> list[Entry]:
    query = (
        PREFIX
        + "SELECT DISTINCT ?claim ?kind ?date ?note ?label WHERE { "
        + values("organization", organization)
        + "{ ?claim kg:subject ?organization } UNION { ?claim kg:object ?organization } "
        + "?claim a kg:Event ; kg:kind ?kind ; kg:date ?date ; rdfs:label ?label ;"
        + " kg:standing ?standing ."
        + " OPTIONAL { ?claim kg:note ?note } } ORDER BY ?claim"
    )
    found = []
    for row in rows(store, query):
        kind = code_of("event", row["kind"])
        colon = "\u00a0:" if lang == "fr" else ":"
        text = f"{phrase(kind, lang)}{colon} {row['label']}"
        text += f". {row['note']}" if row["note"] else ""
        found.append(Entry(row["date"], kind, text, row["claim"]))
    return found


def _names(store: Store, organization: Iri, lang: str) -> list[Entry]:
    query = (
        PREFIX
        + "SELECT ?claim ?name ?from WHERE { "
        + values("organization", organization)
        + "?claim a kg:Name ; kg:organization ?organization ; kg:name ?name ; kg:from ?from ;"
        + " kg:kind kg:name-kind-legal } ORDER BY ?claim"
    )
    return [
        Entry(row["from"], "name", phrase("name", lang, name=row["name"]), row["claim"])
        for row in rows(store, query)
    ]


def _holders(store: Store, directory: Directory, organization: Iri, lang: str) -> list[Entry]:
    """
    Each holding's beginning, and its end where no other row of the holder follows.
    """
    claims = [
        claim
        for claim in read_shareholdings(store, held=organization)
        if claim.standing == "counted"
    ]
    begins = {(claim.holder, claim.starts) for claim in claims}
    found = []
    for claim in claims:
        holder = directory.name(claim.holder)
        if claim.starts:
            text = phrase("holds", lang, holder=holder, share=_share(claim, lang))
            found.append(Entry(claim.starts, "shareholding", text, claim.claim))
        if claim.ends and (claim.holder, claim.ends) not in begins:
            text = phrase("holds-no-more", lang, holder=holder, share=_share(claim, lang))
            found.append(Entry(claim.ends, "shareholding", text, claim.claim))
    return found


def _share(claim: Shareholding, lang: str) -> str:
    def text(share: Any) -> str:
        if share.printed is not None:
            return number(share.printed, lang)
        return number(bounds_text(share.minimum, share.maximum), lang)

    shown = f"{text(claim.capital)} %"
    return f"{shown} ({text(claim.votes)} % votes)" if claim.votes.known else shown


def _leaders(store: Store, directory: Directory, organization: Iri, lang: str) -> list[Entry]:
    found = []
    for row in appointments(store, organization=organization):
        when = row["when"]
        if when.standing != "counted":
            continue
        details = {"person": directory.name(row["person"]), "role": row["role"]}
        if when.starts:
            text = phrase("appointed", lang, **details)
            found.append(Entry(when.starts, "leader", text, row["claim"]))
        if when.ends:
            found.append(Entry(when.ends, "leader", phrase("left", lang, **details), row["claim"]))
    query = (
        PREFIX
        + "SELECT ?claim ?date ?predecessor ?successor ?vacancy ?standing ?label WHERE { "
        + values("organization", organization)
        + "?claim a kg:LeadershipChange ; kg:organization ?organization ; kg:date ?date ."
        + " ?claim kg:vacancy true . OPTIONAL { ?claim kg:predecessor ?predecessor } }"
        + " ORDER BY ?claim"
    )
    for row in rows(store, query):
        found.append(Entry(row["date"], "leader", phrase("vacant", lang), row["claim"]))
    return found


def _deals(store: Store, directory: Directory, organization: Iri, lang: str) -> list[Entry]:
    found = []
    for deal in read_deals(store, party=organization):
        if deal["standing"] != "counted":
            continue
        for stage, row in deal["dates"].items():
            text = phrase(
                f"deal-{stage}",
                lang,
                acquirer=directory.name(deal["acquirer"]),
                what=_bought(deal["share"], directory.name(deal["target"]), lang),
            )
            found.append(Entry(row["date"], "deal", text, deal["deal"]))
    return found


def _bought(share: Decimal | None, target: str, lang: str) -> str:
    """
    What a deal is about: all of an organization, a part of it, or who knows how much.
    """
    if share is None:
        return phrase("deal-unknown-part", lang, target=target)
    if share == 100:
        return target
    return phrase("deal-part", lang, share=number(share, lang), target=target)


def _controllers(store: Store, directory: Directory, organization: Iri, lang: str) -> list[Entry]:
    """
    The first and the last day of each conclusion on who controls the organization.

    A verdict that another on the same controller follows is not said to end.
    """
    stored = [one for one in conclusions_on(store, organization) if one.test in CONTROLS]
    behind = resting_on(store, stored)
    cited = dict.fromkeys(claim for claims in behind.values() for claim in claims)
    rights = [one for chunk in in_chunks(cited) for one in read_rights(store, claim=chunk)]
    found = []
    for periods in spans(stored).values():
        for period, following in zip(periods, [*periods[1:], None], strict=True):
            claims = tuple(dict.fromkeys(claim for one in period.nodes for claim in behind[one]))
            goes_on = following is not None and following.start == period.until
            for day, stage in ((period.start, "began"), (period.until, "ended")):
                if day is not None and not (stage == "ended" and goes_on):
                    others = jointly(rights, claims, period.controller)
                    text = say(
                        f"{stage}-jointly" if others else f"{stage}-{period.verdict}",
                        lang,
                        agent=directory.name(period.controller, day),
                        others=listed([directory.name(one, day) for one in others], lang),
                        verdict=say(period.verdict, lang),
                        rule=RULES[period.test].title(lang),
                    )
                    day_text = day.isoformat()
                    found.append(Entry(day_text, "control", text, claims[0], claims[1:]))
    return found


__all__ = ["Entry", "history"]
