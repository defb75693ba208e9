"""
Agents: the page of an organization or a person on a day.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ...answers import Answer
from ...answers.leadership import appointments
from ...answers.words import HISTORY
from ...answers.words import history as phrase
from ...claims import read_claims
from ...control import CONTROLS
from ...errors import NotFound
from ...knowledge import KnowledgeGraph
from ...names import ID, Iri
from .asked import day_of
from .records import facts_of, triples_of

if TYPE_CHECKING:
    from .asked import Given
    from .site import Shown, Site

OPEN_STAGES = ("talks", "announced", "signed")
KNOWN = ("country", "siren", "lei", "wikidata", "founded", "dissolved")
FEW = 3
"""
Names that a line of the summary gives before it says how many more there are.
"""
EARLIEST = timedelta(days=31)


def organization(site: "Site", rest: str, given: "Given", lang: str) -> "Shown":
    """
    An organization on a day: chart, owners, controllers, leaders, holdings, deals, history.
    """
    graph, register = site.graphs[lang], site.registers[lang]
    iri = _known(graph, "organization", rest)
    on = day_of(given)
    assumed = [value.strip() for value in given.get("assume", ()) if value.strip()]
    owners = graph.owners(rest, on=on)
    controllers = graph.controllers(rest, on=on, assume=assumed or None)
    as_known = graph.controllers(rest, on=on) if assumed else controllers
    leaders = graph.leaders(rest, on=on)
    reading = graph.sovereignty(rest, on=on)
    every_deal = graph.deals(rest)
    facts = facts_of(triples_of(site.store, iri))
    days = change_days(graph, iri)
    return "organization.html", {
        "here": f"/organization/{rest}",
        "subject": graph.directory.subject(iri, on),
        "usual": graph.directory.name(iri),
        "kind": register.term(graph.directory.things[iri].type),
        "facts": {name: facts[name] for name in KNOWN if facts.get(name)},
        "note": facts.get("note"),
        "on": on.isoformat(),
        "assumed": assumed,
        "assumed_deals": {deal["acquisition"]: deal for deal in every_deal},
        "chart": site.picture(graph, rest, on),
        "timeline": site.picture(graph, rest, on, timeline=True),
        "owners": owners,
        "controllers": controllers,
        "leaders": leaders,
        "holdings": graph.owned(rest, on=on),
        "controlled": graph.controlled(rest, on=on),
        "sovereignty": reading,
        "summary": _summary(owners, as_known, leaders),
        "deals": every_deal,
        "open_deals": [
            deal
            for deal in graph.deals(rest, on=on)
            if deal["target"] == rest and deal["stage"] in OPEN_STAGES
        ],
        "history": _told(graph.history(rest), lang),
        "names": graph.directory.names.get(iri, []),
        **steps(days, on),
    }


def person(site: "Site", rest: str, given: "Given", lang: str) -> "Shown":
    """
    A person in public business roles on a day: posts, holdings, what it controls.
    """
    graph = site.graphs[lang]
    iri = _known(graph, "person", rest)
    on = day_of(given)
    holdings = graph.owned(rest, on=on)
    controlled = graph.controlled(rest, on=on)
    drawn = bool(holdings.answers or controlled.answers)
    return "person.html", {
        "here": f"/person/{rest}",
        "subject": graph.directory.subject(iri, on),
        "on": on.isoformat(),
        "chart": site.picture(graph, rest, on) if drawn else None,
        "holdings": holdings,
        "controlled": controlled,
        "posts": _posts(site, iri, on, lang),
        **steps(change_days(graph, iri), on),
    }


def _posts(site: "Site", iri: Iri, on: date, lang: str) -> list[dict[str, Any]]:
    """
    The appointments of a person that count, the latest first, with whether each holds on the day.
    """
    from ...answers.evidence import Evidence

    found = [
        row
        for row in appointments(site.store, person=iri)
        if row["when"].standing in ("counted", "alternative")
    ]
    found.sort(key=lambda row: (row["when"].starts or "", row["claim"]), reverse=True)
    evidence = Evidence(site.store, [row["claim"] for row in found])
    return [
        {
            "organization": row["organization"].slug,
            "post": row["post"],
            "role": row["role"],
            "interim": bool(row["interim"]),
            "from": row["when"].starts,
            "until": row["when"].ends,
            "certainty": row["when"].certainty(on),
            "standing": row["when"].standing,
            "claim": row["claim"].slug,
            "sources": evidence.of(row["claim"]),
        }
        for row in found
    ]


def _summary(owners: Answer, controllers: Answer, leaders: Answer) -> dict[str, Any]:
    """
    The first names of each answer, and how many more there are.
    """
    holders = [one for one in owners if one["standing"] in ("counted", "division")]
    controls: dict[str, Any] = {}
    for one in controllers:
        if one["test"] in CONTROLS:
            controls.setdefault(one["controller"], one)
    led = {one["person"]: one for one in reversed(list(leaders)) if one["certainty"]}
    lists = {
        "owners": holders,
        "controllers": list(controls.values()),
        "leaders": list(led.values())[::-1],
    }
    return {name: {"first": items[:FEW], "more": len(items[FEW:])} for name, items in lists.items()}


def _told(history: Answer, lang: str) -> list[dict[str, Any]]:
    """
    The lines of a history: our words in the page's language, apart from the curator's in English.
    """
    found = []
    for item in history:
        ours, theirs = item["text"], ""
        if item["kind"] in HISTORY and "{" not in HISTORY[item["kind"]][0]:
            start = phrase(item["kind"], lang)
            if item["text"].startswith(start):
                ours, theirs = start, item["text"][len(start) :].lstrip("\u00a0: ")
        found.append({**item, "ours": ours, "theirs": theirs})
    return found


def change_days(graph: KnowledgeGraph, iri: Iri | None = None) -> list[str]:
    """
    The days on which a claim about an agent, or about any, begins or ends, in order.
    """
    claims = read_claims(graph.store)
    about = [
        one
        for one in (*claims.shareholdings, *claims.rights)
        if one.standing in ("counted", "alternative") and (iri is None or iri in _ends(one))
    ]
    days = {day for one in about for day in one.period.bounds() if day > date.min}
    if iri is not None:
        key = "person" if iri.startswith(f"{ID}person/") else "organization"
        for row in appointments(graph.store, **{key: iri}):
            days |= {day for day in row["when"].period.bounds() if day > date.min}
    return [day.isoformat() for day in sorted(days)]


def _ends(claim: Any) -> tuple[Iri, ...]:
    if hasattr(claim, "held"):
        return claim.held, claim.holder
    return (claim.organization, *claim.holders)


def steps(days: list[str], on: date) -> dict[str, Any]:
    """
    The days of change, the nearest on both sides, and where a slider over them begins and ends.
    """
    here = on.isoformat()
    first = date.fromisoformat(days[0]) if days else on - timedelta(days=3650)
    last = max(date.fromisoformat(days[-1]) if days else on, on, date.today())
    return {
        "days": days,
        "previous": max((day for day in days if day < here), default=None),
        "following": min((day for day in days if day > here), default=None),
        "first": min(first - EARLIEST, on).isoformat(),
        "last": last.isoformat(),
    }


def _known(graph: KnowledgeGraph, kind: str, slug: str) -> Iri:
    iri = Iri(f"{ID}{kind}/{slug}")
    if iri not in graph.directory.things:
        other = graph.directory.resolve(slug)
        raise NotFound(f"No {kind} goes by '{slug}'.", candidates=[other.slug])
    return iri


__all__ = ["change_days", "organization", "person", "steps"]
