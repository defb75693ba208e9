"""
Library: the query library as forms; the description is that of each query's own file.
"""

from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ...answers.answer import cell
from ...errors import UsageError
from ...names import BASE, ID, Iri
from ...query import fill, get

if TYPE_CHECKING:
    from .site import Given, Site

SHOWN = 500
"""
Rows that a page shows; the downloads have them all.
"""


def library(site: "Site", rest: str, given: "Given", lang: str) -> tuple[str, dict[str, Any]]:
    """
    Every query, by topic.
    """
    topics: dict[str, list[Any]] = {}
    for query in site.graphs[lang].queries.values():
        topics.setdefault(query.id.partition("/")[0], []).append(query)
    return "library.html", {"here": "/queries", "topics": topics}


def query_page(site: "Site", rest: str, given: "Given", lang: str) -> tuple[str, dict[str, Any]]:
    """
    One query as a form, with its rows once it is asked.

    Raises:
        NotFound: there is no such query, or nothing goes by a name.
        UsageError: a value is not of its parameter's kind.
    """
    graph = site.graphs[lang]
    query = get(graph.queries, rest)
    values = {}
    for name, values_given in given.items():
        if name in ("lang", "ask", "format"):
            continue
        if name not in query.parameters:
            raise UsageError(f"{query.id} has no parameter {name}.")
        if values_given and values_given[0].strip():
            values[name] = values_given[0].strip()
    filled = fill(query, graph.resolved(query, values))
    fields = [
        {
            "name": name,
            "meaning": parameter.meaning,
            "hint": parameter.hint,
            "type": _input(parameter.example),
            "value": values.get(name, cell(_bare(parameter.example))),
        }
        for name, parameter in query.parameters.items()
    ]
    context: dict[str, Any] = {
        "here": f"/query/{query.id}",
        "query": query,
        "fields": fields,
        "sparql": filled,
        "asked": bool(given.get("ask")) or not query.parameters,
        "header": [],
        "rows": [],
        "total": 0,
        "download": "/sparql?" + urlencode({"query": filled}),
    }
    if context["asked"]:
        found = graph.store.select(filled)
        context["header"] = list(found.variables)
        context["rows"] = [[_cell(value) for value in row] for row in found.rows[:SHOWN]]
        context["total"] = len(found)
    return "query.html", context


def _input(example: Any) -> str:
    if isinstance(example, date):
        return "date"
    return "number" if isinstance(example, int) and not isinstance(example, bool) else "text"


def _bare(value: Any) -> Any:
    return value.slug if isinstance(value, Iri) else value


def _cell(value: Any) -> dict[str, Any]:
    """
    A value of a row: its text, and where it leads.
    """
    if isinstance(value, Iri) and value.startswith(ID):
        return {"text": value.slug, "path": "/" + value.removeprefix(ID), "url": None}
    if isinstance(value, Iri) and value.startswith(BASE):
        return {"text": value.slug, "path": None, "url": None}
    return {"text": cell(value), "path": None, "url": str(value) if value else None}
