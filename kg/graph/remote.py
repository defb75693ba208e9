"""
A remote SPARQL endpoint, asked through SPARQLWrapper, read-only.

Questions go one at a time and are short: lists of things are asked for in lots of
fifty. What a server cuts off or answers half is an error here, never a short answer.
"""

import ast
import contextlib
import http.client
import json
import os
import re
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import pyoxigraph as ox

from ..errors import StoreError, UsageError
from ..names import GRAPHS, KG
from .ledger import Ledger
from .names_table import NamesTable
from .store import TEXTS, MemoryStore, Solutions, names_dataset, plain
from .triples import CURATED, DERIVED, ONTOLOGY

TIMEOUT = 60
LONGEST_GET = 2000
"""
Characters of a query up to which it is asked by GET, which caches may keep; a longer
one goes by POST.
"""

PAGE = 50_000
"""
Triples that are asked for at once when a whole graph is read.
"""

TOTAL_ORDER = "STR(?s) STR(?p) isLiteral(?o) STR(?o) LANG(?o) STR(DATATYPE(?o))"
SERVICE = (
    "Write the address of the service itself, such as http://host:3030/dataset/sparql for"
    " queries and http://host:3030/dataset/data for graphs."
)
REMEDIES = {
    401: "Set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD to a user who may read there.",
    403: "Set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD to a user who may do this there.",
    404: SERVICE,
    405: SERVICE,
    413: "Ask for less: add a LIMIT or a FILTER.",
    429: "It is busy; try again in a while.",
    503: "It is busy, or the query runs longer than it allows; try again, or ask for less.",
}


def read_address(url: str) -> str:
    """
    The address of a server; a password in it is refused and never repeated.

    Raises:
        UsageError: it is no http or https address, or holds credentials.
    """
    try:
        parts = urlsplit(url)
        host, inside = parts.hostname, parts.username or parts.password
    except ValueError:
        host = inside = None
        parts = urlsplit("")
    if inside or "@" in parts.netloc:
        raise UsageError(
            "An address that holds a user or password is shown in lists of processes:"
            " set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD instead."
        )
    if parts.scheme not in ("http", "https") or not host or re.search(r"[\s\x00-\x1f]", url):
        raise UsageError(f"'{url}' is not an endpoint: write its http:// or https:// address.")
    return url


def credentials() -> tuple[str, str] | None:
    """
    The user and password of the environment; None where there are none.

    Raises:
        UsageError: one of the two is missing.
    """
    user = os.environ.get("KG_ENDPOINT_USER", "")
    password = os.environ.get("KG_ENDPOINT_PASSWORD", "")
    if bool(user) != bool(password):
        missing = "KG_ENDPOINT_PASSWORD" if user else "KG_ENDPOINT_USER"
        raise UsageError(f"{missing} is not set: a user goes with a password.")
    return (user, password) if user else None


def trouble(url: str, status: int, said: str) -> StoreError | UsageError:
    """
    The error for a status of HTTP: what the server said, and what to do.
    """
    words = " ".join(said.split())[:300] if "<html" not in said[:500].lower() else ""
    if status == 400:
        return UsageError(f"{url} refuses the request: {words or 'it gives no reason.'}")
    told = f"{url} answers {status}" + (f": {words.rstrip('.')}." if words else ".")
    return StoreError(f"{told} {REMEDIES.get(status, '')}".strip())


