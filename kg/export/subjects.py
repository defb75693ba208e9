"""
Subjects: the graph read one thing at a time, in the order of their IRIs.

A graph of millions of triples is never held whole: the names of its subjects
are, and each is looked up when its turn comes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from ..dates import Period
from ..graph import Store
from ..names import KG
from .days import Facts, period_of

STAGE = KG + "hasStage"


def names(store: Store, graph: str) -> list[str]:
    """
    The IRIs of everything that a named graph says something of, sorted.
    """
    query = f"SELECT DISTINCT ?s WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    return sorted(str(row[0]) for row in store.select(query).rows)


class Subjects:
    """
    The things of one named graph.
    """

    def __init__(self, store: Store, graph: str) -> None:
        self.store = store
        self.graph = graph
        self.iris = names(store, graph)

    def __len__(self) -> int:
        return len(self.iris)

    def facts(self, iri: str) -> Facts:
        """
        What the graph says of a thing: values by predicate.
        """
        found: Facts = defaultdict(list)
        for quad in self.store.quads(self.graph, iri):
            found[quad.predicate.value].append(quad.object)
        return found

    def __iter__(self) -> Iterator[tuple[str, Facts]]:
        for iri in self.iris:
            yield iri, self.facts(iri)

    def period(self, facts: Facts) -> Period:
        """
        The period in which a thing belongs to the state of a day.
        """
        return period_of(facts, self.facts)

    def gone(self, on: date) -> set[str]:
        """
        What does not belong to the state of a day, stages with their deals.
        """
        absent: set[str] = set()
        for iri, facts in self:
            if not self.period(facts).possibly_holds(on):
                absent.add(iri)
                absent.update(stage.value for stage in facts.get(STAGE, ()))
        return absent


def ids(iris: Iterable[str]) -> "Ids":
    """
    Short ids for things: the slug, or kind and slug where two share it.
    """
    seen: set[str] = set()
    shared: set[str] = set()
    for iri in iris:
        slug = iri.rsplit("/", 1)[-1]
        (shared if slug in seen else seen).add(slug)
    return Ids(frozenset(shared))


class Ids:
    """
    From an IRI to an id that no other thing of the graph has.

    A person and a company of one slug are `person.x` and `organization.x`.
    """

    def __init__(self, shared: frozenset[str]) -> None:
        self.shared = shared
        self._of = lru_cache(maxsize=1 << 16)(self._make)

    def __call__(self, iri: str) -> str:
        return self._of(iri)

    def _make(self, iri: str) -> str:
        slug = iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
        return ".".join(iri.rsplit("/", 2)[-2:]) if slug in self.shared else slug
