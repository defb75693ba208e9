"""
Constraints as SPARQL conditions: when a value breaks one, when a node fails a shape.

Every condition is true or false, never an error, so that it can be negated.
Terms are compared with `sameTerm`, because `=` takes 1 for 1.0.
"""

from collections.abc import Mapping
from itertools import combinations, count

import pyoxigraph as ox

from ...names import RDF, XSD
from .model import Constraint, Shape
from .paths import Path, may_stay
from .terms import TYPE, ShapesError, Term

NEVER = "false"

COMPARE = {
    "minExclusive": ">",
    "minInclusive": ">=",
    "maxExclusive": "<",
    "maxInclusive": "<=",
    "lessThan": "<",
    "lessThanOrEquals": "<=",
}

KINDS = {
    "IRI": "isIRI({0})",
    "Literal": "isLiteral({0})",
    "BlankNode": "isBlank({0})",
    "BlankNodeOrIRI": "!isLiteral({0})",
    "BlankNodeOrLiteral": "!isIRI({0})",
    "IRIOrLiteral": "!isBlank({0})",
}

WHOLE = r"^[+-]?[0-9]+$"
DECIMAL = r"^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)$"
WELL_FORMED = {
    XSD + "integer": f'(isNumeric({{0}}) || REGEX(STR({{0}}), "{WHOLE}"))',
    XSD + "decimal": f'(isNumeric({{0}}) || REGEX(STR({{0}}), "{DECIMAL}"))',
    XSD + "double": "isNumeric({0})",
    XSD + "float": "isNumeric({0})",
    XSD + "boolean": f"COALESCE(<{XSD}boolean>({{0}}) = {{0}}, false)",
} | {
    XSD + name: f"COALESCE(<{XSD}{name}>({{0}}) = {{0}}, false)"
    for name in (
        *("date", "dateTime", "time", "duration", "dayTimeDuration", "yearMonthDuration"),
        *("gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"),
    )
}
"""
How a literal of a datatype shows its form to be right. The store reads numbers up to 64
bits (18 decimals); longer ones are told by their digits.
"""


