"""
`sh:sparql`: a SELECT about `$this`, made to speak of all focus nodes at once.

SHACL binds `$this` beforehand, one focus node at a time. Here the targets are
joined into every group of the query that mentions `$this`, which gives the
union of these answers as long as no subquery hides `$this` and nothing is cut
off or ordered. A query for which that does not hold is refused.
"""

import re
from dataclasses import dataclass

import pyoxigraph as ox

from .model import Constraint
from .terms import OWL, Node, ShapesError, ShapesGraph, Term, sh

TOKEN = re.compile(
    r"""(?P<text>"{3}(?:[^"\\]|\\.|"(?!""))*"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}"""
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"""|(?P<iri><[^<>"{}|^`\\\s]*>)|(?P<comment>\#[^\n]*)|(?P<var>[?$]\w+)"""
    r"""|(?P<word>[A-Za-z_][\w.-]*(?::[\w.%-]*)?)|(?P<mark>[{}()])|(?P<rest>\s+|.)""",
    re.DOTALL,
)
FORBIDDEN = ("MINUS", "SERVICE", "VALUES", "LIMIT", "OFFSET", "FROM")
PLACE = "\x00"


def read_select(graph: ShapesGraph, shape: Node, node: Term) -> Constraint:
    """
    A `sh:sparql` constraint with `\\0` where the targets are to be joined in.

    Raises:
        ShapesError: the query cannot be run for all focus nodes at once.
    """
    query = graph.one(node, sh("select"))
    if not isinstance(query, ox.Literal) or isinstance(node, ox.Literal):
        raise ShapesError(shape, "sh:sparql has no sh:select", "Write a SELECT that gives $this")
    prefixes = _prefixes(graph, graph.objects(node, sh("prefixes")))
    text = prefixes + joinable(shape, query.value)
    try:
        ox.Store().query(text.replace(PLACE, " ?this ?a ?b . ").replace("$PATH", "?a"))
    except SyntaxError as error:
        raise ShapesError(
            shape, f"its sh:select cannot be run ({error})", "Write a SELECT that runs with $this"
        ) from None
    messages = [m for m in graph.objects(node, sh("message")) if isinstance(m, ox.Literal)]
    return Constraint(
        "sparql",
        "SPARQLConstraintComponent",
        text,
        source=node,
        messages=tuple(messages),
    )


def _prefixes(graph: ShapesGraph, nodes: list[Term]) -> str:
    lines: dict[str, str] = {}
    seen: set[Term] = set()
    front = list(nodes)
    while front:
        node = front.pop()
        if node in seen:
            continue
        seen.add(node)
        front += graph.objects(node, ox.NamedNode(OWL + "imports"))
        for declared in graph.objects(node, sh("declare")):
            prefix, space = graph.one(declared, sh("prefix")), graph.one(declared, sh("namespace"))
            if prefix is not None and space is not None:
                lines[prefix.value] = f"PREFIX {prefix.value}: {ox.NamedNode(space.value)}\n"
    return "".join(lines.values())


def joinable(shape: object, query: str) -> str:
    """
    A SELECT with the mark `\\0` at the start of each group that speaks of `$this`.

    Raises:
        ShapesError: a clause in it would not mean the same for all focus nodes at once.
    """
    out: list[str] = []
    groups: list[_Group] = []
    opened: list[_Group] = []
    heads: list[bool] = []
    in_head, depth = False, 0
    for match in TOKEN.finditer(query):
        token, kind = match.group(), match.lastgroup
        if kind == "comment":
            continue
        word = token.upper() if kind == "word" else ""
        if word in FORBIDDEN or (kind == "var" and token[1:] in ("shapesGraph", "currentShape")):
            raise ShapesError(shape, f"its sh:select uses {token}", "Write the query without it")
        if word in ("SELECT", "GROUP"):
            heads.append(False)
            in_head, depth = True, 0
        elif word in ("HAVING", "ORDER"):
            in_head = False
        elif kind == "mark":
            depth += {"(": 1, ")": -1}.get(token, 0)
            in_head = in_head and token not in "{}"
        if in_head and depth == 0 and (token == "*" or (token[1:] == "this" and kind == "var")):
            heads[-1] = token != "*" or not groups
        elif kind == "var" and token[1:] == "this" and groups:
            groups[-1].speaks = True
        out.append("?this" if kind == "var" and token[1:] == "this" else token)
        if kind == "mark" and token == "{":
            groups.append(_Group(len(out)))
            opened.append(groups[-1])
            out.append("")
        elif kind == "mark" and token == "}" and groups:
            groups.pop()
    if not heads or not all(heads):
        raise ShapesError(
            shape,
            "a SELECT or GROUP BY of its sh:select leaves $this out",
            "Write $this in every SELECT and every GROUP BY",
        )
    for index, group in enumerate(opened):
        if index == 0 or group.speaks:
            out[group.at] = PLACE
    return "".join(out)


@dataclass(slots=True)
class _Group:
    """
    A group of a query: where it begins, and whether it names `$this` itself.
    """

    at: int
    speaks: bool = False
