"""
Records: a claim, a source or any other thing of the graph, as its triples say.
"""

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ...answers.evidence import Evidence
from ...errors import NotFound
from ...graph import Store
from ...names import ID, KG, RDF, RDFS, XSD, Iri

if TYPE_CHECKING:
    from .site import Given, Site

SOURCE = "source/"
MOST = 200
"""
Claims of a source that are listed.
"""


def triples_of(store: Store, iri: str) -> list[ox.Triple]:
    """
    What the graph says of a thing, in stable order.

    Raises:
        NotFound: it says nothing.
    """
    answer = store.query(f"CONSTRUCT {{ {_term(iri)} ?p ?o }} WHERE {{ {_term(iri)} ?p ?o }}")
    found = sorted(set(answer), key=str) if isinstance(answer, list) else []
    if not found:
        raise NotFound(f"Nothing here goes by {iri.removeprefix(ID)}.")
    return found


def facts_of(triples: list[ox.Triple]) -> dict[str, Any]:
    """
    The same as one object: local names to a value or a list of values.
    """
    facts: dict[str, Any] = {}
    for triple in triples:
        name = Iri(triple.predicate.value).slug
        value = _value(triple.object)
        if name in facts:
            facts[name] = [*(v if isinstance(v := facts[name], list) else [v]), value]
        else:
            facts[name] = value
    return facts


def _value(term: Any) -> Any:
    if isinstance(term, ox.NamedNode):
        return term.value
    kind = term.datatype.value.removeprefix(XSD) if hasattr(term, "datatype") else ""
    if kind == "boolean":
        return term.value == "true"
    if kind == "integer":
        return int(term.value)
    if kind in ("decimal", "double"):
        return float(term.value)
    return term.value


def record(site: "Site", rest: str, given: "Given", lang: str) -> tuple[str, dict[str, Any]]:
    """
    The page of a thing: each property with its label, and the sources behind it.
    """
    iri = Iri(ID + rest)
    triples: list[Any] = triples_of(site.store, iri)
    labels = _labels(site, lang)
    rows = []
    for triple in triples:
        predicate = triple.predicate.value
        if predicate in (RDF + "type", RDFS + "label"):
            continue
        rows.append((labels.get(predicate, Iri(predicate).slug), _shown(triple.object, labels)))
    kinds = [labels.get(t.object.value, "") for t in triples if t.predicate.value == RDF + "type"]
    title = next((t.object.value for t in triples if t.predicate.value == RDFS + "label"), rest)
    sources = [] if rest.startswith(SOURCE) else _sources(site, iri)
    return "record.html", {
        "here": "/" + rest,
        "iri": iri,
        "title": title,
        "kind": next(filter(None, kinds), ""),
        "rows": sorted(rows, key=lambda row: (row[0], str(row[1]))),
        "sources": sources,
        "used": _used(site, iri, labels) if rest.startswith(SOURCE) else [],
        "url": next((t.object.value for t in triples if t.predicate.value == KG + "url"), None),
    }


def _sources(site: "Site", iri: Iri) -> list[dict[str, Any]]:
    return Evidence(site.store, [iri]).of(iri)


def _used(site: "Site", iri: Iri, labels: dict[str, str]) -> list[tuple[str, str, str]]:
    """
    What rests on a source: the kind, the label and the path of each claim.
    """
    query = (
        f"PREFIX kg: <{KG}> PREFIX rdfs: <{RDFS}>"
        f" SELECT DISTINCT ?claim ?type ?label {{ ?claim kg:source {_term(iri)} ; a ?type ;"
        f" rdfs:label ?label }} ORDER BY ?type ?claim LIMIT {MOST}"
    )
    return [
        (labels.get(str(row["type"]), ""), str(row["label"]), "/" + str(row["claim"])[len(ID) :])
        for row in site.store.select(query)
    ]


def _labels(site: "Site", lang: str) -> dict[str, str]:
    """
    The labels of the ontology's terms and codes, in a language.
    """
    held = site.__dict__.setdefault("labels", {})
    if lang not in held:
        query = (
            "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
            " SELECT ?term ?label { ?term skos:prefLabel ?label"
            f' FILTER (LANG(?label) = "{lang}") }}'
        )
        held[lang] = {str(row["term"]): str(row["label"]) for row in site.store.select(query)}
    labels: dict[str, str] = held[lang]
    return labels


def _shown(term: Any, labels: dict[str, str]) -> dict[str, Any]:
    """
    A value for a page: its text, and the path or address that it leads to.
    """
    if not isinstance(term, ox.NamedNode):
        return {"text": term.value, "path": None, "url": term.value}
    if term.value.startswith(ID):
        return {"text": Iri(term.value).slug, "path": "/" + term.value[len(ID) :], "url": None}
    return {
        "text": labels.get(term.value, Iri(term.value).slug),
        "path": None,
        "url": None if term.value.startswith(KG) else term.value,
    }


def _term(iri: str) -> str:
    try:
        return str(ox.NamedNode(iri))
    except ValueError:
        raise NotFound(f"Nothing here goes by {iri.removeprefix(ID)}.") from None
