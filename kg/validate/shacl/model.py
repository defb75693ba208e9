"""
Shapes as they are read: constraints, targets, and what a breach is told with.
"""

from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from .paths import Path, Step
from .terms import SH, Node, Term

VIOLATION = ox.NamedNode(SH + "Violation")


@dataclass(frozen=True, slots=True)
class Constraint:
    """
    One parameter of a shape with its value, already in Python terms.

    `value` is a term, a number, a tuple of terms, a shape or a tuple of shapes,
    as the parameter has it; `source` is the node of a `sh:sparql` constraint.
    """

    parameter: str
    component: str
    value: Any
    extra: Any = None
    source: Node | None = None
    messages: tuple[ox.Literal, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """
    Where a shape's focus nodes come from: `class`, `subjectsOf`, `objectsOf` or `node`.
    """

    kind: str
    terms: tuple[Term, ...]


@dataclass(eq=False, slots=True)
class Shape:
    """
    A node shape (`path` is None) or a property shape.
    """

    node: Node
    path: Path | None = None
    constraints: tuple[Constraint, ...] = ()
    properties: tuple["Shape", ...] = ()
    targets: tuple[Target, ...] = ()
    severity: ox.NamedNode = VIOLATION
    messages: tuple[ox.Literal, ...] = field(default=())
    deactivated: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """
    One breach: a SHACL validation result.

    `path` is None for a node shape; `value` is None where the constraint speaks
    of the focus node as a whole (counts). `root` is the node of the target from
    which the shape was reached: the focus node, but for nested property shapes.
    """

    focus: Term
    path: Path | None
    value: Term | None
    component: str
    shape: Node
    severity: str
    messages: tuple[ox.Literal, ...]
    root: Term
    constraint: Node | None = None

    @property
    def column(self) -> str:
        """
        The IRI of the path if it is one property, else empty.
        """
        return self.path.predicate.value if isinstance(self.path, Step) else ""

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """
        What two engines must agree on, as text: focus, path, value, component, shape.
        """
        return (
            str(self.focus),
            str(self.path or ""),
            "" if self.value is None else str(self.value),
            self.component,
            str(self.shape),
        )
