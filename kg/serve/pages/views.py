"""
Views: what each page shows, as the values that its template is given.
"""

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ...errors import NotFound, UsageError
from ...model.schema import STAGES
from ...names import ID, PREFIXES, Iri
from ...query import fill
from .agents import change_days, organization, person, steps
from .asked import day_of, one
from .library import library, query_page
from .records import record
from .terms import ontology

if TYPE_CHECKING:
    from .asked import Given
    from .site import Shown, Site, View

FAMOUS = (
    *("cloudwatt", "numergy", "ovhcloud", "s3ns", "outscale", "bleu"),
    *("orange", "atos", "bull", "altice-france", "scaleway", "numspot"),
)
ASKED: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("ask-owners", "cloudwatt", "/organization/cloudwatt", {"on": "2014-10-01"}),
    ("ask-whatif", "cloudwatt", "/organization/cloudwatt", {"on": "2015-01-15"}),
    ("ask-rule", "s3ns", "/sovereignty", {}),
    ("ask-compare", "bull", "/compare/bull", {"since": "2014-01-01", "until": "2015-01-01"}),
    ("ask-deals", "orange", "/deals", {"stage": "announced"}),
)
VERDICTS = ("met", "undetermined", "not_met")
YEAR = timedelta(days=365)


def home(site: "Site", rest: str, given: "Given", lang: str) -> "Shown":
    """
    Search, and some questions and organizations to start with.
    """
    graph, register = site.graphs[lang], site.registers[lang]
    text = one(given, "text") or ""
    hits = [
        {**hit, "kind": register.term(hit["kind"])} for hit in (graph.find(text) if text else ())
    ]
    known = set(graph.directory.things)
    famous = [slug for slug in FAMOUS if Iri(f"{ID}organization/{slug}") in known]
    asked = [
        {"key": key, "slug": slug, "path": path, "parameters": parameters}
        for key, slug, path, parameters in ASKED
        if Iri(f"{ID}organization/{slug}") in known
    ]
    return "home.html", {
        "here": "/",
        "text": text,
        "hits": hits,
        "famous": famous,
        "asked": asked,
        "counts": site.manifest.get("counts", {}),
    }


def compare(site: "Site", rest: str, given: "Given", lang: str) -> "Shown":
    """
    Two days side by side: of an organization, or what changed among all.

    Raises:
        UsageError: the first day is after the second.
    """
    graph = site.graphs[lang]
    text = one(given, "org") or rest
    until = day_of(given, "until")
    since = day_of(given, "since", usual=until - YEAR)
    if since > until:
        raise UsageError("The first day lies after the second: swap them.")
    changes = graph.changes(since, until)
    context: dict[str, Any] = {
        "here": "/compare",
        "org": None,
        "subject": None,
        "since": since.isoformat(),
        "until": until.isoformat(),
        "sides": [],
        "changes": changes.answers,
        "notes": changes.notes if not changes.answers else [],
    }
    if text:
        iri = graph.directory.resolve(text, organization=True)
        context |= {
            "here": f"/compare/{iri.slug}",
            "org": iri.slug,
            "subject": graph.directory.subject(iri, until),
            "sides": [_side(site, iri, day, lang) for day in (since, until)],
            "changes": [item for item in changes if item["organization"] == iri.slug],
            "notes": [],
        }
    return "compare.html", context


def _side(site: "Site", iri: Iri, day: date, lang: str) -> dict[str, Any]:
    graph = site.graphs[lang]
    return {
        "on": day.isoformat(),
        "name": graph.directory.name(iri, day),
        "chart": site.picture(graph, iri.slug, day, direction="up"),
        "owners": graph.owners(iri, on=day),
        "controllers": graph.controllers(iri, on=day),
        "leaders": graph.leaders(iri, on=day),
    }


