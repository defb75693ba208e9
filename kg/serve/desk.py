"""
Desk: where a worker answers what is not SPARQL: questions, pages, things as data.
"""

import json
from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox

from ..errors import NotFound
from ..graph import Store
from ..names import ID, PREFIXES, Iri
from .pages import Site
from .pages.records import facts_of, triples_of
from .pages.terms import terms, terms_as_facts
from .questions import QUESTIONS, read_lang
from .remembered import Remembered
from .sparql import GRAPHS, Header

Answered = tuple[Header, bytes]


class Desk:
    """
    One store, asked in three ways.

    A `question` is answered as JSON, a `page` as HTML, a `thing` and the `terms`
    of the ontology as Turtle, JSON-LD or JSON.
    """

    def __init__(self, store: Store, manifest: Mapping[str, Any], base: str = "") -> None:
        self.store: Store = Remembered(store)
        self.site = Site(self.store, manifest, base)

    def answer(self, request: dict[str, Any]) -> Answered:
        """
        The answer to a request: a header with `status` and `media`, and the body.

        Raises:
            NotFound: there is no such question, page or thing, or nothing goes by a name.
            Ambiguous: several things go by a name.
            UsageError: a parameter is missing or cannot be read.
        """
        given = request["parameters"]
        match request["kind"]:
            case "question":
                return self._question(request["question"], given)
            case "page":
                return self.site.render(request["question"], given, read_lang(given))
            case "sheet":
                return self.site.charts()
            case "error":
                return self.site.refuse(request["question"], given, read_lang(given))
            case "terms":
                return self._terms(given["form"][0])
            case _:
                return self._thing(request["question"], given["form"][0])

    def _question(self, name: str, given: dict[str, list[str]]) -> Answered:
        question = QUESTIONS.get(name)
        if question is None:
            raise NotFound(f"There is no question '{name}'.", candidates=list(QUESTIONS))
        graph = self.site.graphs[read_lang(given)]
        answer = question.ask(graph, question.read(given))
        body = json.dumps(answer.to_dict(), ensure_ascii=False).encode()
        return {"status": 200, "media": "application/json"}, body

    def _thing(self, name: str, form: str) -> Answered:
        iri = Iri(ID + name)
        triples = triples_of(self.store, iri)
        if form == "json":
            body = {"id": iri.slug, "iri": iri, **facts_of(triples)}
            data = json.dumps(body, ensure_ascii=False, indent=1).encode()
            return {"status": 200, "media": "application/json"}, data
        return _written(triples, form)

    def _terms(self, form: str) -> Answered:
        if form == "json":
            data = json.dumps(terms_as_facts(self.store), ensure_ascii=False, indent=1).encode()
            return {"status": 200, "media": "application/json"}, data
        return _written(terms(self.store), form)


def _written(triples: list[ox.Triple], form: str) -> Answered:
    raw = ox.serialize(triples, format=GRAPHS[form], prefixes=PREFIXES) or b""
    media = {"ttl": "text/turtle", "jsonld": "application/ld+json"}[form]
    return {"status": 200, "media": media}, raw
