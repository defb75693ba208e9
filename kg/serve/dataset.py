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
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|(?P<iri><[^<>\s]*>)|\#[^\n]*"""
    r"""|(?P<name>[\w.-]*:[\w.%-]*)|(?P<word>\w+)|(?P<brace>\{)""",
    re.DOTALL,
)


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
        if token["brace"]:
            break
        if token["word"]:
            word = token["word"].upper()
            before = "FROM" if word == "NAMED" and before == "FROM" else word
        elif token["name"] is not None:
            if before == "PREFIX":
                pending = token["name"]
            elif before == "FROM":
                prefix, _, local = token["name"].partition(":")
                found.append(prefixes.get(prefix, f"{prefix}:") + local)
                before = ""
        elif token["iri"]:
            iri = urljoin(base, token["iri"][1:-1]) if base else token["iri"][1:-1]
            if before == "BASE":
                base = iri
            elif before == "PREFIX" and pending:
                prefixes[pending.partition(":")[0]] = iri
            elif before == "FROM":
                found.append(iri)
            before = ""
    return found


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
