"""
Vocabulary: what the ontology says about drawing and naming, read once.

Which classes and properties are edges, between which ends, with which words;
the shape of a node; the code of a concept; the neighbours of a term in other
vocabularies. No writer knows a class by name.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..graph import Store
from ..graph.triples import ONTOLOGY
from ..names import KG, OWL, RDFS, SKOS

MATCHES = tuple(SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "relatedMatch"))
SHAPES = ("rectangle", "ellipse", "hexagon", "diamond", "octagon")
"""
The shapes that kg:nodeShape may name; the first is drawn where none is named.
"""


@dataclass(frozen=True, slots=True)
class EdgeRule:
    """
    How a class is drawn: its tail, its head, and the property that weighs it.
    """

    tail: str
    head: str
    weight: str = ""


class Vocabulary:
    """
    The ontology as the exporters see it. Terms go by their whole IRIs.
    """

    def __init__(self, store: Store, lang: str = "en") -> None:
        self.lang = lang
        self._facts: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for quad in store.quads(ONTOLOGY):
            self._facts[quad.subject.value][quad.predicate.value].append(quad.object)

    @cached_property
    def edges(self) -> dict[str, EdgeRule]:
        """
        The classes that are drawn as edges.
        """
        return {
            term: EdgeRule(tail, head, self._one(term, KG + "edgeWeight"))
            for term in self._facts
            if (tail := self._one(term, KG + "edgeFrom"))
            and (head := self._one(term, KG + "edgeTo"))
        }

    @cached_property
    def links(self) -> tuple[str, ...]:
        """
        The properties whose every statement is drawn, from its subject to its value.
        """
        return tuple(
            sorted(
                term
                for term, facts in self._facts.items()
                if KG + "edgeLabel" in facts and term not in self.edges
            )
        )

    def words(self, term: str) -> str:
        """
        The words along an edge of a class or a property.
        """
        return self._text(term, KG + "edgeLabel")

    def label(self, term: str) -> str:
        """
        The label of a term; its name where it has none.
        """
        return self._text(term, RDFS + "label") or local(term)

    def code(self, term: str) -> str:
        """
        The code of a concept, as the tables write it; empty for anything else.
        """
        return self._one(term, SKOS + "notation")

    def ancestors(self, term: str) -> list[str]:
        """
        A class and the classes of ours above it, nearest first.
        """
        line = [term]
        for one in line:
            above = (value.value for value in self._get(one, RDFS + "subClassOf"))
            line += [
                parent for parent in sorted(above) if parent.startswith(KG) and parent not in line
            ]
        return line

    def shape(self, term: str) -> str:
        """
        The shape in which a node of a class is drawn.
        """
        for one in self.ancestors(term):
            if found := self._one(one, KG + "nodeShape"):
                return found if found in SHAPES else SHAPES[0]
        return SHAPES[0]

    def neighbours(self, term: str, space: str) -> list[str]:
        """
        The names of another vocabulary that stand for a term, or else for the
        classes above it; the nearest first.
        """
        return [
            value.value.removeprefix(space)
            for one in self.ancestors(term)
            for match in MATCHES
            for value in sorted(self._get(one, match), key=str)
            if value.value.startswith(space)
        ]

    def properties(self) -> dict[str, tuple[str, bool]]:
        """
        Every property of ours: its range, and whether its values are things.
        """
        kinds = {OWL + "ObjectProperty": True, OWL + "DatatypeProperty": False}
        return {
            term: (self._one(term, RDFS + "range"), kinds[kind])
            for term, facts in sorted(self._facts.items())
            if term.startswith(KG)
            for kind in (value.value for value in facts.get(RDF_TYPE, ()))
            if kind in kinds
        }

    @property
    def version(self) -> str:
        """
        The version of the ontology.
        """
        return self._one(KG.rstrip("#"), OWL + "versionInfo")

    def _get(self, term: str, predicate: str) -> list[Any]:
        return self._facts[term].get(predicate, []) if term in self._facts else []

    def _one(self, term: str, predicate: str) -> str:
        found = self._get(term, predicate)
        return str(found[0].value) if found else ""

    def _text(self, term: str, predicate: str) -> str:
        found = {value.language: value.value for value in self._get(term, predicate)}
        return str(found.get(self.lang) or found.get("en") or "")


RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def local(iri: str) -> str:
    """
    What an IRI says after its last slash or hash.
    """
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
