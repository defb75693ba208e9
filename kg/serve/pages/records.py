"""
Records: a claim, a source or any other thing of the graph, as its triples say.
"""

import difflib
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ...answers.evidence import Evidence
from ...errors import NotFound
from ...graph import Store
from ...names import ID, KG, RDF, RDFS, XSD, Iri
from .register import Register

if TYPE_CHECKING:
    from .asked import Given
    from .site import Shown, Site

SOURCE, PASSAGE = "source/", "passage/"
MOST = 300
"""
Things listed that name another.
"""
FIRST = (
    *("title", "publisher", "published", "url", "language", "name", "organization", "holder"),
    *("held", "person", "acquirer", "target", "seller", "controller", "controlled", "rule"),
    *("verdict", "chain", "kind", "post", "role", "subject", "object", "capital", "votes", "share"),
    *("price", "currency", "stage", "hasStage", "date", "from", "until", "validFrom", "validUntil"),
    *("standing", "counterpart", "certainty", "confidence", "exactness", "basis", "note"),
)
"""
Properties in the order in which a reader wants them; the others follow by name.
"""
BOUNDS = (
    *("startsNotBefore", "startsNotAfter", "endsNotBefore", "endsNotAfter", "notBefore"),
    *("notAfter", "capitalMinimum", "capitalMaximum", "votesMinimum", "votesMaximum"),
    *("publishedNotBefore", "publishedNotAfter", "sha256", "start", "end", "value", "conformsTo"),
)
"""
What a program computes with; shown apart.
"""
APART = ("source", "evidence", "label", "type")
ENGLISH = ("note", "basis", "role", "price")
"""
Texts of the curators, in English on every page.
"""


def triples_of(store: Store, iri: str) -> list[ox.Triple]:
    """
    What the graph says of a thing, in stable order.

    Raises:
        NotFound: it says nothing; carries the nearest ids of its kind.
    """
    name = iri.removeprefix(ID)
    answer = store.query(f"CONSTRUCT {{ {_term(iri)} ?p ?o }} WHERE {{ {_term(iri)} ?p ?o }}")
    found = sorted(set(answer), key=str) if isinstance(answer, list) else []
    if not found:
        raise NotFound(f"Nothing here goes by {name}.", candidates=_nearest(store, name))
    return found


def _nearest(store: Store, name: str) -> list[str]:
    """
    The ids of the same kind that resemble one.
    """
    kind = name.partition("/")[0]
    if not kind.replace("-", "").isalpha():
        return []
    query = (
        f"SELECT DISTINCT ?thing {{ ?thing <{RDF}type> ?type"
        f' FILTER (STRSTARTS(STR(?thing), "{ID}{kind}/")) }}'
    )
    ids = [str(row["thing"]).removeprefix(ID) for row in store.select(query)]
    return difflib.get_close_matches(name, ids, n=5, cutoff=0.5)


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


def record(site: "Site", rest: str, given: "Given", lang: str) -> "Shown":
    """
    The page of a thing: each property with its label, the sources behind it, what names it.
    """
    register = site.registers[lang]
    iri = Iri(ID + rest)
    triples: list[Any] = triples_of(site.store, iri)
    facts = facts_of(triples)
    kinds = [t.object.value for t in triples if t.predicate.value == RDF + "type"]
    kind = next((register.labels[one] for one in kinds if one in register.labels), "")
    is_source = rest.startswith(SOURCE)
    return "record.html", {
        "here": "/" + rest,
        "iri": iri,
        "title": _title(register, iri, facts, kind),
        "title_lang": facts.get("language") if is_source else None,
        "is_source": is_source,
        "is_passage": rest.startswith(PASSAGE),
        "facts": facts,
        "kind": kind,
        "rows": _rows(register, triples, bounds=False),
        "bounds": _rows(register, triples, bounds=True),
        "sources": [] if is_source else Evidence(site.store, [iri]).of(iri),
        "passages": [_place(site, one) for one in _list(facts.get("evidence"))],
        "named": _named_by(site, register, iri),
        "url": facts.get("url") if isinstance(facts.get("url"), str) else None,
    }


def _place(site: "Site", iri: str) -> dict[str, Any]:
    """
    Where a passage stands: its path, its source, its first and last character.
    """
    facts = facts_of(triples_of(site.store, iri))
    return {"path": "/" + iri.removeprefix(ID), "start": facts["start"], "end": facts["end"]}


def _list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _title(register: Register, iri: Iri, facts: dict[str, Any], kind: str) -> str:
    """
    What a thing is called at the head of its page.
    """
    if "controller" in facts and "controlled" in facts:
        ends = (Iri(facts[name]).slug for name in ("controller", "controlled"))
        return " → ".join(str(register.who(slug)["name"]) for slug in ends)
    label = facts.get("label", iri.slug)
    text = str(label[0] if isinstance(label, list) else label)
    return f"{kind} {text}" if text == iri.slug and kind else text


def _rows(register: Register, triples: list[Any], *, bounds: bool) -> list[dict[str, Any]]:
    """
    The properties of a thing with their labels and values, in reading order.
    """
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for triple in triples:
        name = Iri(triple.predicate.value).slug
        if name in APART or (name in BOUNDS) != bounds:
            continue
        if name == "chain":
            found[name] += [
                {**who, "text": who["name"], "url": None}
                for who in (register.who(slug) for slug in triple.object.value.split())
            ]
            continue
        shown = register.shown(triple.object)
        if shown["text"] is None:
            text = triple.object.value
            shown = {"text": text, "path": None, "url": text if name == "url" else None}
        shown["lang"] = "en" if name in ENGLISH and register.lang != "en" else None
        found[name].append(shown)
    order = {name: place for place, name in enumerate(FIRST)}
    names = sorted(found, key=lambda name: (order.get(name, len(order)), register.term(name)))
    predicates = {Iri(t.predicate.value).slug: t.predicate.value for t in triples}
    return [
        {
            "name": name,
            "label": register.term(name),
            "ours": predicates[name].startswith(KG),
            "values": found[name],
        }
        for name in names
    ]


def _named_by(site: "Site", register: Register, iri: Iri) -> list[tuple[str, list[dict[str, str]]]]:
    """
    What names a thing, by class: the label and the path of each.
    """
    query = (
        f"PREFIX kg: <{KG}> PREFIX rdfs: <{RDFS}>"
        f" SELECT DISTINCT ?thing ?type ?label {{ ?thing ?property {_term(iri)} ; a ?type ;"
        f' rdfs:label ?label FILTER (STRSTARTS(STR(?thing), "{ID}")) }}'
        f" ORDER BY ?type ?label ?thing LIMIT {MOST}"
    )
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in site.store.select(query):
        kind = register.labels.get(str(row["type"]))
        if kind:
            shown = register.shown(row["thing"])
            text = str(shown["text"])
            if str(row["type"]) == KG + "Control":
                text = " → ".join(
                    str(register.who(slug)["name"]) for slug in str(row["label"]).split(" → ")
                )
            found[kind].append({"text": text, "path": shown["path"]})
    return list(found.items())


def _term(iri: str) -> str:
    try:
        return str(ox.NamedNode(iri))
    except ValueError:
        raise NotFound(f"Nothing here goes by {iri.removeprefix(ID)}.") from None
