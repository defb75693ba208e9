"""
The parameters of SHACL Core: how the value of each is read from the shapes graph.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pyoxigraph as ox

from ...names import XSD
from .embedded import read_select
from .model import Constraint
from .terms import TRUE, Node, ShapesError, ShapesGraph, Term, name_of, sh

COUNTS = ("minCount", "maxCount")
LENGTHS = ("minLength", "maxLength")
BOUNDS = ("minExclusive", "minInclusive", "maxExclusive", "maxInclusive")
PAIRS = ("equals", "disjoint", "lessThan", "lessThanOrEquals")
LISTS = ("and", "or", "xone")
ONE_SHAPE = ("not", "node")
ON_PATHS = (*COUNTS, "lessThan", "lessThanOrEquals", "uniqueLang", "qualifiedValueShape")
"""
Parameters that need a path.
"""

SINGLE = (*COUNTS, *LENGTHS, *BOUNDS, "datatype", "nodeKind", "uniqueLang", "in", "languageIn")

KINDS = ("BlankNode", "IRI", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")

LOST = {
    XSD + name
    for name in (
        *("byte", "short", "int", "long", "unsignedByte", "unsignedShort", "unsignedInt"),
        *("unsignedLong", "positiveInteger", "negativeInteger", "nonPositiveInteger"),
        *("nonNegativeInteger", "dateTimeStamp"),
    )
}
"""
Datatypes that an Oxigraph store turns into their base type, so that no query can tell them.
"""

ReadShape = Callable[[Term], Any]
Read = Callable[[ShapesGraph, Node, str, Term, ReadShape], Any]


def read_constraints(graph: ShapesGraph, node: Node, shape: ReadShape) -> Iterator[Constraint]:
    """
    The constraints that stand on a shape; `shape` reads a shape that one of them names.

    Raises:
        ShapesError: a value is not what its parameter takes.
    """
    for parameter, read in READERS.items():
        if parameter in SINGLE:
            graph.one(node, sh(parameter))
        for value in graph.objects(node, sh(parameter)):
            read_value = read(graph, node, parameter, value, shape)
            if read_value is not None:
                yield Constraint(parameter, _component(parameter), read_value)
    yield from _qualified(graph, node, shape)
    for value in graph.objects(node, sh("sparql")):
        if graph.one(value, sh("deactivated")) != TRUE:
            yield read_select(graph, node, value)


def _component(parameter: str) -> str:
    return parameter[:1].upper() + parameter[1:] + "ConstraintComponent"


def _number(graph: ShapesGraph, node: Node, name: str, value: Term, shape: ReadShape) -> int:
    if isinstance(value, ox.Literal) and value.value.lstrip("+").isdigit():
        return int(value.value)
    raise ShapesError(node, f"sh:{name} is {value}", "Write a whole number from 0 up")


def _iri(graph: ShapesGraph, node: Node, name: str, value: Term, shape: ReadShape) -> ox.NamedNode:
    if isinstance(value, ox.NamedNode):
        return value
    raise ShapesError(node, f"sh:{name} is {value}", "Write an IRI")


def _datatype(
    graph: ShapesGraph, node: Node, name: str, value: Term, shape: ReadShape
) -> ox.NamedNode:
    iri = _iri(graph, node, name, value, shape)
    if iri.value in LOST:
        raise ShapesError(
            node,
            f"sh:datatype is {iri.value.replace(XSD, 'xsd:')}, which the store does not keep",
            "Write xsd:integer with sh:minInclusive and sh:maxInclusive, or xsd:dateTime",
        )
    return iri


def _node_kind(graph: ShapesGraph, node: Node, name: str, value: Term, shape: ReadShape) -> str:
    kind = name_of(value)
    if kind in KINDS:
        return kind
    raise ShapesError(node, f"sh:nodeKind is {value}", f"Write one of {', '.join(KINDS)}")


def _literal(graph: ShapesGraph, node: Node, name: str, value: Term, shape: ReadShape) -> Term:
    if isinstance(value, ox.Literal):
        return value
    raise ShapesError(node, f"sh:{name} is {value}", "Write a literal")


def _term(graph: ShapesGraph, node: Node, name: str, value: Term, shape: ReadShape) -> Term:
    if isinstance(value, ox.BlankNode):
        raise ShapesError(node, f"sh:{name} names a blank node", "Write an IRI or a literal")
    return value


def _pattern(
    graph: ShapesGraph, node: Node, name: str, value: Term, shape: ReadShape
) -> tuple[str, str]:
    flags = graph.one(node, sh("flags"))
    pattern = value.value, flags.value if isinstance(flags, ox.Literal) else ""
    text, options = (str(ox.Literal(part)) for part in pattern)
    answer: Any = ox.Store().query(f'SELECT (REGEX("", {text}, {options}) AS ?is) {{}}')
    if any(solution["is"] is None for solution in answer):
        raise ShapesError(
            node,
            f"sh:pattern {text} with flags {options} cannot be run",
            "Write a pattern without look-around or back references",
        )
    return pattern


def _terms(
    graph: ShapesGraph, node: Node, name: str, value: Term, shape: ReadShape
) -> tuple[Term, ...]:
    return tuple(_term(graph, node, name, member, shape) for member in graph.members(node, value))


def _languages(
    graph: ShapesGraph, node: Node, name: str, value: Term, shape: ReadShape
) -> tuple[str, ...]:
    return tuple(member.value for member in graph.members(node, value))


def _unique(graph: ShapesGraph, node: Node, name: str, value: Term, shape: ReadShape) -> Any:
    return True if value == TRUE else None


def _closed(graph: ShapesGraph, node: Node, name: str, value: Term, shape: ReadShape) -> Any:
    """
    The properties that a closed shape allows.
    """
    if value != TRUE:
        return None
    allowed: list[Term] = []
    for child in graph.objects(node, sh("property")):
        path = graph.one(child, sh("path"))
        allowed += [path] if isinstance(path, ox.NamedNode) else []
    for ignored in graph.objects(node, sh("ignoredProperties")):
        allowed += graph.members(node, ignored)
    return tuple(dict.fromkeys(allowed))


def _one_shape(graph: ShapesGraph, node: Node, name: str, value: Term, shape: ReadShape) -> Any:
    found = shape(value)
    if name == "node" and found.path is not None:
        raise ShapesError(node, "sh:node names a property shape", "Write sh:property")
    return found


def _shapes(graph: ShapesGraph, node: Node, name: str, value: Term, shape: ReadShape) -> Any:
    return tuple(shape(member) for member in graph.members(node, value))


READERS: dict[str, Read] = {
    **dict.fromkeys(COUNTS, _number),
    "class": _iri,
    "datatype": _datatype,
    "nodeKind": _node_kind,
    **dict.fromkeys(BOUNDS, _literal),
    **dict.fromkeys(LENGTHS, _number),
    "pattern": _pattern,
    "languageIn": _languages,
    "uniqueLang": _unique,
    **dict.fromkeys(PAIRS, _iri),
    **dict.fromkeys(ONE_SHAPE, _one_shape),
    **dict.fromkeys(LISTS, _shapes),
    "closed": _closed,
    "hasValue": _term,
    "in": _terms,
}


def _qualified(graph: ShapesGraph, node: Node, shape: ReadShape) -> Iterator[Constraint]:
    """
    Counts of the values that conform to a shape; with the sibling shapes if these exclude.
    """
    for value in graph.objects(node, sh("qualifiedValueShape")):
        siblings: dict[Term, Any] = {}
        if graph.one(node, sh("qualifiedValueShapesDisjoint")) == TRUE:
            for parent in graph.subjects(sh("property"), node):
                for child in graph.objects(parent, sh("property")):
                    for other in graph.objects(child, sh("qualifiedValueShape")):
                        if other != value:
                            siblings[other] = shape(other)
        for name, side in (("qualifiedMinCount", "Min"), ("qualifiedMaxCount", "Max")):
            bound = graph.one(node, sh(name))
            if bound is not None:
                count = _number(graph, node, name, bound, shape)
                yield Constraint(
                    name,
                    f"Qualified{side}CountConstraintComponent",
                    count,
                    (shape(value), tuple(siblings.values())),
                )