class Conditions:
    """
    Writes conditions; `classes` gives a class with its subclasses, and names are never reused.
    """

    def __init__(self, classes: Mapping[Term, tuple[Term, ...]]) -> None:
        self._classes = classes
        self._numbers = count()

    def fresh(self) -> str:
        """
        A variable that no other condition uses.
        """
        return f"?_{next(self._numbers)}"

    def walk(self, node: str, path: Path | None, value: str) -> str:
        """
        A pattern that binds a variable to the values at a path.

        From a node that stands in no triple the store walks no path, not even one
        that may stay where it is: then the node itself is its value.
        """
        if path is None or not may_stay(path):
            return f"{node} {path} {value} ."
        end = self.fresh()
        return f"OPTIONAL {{ {node} {path} {end} }} BIND(COALESCE({end}, {node}) AS {value})"

    def leads(self, node: str, path: Path, value: object) -> str:
        """
        True if a path leads from a node to a value.
        """
        if not may_stay(path):
            return f"EXISTS {{ {node} {path} {value} }}"
        return f"(sameTerm({node}, {value}) || EXISTS {{ {node} {path} {value} }})"

    def is_a(self, node: str, kind: Term) -> str:
        """
        True if a node is an instance of a class or of a subclass.
        """
        kinds = self._classes.get(kind, (kind,))
        if len(kinds) == 1:
            return f"EXISTS {{ {node} {TYPE} {kinds[0]} }}"
        other = self.fresh()
        listed = ", ".join(map(str, kinds))
        return f"EXISTS {{ {node} {TYPE} {other} FILTER({other} IN ({listed})) }}"

    def breaks(self, constraint: Constraint, focus: str, value: str) -> str:
        """
        True if a value node breaks a constraint that looks at each value by itself.

        NEVER for a constraint that counts or that looks at the values together.
        """
        parameter, given = constraint.parameter, constraint.value
        match parameter:
            case "class":
                return f"(!{self.is_a(value, given)})"
            case "datatype":
                wrong = f"COALESCE(DATATYPE({value}) != {given}, true)"
                right = WELL_FORMED.get(given.value)
                return f"({wrong} || !{right.format(value)})" if right else wrong
            case "nodeKind":
                return f"(!{KINDS[given].format(value)})".replace("!!", "")
            case "minExclusive" | "minInclusive" | "maxExclusive" | "maxInclusive":
                return f"(!COALESCE({value} {COMPARE[parameter]} {given}, false))"
            case "minLength":
                return f"(!COALESCE(STRLEN(STR({value})) >= {given}, false))"
            case "maxLength":
                return f"(!COALESCE(STRLEN(STR({value})) <= {given}, false))"
            case "pattern":
                pattern, flags = (ox.Literal(part) for part in given)
                return f"(!COALESCE(REGEX(STR({value}), {pattern}, {flags}), false))"
            case "languageIn":
                tests = [f"LANGMATCHES(LANG({value}), {ox.Literal(tag)})" for tag in given]
                return f"(!COALESCE({' || '.join(tests) or NEVER}, false))"
            case "in":
                return f"(!{_among(value, given)})"
            case "disjoint":
                return f"EXISTS {{ {focus} {given} {value} }}"
            case "equals":
                return f"NOT EXISTS {{ {focus} {given} {value} }}"
            case "lessThan" | "lessThanOrEquals":
                other = self.fresh()
                less = f"COALESCE({value} {COMPARE[parameter]} {other}, false)"
                return f"EXISTS {{ {focus} {given} {other} FILTER(!{less}) }}"
            case _:
                return self._breaks_shape(constraint, value)

    def _breaks_shape(self, constraint: Constraint, value: str) -> str:
        given = constraint.value
        match constraint.parameter:
            case "node":
                return self.fails(given, value)
            case "not":
                return f"(!{self.fails(given, value)})"
            case "and":
                return _any([self.fails(shape, value) for shape in given])
            case "or":
                return f"(!{_any([f'!{self.fails(shape, value)}' for shape in given])})"
            case "xone":
                held = [f"IF({self.fails(shape, value)}, 0, 1)" for shape in given]
                return f"(({' + '.join(held) or '0'}) != 1)"
            case _:
                return NEVER

    def fails(self, shape: Shape, node: str) -> str:
        """
        True if a node does not conform to a shape.
        """
        if shape.deactivated:
            return NEVER
        if any(constraint.parameter == "sparql" for constraint in shape.constraints):
            raise ShapesError(
                shape.node,
                "sh:sparql stands on a shape that another one asks about",
                "Write it on a shape with a target",
            )
        value = self.fresh() if shape.path else node
        tests = [self.breaks(constraint, node, value) for constraint in shape.constraints]
        tests += [self.fails(inner, value) for inner in shape.properties]
        tests += [self._open(c, value) for c in shape.constraints if c.parameter == "closed"]
        each = _any(tests)
        if shape.path and each != NEVER:
            each = f"EXISTS {{ {self.walk(node, shape.path, value)} FILTER({each}) }}"
        whole = [self._together(constraint, shape.path, node) for constraint in shape.constraints]
        return _any([each, *whole])

    def _open(self, constraint: Constraint, value: str) -> str:
        predicate, other = self.fresh(), self.fresh()
        test = f"!({predicate} IN ({', '.join(map(str, constraint.value))}))"
        return f"EXISTS {{ {value} {predicate} {other} FILTER({test}) }}"

    def _together(self, constraint: Constraint, path: Path | None, node: str) -> str:
        """
        True if the values of a node, taken together, break a constraint.
        """
        given, other = constraint.value, self.fresh()
        match constraint.parameter:
            case "minCount":
                return f"(!{self.at_least(given, path, node)})"
            case "maxCount":
                return self.at_least(given + 1, path, node)
            case "hasValue":
                if path is None:
                    return f"(!sameTerm({node}, {given}))"
                return f"(!{self.leads(node, path, given)})"
            case "equals":
                apart = f"!sameTerm({node}, {other})"
                if path is not None:
                    apart = f"!{self.leads(node, path, other)}"
                return f"EXISTS {{ {node} {given} {other} FILTER({apart}) }}"
            case "uniqueLang":
                twin = self.fresh()
                tags = f"LANG({other}) != '' && LCASE(LANG({other})) = LCASE(LANG({twin}))"
                test = f"!sameTerm({other}, {twin}) && {tags}"
                return f"EXISTS {{ {node} {path} {other} . {node} {path} {twin} FILTER({test}) }}"
            case "qualifiedMinCount":
                counted = self.qualifies(constraint, other)
                return f"(!{self.at_least(given, path, node, other, counted)})"
            case "qualifiedMaxCount":
                counted = self.qualifies(constraint, other)
                return self.at_least(given + 1, path, node, other, counted)
            case _:
                return NEVER

    def qualifies(self, constraint: Constraint, value: str) -> str:
        """
        True if a value counts for a qualified shape.
        """
        shape, siblings = constraint.extra
        tests = [f"!{self.fails(shape, value)}"]
        tests += [self.fails(sibling, value) for sibling in siblings]
        return " && ".join(f"({test})" for test in tests)

    def at_least(
        self,
        number: int,
        path: Path | None,
        node: str,
        value: str | None = None,
        condition: str = "",
    ) -> str:
        """
        True if a node has that many different values at a path, such that a condition holds.
        """
        if number <= 0:
            return "true"
        value = value or self.fresh()
        test = f"FILTER({condition})" if condition else ""
        if number == 1:
            return f"EXISTS {{ {self.walk(node, path, value)} {test} }}"
        if number == 2 and not condition:
            pair = (value, self.fresh())
            walks = " ".join(self.walk(node, path, one) for one in pair)
            apart = " && ".join(f"!sameTerm({a}, {b})" for a, b in combinations(pair, 2))
            return f"EXISTS {{ {walks} FILTER({apart}) }}"
        return (
            f"EXISTS {{ SELECT {node} WHERE {{ {self.walk(node, path, value)} {test} }} "
            f"GROUP BY {node} HAVING(COUNT(DISTINCT {value}) >= {number}) }}"
        )


def _any(tests: list[str]) -> str:
    tests = [test for test in tests if test != NEVER]
    return f"({' || '.join(tests)})" if tests else NEVER


def _among(value: str, terms: tuple[Term, ...]) -> str:
    """
    True if a value is one of some terms; a value of an unknown datatype is none of them.
    """
    plain = (XSD + "string", RDF + "langString")
    easy = [
        term
        for term in terms
        if isinstance(term, ox.NamedNode)
        or (isinstance(term, ox.Literal) and term.datatype.value in plain)
    ]
    tests = [f"{value} IN ({', '.join(map(str, easy))})"] if easy else []
    tests += [f"sameTerm({value}, {term})" for term in terms if term not in easy]
    return f"COALESCE({' || '.join(tests) or NEVER}, false)"
