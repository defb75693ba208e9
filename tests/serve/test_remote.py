"""
Remote stores: the same answers from any SPARQL 1.1 server, and nothing said to others.
"""

import base64
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner
from servers import oxigraph
from test_api import ASKED

import kg
from kg import build
from kg.cli import main
from kg.errors import StoreError, UsageError
from kg.export import write
from kg.graph.publishing import Publication
from kg.graph.remote import RemoteStore
from kg.graph.store import OxigraphStore
from kg.graph.triples import CURATED, DERIVED
from kg.knowledge import KnowledgeGraph
from kg.names import KG
from kg.query import read_queries
from kg.serve.questions import QUESTIONS

LIBRARY = read_queries(build.folders.material("queries"))
KINDS = ("ours", "oxigraph", "oxigraph-union")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """
    A published build of the real tables.
    """
    folder = tmp_path_factory.mktemp("remote")
    build.build(output=folder)
    return folder


@pytest.fixture(scope="module", params=KINDS)
def endpoint(request, folder):
    """
    The query address of a server: ours, and Oxigraph's with and without a union default graph.
    """
    if request.param == "ours":
        yield request.getfixturevalue("served") + "/sparql"
        return
    options = ["--union-default-graph"] if request.param.endswith("union") else []
    location = str((folder / "current").resolve() / "store")
    with oxigraph("serve-read-only", "--location", location, *options) as address:
        yield address + "/query"


@pytest.fixture
def remote(endpoint):
    """
    The graph over there.
    """
    return kg.open(endpoint=endpoint)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_answered_the_same(remote, graph, question):
    """
    Each question gives from afar, word for word, what the embedded store gives.
    """
    one = QUESTIONS[question]
    given = {n: v if isinstance(v, list) else [v] for n, v in ASKED[question].items()}
    ours = one.ask(KnowledgeGraph(graph.store), one.read(given)).to_dict()
    theirs = one.ask(remote, one.read(given)).to_dict()
    assert theirs["answers"]
    assert json.dumps(theirs, default=str) == json.dumps(ours, default=str)


@pytest.mark.parametrize("query", LIBRARY)
def test_every_query_of_the_library_is_answered_the_same(remote, graph, query):
    """
    Each query of the library gives the same rows in the same order.
    """
    found = remote.run(query)
    assert len(found)
    assert found == graph.run(query)


@pytest.mark.parametrize("form", ["nq", "graphml"])
def test_exports_are_the_same(remote, graph, form):
    """
    What is exported from afar is what is exported here, every graph under its own name.
    """
    theirs, ours = write(remote.store, form), write(graph.store, form)
    if form == "graphml":  # the edges of one claim stand in the order that the store gives
        theirs, ours = sorted(theirs.splitlines()), sorted(ours.splitlines())
    assert theirs == ours


def test_pictures_rdf_and_plain_queries_work_from_afar(remote, graph):
    """
    Charts, the rdflib view, ASK, CONSTRUCT, and GRAPH in a query do as they do here.
    """
    asked = {"on": "2014-10-01"}
    assert remote.draw("cloudwatt", **asked).svg == graph.draw("cloudwatt", **asked).svg
    assert remote.sparql(f"ASK {{ ?claim <{KG}holder> ?holder }}") is True
    count = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{DERIVED}> {{ ?s ?p ?o }} }}"
    assert remote.sparql(count) == graph.sparql(count)
    assert remote.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0][0] == len(remote.rdf)
    text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s a <{KG}Control> ; ?p ?o }}"
    assert set(remote.sparql(text)) == set(graph.sparql(text))


def test_from_is_honoured(folder, served, graph):
    """
    FROM in a query chooses the graph that it names, here, at our endpoint and at others.
    """
    inside = f"SELECT (COUNT(*) AS ?n) FROM <{DERIVED}> {{ ?s ?p ?o }}"
    expected = [(sum(1 for _ in graph.store.quads(DERIVED)),)]
    assert graph.sparql(inside).rows == expected
    assert kg.open(folder).sparql(inside).rows == expected
    assert kg.open(endpoint=served + "/sparql").sparql(inside).rows == expected
    with oxigraph("serve-read-only", "--location", str(folder / "current" / "store")) as address:
        assert kg.open(endpoint=address + "/query").sparql(inside).rows == expected


def test_a_graph_is_read_in_pages_that_lose_nothing(endpoint, graph, monkeypatch):
    """
    Read in small pages a graph is what it is read in one.
    """
    monkeypatch.setattr("kg.graph.remote.PAGE", 5000)
    found = list(RemoteStore(endpoint).quads(DERIVED))
    assert len(found) > 10_000
    assert sorted(map(str, found)) == sorted(map(str, graph.store.quads(DERIVED)))


