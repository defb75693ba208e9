"""
Queries that would hurt: each is refused or stopped, and the others are answered meanwhile.
"""

import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

from kg.errors import UsageError
from kg.graph.store import guard, names_dataset
from kg.serve.dataset import named_graphs

PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def send(address, query, *, accept="application/sparql-results+json", method="GET", path="/sparql"):
    """
    Send a query; the status, the headers and the body.
    """
    url = address + path + "?" + urllib.parse.urlencode({"query": query})
    data = None
    headers = {"Accept": accept}
    if method == "POST":
        url, data = address + path, query.encode()
        headers["Content-Type"] = "application/sparql-query"
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


HOSTILE = {
    "service": ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 400, "SERVICE"),
    "load": ("LOAD <http://127.0.0.1:1/x.ttl>", 400, "cannot be read"),
    "insert": ("INSERT DATA { <a:a> <a:b> <a:c> }", 400, "cannot be read"),
    "from-file": ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 400, "no graph"),
    "from-web": ("PREFIX x: <http://127.0.0.1:1/> ASK FROM x:y {}", 400, "no graph"),
    "function": ("PREFIX x: <a:> SELECT (x:y(1) AS ?z) {}", 400, "not supported"),
    "braces": ("SELECT * " + "{" * 5000 + "}" * 5000, 400, "deep"),
    "calls": ("SELECT (" + "CONCAT(" * 2000 + '"a"' + ")" * 2000 + " AS ?x) {}", 400, "deep"),
    "sums": ("SELECT (1" + "+1" * 20000 + " AS ?x) {}", 400, ""),
    "unions": ("SELECT * { {}" + " UNION {}" * 8000 + "}", 400, ""),
    "syntax": ("SELECT ?x WHERE { ?x ?y }", 400, "1:26"),
    "many-rows": ("SELECT * { ?s ?p ?o . ?a ?b ?c }", 413, "LIMIT"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_queries_are_refused_with_a_reason(small_served, name):
    """
    A query that would call out, read files, end the engine or flood the client is refused in words.
    """
    query, expected, words = HOSTILE[name]
    if name == "many-rows":
        query = "SELECT * { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(4)) + " }"
    status, headers, body = send(small_served, query, method="POST")
    assert (status, words in body.decode()) == (expected, True), body[:300]
    assert headers.get_content_type() == "text/plain"
    assert b"Traceback" not in body
    status, _, body = send(small_served, "ASK {}")
    assert json.loads(body)["boolean"] is True


def test_rows_beyond_the_limit_are_never_a_short_answer(small_served):
    """
    In every form a result of more rows than allowed is refused, one of just as many is whole.
    """
    wide = "SELECT ?a ?b { VALUES ?a { %s } VALUES ?b { 1 2 3 4 5 6 7 8 9 10 } }"
    for media in (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ):
        fits = wide % " ".join(f'"}},{{ \\n {i}"' for i in range(5))
        status, _, body = send(small_served, fits, accept=media)
        assert status == 200, (media, body[:200])
        over = wide % " ".join(f'"{i}"' for i in range(6))
        status, _, body = send(small_served, over, accept=media)
        assert status == 413, media
        assert b"50 rows" in body


def test_a_runaway_query_is_stopped_while_others_are_answered(served):
    """
    At the deadline a query gets 503 with Retry-After; other questions wait for nothing.
    """
    found = []
    runaway = threading.Thread(target=lambda: found.append(send(served, PRODUCT)))
    runaway.start()
    time.sleep(0.5)
    others = []
    while runaway.is_alive():
        start = time.monotonic()
        status, _, body = send(served, "ASK { ?s ?p ?o }")
        others.append(time.monotonic() - start)
        assert (status, json.loads(body)["boolean"]) == (200, True)
        time.sleep(0.05)
    status, headers, body = found[0]
    assert status == 503
    assert headers["Retry-After"]
    assert b"stopped" in body
    assert others


