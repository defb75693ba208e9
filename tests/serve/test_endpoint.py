"""
The endpoint as its clients use it: negotiation, HEAD, CORS, data sets, SPARQLWrapper.
"""

import csv
import io
import json
import urllib.error
import urllib.parse
import urllib.request
from xml.etree import ElementTree

import pytest
import rdflib

from kg.serve.negotiation import choose
from kg.serve.spool import Spool, TooLarge

OWNERS = """PREFIX kg: <https://w3id.org/french-cloud/ontology#>
PREFIX o: <https://w3id.org/french-cloud/id/organization/>
SELECT ?holder ?share { ?c kg:held o:cloudwatt ; kg:holder ?holder ; kg:capital ?share }
ORDER BY ?holder ?share"""
TRIPLES = "CONSTRUCT { ?s ?p ?o } WHERE { ?s a ?t ; ?p ?o } LIMIT 50"


def get(address, query, accept, method="GET", **parameters):
    """
    The status, headers and body of a query by GET.
    """
    url = address + "/sparql?" + urllib.parse.urlencode({"query": query, **parameters})
    request = urllib.request.Request(url, headers={"Accept": accept}, method=method)
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def test_four_forms_of_a_table_say_the_same(served):
    """
    JSON, XML, CSV and TSV hold the same rows in the same order.
    """
    _, _, body = get(served, OWNERS, "application/sparql-results+json")
    rows = [
        [row["holder"]["value"], row["share"]["value"]]
        for row in json.loads(body)["results"]["bindings"]
    ]
    assert len(rows) > 3
    _, _, body = get(served, OWNERS, "application/sparql-results+xml")
    ns = "{http://www.w3.org/2005/sparql-results#}"
    found = [
        [element.text for element in row.iter() if element.tag in (ns + "uri", ns + "literal")]
        for row in ElementTree.fromstring(body).iter(ns + "result")
    ]
    assert found == rows
    _, _, body = get(served, OWNERS, "text/csv")
    assert list(csv.reader(io.StringIO(body.decode())))[1:] == rows
    _, _, body = get(served, OWNERS, "text/tab-separated-values")
    lines = body.decode().splitlines()[1:]
    assert [line.split("\t")[0].strip("<>") for line in lines] == [row[0] for row in rows]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_four_forms_of_a_graph_are_isomorphic(served):
    """
    Turtle, N-Triples, JSON-LD and RDF/XML hold the same triples.
    """
    graphs = []
    for media, form in (
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
    ):
        status, headers, body = get(served, TRIPLES, media)
        assert (status, headers.get_content_type()) == (200, media)
        graphs.append(rdflib.Graph().parse(data=body, format=form))
    assert len(graphs[0]) > 10
    assert all(set(graph) == set(graphs[0]) for graph in graphs)


def test_weights_decide_and_what_cannot_be_served_is_406(served):
    """
    The best-weighted form is sent; an Accept that allows none gets 406 with the list.
    """
    _, headers, _ = get(served, OWNERS, "text/csv;q=0.3, application/sparql-results+xml;q=0.8")
    assert headers.get_content_type() == "application/sparql-results+xml"
    status, _, body = get(served, OWNERS, "image/png")
    assert status == 406
    assert b"text/csv" in body
    assert choose("text/*;q=0.2, text/csv;q=0, */*;q=0.1", ["text/csv", "a/b"]) == "a/b"
    assert choose("", ["a/b"]) == choose(None, ["a/b"]) == "a/b"


def test_head_says_what_get_would(served):
    """
    HEAD has the status and headers of GET and no body.
    """
    _, whole, body = get(served, OWNERS, "text/csv")
    status, headers, nothing = get(served, OWNERS, "text/csv", "HEAD")
    assert (status, nothing) == (200, b"")
    assert headers["Content-Length"] == whole["Content-Length"] == str(len(body))


def test_any_page_may_ask_without_credentials(served):
    """
    CORS allows any origin and no credentials; a preflight is answered.
    """
    request = urllib.request.Request(
        served + "/sparql",
        headers={"Origin": "https://example.org", "Access-Control-Request-Method": "POST"},
        method="OPTIONS",
    )
    with urllib.request.urlopen(request) as response:
        assert response.status == 204
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers


