"""
Documents: the sources of a claim, as formats cite them.
"""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ..graph.triples import CURATED
from ..names import KG
from .days import Facts
from .job import Job
from .subjects import Subjects
from .text import clean


class Document(NamedTuple):
    """
    A source: its address, publisher and title, and the first day on which it
    may have been published.
    """

    url: str
    publisher: str
    title: str
    published: date | None


class Things(Subjects):
    """
    The things of the curated graph, with their documents at hand.
    """

    def __init__(self, job: Job) -> None:
        self.store = job.store
        self.graph = CURATED
        self.iris = []
        self._document = lru_cache(maxsize=1 << 14)(self._read)

    def documents(self, facts: Facts) -> list[Document]:
        """
        The sources that a claim or a thing names, in stable order.
        """
        return [
            self._document(iri) for iri in sorted(v.value for v in facts.get(KG + "source", ()))
        ]

    def _read(self, iri: str) -> Document:
        facts = self.facts(iri)
        day = first(facts, "publishedNotBefore")
        return Document(
            first(facts, "url"),
            clean(first(facts, "publisher")),
            clean(first(facts, "title")),
            date.fromisoformat(day) if day else None,
        )


def first(facts: Facts, name: str) -> str:
    """
    The value of one of our properties; empty where there is none.
    """
    found = facts.get(KG + name)
    return str(found[0].value) if found else ""