def sovereignty(site: "Site", rest: str, given: "Given", lang: str) -> "Shown":
    """
    All providers under the SecNumCloud capital rule on a day, with the reason for each.

    Raises:
        UsageError: the verdict that is asked for is none.
    """
    on = day_of(given)
    verdict = one(given, "verdict")
    if verdict and verdict not in VERDICTS:
        raise UsageError(f"verdict: '{verdict}' is none of {', '.join(VERDICTS)}.")
    answer = site.graphs[lang].sovereignty(every=True, on=on)
    counts = Counter(item["verdict"] for item in answer)
    shown = [item for item in answer if verdict in (None, item["verdict"])]
    shown.sort(key=lambda item: (VERDICTS.index(item["verdict"]), str(item["name"]).casefold()))
    return "sovereignty.html", {
        "here": "/sovereignty",
        "on": on.isoformat(),
        "verdict": verdict,
        "verdicts": [(name, counts[name]) for name in VERDICTS],
        "answer": answer,
        "shown": shown,
    }


def deals(site: "Site", rest: str, given: "Given", lang: str) -> "Shown":
    """
    Deals, by stage.

    Raises:
        UsageError: there is no such stage.
    """
    stage = one(given, "stage")
    if stage and stage not in STAGES:
        raise UsageError(f"stage: '{stage}' is none of {', '.join(STAGES)}.")
    answer = site.graphs[lang].deals()
    by_stage = {
        name: [deal for deal in answer if deal["stage"] == name]
        for name in STAGES
        if stage in (None, name)
    }
    return "deals.html", {
        "here": "/deals",
        "stage": stage,
        "counts": Counter(deal["stage"] for deal in answer),
        "stages": STAGES,
        "by_stage": {name: found[::-1] for name, found in by_stage.items()},
        "answer": answer,
    }


def about(site: "Site", rest: str, given: "Given", lang: str) -> "Shown":
    """
    What this is, what it holds, its licences, the rules.
    """
    return "about.html", {
        "here": "/about",
        "rules": site.graphs[lang].rules(),
        "counts": site.manifest.get("counts", {}),
        "quads": site.manifest.get("quads"),
        "version": site.manifest.get("data", ""),
    }


def editor(site: "Site", rest: str, given: "Given", lang: str) -> "Shown":
    """
    The SPARQL editor, with a query of the library to begin with, filled in as asked.

    Raises:
        NotFound: there is no such query.
    """
    graph = site.graphs[lang]
    id = one(given, "library") or "ownership/who-owns"
    chosen = graph.queries.get(id)
    if chosen is None:
        raise NotFound(f"No query goes by '{id}'.")
    values = {name: value for name in chosen.parameters if (value := one(given, name))}
    return "editor.html", {
        "here": "/editor",
        "text": fill(chosen, graph.resolved(chosen, values)),
        "chosen": chosen.id,
        "queries": list(graph.queries.values()),
        "prefixes": PREFIXES,
    }


def overview(site: "Site", rest: str, given: "Given", lang: str) -> "Shown":
    """
    The map of all organizations on a day.
    """
    from ...chart import draw_map
    from .site import safe_svg

    graph = site.graphs[lang]
    on = day_of(given)
    register = site.registers[lang]
    picture = draw_map(graph.overview, on, lang=lang, links=site.leads(register, on))
    names = [
        register.who(slug, on)
        for slug, iri in register.agents.items()
        if iri.startswith(f"{ID}organization/")
    ]
    return "map.html", {
        "here": "/map",
        "on": on.isoformat(),
        "picture": safe_svg(picture),
        "agents": sorted(names, key=lambda one: str(one["name"]).casefold()),
        **steps(change_days(graph), on),
    }


def api(site: "Site", rest: str, given: "Given", lang: str) -> "Shown":
    """
    The questions by address, for people.
    """
    from ..questions import QUESTIONS

    return "api.html", {"here": "/api", "questions": list(QUESTIONS.values())}


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
    "ontology": ontology,
}