def test_the_data_set_of_the_protocol(served):
    """
    default-graph-uri chooses a graph of ours; one that is not ours is refused by name.
    """
    count = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/french-cloud/ontology#Control> }"
    json_form = "application/sparql-results+json"
    graphs = "https://w3id.org/french-cloud/graph/"
    found = {}
    for name in ("curated", "derived"):
        _, _, body = get(served, count, json_form, **{"default-graph-uri": graphs + name})
        found[name] = int(json.loads(body)["results"]["bindings"][0]["n"]["value"])
    assert found["curated"] == 0 < found["derived"]
    status, _, body = get(served, count, json_form, **{"default-graph-uri": "http://elsewhere/"})
    assert status == 400
    assert b"<http://elsewhere/>" in body


def test_large_results_arrive_whole(served):
    """
    A result beyond what travels in a pipe is streamed from a file, complete.
    """
    query = "SELECT ?s ?p ?o { ?s ?p ?o }"
    status, headers, body = get(served, query, "text/csv")
    assert status == 200
    assert len(body) == int(headers["Content-Length"]) > 1_000_000
    _, _, counted = get(served, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv")
    rows = list(csv.reader(io.StringIO(body.decode(), newline="")))
    assert len(rows) - 1 == int(counted.split()[1])


def test_sparqlwrapper_is_a_client(served):
    """
    SPARQLWrapper reads a SELECT, an ASK and a CONSTRUCT from the endpoint.
    """
    from SPARQLWrapper import GET, JSON, POST, TURTLE, SPARQLWrapper

    client = SPARQLWrapper(served + "/sparql")
    for text, method, form, enough in (
        (OWNERS, GET, JSON, lambda found: len(found["results"]["bindings"]) > 3),
        ("ASK { ?s ?p ?o }", POST, JSON, lambda found: found["boolean"] is True),
        (TRIPLES, POST, TURTLE, lambda found: found.count(b"ontology#") > 10),
    ):
        client.setQuery(text)
        client.setMethod(method)
        client.setReturnFormat(form)
        answered = client.query()
        with answered.response:
            assert enough(answered.convert())


def test_void_says_what_the_data_is(served):
    """
    /.well-known/void names the licence, the endpoint and the size of each graph.
    """
    with urllib.request.urlopen(served + "/.well-known/void") as response:
        graph = rdflib.Graph().parse(data=response.read(), format="turtle")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    whole = rdflib.URIRef(served + "/.well-known/void#data")
    assert graph.value(whole, void.sparqlEndpoint) == rdflib.URIRef(served + "/sparql")
    parts = list(graph.objects(whole, void.subset))
    sizes = [graph.value(part, void.triples).toPython() for part in parts]
    assert sum(sizes) == graph.value(whole, void.triples).toPython()


def test_rows_are_counted_however_the_bytes_come(tmp_path):
    """
    The row counters are right for any cut of the bytes into pieces.
    """
    table = {
        "json": b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":'
        b'"},{\\"\\\\"}},{},{"a":{"type":"uri","value":"x"}},{}]}}',
        "xml": b"<sparql><results><result>&lt;result></result><result/><result></result>",
        "csv": b'a,b\r\n"x\n""y",1\r\nz,2\r\n',
        "tsv": b'?a\n"x\\ny"\n<z>\n',
    }
    # of n rows n-1 commas are seen in JSON; the first is counted when it ends
    expected = {"json": 3, "xml": 2, "csv": 2, "tsv": 2}
    for form, data in table.items():
        for size in range(1, len(data) + 1):
            spool = Spool(tmp_path, 10**6, 10**6, form)
            for start in range(0, len(data), size):
                spool.write(data[start : start + size])
            assert spool.counted == expected[form], (form, size)


def test_a_spool_keeps_its_limits(tmp_path):
    """
    A result over its bytes is refused and leaves no file.
    """
    spool = Spool(tmp_path, 1_000_000, 10)
    for _ in range(10):
        spool.write(b"x" * 100_000)
    with pytest.raises(TooLarge):
        spool.write(b"x")
    spool.drop()
    assert not list(tmp_path.iterdir())
