"""
Queries: each shape as a few SELECTs that find all its breaches in one pass.

The constraints that look at one value at a time share one scan of the shape's
path, each with a flag in the answer; counts have a query each. Where a path is
one property, the scan takes the triples of that property and asks only of an
offending value whether its subject is a focus node: most values offend nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from .conditions import COMPARE, NEVER, Conditions
from .embedded import PLACE
from .model import Constraint, Shape, Target
from .paths import Path, Step, may_stay, then
from .terms import TYPE, Term

CHUNK = 50
"""
Longer lists of VALUES make the planner choose products.
"""

WIDE = 4
"""
Scanning a property's triples is that much cheaper than looking up the property of a node.
"""

Size = Callable[[str], int]
"""
How many solutions a triple pattern has.
"""


@dataclass(frozen=True, slots=True)
class Query:
    """
    A SELECT of `?this`, with `?root`, `?value`, `?path` where it has them.

    With several constraints, `?c0`, `?c1`... say which of them a row breaks.
    `details` are the queries for constraints of which a row must be told once
    for each value of another property; they run only if there is such a row.
    The query needs to run only if some `?this` has several solutions in the
    pattern `crowded`, which is quicker to count than to group.
    """

    text: str
    shape: Shape
    constraints: tuple[Constraint, ...]
    route: tuple[Term, ...] = ()
    details: tuple["Query", ...] = ()
    crowded: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """
    Where a shape's focus nodes are: a target, and the path from there.

    `route` names the shapes that lead here by `sh:property`: a breach is told
    once for each.
    """

    target: Target
    path: Path | None = None
    route: tuple[Term, ...] = ()

    @property
    def root(self) -> str:
        """
        The variable of the target's own node.
        """
        return "?root" if self.path else "?this"

    @property
    def selected(self) -> str:
        """
        The variables that every query of the scope selects.
        """
        return "?root ?this" if self.path else "?this"


class Compiler:
    """
    Writes the queries of shapes.
    """

    def __init__(self, classes: Mapping[Term, tuple[Term, ...]], size: Size) -> None:
        self.conditions = Conditions(classes)
        self._classes = classes
        self._size = size

    def queries(self, shapes: list[Shape]) -> Iterator[Query]:
        """
        The queries of shapes at their targets.
        """
        for shape in shapes:
            for target in shape.targets:
                for start in range(0, len(target.terms), CHUNK):
                    terms = target.terms[start : start + CHUNK]
                    yield from self._shape(shape, Scope(Target(target.kind, terms)))

    def _shape(self, shape: Shape, scope: Scope) -> Iterator[Query]:
        if shape.deactivated:
            return
        scan = self._scan(shape, scope)
        if scan is not None:
            yield scan
        for constraint in shape.constraints:
            text = self._together(shape, constraint, scope)
            if text:
                crowded = ""
                if constraint.parameter == "maxCount" and constraint.value > 0:
                    crowded = self._crowded(shape, scope)
                yield Query(text, shape, (constraint,), scope.route, crowded=crowded)
        path = then(scope.path, shape.path)
        inner = Scope(scope.target, path, (*scope.route, shape.node))
        for child in shape.properties:
            yield from self._shape(child, inner)

    def _focus(self, scope: Scope) -> str:
        """
        A pattern that binds `?this` to the focus nodes.
        """
        root, target = scope.root, scope.target
        term = target.terms[0] if target.terms else ""
        match target.kind:
            case "class":
                kinds = self._classes.get(target.terms[0], target.terms)
                if len(kinds) == 1:
                    pattern = f"{root} {TYPE} {kinds[0]} ."
                else:
                    listed = " ".join(map(str, kinds))
                    pattern = f"VALUES ?kind {{ {listed} }} {root} {TYPE} ?kind ."
            case "subjectsOf":
                pattern = f"{root} {term} ?any ."
            case "objectsOf":
                pattern = f"?any {term} {root} ."
            case _:
                pattern = f"VALUES {root} {{ {' '.join(map(str, target.terms))} }}"
        return pattern + self.conditions.walk(root, scope.path, "?this") if scope.path else pattern

    def _is_focus(self, target: Target) -> str:
        """
        True if `?this` is one of a target's nodes.
        """
        term, any = target.terms[0], self.conditions.fresh()
        match target.kind:
            case "class":
                return self.conditions.is_a("?this", term)
            case "subjectsOf":
                return f"EXISTS {{ ?this {term} {any} }}"
            case "objectsOf":
                return f"EXISTS {{ {any} {term} ?this }}"
            case _:
                return f"(?this IN ({', '.join(map(str, target.terms))}))"

    def _values(self, shape: Shape, scope: Scope) -> tuple[str, str]:
        """
        A pattern that binds `?this` and `?value`, and a condition still to be asked of a row.
        """
        if shape.path is None:
            return f"{self._focus(scope)} BIND(?this AS ?value)", ""
        walk = self.conditions.walk("?this", shape.path, "?value")
        if isinstance(shape.path, Step) and not scope.path and scope.target.kind != "node":
            focus = self._focus(scope)
            if walk.split()[1] == focus.split()[1] and scope.target.kind == "subjectsOf":
                return walk, ""
            if self._size(walk) <= WIDE * self._size(focus):
                return walk, self._is_focus(scope.target)
        return f"{self._focus(scope)} {walk}", ""

    def _scan(self, shape: Shape, scope: Scope) -> Query | None:
        """
        One pass over the values for all constraints that look at each by itself.
        """
        value = "?value"
        tests = [
            (constraint, test)
            for constraint in shape.constraints
            if (test := self.conditions.breaks(constraint, "?this", value)) != NEVER
        ]
        if not tests:
            return None
        pattern, asked = self._values(shape, scope)
        condition = " || ".join(test for _, test in tests)
        flags = "".join(f" ({test} AS ?c{index})" for index, (_, test) in enumerate(tests))
        if len(tests) == 1:
            flags = ""
        condition = f"({condition}) && {asked}" if asked else condition
        text = f"SELECT {scope.selected} ?value{flags} WHERE {{ {pattern} FILTER({condition}) }}"
        pairs = tuple(
            self._pairs(shape, constraint, scope)
            for constraint, _ in tests
            if constraint.parameter in ("lessThan", "lessThanOrEquals")
        )
        return Query(text, shape, tuple(constraint for constraint, _ in tests), scope.route, pairs)

    def _pairs(self, shape: Shape, constraint: Constraint, scope: Scope) -> Query:
        """
        The pairs of values that are out of order, one row each.
        """
        less = f"COALESCE(?value {COMPARE[constraint.parameter]} ?other, false)"
        pattern, asked = self._values(shape, scope)
        test = f"!{less} && {asked}" if asked else f"!{less}"
        text = (
            f"SELECT {scope.selected} ?value ?other WHERE "
            f"{{ {pattern} ?this {constraint.value} ?other FILTER({test}) }}"
        )
        return Query(text, shape, (constraint,), scope.route)

    def _together(self, shape: Shape, constraint: Constraint, scope: Scope) -> str:
        """
        The query of a constraint that looks at the values together; empty if it does not.
        """
        focus, path, given = self._focus(scope), shape.path, constraint.value
        select = f"SELECT {scope.selected}"
        walk = self.conditions.walk("?this", path, "?value")
        match constraint.parameter:
            case "minCount":
                return self._too_few(given, focus, path, scope)
            case "maxCount":
                return self._too_many(given, shape, scope)
            case "hasValue":
                if path is None:
                    return f"{select} WHERE {{ {focus} FILTER(!sameTerm(?this, {given})) }}"
                there = self.conditions.leads("?this", path, given)
                return f"{select} WHERE {{ {focus} FILTER(!{there}) }}"
            case "equals":
                same = "sameTerm(?this, ?value)"
                if path is not None:
                    same = self.conditions.leads("?this", path, "?value")
                other = f"?this {given} ?value"
                return f"{select} ?value WHERE {{ {focus} {other} FILTER(!{same}) }}"
            case "uniqueLang":
                tag = "BIND(LCASE(LANG(?value)) AS ?tag) FILTER(?tag != '')"
                return (
                    f"{select} ?tag WHERE {{ {focus} {walk} {tag} }} "
                    f"GROUP BY {scope.selected} ?tag HAVING(COUNT(DISTINCT ?value) > 1)"
                )
            case "qualifiedMinCount" | "qualifiedMaxCount":
                few = constraint.parameter == "qualifiedMinCount"
                held = self._maybe(path, partial(self.conditions.qualifies, constraint))
                return (
                    f"{select} WHERE {{ {focus} {held} }} "
                    f"GROUP BY {scope.selected} "
                    f"HAVING(COUNT(DISTINCT ?value) {'<' if few else '>'} {given})"
                )
            case "closed":
                node = "?this" if path is None else "?node"
                step = "" if path is None else self.conditions.walk("?this", path, node)
                allowed = ", ".join(map(str, given))
                return (
                    f"{select} ?path ?value WHERE {{ {focus} {step} {node} ?path ?value "
                    f"FILTER(!(?path IN ({allowed}))) }}"
                )
            case "sparql":
                joined = f" {{ SELECT DISTINCT ?this WHERE {{ {focus} }} }} "
                return str(given).replace(PLACE, joined).replace("$PATH", str(path))
            case _:
                return ""

    def _crowded(self, shape: Shape, scope: Scope) -> str:
        """
        The pattern of a property's own triples, where these are what is scanned.
        """
        pattern, asked = self._values(shape, scope)
        return pattern if asked else ""

    def _maybe(self, path: Path | None, condition: Callable[[str], str] | None = None) -> str:
        """
        A pattern that binds `?value` to the values at a path that a condition holds of, if any.
        """
        if path is None or not may_stay(path):
            test = f" FILTER({condition('?value')})" if condition else ""
            return f"OPTIONAL {{ ?this {path} ?value{test} }}"
        if condition is None:
            return self.conditions.walk("?this", path, "?value")
        walk = self.conditions.walk("?this", path, "?there")
        return f"{walk} BIND(IF({condition('?there')}, ?there, ?nothing) AS ?value)"

    def _too_few(self, number: int, focus: str, path: Path | None, scope: Scope) -> str:
        select = f"SELECT {scope.selected} WHERE"
        if number <= 0:
            return ""
        if number == 1:
            if path is not None and may_stay(path):
                return ""
            return f"{select} {{ {focus} FILTER NOT EXISTS {{ ?this {path} ?value }} }}"
        return (
            f"{select} {{ {focus} {self._maybe(path)} }} "
            f"GROUP BY {scope.selected} HAVING(COUNT(DISTINCT ?value) < {number})"
        )

    def _too_many(self, number: int, shape: Shape, scope: Scope) -> str:
        pattern, asked = self._values(shape, scope)
        select = f"SELECT {scope.selected} WHERE"
        if number == 0:
            test = f"FILTER({asked})" if asked else ""
            return f"{select} {{ {pattern} {test} }}"
        group = f"{select} {{ {pattern} }} GROUP BY {scope.selected}"
        if not asked:
            return f"{group} HAVING(COUNT(DISTINCT ?value) > {number})"
        # Counting is quicker than counting what is distinct, and few are left to look at.
        crowd = f"{group} HAVING(COUNT(*) > {number})"
        many = self.conditions.at_least(number + 1, shape.path, "?this")
        return f"{select} {{ {{ {crowd} }} FILTER({many} && {asked}) }}"
