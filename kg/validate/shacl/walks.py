"""
Ways: what a shape reads of the graph, and walking there and back without a query.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from .model import Constraint, Shape
from .paths import Alternative, Inverse, Path, Repeat, Sequence, Step, then
from .terms import TYPE, Term


@dataclass(frozen=True, slots=True)
class Read:
    """
    Triples that a shape looks at: from the nodes at `way`, along a property.

    `way` leads from the focus node; None is the focus node itself. `predicate`
    None means all properties. `back` reads the triples that point at the node.
    """

    way: Path | None
    predicate: ox.NamedNode | None
    back: bool = False


def reads_of(shape: Shape) -> set[Read]:
    """
    Everything that a shape looks at from its focus nodes, their targets included.
    """
    found = set(_shape_reads(shape, None))
    for target in shape.targets:
        term = target.terms[0]
        if target.kind == "class":
            found.add(Read(None, TYPE))
        elif isinstance(term, ox.NamedNode) and target.kind != "node":
            found.add(Read(None, term, back=target.kind == "objectsOf"))
    return found


def _shape_reads(shape: Shape, way: Path | None) -> Iterator[Read]:
    if shape.deactivated:
        return
    if shape.path is not None:
        yield from _path_reads(shape.path, way)
    at = then(way, shape.path)
    for constraint in shape.constraints:
        yield from _constraint_reads(constraint, way, at)
    for inner in shape.properties:
        yield from _shape_reads(inner, at)


def _path_reads(path: Path, way: Path | None, back: bool = False) -> Iterator[Read]:
    """
    What walking a path from the nodes at `way` looks at, backwards if `back`.
    """
    match path:
        case Step(predicate):
            yield Read(way, predicate, back)
        case Inverse(inner):
            yield from _path_reads(inner, way, not back)
        case Alternative(parts):
            for part in parts:
                yield from _path_reads(part, way, back)
        case Repeat(inner, times):
            again: Path = Inverse(inner) if back else inner
            at = way if times == "?" else then(way, Repeat(again, "*"))
            yield from _path_reads(inner, at, back)
        case Sequence(parts):
            for part in reversed(parts) if back else parts:
                yield from _path_reads(part, way, back)
                way = then(way, Inverse(part) if back else part)


def _constraint_reads(constraint: Constraint, way: Path | None, at: Path | None) -> Iterator[Read]:
    given = constraint.value
    match constraint.parameter:
        case "class":
            yield Read(at, TYPE)
        case "equals" | "disjoint" | "lessThan" | "lessThanOrEquals":
            yield Read(way, given)
        case "closed":
            yield Read(at, None)
        case "node" | "not":
            yield from _shape_reads(given, at)
        case "and" | "or" | "xone":
            for shape in given:
                yield from _shape_reads(shape, at)
        case "qualifiedMinCount" | "qualifiedMaxCount":
            shape, siblings = constraint.extra
            for inner in (shape, *siblings):
                yield from _shape_reads(inner, at)


class Walk:
    """
    Walks paths over a store without a query, for few nodes.
    """

    def __init__(self, store: ox.Store, graphs: Collection[ox.NamedNode] | None) -> None:
        self._store = store
        self._graphs: list[ox.NamedNode | None] = [None] if graphs is None else list(graphs)
        self._triples: dict[tuple[Term, ox.NamedNode | None, bool], list[ox.Triple]] = {}
        self._stars: dict[Term, dict[ox.NamedNode, list[ox.Triple]]] = {}

    def fetch(self, nodes: Iterable[Term]) -> None:
        """
        Read all triples from some nodes at once, for those of which many will be asked for.
        """
        for node in nodes:
            star = self._stars[node] = defaultdict(list)
            for triple in self.triples(node, None):
                star[triple.predicate].append(triple)

    def triples(
        self, node: Term, predicate: ox.NamedNode | None, back: bool = False
    ) -> list[ox.Triple]:
        """
        The triples from a node, or to it, with a property or with any.
        """
        if isinstance(node, ox.Literal) and not back:
            return []
        if not back and predicate is not None and node in self._stars:
            return self._stars[node].get(predicate, [])
        key = (node, predicate, back)
        if key not in self._triples:
            start: Any = None if back else node
            end = node if back else None
            self._triples[key] = [
                quad.triple
                for graph in self._graphs
                for quad in self._store.quads_for_pattern(start, predicate, end, graph)
            ]
        return self._triples[key]

    def points(self, predicate: ox.NamedNode, node: Term) -> bool:
        """
        Whether any triple with a property points at a node.
        """
        return any(
            next(self._store.quads_for_pattern(None, predicate, node, graph), None) is not None
            for graph in self._graphs
        )

    def __call__(self, path: Path | None, nodes: set[Term], back: bool = False) -> set[Term]:
        """
        The nodes at the end of a path; with `back`, those from which it leads to the nodes.
        """
        match path:
            case None:
                return nodes
            case Step(predicate):
                links: Any = (link for n in nodes for link in self.triples(n, predicate, back))
                return {link.subject if back else link.object for link in links}
            case Inverse(inner):
                return self(inner, nodes, not back)
            case Alternative(parts):
                return {node for part in parts for node in self(part, nodes, back)}
            case Sequence(parts):
                for part in reversed(parts) if back else parts:
                    nodes = self(part, nodes, back)
                return nodes
            case Repeat(inner, times):
                found: set[Term] = set() if times == "+" else set(nodes)
                front = nodes
                while front:
                    front = self(inner, front, back) - found
                    found |= front
                    if times == "?":
                        break
                return found
