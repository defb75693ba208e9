"""
A remote SPARQL endpoint, asked through SPARQLWrapper, read-only.
"""

import json
from typing import Any

import pyoxigraph as ox

from ..errors import StoreError, UsageError
from .store import Solutions, plain

TIMEOUT = 60


class RemoteStore:
    """
    A SPARQL 1.1 endpoint. Nothing else in this package calls the network.
    """

    def __init__(self, url: str) -> None:
        if not url.startswith(("http://", "https://")):
            raise UsageError(f"'{url}' is not an endpoint: write its http:// or https:// address.")
        self.url = url

    def query(self, query: str) -> Solutions | bool | list[ox.Triple]:
        """
        The answer to any query.

        Raises:
            UsageError: the endpoint refuses the query.
            StoreError: the endpoint cannot be reached, or answers something else.
        """
        from SPARQLWrapper import JSON, N3, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

        client = SPARQLWrapper(self.url)
        client.setTimeout(TIMEOUT)
        client.setQuery(query)
        if not client.isSparqlQueryRequest():
            raise UsageError("Only SELECT, ASK, CONSTRUCT and DESCRIBE are sent to an endpoint.")
        constructs = client.queryType in ("CONSTRUCT", "DESCRIBE")
        client.setReturnFormat(N3 if constructs else JSON)
        try:
            raw = client.query().response.read()
        except SPARQLWrapperException as error:
            raise UsageError(f"{self.url} refuses the query: {error}") from None
        except OSError as error:
            raise StoreError(f"{self.url} cannot be reached: {error}") from None
        try:
            return _triples(raw) if constructs else _answer(raw)
        except (ValueError, KeyError, TypeError, SyntaxError) as error:
            raise StoreError(f"{self.url} does not answer as SPARQL does: {error}") from None

    def select(self, query: str) -> Solutions:
        """
        The solutions of a SELECT.
        """
        answer = self.query(query)
        if not isinstance(answer, Solutions):
            raise UsageError("This asks for a table: write a SELECT.")
        return answer


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