def test_the_commands_take_an_endpoint(endpoint, folder, monkeypatch):
    """
    `--endpoint` gives a question, a library query, a chart and SPARQL what `--graph` gives.
    """
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for arguments in (
        ("owners", "Cloudwatt", "--on", "2014-10-01", "--format", "json"),
        ("controllers", "numergy", "--on", "2015-06-30"),
        ("run", "ownership/who-owns", "-p", "organization=numergy", "-p", "day=2015-06-30"),
        ("queries",),
        ("draw", "numergy", "--on", "2015-06-30", "-o", "-"),
    ):
        here = CliRunner().invoke(main, [*arguments, "--graph", str(folder)])
        there = CliRunner().invoke(main, [*arguments, "--endpoint", endpoint])
        assert there.exit_code == 0, there.stderr
        assert there.stdout == here.stdout
        assert there.stderr == here.stderr
    text = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    found = CliRunner().invoke(main, ["sparql", "-", "--endpoint", endpoint], input=text)
    assert found.stdout.splitlines()[0] == "n"


# --- publishing


@pytest.fixture
def writable():
    """
    An empty Oxigraph server that can be written to.
    """
    with oxigraph("serve") as address:
        yield address


FOREIGN = "<http://example.org/theirs>"


def update(address, text):
    """
    Send an update to a server.
    """
    import urllib.request

    request = urllib.request.Request(
        address + "/update", text.encode(), {"Content-Type": "application/sparql-update"}
    )
    with urllib.request.urlopen(request) as response:
        return response.status


@pytest.mark.parametrize("way", ["endpoint", "update"])
def test_a_published_graph_is_the_one_that_was_built(writable, graph, way):
    """
    Both ways put our graphs in place of what was under their names, and touch no other.
    """
    old = f"GRAPH <{CURATED}> {{ <http://x/a> <http://x/b> <http://x/c> }}"
    update(writable, f"INSERT DATA {{ {old} GRAPH {FOREIGN} {{ <http://x/a> a <http://x/d> }} }}")
    address = writable + {"endpoint": "/store", "update": "/update"}[way]
    told = []
    Publication(graph.store, **{way: address}).run(told.append)
    assert told
    store = RemoteStore(writable + "/query")
    assert write(store, "nq") == write(graph.store, "nq")
    assert store._send(f"ASK {{ GRAPH {FOREIGN} {{ <http://x/a> a <http://x/d> }} }}", ()) is True
    default = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert store._send(default, ()).rows == [(0,)]
    graph.load(**{way: address})
    assert write(store, "nq") == write(graph.store, "nq")


def test_one_update_is_one_transaction_in_oxigraph(writable, graph):
    """
    Where a later part of one request fails, Oxigraph keeps what was there before.
    """
    import urllib.error

    graph.load(update=writable + "/update")
    with pytest.raises(urllib.error.HTTPError) as error:
        update(writable, f"DROP GRAPH <{CURATED}> ; LOAD <http://127.0.0.1:1/nothing>")
    error.value.close()
    assert write(RemoteStore(writable + "/query"), "nq") == write(graph.store, "nq")


def test_graphs_that_are_not_ours_are_never_published(writable):
    """
    A store with a graph under another's name is refused before anything is sent.
    """
    import pyoxigraph as ox

    node = ox.NamedNode("http://x/a")
    store = OxigraphStore.of([ox.Quad(node, node, node, ox.NamedNode("http://example.org/theirs"))])
    with pytest.raises(UsageError, match=r"example\.org/theirs"):
        KnowledgeGraph(store).load(endpoint=writable + "/store")
    with pytest.raises(StoreError, match="nothing to publish"):
        KnowledgeGraph(OxigraphStore.of([])).load(endpoint=writable + "/store")


def test_a_dry_run_sends_nothing(writable, folder):
    """
    `kg load --dry-run` lists the requests with their triples; the store stays empty.
    """
    for option, path in (("--endpoint", "/store"), ("--update", "/update")):
        arguments = ["load", option, writable + path, "--graph", str(folder), "--dry-run"]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.stderr
        assert CURATED in result.stdout
        assert "Nothing was sent" in result.stderr
    assert RemoteStore(writable + "/query")._send("ASK { GRAPH ?g { ?s ?p ?o } }", ()) is False


def test_a_failed_publication_says_what_was_done(folder, served):
    """
    A server that only reads, a wrong address, no address: one error, and what it leaves.
    """
    for arguments, words in (
        (["--endpoint", served + "/sparql"], "Nothing was replaced"),
        (["--update", served + "/sparql"], "only reads"),
        (["--endpoint", "http://127.0.0.1:1/store"], "cannot be reached"),
        ([], "one address"),
        (["--endpoint", "ftp://x/"], "http://"),
    ):
        result = CliRunner().invoke(main, ["load", *arguments, "--graph", str(folder)])
        assert result.exit_code in (1, 2)
        assert words in result.stderr
        assert result.stdout == ""


# --- servers that misbehave


@contextmanager
def answering(*replies):
    """
    A server that gives these replies, one a request, the last one for ever; yields its
    address and the requests that came.
    """
    came = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            came.append(self)
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, media, body, *rest = replies[min(len(came), len(replies)) - 1]
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(rest[0] if rest else len(body)))
            for name, value in rest[1].items() if len(rest) > 1 else ():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_PUT = do_GET  # noqa: N815

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/q", came
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


