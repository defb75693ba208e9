"""
Data set: the graphs that a query names, and whether they are ours.

A query that names a graph which is not in the store would get an empty answer
that reads like one; it is refused instead, with the graph's name.
"""

import re
from urllib.parse import urljoin

import pyoxigraph as ox

from ..errors import UsageError
from ..graph.store import names_dataset

TOKENS = re.compile(
    r"""\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}"""
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'|[?$]\w+|@[\w-]+"""
    r"""|(?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\[uU])*>)|\#[^\n\r]*"""
    r"""|(?P<name>(?:\w(?:[\w.-]*[\w-])?)?:(?:[\w.:%-]|\\.)*)|(?P<word>\w+)""",
    re.DOTALL,
)
ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\(.)")


def named_graphs(query: str) -> list[str]:
    """
    The graphs of a query's FROM and FROM NAMED clauses, as absolute IRIs.

    Examples:
        >>> named_graphs("PREFIX g: <http://x/> ASK FROM g:a FROM NAMED <http://y> { ?s ?p ?o }")
        ['http://x/a', 'http://y']
    """
    prefixes: dict[str, str] = {}
    base, before, pending = "", "", ""
    found = []
    for token in TOKENS.finditer(query):
        if token["word"]:
            word = token["word"].upper()
            before = "FROM" if word == "NAMED" and before == "FROM" else word
        elif token["name"] is not None:
            if before == "PREFIX":
                pending = token["name"]
            elif before == "FROM":
                prefix, _, local = token["name"].partition(":")
                found.append(prefixes.get(prefix, f"{prefix}:") + _plain(local))
                before = ""
        elif token["iri"]:
            iri = _plain(token["iri"][1:-1])
            iri = urljoin(base, iri) if base else iri
            if before == "BASE":
                base = iri
            elif before == "PREFIX" and pending:
                prefixes[pending.partition(":")[0]] = iri
            elif before == "FROM":
                found.append(iri)
            before = ""
    return found


def _plain(text: str) -> str:
    """
    An IRI or a local name without its escapes.
    """

    def character(found: re.Match[str]) -> str:
        code = found[1] or found[2]
        return chr(min(int(code, 16), 0x10FFFF)) if code else found[3]

    return ESCAPED.sub(character, text)


def refuse_unknown(store: ox.Store, query: str, default: list[str], named: list[str]) -> None:
    """
    Refuse graphs that the store does not hold; nothing is ever fetched.

    Graphs that the protocol names win over those of the query.

    Raises:
        UsageError: a graph is not in the store; names it.
    """
    asked = [*default, *named] or (named_graphs(query) if names_dataset(query) else [])
    for iri in asked:
        try:
            held = store.contains_named_graph(ox.NamedNode(iri))
        except ValueError:
            held = False
        if not held:
            raise UsageError(
                f"<{iri}> is no graph of this data set, and nothing is fetched from elsewhere."
                " The service description lists the graphs."
            )
