"""
Running the server: many runaway queries, a proxy in front, the access log, the end.
"""

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import REPOSITORY
from servers import descendants, free_port, serving

from kg import build

PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LONG = (
    "SELECT (COUNT(*) AS ?n)"
    " { ?a ?b ?c . ?d a <https://w3id.org/french-cloud/ontology#Shareholding> }"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """
    A published build of the real tables.
    """
    folder = tmp_path_factory.mktemp("operation")
    build.build(output=folder)
    return folder


def get(url, **headers):
    """
    The status, headers and body of an address, redirections not followed.
    """
    parts = urllib.parse.urlsplit(url)
    with contextlib.closing(http.client.HTTPConnection(parts.netloc, timeout=60)) as client:
        client.request(
            "GET", parts.path + ("?" + parts.query if parts.query else ""), None, headers
        )
        response = client.getresponse()
        return response.status, response.headers, response.read().decode()


def sparql(address, query):
    """
    A query at the endpoint of a server.
    """
    return get(address + "/sparql?" + urllib.parse.urlencode({"query": query}))


def until(true, seconds=15):
    """
    Wait for something to become true.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come to be")


def gone(pids):
    """
    Whether none of these processes runs any more.
    """

    def runs(pid):
        with contextlib.suppress(OSError):
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        return False

    return not any(map(runs, pids))


def test_many_runaway_queries_leave_room_for_others(folder):
    """
    Long queries beyond the limit are turned away, and meanwhile quick ones and questions answered.
    """
    with (
        serving(folder, "--timeout", "8", "--long", "1") as (address, _, _),
        ThreadPoolExecutor(8) as crowd,
    ):
        tried = [crowd.submit(sparql, address, PRODUCT) for _ in range(6)]
        while not all(one.done() for one in tried):
            status, _, body = sparql(address, "ASK { ?s ?p ?o }")
            assert status == 200, body
            assert json.loads(body)["boolean"] is True
            assert get(address + "/api/owners?org=cloudwatt&on=2014-10-01")[0] == 200
            assert json.loads(get(address + "/health")[2])["long"] <= 1
        answers = [one.result() for one in tried]
        assert {status for status, _, _ in answers} == {429, 503}
        assert all(headers["Retry-After"] for _, headers, _ in answers)
        until(lambda: json.loads(get(address + "/health")[2])["workers"] == 2)


def test_a_long_query_that_ends_in_time_is_answered_whole(folder):
    """
    A query that passes its quantum goes on beside the others and gives its answer.
    """
    with serving(folder, "--timeout", "60") as (address, _, _):
        longest = 0
        with ThreadPoolExecutor(1) as crowd:
            asked = crowd.submit(sparql, address, LONG)
            while not asked.done():
                longest = max(longest, json.loads(get(address + "/health")[2])["long"])
        status, _, body = asked.result()
        assert status == 200
        assert int(json.loads(body)["results"]["bindings"][0]["n"]["value"]) > 10**6
        assert longest == 1
        until(lambda: json.loads(get(address + "/health")[2])["long"] == 0)


def test_a_long_query_whose_asker_left_is_stopped(folder):
    """
    When the client goes, its query does not run on.
    """
    with serving(folder, "--timeout", "60") as (address, process, _):
        before = set(descendants(process.pid))
        port = urllib.parse.urlsplit(address).port
        with socket.create_connection(("127.0.0.1", port)) as client:
            path = "/sparql?" + urllib.parse.urlencode({"query": PRODUCT})
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            until(lambda: json.loads(get(address + "/health")[2])["long"] == 1)
        until(lambda: json.loads(get(address + "/health")[2])["long"] == 0)
        until(lambda: len(descendants(process.pid)) == len(before))


def test_workers_that_end_by_themselves_are_replaced_unseen(folder):
    """
    A worker that the system ended between two questions costs no client an error.
    """
    with serving(folder) as (address, process, _):
        nursery, *workers = descendants(process.pid)
        assert len(workers) == 4
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        until(lambda: gone(workers))
        time.sleep(0.2)
        assert sparql(address, "ASK { ?s ?p ?o }")[0] == 200
        os.kill(nursery, signal.SIGKILL)
        until(lambda: gone([nursery]))
        time.sleep(0.2)
        assert sparql(address, "ASK { ?s ?p ?o }")[0] == 200
        until(lambda: json.loads(get(address + "/health")[2])["workers"] == 2)


def test_the_end_lets_answers_finish_and_leaves_nothing(folder):
    """
    On SIGTERM a query that runs is answered, no new one is taken, and every process ends.
    """
    with serving(folder, "--timeout", "120") as (address, process, log):
        everyone = descendants(process.pid)
        with ThreadPoolExecutor(1) as crowd:
            asked = crowd.submit(sparql, address, LONG)
            until(lambda: json.loads(get(address + "/health")[2])["long"] == 1)
            everyone += descendants(process.pid)
            process.send_signal(signal.SIGTERM)
            status, _, body = asked.result()
        assert status == 200
        assert json.loads(body)["results"]["bindings"]
        process.wait(timeout=10)
        until(lambda: gone(everyone), 5)
        log.seek(0)
        assert b"Traceback" not in log.read()


def test_an_idle_server_ends_within_seconds(folder):
    """
    With nothing to finish SIGTERM and Ctrl-C end the server at once, connections open or not.
    """
    for sent in (signal.SIGTERM, signal.SIGINT):
        with serving(folder) as (address, process, _):
            parts = urllib.parse.urlsplit(address)
            with contextlib.closing(http.client.HTTPConnection(parts.netloc)) as client:
                client.request("GET", "/health")
                client.getresponse().read()
                process.send_signal(sent)
                process.wait(timeout=8)


def test_a_killed_server_leaves_no_workers(folder):
    """
    A server that is killed outright takes its workers with it, a running query too.
    """
    with serving(folder, "--timeout", "60") as (address, process, _):
        with ThreadPoolExecutor(1) as crowd:
            asked = crowd.submit(sparql, address, PRODUCT)
            until(lambda: json.loads(get(address + "/health")[2])["long"] == 1)
            everyone = descendants(process.pid)
            process.kill()
            with pytest.raises((OSError, http.client.HTTPException)):
                asked.result()
        until(lambda: gone(everyone))


def test_the_access_log_has_a_line_for_each_request(folder):
    """
    Each request leaves one line with status and size, whatever is in its address; or none at all.
    """
    with serving(folder) as (address, _, log):
        get(address + "/health")
        get(address + "/nothing%0Ahere?a=%22b%22")
        sparql(address, "ASK { " + "# padding " * 200 + "\n }")
        port = urllib.parse.urlsplit(address).port
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(b'GET /"raw\xff"?x="y" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
            while client.recv(4096):
                pass
        log.seek(0)
        lines = [line for line in log.read().decode().splitlines() if "kg.access" in line]
    pattern = r'127\.0\.0\.1 "(GET) (\S+)" \d{3} \d+ \d+\.\d ms$'
    found = [re.search(pattern, line) for line in lines]
    assert all(found), lines
    assert "/nothing%0Ahere?a=%22b%22" in [one[2] for one in found]
    assert all(len(one[2]) < 600 for one in found)
    with serving(folder, "--no-access-log") as (address, _, log):
        get(address + "/")
        log.seek(0)
        assert b"kg.access" not in log.read()


# --- behind a proxy

LINK = re.compile(r'(?:href|src|action)="([^"]*)"')


@contextlib.contextmanager
def forwarding(target, prefix, *, strip):
    """
    A proxy that shows a server under a path, taking the path off or leaving it on.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            if not self.path.startswith(prefix):
                self.send_error(502)
                return
            path = self.path.removeprefix(prefix) if strip else self.path
            headers = {**self.headers, "X-Forwarded-Proto": "https"}
            with contextlib.closing(http.client.HTTPConnection(target)) as client:
                client.request("GET", path or "/", None, headers)
                response = client.getresponse()
                body = response.read()
            self.send_response_only(response.status)
            for name, value in response.headers.items():
                if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def check_under(host, prefix, scheme):
    """
    Through a proxy every address that the server gives leads back through it.
    """
    root = f"http://{host}{prefix}"
    shown = f"{scheme}://{host}{prefix}"
    for page in ("/", "/organization/cloudwatt?on=2014-10-01", "/deals", "/queries"):
        status, _, text = get(root + page)
        assert status == 200, page
        links = {link for link in LINK.findall(text) if link.startswith("/")}
        assert links
        for link in links:
            assert link.startswith(prefix + "/"), (page, link)
        for link in [one for one in sorted(links) if "/static/" in one or one.endswith(".css")]:
            assert get(f"http://{host}{link}".replace("&amp;", "&"))[0] == 200, link
    status, headers, _ = get(root + "/id/organization/orange", Accept="text/turtle")
    assert (status, headers["Location"]) == (303, f"{prefix}/organization/orange.ttl")
    assert get(f"http://{host}{headers['Location']}")[0] == 200
    described = json.loads(get(root + "/api/openapi.json")[2])
    assert described["servers"] == [{"url": shown}]
    assert get(f"{root}/api/owners?org=cloudwatt&on=2014-10-01")[0] == 200
    assert f"<{shown}/sparql>" in get(root + "/sparql", Accept="text/turtle")[2]
    assert f"<{shown}/sparql>" in get(root + "/.well-known/void", Accept="text/turtle")[2]
    assert sparql(root, "ASK { ?s ?p ?o }")[0] == 200


@pytest.mark.parametrize("strip", [True, False])
def test_behind_a_proxy_every_address_has_its_path(folder, strip):
    """
    Links, 303, OpenAPI and service description hold under a path, taken off by the proxy or not.
    """
    with serving(folder, "--root-path", "/cloud") as (address, _, _):
        target = urllib.parse.urlsplit(address).netloc
        with forwarding(target, "/cloud", strip=strip) as host:
            check_under(host, "/cloud", "https")


def test_a_root_path_is_a_path(folder):
    """
    A root path without its slash is refused with what to write.
    """
    command = [*serve_command(folder), "--root-path", "cloud"]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    found = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert found.returncode == 2
    assert "/cloud" in found.stderr


def serve_command(folder):
    """
    The command that serves a folder.
    """
    import sys

    return [sys.executable, "-m", "kg", "serve", "--graph", str(folder), "--port", str(free_port())]


@pytest.mark.skipif(not shutil.which("nginx", path="/usr/sbin:/usr/bin"), reason="nginx is absent")
def test_the_documented_nginx_configuration_works(folder, tmp_path):
    """
    The lines for nginx in docs/serving.md show the server under its path.
    """
    text = (REPOSITORY / "docs" / "serving.md").read_text(encoding="utf-8")
    block = re.search(r"```nginx\n(.*?)```", text, re.DOTALL)[1]
    with serving(folder, "--root-path", "/cloud") as (address, _, _):
        port, target = free_port(), urllib.parse.urlsplit(address).netloc
        block = block.replace("127.0.0.1:8000", target)
        paths = "".join(
            f"{kind}_temp_path {tmp_path}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        config = tmp_path / "nginx.conf"
        config.write_text(
            f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log;\n"
            f"events {{}}\nhttp {{ access_log off; {paths}\n"
            f"server {{ listen 127.0.0.1:{port};\n{block}\n}} }}\n"
        )
        binary = shutil.which("nginx", path="/usr/sbin:/usr/bin")
        proxy = subprocess.Popen(
            [binary, "-c", str(config), "-e", f"{tmp_path}/error.log"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:

            def up():
                with contextlib.suppress(OSError):
                    return get(f"http://127.0.0.1:{port}/cloud/health")[0] == 200
                return False

            until(up)
            check_under(f"127.0.0.1:{port}", "/cloud", "http")
        finally:
            proxy.terminate()
            proxy.wait(timeout=10)
