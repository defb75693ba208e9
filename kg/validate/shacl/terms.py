"""
Terms of the shapes graph: names, an index to read it by, and the error that refuses.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from ...errors import KgError
from ...names import RDF, RDFS, XSD

SH = "http://www.w3.org/ns/shacl#"
OWL = "http://www.w3.org/2002/07/owl#"

Node = ox.NamedNode | ox.BlankNode
Term = ox.NamedNode | ox.BlankNode | ox.Literal

TYPE = ox.NamedNode(RDF + "type")
FIRST = ox.NamedNode(RDF + "first")
REST = ox.NamedNode(RDF + "rest")
NIL = ox.NamedNode(RDF + "nil")
SUBCLASS = ox.NamedNode(RDFS + "subClassOf")
TRUE = ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean"))


class ShapesError(KgError):
    """
    A shapes graph that cannot be run as written: nothing is validated with it.

    The message says which shape, what was found there and what to write instead.
    """

    def __init__(self, shape: object, found: str, write: str) -> None:
        super().__init__(f"{name_of(shape)}: {found}. {write}")


def sh(name: str) -> ox.NamedNode:
    """
    A term of the SHACL vocabulary.
    """
    return ox.NamedNode(SH + name)


def name_of(term: object) -> str:
    """
    A term as a reader of messages knows it.
    """
    return str(getattr(term, "value", term)).removeprefix(SH)


class ShapesGraph:
    """
    The triples of a shapes graph, as parsed: literals keep the form they were written in.
    """

    def __init__(self, triples: Iterable[ox.Triple | ox.Quad]) -> None:
        self._out: dict[Term, dict[ox.NamedNode, list[Term]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._in: dict[tuple[ox.NamedNode, Term], list[Any]] = defaultdict(list)
        seen = set()
        for triple in triples:
            subject: Any = triple.subject
            value: Any = triple.object
            key = (subject, triple.predicate, value)
            if key not in seen:
                seen.add(key)
                self._out[subject][triple.predicate].append(value)
                self._in[triple.predicate, value].append(subject)

    def objects(self, subject: Term, predicate: ox.NamedNode) -> list[Term]:
        """
        The objects of a subject's property.
        """
        return self._out[subject][predicate] if subject in self._out else []

    def one(self, subject: Term, predicate: ox.NamedNode) -> Term | None:
        """
        The only object of a property, or None.

        Raises:
            ShapesError: there are several.
        """
        found = self.objects(subject, predicate)
        if len(found) > 1:
            raise ShapesError(
                subject, f"{name_of(predicate)} has {len(found)} values", "Write it once"
            )
        return found[0] if found else None

    def subjects(self, predicate: ox.NamedNode, value: Term) -> list[Any]:
        """
        The subjects that have a value for a property.
        """
        return self._in.get((predicate, value), [])

    def predicates(self, subject: Term) -> Iterator[ox.NamedNode]:
        """
        The properties that a subject has.
        """
        return iter(self._out[subject]) if subject in self._out else iter(())

    def having(self, predicate: ox.NamedNode) -> list[Any]:
        """
        The subjects that have a property, in the order in which they were read.
        """
        return [subject for subject, out in self._out.items() if predicate in out]

    def is_list(self, node: Term) -> bool:
        """
        Whether a node begins an RDF list.
        """
        return node == NIL or bool(self.objects(node, FIRST))

    def members(self, shape: object, node: Term) -> tuple[Term, ...]:
        """
        The members of an RDF list.

        Raises:
            ShapesError: it is no well-formed list.
        """
        members: list[Term] = []
        seen: set[Term] = set()
        while node != NIL:
            first, rest = self.objects(node, FIRST), self.objects(node, REST)
            if node in seen or len(first) != 1 or len(rest) != 1:
                raise ShapesError(shape, "a list has no end or no form", "Write it as ( a b c )")
            seen.add(node)
            members.append(first[0])
            node = rest[0]
        return tuple(members)