def test_the_workers_come_back(served):
    """
    After every worker has been killed there are as many as before within a second or so.
    """
    threads = [threading.Thread(target=send, args=(served, PRODUCT)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with urllib.request.urlopen(served + "/health") as response:
            if json.loads(response.read())["workers"] == 2:
                return
        time.sleep(0.1)
    raise AssertionError("the workers did not come back")


def test_memory_of_a_query_is_bounded(served):
    """
    A query that asks for gigabytes ends in a refusal, not in the machine's memory.
    """
    doubled = " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(40))
    status, _, body = send(served, f'SELECT (STRLEN(?x40) AS ?n) {{ BIND("ab" AS ?x0) {doubled} }}')
    assert status in (400, 503)
    assert body


def test_updates_other_methods_and_large_requests(served):
    """
    What is not a query is refused with the status that the protocol has for it.
    """
    for data, media, expected in (
        (b"INSERT DATA { <a:a> <a:b> <a:c> }", "application/sparql-update", 403),
        (b"update=INSERT+DATA+%7B%7D", "application/x-www-form-urlencoded", 403),
        (b"query=ASK+%7B%7D&query=ASK+%7B%7D", "application/x-www-form-urlencoded", 400),
        (b"ASK {}", "text/plain", 415),
        (b"ASK { }" + b" " * 200_000, "application/sparql-query", 413),
        (b"\xff\xfe", "application/sparql-query", 400),
    ):
        request = urllib.request.Request(served + "/sparql", data, {"Content-Type": media})
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(request)
        error.value.close()
        assert error.value.code == expected, media
    request = urllib.request.Request(served + "/sparql", method="DELETE")
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(request)
    error.value.close()
    assert error.value.code == 405


ELSEWHERE = "PREFIX : <http://127.0.0.1:9/> PREFIX x: <http://127.0.0.1:9/> "
DISGUISED = (
    "SELECT * { SERVICE:a { ?s ?p ?o } }",
    "SELECT * { SERVICEx:a { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "SELECT * { FILTER(1<2)SERVICE:a{?s?p?o}FILTER(3>2) }",
    "SELECT * { ?s ?p x:a\\#b . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p x:a\\'b . SERVICE <http://127.0.0.1:9/> { ?s ?p x:c\\'d } }",
    "SELECT * { # a comment\rSERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p <a:\u00a0#> . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
)


@pytest.mark.parametrize("query", DISGUISED)
def test_service_is_refused_however_it_is_written(query):
    """
    The engine reads SERVICE without spaces, and beside what only looks like a comment or an IRI.
    """
    with pytest.raises(UsageError, match="SERVICE"):
        guard(ELSEWHERE + query)


@pytest.mark.parametrize("query", ["ASK FROM:g {}", "ASK FROMx:g {}", "ASKFROM<a:b> {}"])
def test_from_that_the_guard_cannot_read_is_no_other_data_set(query):
    """
    A FROM that is written together with another word is refused, not answered from all graphs.
    """
    with pytest.raises(UsageError, match="FROM"):
        guard(ELSEWHERE + query)


def test_names_and_texts_with_the_words_are_none():
    """
    Variables, strings, local names and comments may hold SERVICE and FROM.
    """
    query = "SELECT ?from ?service { ?from x:service 'FROM' ; <a:SERVICE> x:a\\-from } # SERVICE"
    guard(ELSEWHERE + query)
    assert not names_dataset(query)


def test_graphs_are_found_after_braces_and_escapes():
    """
    A graph named after a template or EXISTS, or with escapes, is looked at as the engine does.
    """
    for query in (
        "SELECT (EXISTS {} AS ?x) FROM <http://x/a-b> { ?from ?p <http://no/> }",
        "CONSTRUCT { ?s ?p ?o } FROM <http://x/a-b> { ?s ?p ?o }",
        "PREFIX g: <http://x/> ASK FROM g:a\\-b {}",
        "ASK FROM <http://x/\\u0061-b> {}",
    ):
        assert named_graphs(query) == ["http://x/a-b"], query
