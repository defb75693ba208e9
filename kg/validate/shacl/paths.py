"""
Property paths: read from the shapes graph, written as SPARQL, walked both ways.
"""

from dataclasses import dataclass

import pyoxigraph as ox

from .terms import Node, ShapesError, ShapesGraph, Term, sh


@dataclass(frozen=True, slots=True)
class Step:
    """
    One property, from subject to object.
    """

    predicate: ox.NamedNode

    def __str__(self) -> str:
        return str(self.predicate)


@dataclass(frozen=True, slots=True)
class Inverse:
    """
    A path walked backwards.
    """

    path: "Path"

    def __str__(self) -> str:
        return f"^({self.path})"


@dataclass(frozen=True, slots=True)
class Sequence:
    """
    Paths one after the other.
    """

    parts: tuple["Path", ...]

    def __str__(self) -> str:
        return "(" + "/".join(map(str, self.parts)) + ")"


@dataclass(frozen=True, slots=True)
class Alternative:
    """
    Any one of several paths.
    """

    parts: tuple["Path", ...]

    def __str__(self) -> str:
        return "(" + "|".join(map(str, self.parts)) + ")"


@dataclass(frozen=True, slots=True)
class Repeat:
    """
    A path walked `*` (any number of times), `+` (at least once) or `?` (at most once).
    """

    path: "Path"
    times: str

    def __str__(self) -> str:
        return f"({self.path}){self.times}"


Path = Step | Inverse | Sequence | Alternative | Repeat

REPEATS = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


def may_stay(path: Path) -> bool:
    """
    Whether a path leads from every node to itself, in no step.
    """
    match path:
        case Step():
            return False
        case Inverse(inner):
            return may_stay(inner)
        case Sequence(parts):
            return all(map(may_stay, parts))
        case Alternative(parts):
            return any(map(may_stay, parts))
        case Repeat(inner, times):
            return times != "+" or may_stay(inner)


def then(first: Path | None, second: Path | None) -> Path | None:
    """
    One path after another; None is the path of no step.
    """
    if first is None or second is None:
        return first or second
    ahead = first.parts if isinstance(first, Sequence) else (first,)
    behind = second.parts if isinstance(second, Sequence) else (second,)
    return Sequence((*ahead, *behind))


def read_path(graph: ShapesGraph, shape: Node, node: Term, above: tuple[Term, ...] = ()) -> Path:
    """
    The path that a node of the shapes graph describes.

    Raises:
        ShapesError: it describes none, or is part of itself.
    """
    if node in above:
        raise ShapesError(shape, "its path is part of itself", "Write a path without a loop")
    if isinstance(node, ox.Literal):
        raise ShapesError(shape, f"its path is the literal {node}", "Write a property or a path")
    above = (*above, node)
    if graph.is_list(node):
        parts = _parts(graph, shape, node, above)
        return Sequence(parts)
    if isinstance(node, ox.NamedNode):
        return Step(node)
    inverse = graph.one(node, sh("inversePath"))
    if inverse is not None:
        return Inverse(read_path(graph, shape, inverse, above))
    alternative = graph.one(node, sh("alternativePath"))
    if alternative is not None:
        return Alternative(_parts(graph, shape, alternative, above))
    for name, times in REPEATS.items():
        repeated = graph.one(node, sh(name))
        if repeated is not None:
            return Repeat(read_path(graph, shape, repeated, above), times)
    raise ShapesError(shape, "its path cannot be read", "Write a path of SHACL Core")


def _parts(
    graph: ShapesGraph, shape: Node, node: Term, above: tuple[Term, ...]
) -> tuple[Path, ...]:
    parts = tuple(read_path(graph, shape, part, above) for part in graph.members(shape, node))
    if len(parts) < 2:
        raise ShapesError(
            shape, f"its path has a list of {len(parts)}", "Write at least two paths in a list"
        )
    return parts
