"""
Description: what the endpoint can do (SPARQL 1.1 Service Description) and holds (VoID).
"""

from collections.abc import Iterator
from datetime import date

import pyoxigraph as ox

from ..graph import Store
from ..names import DCTERMS, GRAPHS, RDF, VOID, XSD

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
WRITTEN = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML"),
)
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
TITLE = {
    "en": "Who controls what in the French cloud market",
    "fr": "Qui contrôle quoi sur le marché français du cloud",
}


def _iri(text: str) -> ox.NamedNode:
    return ox.NamedNode(text)


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=_iri(XSD + "integer"))


def counts(store: Store) -> dict[str, int]:
    """
    The named graphs of a store, each with its number of triples.
    """
    query = "SELECT ?graph (COUNT(*) AS ?triples) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
    return {str(row["graph"]): int(str(row["triples"])) for row in store.select(query)}


def describe_service(endpoint: str, graphs: dict[str, int]) -> Iterator[ox.Triple]:
    """
    The service at an address: its language, forms, and default data set.

    References:
        https://www.w3.org/TR/sparql11-service-description/
    """
    service, dataset = ox.BlankNode("service"), ox.BlankNode("dataset")
    default = ox.BlankNode("default")
    yield ox.Triple(service, _iri(RDF + "type"), _iri(SD + "Service"))
    yield ox.Triple(service, _iri(SD + "endpoint"), _iri(endpoint))
    yield ox.Triple(service, _iri(SD + "supportedLanguage"), _iri(SD + "SPARQL11Query"))
    yield ox.Triple(service, _iri(SD + "feature"), _iri(SD + "UnionDefaultGraph"))
    for name in WRITTEN:
        yield ox.Triple(service, _iri(SD + "resultFormat"), _iri(FORMATS + name))
    yield ox.Triple(service, _iri(SD + "defaultDataset"), dataset)
    yield ox.Triple(dataset, _iri(RDF + "type"), _iri(SD + "Dataset"))
    yield ox.Triple(dataset, _iri(SD + "defaultGraph"), default)
    yield ox.Triple(default, _iri(RDF + "type"), _iri(SD + "Graph"))
    yield ox.Triple(default, _iri(VOID + "triples"), _number(sum(graphs.values())))
    for number, (name, triples) in enumerate(sorted(graphs.items())):
        named, graph = ox.BlankNode(f"named{number}"), ox.BlankNode(f"graph{number}")
        yield ox.Triple(dataset, _iri(SD + "namedGraph"), named)
        yield ox.Triple(named, _iri(RDF + "type"), _iri(SD + "NamedGraph"))
        yield ox.Triple(named, _iri(SD + "name"), _iri(name))
        yield ox.Triple(named, _iri(SD + "graph"), graph)
        yield ox.Triple(graph, _iri(RDF + "type"), _iri(SD + "Graph"))
        yield ox.Triple(graph, _iri(VOID + "triples"), _number(triples))


def describe_data(
    base: str, endpoint: str, graphs: dict[str, int], version: str, built: date | None
) -> Iterator[ox.Triple]:
    """
    The data set as VoID and Dublin Core: title, licence, version, endpoint, sizes.

    References:
        https://www.w3.org/TR/void/
    """
    whole = _iri(f"{base}.well-known/void#data")
    yield ox.Triple(whole, _iri(RDF + "type"), _iri(VOID + "Dataset"))
    for lang, title in TITLE.items():
        yield ox.Triple(whole, _iri(DCTERMS + "title"), ox.Literal(title, language=lang))
    yield ox.Triple(whole, _iri(DCTERMS + "license"), _iri(LICENCE))
    yield ox.Triple(whole, _iri("http://www.w3.org/2002/07/owl#versionInfo"), ox.Literal(version))
    if built:
        day = ox.Literal(built.isoformat(), datatype=_iri(XSD + "date"))
        yield ox.Triple(whole, _iri(DCTERMS + "issued"), day)
    yield ox.Triple(whole, _iri(VOID + "sparqlEndpoint"), _iri(endpoint))
    yield ox.Triple(whole, _iri(VOID + "triples"), _number(sum(graphs.values())))
    for name, triples in sorted(graphs.items()):
        part = _iri(f"{base}.well-known/void#{name.removeprefix(GRAPHS)}")
        yield ox.Triple(whole, _iri(VOID + "subset"), part)
        yield ox.Triple(part, _iri(RDF + "type"), _iri(VOID + "Dataset"))
        yield ox.Triple(part, _iri(SD + "name"), _iri(name))
        yield ox.Triple(part, _iri(VOID + "triples"), _number(triples))
