"""
Views: what each page shows, as the values that its template is given.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ...claims import read_claims
from ...dates import parse_day
from ...errors import NotFound, UsageError
from ...knowledge import KnowledgeGraph
from ...names import ID, Iri
from .library import library, query_page
from .records import record

if TYPE_CHECKING:
    from .site import Given, Site, View

FAMOUS = (
    *("cloudwatt", "numergy", "ovhcloud", "s3ns", "outscale", "bleu"),
    *("orange", "atos", "bull", "altice-france", "scaleway", "numspot"),
)
OPEN_STAGES = ("talks", "announced", "signed")
STAGES = (*OPEN_STAGES, "completed", "abandoned")
Shown = tuple[str, dict[str, Any]]


def day_of(given: "Given", name: str = "on") -> date:
    """
    The day that is asked about; today unless said.

    Raises:
        UsageError: the text is not a day.
    """
    from .site import one

    text = one(given, name)
    return parse_day(text) if text else date.today()


def home(site: "Site", rest: str, given: "Given", lang: str) -> Shown:
    """
    Search, and some organizations to start with.
    """
    from .site import one

    graph = site.graphs[lang]
    text = one(given, "text") or ""
    hits = list(graph.find(text)) if text else []
    known = set(graph.directory.things)
    famous = [
        graph.directory.subject(iri)
        for slug in FAMOUS
        if (iri := Iri(f"{ID}organization/{slug}")) in known
    ]
    kinds = {iri.slug: iri.removeprefix(ID).partition("/")[0] for iri in known}
    return "home.html", {"text": text, "hits": hits, "famous": famous, "kinds": kinds}


def organization(site: "Site", rest: str, given: "Given", lang: str) -> Shown:
    """
    An organization on a day: chart, owners, controllers, leaders, holdings, deals, history.
    """
    from .site import safe_svg

    graph = site.graphs[lang]
    iri = _known(graph, "organization", rest)
    on = day_of(given)
    assumed = [value for value in given.get("assume", ()) if value]
    controllers = graph.controllers(rest, on=on, assume=assumed or None)
    deals = graph.deals(rest)
    days = change_days(graph, rest)
    return "organization.html", {
        "here": f"/organization/{rest}",
        "subject": graph.directory.subject(iri, on),
        "thing": graph.directory.things[iri],
        "on": on.isoformat(),
        "assumed": assumed,
        "chart": safe_svg(graph.draw(rest, on=on, link_base=site.base + "/").svg),
        "timeline": safe_svg(graph.draw(rest, timeline=True, link_base=site.base + "/").svg),
        "owners": graph.owners(rest, on=on),
        "controllers": controllers,
        "leaders": graph.leaders(rest, on=on),
        "holdings": graph.owned(rest, on=on),
        "controlled": graph.controlled(rest, on=on),
        "sovereignty": graph.sovereignty(rest, on=on),
        "deals": deals,
        "open_deals": [
            deal
            for deal in graph.deals(rest, on=on)
            if deal["target"] == rest and deal["stage"] in OPEN_STAGES
        ],
        "history": graph.history(rest),
        "names": graph.directory.names.get(iri, []),
        "days": days,
        **_steps(days, on),
    }


def person(site: "Site", rest: str, given: "Given", lang: str) -> Shown:
    """
    A person in public business roles on a day: what it holds, controls and leads.
    """
    graph = site.graphs[lang]
    iri = _known(graph, "person", rest)
    on = day_of(given)
    posts = graph.run("leadership/appointments-of", person=iri)
    return "person.html", {
        "here": f"/person/{rest}",
        "subject": graph.directory.subject(iri, on),
        "on": on.isoformat(),
        "holdings": graph.owned(rest, on=on),
        "controlled": graph.controlled(rest, on=on),
        "posts": list(posts),
    }


def compare(site: "Site", rest: str, given: "Given", lang: str) -> Shown:
    """
    An organization on two days, side by side.
    """
    from .site import one

    graph = site.graphs[lang]
    iri = graph.directory.resolve(one(given, "org") or rest, organization=True)
    since, until = day_of(given, "since"), day_of(given, "until")
    if since > until:
        raise UsageError("The first day lies after the second: swap them.")
    sides = [
        {
            "on": day.isoformat(),
            "name": graph.directory.name(iri, day),
            "owners": graph.owners(iri, on=day),
            "controllers": graph.controllers(iri, on=day),
            "leaders": graph.leaders(iri, on=day),
        }
        for day in (since, until)
    ]
    changes = graph.changes(since, until)
    mine = [item for item in changes if item["organization"] == iri.slug]
    return "compare.html", {
        "here": f"/compare/{iri.slug}",
        "org": iri.slug,
        "subject": graph.directory.subject(iri, until),
        "since": since.isoformat(),
        "until": until.isoformat(),
        "sides": sides,
        "changes": mine,
    }


def sovereignty(site: "Site", rest: str, given: "Given", lang: str) -> Shown:
    """
    All providers under the SecNumCloud capital rule on a day, with the reason for each.
    """
    on = day_of(given)
    return "sovereignty.html", {
        "here": "/sovereignty",
        "on": on.isoformat(),
        "answer": site.graphs[lang].sovereignty(every=True, on=on),
    }


def deals(site: "Site", rest: str, given: "Given", lang: str) -> Shown:
    """
    Deals, by stage.
    """
    from .site import one

    stage = one(given, "stage")
    if stage and stage not in STAGES:
        raise UsageError(f"stage: '{stage}' is none of {', '.join(STAGES)}.")
    return "deals.html", {
        "here": "/deals",
        "stage": stage,
        "stages": STAGES,
        "answer": site.graphs[lang].deals(stage=stage),
    }


def about(site: "Site", rest: str, given: "Given", lang: str) -> Shown:
    """
    What this is, its licence, the rules.
    """
    return "about.html", {
        "here": "/about",
        "rules": site.graphs[lang].rules(),
        "counts": site.manifest.get("counts", {}),
    }


def editor(site: "Site", rest: str, given: "Given", lang: str) -> Shown:
    """
    The SPARQL editor, with a query to begin with.
    """
    from .site import one

    queries = site.graphs[lang].queries
    chosen = queries.get(one(given, "query") or "ownership/who-owns")
    return "editor.html", {
        "here": "/editor",
        "text": chosen.text if chosen else "",
        "queries": list(queries.values()),
    }


def overview(site: "Site", rest: str, given: "Given", lang: str) -> Shown:
    """
    The map of all organizations on a day.
    """
    from ...chart import draw_map
    from ...chart import overview as data_of
    from .site import safe_svg

    graph = site.graphs[lang]
    on = day_of(given)
    data = data_of(graph.store, graph.directory)
    nodes = sorted(data["nodes"], key=lambda node: str(node["name"]).casefold())
    picture = safe_svg(draw_map(data, on, lang=lang))
    return "map.html", {"here": "/map", "on": on.isoformat(), "picture": picture, "nodes": nodes}


def api(site: "Site", rest: str, given: "Given", lang: str) -> Shown:
    """
    The questions by address, for people.
    """
    from ..questions import QUESTIONS

    return "api.html", {"here": "/api", "questions": list(QUESTIONS.values())}


def change_days(graph: KnowledgeGraph, slug: str) -> list[str]:
    """
    The days on which a claim about an organization begins or ends, in order.
    """
    store = graph.store
    iri = f"{ID}organization/{slug}"
    claims = read_claims(store)
    about: Iterable[Any] = (
        *(one for one in claims.shareholdings if iri in (one.held, one.holder)),
        *(one for one in claims.rights if one.organization == iri or iri in one.holders),
    )
    days = {day for one in about for day in one.period.bounds() if day > date.min}
    return [day.isoformat() for day in sorted(days)]


def _steps(days: list[str], on: date) -> dict[str, Any]:
    """
    The nearest days of change, and where a slider over all of them begins and ends.
    """
    here = on.isoformat()
    first = date.fromisoformat(days[0]) if days else on - timedelta(days=3650)
    last = max(date.fromisoformat(days[-1]) if days else on, on, date.today())
    return {
        "previous": max((day for day in days if day < here), default=None),
        "following": min((day for day in days if day > here), default=None),
        "first": min(first - timedelta(days=31), on).isoformat(),
        "last": last.isoformat(),
    }


def _known(graph: KnowledgeGraph, kind: str, slug: str) -> Iri:
    iri = Iri(f"{ID}{kind}/{slug}")
    if iri not in graph.directory.things:
        graph.directory.resolve(slug)
        raise NotFound(f"No {kind} goes by '{slug}'.")
    return iri


VIEWS: dict[str, "View"] = {
    "home": home,
    "organization": organization,
    "person": person,
    "compare": compare,
    "sovereignty": sovereignty,
    "deals": deals,
    "about": about,
    "editor": editor,
    "map": overview,
    "api": api,
    "queries": library,
    "query": query_page,
    "record": record,
}
