"""
Random shapes over a small random world: every constraint of SHACL Core, nested, on every path.
"""

import random

from graphs import turtle

NODES = [f"ex:n{index}" for index in range(8)]
PROPERTIES = ["ex:p", "ex:q", "ex:r"]
CLASSES = ["ex:A", "ex:B", "ex:C"]
TEXTS = ['"a"', '"ab"', '"abc"', '"a"@en', '"A"@en', '"b"@fr', '"c"@en-GB']
NUMBERS = ["1", "2", "5", "1.5", '"7"^^xsd:integer']
ODD = ["true", '"much"^^xsd:integer', '"2020-01-01"^^xsd:date', '"x"^^ex:own']
KINDS = ["IRI", "Literal", "BlankNode", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"]


class Dice(random.Random):
    """
    Draws pieces of Turtle.
    """

    def value(self):
        return self.choice([*NODES, *NODES, *TEXTS, *NUMBERS, *ODD, "_:b0", "_:b1"])

    def data(self, size):
        """
        The triples of a world, with a class below another.
        """
        lines = ["ex:C rdfs:subClassOf ex:B ."]
        for _ in range(size):
            node = self.choice([*NODES, *NODES, "_:b0", "_:b1"])
            if self.random() < 0.25:
                lines.append(f"{node} a {self.choice(CLASSES)} .")
            else:
                lines.append(f"{node} {self.choice(PROPERTIES)} {self.value()} .")
        return turtle(" ".join(lines))

    def path(self, depth=2):
        """
        A property path.
        """
        kind = self.choice(["step"] * 4 + ["inverse", "sequence", "either", "*", "+", "?"])
        if depth == 0 or kind == "step":
            return self.choice(PROPERTIES)
        inner = self.path(depth - 1)
        if kind == "inverse":
            # pySHACL walks the inverse of a sequence in the wrong order.
            return f"[ sh:inversePath {self.choice(PROPERTIES)} ]"
        if kind == "sequence":
            return f"( {inner} {self.path(depth - 1)} )"
        if kind == "either":
            return f"[ sh:alternativePath ( {inner} {self.path(depth - 1)} ) ]"
        word = {"*": "zeroOrMore", "+": "oneOrMore", "?": "zeroOrOne"}[kind]
        return f"[ sh:{word}Path {inner} ]"

    def constraints(self, depth, on_path):
        """
        One to three constraints of a shape, each at most once.
        """
        makers = {
            "class": lambda: self.choice(CLASSES),
            "datatype": lambda: self.choice(["xsd:string", "xsd:integer", "rdf:langString"]),
            "nodeKind": lambda: f"sh:{self.choice(KINDS)}",
            "minLength": lambda: self.choice("123"),
            "maxLength": lambda: self.choice("123"),
            "pattern": lambda: self.choice(['"^a"', '"b$" ; sh:flags "i"', '"n[0-3]"']),
            "languageIn": lambda: self.choice(['( "en" )', '( "fr" "en" )']),
            "in": lambda: f"( {self.choice(NODES)} {self.choice(NODES)} {self.choice(TEXTS)} 1 )",
            "hasValue": lambda: self.choice([*NODES, *TEXTS, "1"]),
            "disjoint": lambda: self.choice(PROPERTIES),
            "equals": lambda: self.choice(PROPERTIES),
        }
        if depth:
            makers |= {
                "not": lambda: self.shape(depth - 1),
                "node": lambda: self.shape(depth - 1, False),
                "property": lambda: self.shape(depth - 1, True),
                "and": lambda: self.several(depth - 1),
                "or": lambda: self.several(depth - 1),
                "xone": lambda: self.several(depth - 1),
            }
        if on_path:
            makers |= {
                "minCount": lambda: self.choice("0123"),
                "maxCount": lambda: self.choice("0123"),
                "uniqueLang": lambda: "true",
            }
            if depth:
                makers["qualifiedValueShape"] = lambda: (
                    f"{self.shape(depth - 1)} ; sh:qualifiedMinCount {self.choice('12')} ; "
                    f"sh:qualifiedMaxCount {self.choice('12')}"
                )
        else:
            makers["closed"] = lambda: "true ; sh:ignoredProperties ( rdf:type ex:p )"
        chosen = self.sample(sorted(makers), self.randrange(1, 4))
        return " ; ".join(f"sh:{name} {makers[name]()}" for name in chosen)

    def shape(self, depth, on_path=None):
        """
        A nested shape.
        """
        on_path = self.random() < 0.5 if on_path is None else on_path
        path = f"sh:path {self.path()} ; " if on_path else ""
        return f"[ {path}{self.constraints(depth, on_path)} ]"

    def several(self, depth):
        return f"( {self.shape(depth)} {self.shape(depth)} )"

    def target(self):
        """
        A target of any kind.
        """
        return self.choice(
            [
                f"sh:targetClass {self.choice(CLASSES)}",
                f"sh:targetNode {self.choice(NODES)} , {self.choice([*NODES, *TEXTS, '1'])}",
                f"sh:targetSubjectsOf {self.choice(PROPERTIES)}",
                f"sh:targetObjectsOf {self.choice(PROPERTIES)}",
            ]
        )

    def shapes(self, number):
        """
        A shapes graph.
        """
        lines = []
        for index in range(number):
            on_path = self.random() < 0.6
            path = f"sh:path {self.path()} ; " if on_path else ""
            kind = "PropertyShape" if on_path else "NodeShape"
            lines.append(
                f"ex:s{index} a sh:{kind} ; {self.target()} ; {path}"
                f"{self.constraints(2, on_path)} ."
            )
        return turtle("\n".join(lines))