JSON = "application/sparql-results+json"
YES = (200, JSON, b'{"head": {}, "boolean": true}')


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ((401, "text/plain", b"who are you"), "KG_ENDPOINT_USER"),
        ((404, "text/html", b"<html>not here</html>"), "address of the service"),
        ((400, "text/plain", b"line 1: no"), "refuses the request: line 1: no"),
        ((413, "text/plain", b"too large"), "LIMIT"),
        ((429, "text/plain", b""), "busy"),
        ((503, "text/plain", b"stopped"), "stopped"),
        ((500, "text/plain", b"oh"), "500: oh"),
        ((200, "text/html", b"<p>hello</p>"), "does not answer as SPARQL"),
        ((200, JSON, b'{"head": {"vars": ["n"]}, "results"'), "does not answer as SPARQL"),
        ((200, JSON, b'{"head": {"vars": ["n"]}', 5000), "cannot be reached"),
        ((200, JSON, b'{"head": {"vars": ["n"]}, "results": {"bindings": [error'), "does not"),
    ],
)
def test_a_server_that_refuses_or_cuts_off_is_an_error_with_a_remedy(reply, words):
    """
    Whatever a server answers instead of a whole result is one error, never a short answer.
    """
    with answering(YES, reply) as (address, _), pytest.raises((StoreError, UsageError)) as error:
        RemoteStore(address).select("SELECT ?n { ?s ?p ?n }")
    assert words in str(error.value)


def test_a_graph_that_comes_short_is_refused():
    """
    A server that gives fewer triples than it counts is an error.
    """
    count = {"head": {"vars": ["n"]}, "results": {"bindings": [{"n": number(3)}]}}
    turtle = b"<http://x/a> <http://x/b> <http://x/c> ."
    replies = (200, JSON, json.dumps(count).encode()), (200, "text/turtle", turtle)
    with answering(*replies) as (address, _), pytest.raises(StoreError, match="1 of the 3"):
        list(RemoteStore(address).quads(CURATED))


def number(value):
    """
    A number as a binding of the JSON results.
    """
    kind = "http://www.w3.org/2001/XMLSchema#integer"
    return {"type": "literal", "value": str(value), "datatype": kind}


def test_a_password_goes_to_its_server_alone_and_is_never_shown(monkeypatch):
    """
    User and password of the environment are sent, not on a redirection, and stand in no error.
    """
    monkeypatch.setenv("KG_ENDPOINT_USER", "reader")
    monkeypatch.setenv("KG_ENDPOINT_PASSWORD", "geheim")
    expected = "Basic " + base64.b64encode(b"reader:geheim").decode()
    with answering(YES) as (other, theirs):
        moved = (302, "text/plain", b"", 0, {"Location": other})
        with answering(moved, moved, (403, "text/plain", b"no")) as (address, ours):
            store = RemoteStore(address)
            store.query("ASK {}")
            assert ours[0].headers["Authorization"] == expected
            assert [request.headers["Authorization"] for request in theirs] == [None] * len(theirs)
            with pytest.raises(StoreError) as error:
                RemoteStore(address).query("ASK {}")
    assert "geheim" not in str(error.value)
    monkeypatch.delenv("KG_ENDPOINT_PASSWORD")
    with pytest.raises(UsageError, match="KG_ENDPOINT_PASSWORD"):
        RemoteStore("http://127.0.0.1:1/q").query("ASK {}")


@pytest.mark.parametrize(
    "url", ["", "x", "ftp://h/q", "http://", "http://u:geheim@h/q", "http://h/a b", "http://[x"]
)
def test_an_address_is_http_without_a_password(url):
    """
    An endpoint is an http or https address; a password in it is refused and not repeated.
    """
    with pytest.raises(
        UsageError, match="KG_ENDPOINT_PASSWORD" if "@" in url else "http://"
    ) as error:
        kg.open(endpoint=url)
    assert "geheim" not in str(error.value)


def test_long_queries_go_by_post_and_short_ones_by_get():
    """
    A query that is too long for an address is posted; a short one can be cached.
    """
    with answering(YES) as (address, came):
        RemoteStore(address).query("ASK {}")
        RemoteStore(address).query("ASK { # " + "x" * 3000 + "\n}")
    assert [request.command for request in came][-1] == "POST"
    assert came[0].command == "GET"


def test_an_endpoint_stands_alone(tmp_path):
    """
    An endpoint beside a folder or a store is one question too many; updates are not sent.
    """
    with pytest.raises(UsageError):
        kg.open(tmp_path, endpoint="http://127.0.0.1:1/q")
    with pytest.raises(UsageError):
        kg.open(store="rdflib", endpoint="http://127.0.0.1:1/q")
    with answering(YES) as (address, _), pytest.raises(UsageError, match="Only SELECT"):
        RemoteStore(address).query("INSERT DATA { <http://x/a> a <http://x/b> }")