class RemoteStore:
    """
    A SPARQL 1.1 endpoint that holds our graph; nothing is asked of it before the first query.

    Where its default graph is not the union of the named ones, the named graphs that
    are ours are put together by the protocol (`default-graph-uri`), so that
    both kinds of store answer the same; graphs of others are then out of sight, for GRAPH
    as well. A query with FROM is left as it is.
    """

    names: NamesTable | None = None
    ledger: Ledger | None = None

    def __init__(self, url: str, *, timeout: float = TIMEOUT) -> None:
        self.url, self.timeout = read_address(url), timeout

    def query(self, query: str) -> Solutions | bool | list[ox.Triple]:
        """
        The answer to any query.

        Raises:
            UsageError: the endpoint refuses the query.
            StoreError: the endpoint cannot be reached, or answers something else.
        """
        chosen = () if names_dataset(query) else self._default or ()
        return self._send(query, chosen)

    def select(self, query: str) -> Solutions:
        """
        The solutions of a SELECT over our graph.

        Raises:
            StoreError: the endpoint does not hold our graph.
        """
        if self._default is None:
            raise StoreError(
                f"{self.url} holds no graph of ours. Publish one with: kg load --endpoint URL"
            )
        answer = self.query(query)
        if not isinstance(answer, Solutions):
            raise UsageError("This asks for a table: write a SELECT.")
        return answer

    def quads(self, graph: str | None = None, subject: str | None = None) -> Iterator[ox.Quad]:
        """
        The quads of a named graph, or of all that are ours, read in pages; of one subject, or all.

        Who asks for one subject asks for many: a copy of everything is then
        read once and kept.

        Raises:
            StoreError: fewer or more came than there are, or nothing attested is there.
        """
        if subject is not None:
            about = ox.NamedNode(subject)
            name_of = ox.NamedNode(graph) if graph else None
            yield from self._copy.quads_for_pattern(about, None, None, name_of)
            return
        for name in (graph,) if graph else self.graphs:
            term = ox.NamedNode(name)
            for triple in self._read(name):
                yield ox.Quad(triple.subject, triple.predicate, triple.object, term)

    @cached_property
    def _copy(self) -> ox.Store:
        store = ox.Store()
        store.extend(self.quads())
        return store

    @cached_property
    def graphs(self) -> tuple[str, ...]:
        """
        The named graphs that are ours, by name.
        """
        answer: Any = self._send("SELECT DISTINCT ?g WHERE { GRAPH ?g { } }", ())
        found = {str(row[0]) for row in answer.rows if str(row[0]).startswith(GRAPHS)}
        if CURATED not in found:  # some servers list no graphs in this way
            named = (CURATED, DERIVED, ONTOLOGY)
            found |= {n for n in named if self._send(f"ASK {{ GRAPH <{n}> {{ ?s ?p ?o }} }}", ())}
        return tuple(sorted(found))

    @property
    def rdf(self) -> Any:
        """
        An rdflib Dataset in memory with what the endpoint holds of ours now.
        """
        return MemoryStore(self.quads()).rdf

    @cached_property
    def _default(self) -> tuple[str, ...] | None:
        """
        The graphs to put together as default graph; none where that is done
        already, None where nothing is ours.
        """
        if self._send(f"ASK {{ ?thing <{KG}name> ?name }}", ()):
            return ()
        if self._send(f"ASK {{ GRAPH <{CURATED}> {{ ?s ?p ?o }} }}", ()):
            return self.graphs
        return None

    def _read(self, name: str) -> Iterator[ox.Triple]:
        where = f"WHERE {{ GRAPH {ox.NamedNode(name)} {{ ?s ?p ?o }} }}"
        counted: Any = self._send(f"SELECT (COUNT(*) AS ?n) {where}", ())
        total, seen = int(counted.rows[0][0]), 0
        if name == CURATED and not total:
            raise StoreError(
                f"{self.url} does not hold what sources say in a graph of its own, <{name}>."
                " Publish it with: kg load --endpoint URL"
            )
        while seen < total:
            page = ""
            if total > PAGE:
                page = f" ORDER BY {TOTAL_ORDER} LIMIT {PAGE} OFFSET {seen}"
            found: Any = self._send(f"CONSTRUCT {{ ?s ?p ?o }} {where}{page}", ())
            if total > PAGE and any(map(_is_blank, found)):
                raise StoreError(f"<{name}> has blank nodes, which no two pages name alike.")
            seen += len(found)
            yield from found
            if not found or not page:
                break
        if seen != total:
            raise StoreError(
                f"{self.url} gave {seen} of the {total} triples of <{name}>:"
                " it cuts answers off, or was written to meanwhile. Try again."
            )

    def _send(self, query: str, default: tuple[str, ...]) -> Solutions | bool | list[ox.Triple]:
        from SPARQLWrapper import JSON, POST, TURTLE
        from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

        client = _client(self.url)
        client.setTimeout(self.timeout)
        client.setOnlyConneg(True)
        for name in default:
            client.addDefaultGraph(name)
            client.addNamedGraph(name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # the server says what is wrong
            client.setQuery(_bare(query))
        if not client.isSparqlQueryRequest():
            raise UsageError("Only SELECT, ASK, CONSTRUCT and DESCRIBE are sent to an endpoint.")
        if len(query) > LONGEST_GET:
            client.setMethod(POST)
        constructs = client.queryType in ("CONSTRUCT", "DESCRIBE")
        client.setReturnFormat(TURTLE if constructs else JSON)
        try:
            with contextlib.closing(client.query().response) as response:
                raw = response.read()
        except SPARQLWrapperException as error:
            raise trouble(self.url, *_told(error)) from None
        except urllib.error.HTTPError as error:
            with error:
                said = error.read().decode("utf-8", "replace")
            raise trouble(self.url, error.code, said) from None
        except (OSError, http.client.HTTPException) as error:
            raise StoreError(f"{self.url} cannot be reached: {error}") from None
        try:
            return _triples(raw) if constructs else _answer(raw)
        except (ValueError, KeyError, TypeError, SyntaxError) as error:
            raise StoreError(f"{self.url} does not answer as SPARQL does: {error}") from None


def _bare(query: str) -> str:
    """
    A query without comments, whose words SPARQLWrapper would take for keywords.
    """
    return TEXTS.sub(lambda found: "" if found[0].startswith("#") else found[0], query)


def _client(url: str) -> Any:
    from SPARQLWrapper import SPARQLWrapper

    class Client(SPARQLWrapper):
        """
        SPARQLWrapper whose password does not follow a redirection to another host.
        """

        def _createRequest(self) -> urllib.request.Request:  # noqa: N802
            request: urllib.request.Request = super()._createRequest()
            secret = request.get_header("Authorization")
            if secret:
                request.remove_header("Authorization")
                request.add_unredirected_header("Authorization", secret)
            return request

    client = Client(url)
    known = credentials()
    if known:
        client.setCredentials(*known)
    return client


def _told(error: Exception) -> tuple[int, str]:
    """
    The status and the words of the server in an error of SPARQLWrapper.
    """
    cause = error.__context__
    status = cause.code if isinstance(cause, urllib.error.HTTPError) else 400
    _, found, shown = str(error).partition("Response:\n")
    return status, ast.literal_eval(shown).decode("utf-8", "replace") if found else ""


def _is_blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def _triples(raw: bytes) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(raw, format=ox.RdfFormat.TURTLE)]


def _answer(raw: bytes) -> Solutions | bool:
    body = json.loads(raw)
    if "boolean" in body:
        return bool(body["boolean"])
    names = tuple(body["head"]["vars"])
    rows = [
        tuple(plain(_term(row[name])) if name in row else None for name in names)
        for row in body["results"]["bindings"]
    ]
    return Solutions(names, rows)


def _term(binding: dict[str, Any]) -> Any:
    value = binding["value"]
    match binding["type"]:
        case "uri":
            return ox.NamedNode(value)
        case "bnode":
            return ox.BlankNode(value)
        case _:
            if "xml:lang" in binding:
                return ox.Literal(value, language=binding["xml:lang"])
            if "datatype" in binding:
                return ox.Literal(value, datatype=ox.NamedNode(binding["datatype"]))
            return ox.Literal(value)
