"""
Library: the query library as forms; the description is that of each query's own file.
"""

import re
import shlex
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ...answers.answer import cell
from ...claims import PREFIX, rows
from ...errors import UsageError
from ...names import ID, Iri
from ...query import Query, fill, get

if TYPE_CHECKING:
    from .asked import Given
    from .site import Shown, Site

SHOWN = 500
"""
Rows that a page shows; the downloads have them all.
"""
ROOT = "https://root.invalid"
"""
Stands for the address of this server in a page; `kg.serve.browse` writes the true one.
"""
OURS = ("lang", "ask", "format")


def library(site: "Site", rest: str, given: "Given", lang: str) -> "Shown":
    """
    Every query, by topic.
    """
    topics: dict[str, list[Any]] = {}
    for query in site.graphs[lang].queries.values():
        topics.setdefault(query.id.partition("/")[0], []).append(query)
    return "library.html", {"here": "/queries", "topics": topics}


def query_page(site: "Site", rest: str, given: "Given", lang: str) -> "Shown":
    """
    One query as a form, with its rows once it is asked.

    Raises:
        NotFound: there is no such query, or nothing goes by a name.
        UsageError: a value is not of its parameter's kind.
    """
    graph = site.graphs[lang]
    query = get(graph.queries, rest)
    values = _values(query, given)
    filled = fill(query, graph.resolved(query, values))
    asked = bool(given.get("ask")) or not query.parameters
    every = {name: values.get(name, _example(query, name)) for name in query.parameters}
    context: dict[str, Any] = {
        "here": f"/query/{query.id}",
        "query": query,
        "fields": [_field(site, query, name, every[name], lang) for name in query.parameters],
        "values": every,
        "sparql": filled,
        "asked": asked,
        "header": [],
        "rows": [],
        "total": 0,
        "download": "/sparql?" + urlencode({"query": filled}),
        "curl": curl(filled),
    }
    if asked:
        found = graph.store.select(filled)
        context["header"] = list(found.variables)
        context["rows"] = [
            [_cell(site, value, lang) for value in row] for row in found.rows[:SHOWN]
        ]
        context["total"] = len(found)
    return "query.html", context


def curl(query: str) -> str:
    """
    A command that asks this server, as a shell takes it.
    """
    return (
        f"curl --get {ROOT}/sparql --header 'Accept: text/csv' \\\n"
        f"  --data-urlencode query={shlex.quote(query)}"
    )


def _values(query: Query, given: "Given") -> dict[str, str]:
    values = {}
    for name, values_given in given.items():
        if name in OURS:
            continue
        if name not in query.parameters:
            raise UsageError(f"{query.id} has no parameter {name}.")
        if len(values_given) > 1:
            raise UsageError(f"{name} is given {len(values_given)} times: give it once.")
        if values_given[0].strip():
            values[name] = values_given[0].strip()
    return values


def _example(query: Query, name: str) -> str:
    example: Any = query.parameters[name].example
    return example.slug if isinstance(example, Iri) else cell(example)


def _field(site: "Site", query: Query, name: str, value: str, lang: str) -> dict[str, Any]:
    """
    A parameter as a field: its label, kind of input, value, and the codes it may have.
    """
    parameter = query.parameters[name]
    example = parameter.example
    choices = _codes(site, query, name, lang)
    agent = isinstance(example, Iri) and example.startswith((f"{ID}organization/", f"{ID}person/"))
    if agent:
        kind = "agent"
    elif choices:
        kind = "choice"
        if value not in [code for code, _ in choices]:
            choices = [*choices, (value, value)]
    elif isinstance(example, date):
        kind = "date"
    elif isinstance(example, int | Decimal):
        kind = "number"
    else:
        kind = "text"
    return {
        "name": name,
        "meaning": parameter.meaning,
        "hint": parameter.hint,
        "kind": kind,
        "step": "1" if isinstance(example, int) else "any",
        "value": value,
        "choices": choices,
    }


def _codes(site: "Site", query: Query, name: str, lang: str) -> list[tuple[str, str]]:
    """
    The codes of a parameter that the query meets as a notation, with their labels.

    `kg:stage/skos:notation ?stage` takes the codes that some `kg:stage` has.
    """
    met = re.search(rf"(kg:\w+)\s*/\s*skos:notation\s+\?{name}\b", query.text)
    if met is None:
        return []
    asked = (
        PREFIX
        + "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
        + f" SELECT DISTINCT ?code ?label {{ ?thing {met[1]} ?concept ."
        + " ?concept skos:notation ?code ; skos:prefLabel ?label"
        + f' FILTER (LANG(?label) = "{lang}") }} ORDER BY ?label'
    )
    return [(str(row["code"]), str(row["label"])) for row in rows(site.store, asked)]


def _cell(site: "Site", value: Any, lang: str) -> dict[str, Any]:
    """
    A value of a row: its text, and where it leads.
    """
    if isinstance(value, Iri):
        return site.registers[lang].shown(value)
    number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return {"text": cell(value), "path": None, "url": None, "number": number}
