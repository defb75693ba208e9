"""
The W3C tests of the SPARQL 1.1 Protocol (queries) and of the service description.
"""

import json
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import unquote

import pytest
import rdflib
from rdflib import RDF, Namespace
from rdflib.collection import Collection

SUITE = Path(__file__).resolve().parents[3] / "shared" / "samples" / "suites" / "w3c-sparql11"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
TABULAR = (
    *("application/sparql-results+json", "application/sparql-results+xml"),
    *("text/csv", "text/tab-separated-values"),
)
GRAPH = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason="the W3C suite is not at hand")


def cases():
    """
    The protocol tests that are about queries; updates are refused here as a whole.
    """
    if not SUITE.is_dir():
        return []
    manifest = SUITE / "protocol" / "manifest.ttl"
    graph = rdflib.Graph().parse(data=manifest.read_bytes(), format="turtle", publicID="http://m/")
    found = []
    for case in sorted(graph.subjects(RDF.type, MF.ProtocolTest)):
        name = str(case).rsplit("#", 1)[-1].rsplit("/", 1)[-1]
        if name.startswith("update_") or not name.startswith(("query_", "bad_")):
            continue
        found.append(pytest.param(graph, case, id=name))
    return found


def ask(address, graph, request):
    """
    Send one request of a test; the status, the content type and the body.
    """
    path = str(graph.value(request, HT.absolutePath)).replace("/sparql/", "/sparql", 1)
    body = graph.value(request, HT.body)
    data = None
    if body is not None:
        encoding = str(graph.value(body, CNT.characterEncoding) or "UTF-8")
        data = str(graph.value(body, CNT.chars)).encode(encoding)
    headers = {}
    listed = graph.value(request, HT.headers)
    for header in Collection(graph, listed) if listed is not None else ():
        headers[str(graph.value(header, HT.fieldName))] = str(graph.value(header, HT.fieldValue))
    sent = urllib.request.Request(
        address + path, data, headers, method=str(graph.value(request, HT.methodName))
    )
    if data is not None and "content-type" not in headers:
        # the library would add one of its own
        sent.add_unredirected_header("Content-type", "")
    try:
        with urllib.request.urlopen(sent) as response:
            return response.status, response.headers.get_content_type(), response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get_content_type(), error.read()


@pytest.mark.parametrize(("graph", "case"), cases())
def test_protocol(small_served, graph, case):
    """
    Each request of the suite gets the status, the kind of result and the truth value it expects.
    """
    action = graph.value(case, MF.action)
    requests = list(Collection(graph, graph.value(action, HT.requests)))
    assert requests
    for request in requests:
        status, media, body = ask(small_served, graph, request)
        expected = graph.value(request, HT.resp)
        classes = {str(s)[-3] for s in graph.objects(expected, MF.expectedStatus)}
        assert str(status)[0] in classes, body
        form = str(graph.value(expected, MF.expectedFormat) or "")
        if form == "boolean" or form == "tabular":
            assert media in TABULAR
        elif form == "RDF":
            assert media in GRAPH
        truth = graph.value(expected, MF.expectedBoolean)
        if truth is not None:
            assert json.loads(body)["boolean"] is truth.toPython()


def test_no_query_test_is_left_out():
    """
    The runner runs all sixteen query tests and all refusals of the suite.
    """
    names = {case.id for case in cases()}
    assert len([name for name in names if name.startswith("query_")]) == 13
    assert len([name for name in names if name.startswith("bad_")]) >= 13


def test_service_description(served):
    """
    The endpoint without a query returns RDF with its own address and a default data set.

    The three service-description tests of the W3C suite.
    """
    for accept in ("text/turtle", "application/rdf+xml", "application/n-triples"):
        request = urllib.request.Request(served + "/sparql", headers={"Accept": accept})
        with urllib.request.urlopen(request) as response:
            assert response.headers.get_content_type() == accept
            form = {"text/turtle": "turtle", "application/rdf+xml": "xml"}.get(accept, "nt")
            graph = rdflib.Graph().parse(data=response.read(), format=form)
        sd = Namespace("http://www.w3.org/ns/sparql-service-description#")
        (service,) = graph.subjects(RDF.type, sd.Service)
        assert list(graph.objects(service, sd.endpoint)) == [rdflib.URIRef(served + "/sparql")]
        data = graph.value(service, sd.defaultDataset)
        assert (data, RDF.type, sd.Dataset) in graph
        assert (graph.value(data, sd.defaultGraph), RDF.type, sd.Graph) in graph
        assert unquote(str(graph.value(service, sd.supportedLanguage))).endswith("SPARQL11Query")
