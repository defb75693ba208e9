"""
Reading a shapes graph: SHACL Core and `sh:sparql`, or a refusal that says why.

Only shapes that some target reaches are read. Whatever stands on them in the
SHACL namespace must be known here: a constraint that no query would check is
an error, never a silent pass.
"""

from collections.abc import Iterable

import pyoxigraph as ox

from ...names import RDFS
from .model import VIOLATION, Shape, Target
from .parameters import ON_PATHS, READERS, read_constraints
from .paths import read_path
from .terms import SH, SUBCLASS, TRUE, TYPE, Node, ShapesError, ShapesGraph, Term, name_of, sh

TARGETS = {
    "targetClass": "class",
    "targetSubjectsOf": "subjectsOf",
    "targetObjectsOf": "objectsOf",
    "targetNode": "node",
}

WORDS = {
    *TARGETS,
    *READERS,
    *("flags", "ignoredProperties", "property", "sparql", "path"),
    *("qualifiedValueShape", "qualifiedValueShapesDisjoint"),
    *("qualifiedMinCount", "qualifiedMaxCount"),
    *("severity", "message", "deactivated", "name", "description", "order", "group"),
    *("defaultValue", "declare", "prefixes", "select"),
}
"""
What may stand on a shape in the SHACL namespace.
"""

FOREIGN_TYPES = ("ConstraintComponent", "SPARQLTargetType", "SPARQLFunction", "JSFunction")
FOREIGN_WORDS = (
    *("target", "rule", "js", "entailment"),
    *("parameter", "validator", "nodeValidator", "propertyValidator"),
)


def read_shapes(triples: Iterable[ox.Triple | ox.Quad]) -> list[Shape]:
    """
    The shapes of a graph that have targets and are not deactivated.

    Raises:
        ShapesError: something in them is not SHACL Core or cannot be checked.
    """
    graph = ShapesGraph(triples)
    for name in FOREIGN_TYPES:
        for node in graph.subjects(TYPE, sh(name)):
            raise ShapesError(node, f"sh:{name} is not run here", "Use SHACL Core or sh:sparql")
    for name in FOREIGN_WORDS:
        for node in graph.having(sh(name)):
            raise ShapesError(node, f"sh:{name} is not run here", "Use SHACL Core or sh:sparql")
    reader = _Reader(graph)
    nodes = [node for name in TARGETS for node in graph.having(sh(name))]
    shapes = [reader.shape(node) for node in dict.fromkeys([*nodes, *reader.implicit])]
    return [shape for shape in shapes if not shape.deactivated]


def _implicit(graph: ShapesGraph) -> list[Node]:
    """
    Shapes that are classes too: their instances are their focus nodes.
    """
    classes: set[Node] = set()
    front: list[Node] = [ox.NamedNode(RDFS + "Class")]
    while front:
        top = front.pop()
        if top not in classes:
            classes.add(top)
            front += graph.subjects(SUBCLASS, top)
    words = {sh(name) for name in (*READERS, "property", "sparql", "qualifiedValueShape")}
    types = {sh("NodeShape"), sh("PropertyShape")}
    found = [node for kind in classes for node in graph.subjects(TYPE, kind)]
    return [
        node
        for node in found
        if types & set(graph.objects(node, TYPE)) or words & set(graph.predicates(node))
    ]


class _Reader:
    def __init__(self, graph: ShapesGraph) -> None:
        self.graph = graph
        self.implicit = _implicit(graph)
        self.made: dict[Term, Shape] = {}
        self.open: list[Term] = []

    def shape(self, node: Term) -> Shape:
        """
        The shape that a node describes, read once.
        """
        if isinstance(node, ox.Literal):
            raise ShapesError(node, "a literal stands for a shape", "Write the shape's name")
        if node in self.open:
            raise ShapesError(
                node, "the shape refers to itself", "Write shapes that need not their own verdict"
            )
        if node not in self.made:
            self.open.append(node)
            self.made[node] = self._read(node)
            self.open.pop()
        return self.made[node]

    def _read(self, node: Node) -> Shape:
        graph = self.graph
        off = graph.one(node, sh("deactivated")) == TRUE
        for predicate in graph.predicates(node):
            name = predicate.value.removeprefix(SH)
            if name != predicate.value and name not in WORDS and not off:
                raise ShapesError(node, f"sh:{name} is not run here", "Use SHACL Core or sh:sparql")
        path, severity = graph.one(node, sh("path")), graph.one(node, sh("severity"))
        shape = Shape(
            node,
            read_path(graph, node, path) if path is not None else None,
            targets=self._targets(node),
            severity=severity if isinstance(severity, ox.NamedNode) else VIOLATION,
            messages=tuple(
                text for text in graph.objects(node, sh("message")) if isinstance(text, ox.Literal)
            ),
            deactivated=off,
        )
        if not shape.deactivated:
            if path is None:
                self._refuse_without_path(node)
            shape.properties = tuple(
                self._property(node, value) for value in graph.objects(node, sh("property"))
            )
            shape.constraints = tuple(read_constraints(graph, node, self.shape))
        return shape

    def _refuse_without_path(self, node: Node) -> None:
        for name in ON_PATHS:
            if self.graph.objects(node, sh(name)):
                raise ShapesError(
                    node, f"sh:{name} stands on a shape without path", "Write sh:path beside it"
                )

    def _property(self, node: Node, value: Term) -> Shape:
        shape = self.shape(value)
        if shape.path is None:
            raise ShapesError(value, f"sh:property of {name_of(node)} has no path", "Write sh:path")
        return shape

    def _targets(self, node: Node) -> tuple[Target, ...]:
        targets: list[Target] = []
        for name, kind in TARGETS.items():
            terms = self.graph.objects(node, sh(name))
            if kind == "node":
                targets += [Target(kind, tuple(terms))] if terms else []
            else:
                targets += [Target(kind, (term,)) for term in terms]
        if node in self.implicit:
            targets.append(Target("class", (node,)))
        return tuple(targets)
