"""
A request that is too large or too slow ends its own connection, and nothing else.
"""

import asyncio
import socket
import urllib.parse
import urllib.request

from uvicorn import Config
from uvicorn.server import ServerState

from kg.serve.wire import Wire


class Line(asyncio.Transport):
    """
    A transport that keeps what is written on it.
    """

    def __init__(self):
        super().__init__()
        self.written, self.closed = b"", False

    def write(self, data):
        """
        Keep some bytes.
        """
        self.written += data

    def is_closing(self):
        """
        Whether it is closed.
        """
        return self.closed

    def close(self):
        """
        Close it.
        """
        self.closed = True


class Hasty(Wire):
    """
    A wire of little patience.
    """

    patience = 0.05


def converse(*parts, pause=0.0, kind=Hasty):
    """
    What the wire writes and whether it has closed, once these parts have arrived.
    """

    async def application(scope, receive, send):
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def run():
        line = Line()
        wire = kind(Config(application, lifespan="off"), ServerState(), {})
        wire.connection_made(line)
        for part in parts:
            if not line.closed:
                wire.data_received(part)
            await asyncio.sleep(0)
        await asyncio.sleep(pause)
        answer = line.written.partition(b"\r\n")[0], line.closed
        wire.connection_lost(None)
        return answer

    return asyncio.run(run())


HEAD = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n"


def test_what_never_arrives_is_not_waited_for():
    """
    A connection without a request, half a head and half a body are closed in time.
    """
    assert converse(pause=0.2) == (b"HTTP/1.1 408 Request Timeout", True)
    assert converse(b"GET / HT", pause=0.2) == (b"HTTP/1.1 408 Request Timeout", True)
    assert converse(HEAD, b"12", pause=0.2) == (b"", True)


def test_what_has_arrived_is_answered_however_often():
    """
    Requests one after the other, in pieces or at once, are answered, and the wire stays open.
    """
    for parts in ((HEAD, b"1234"), (HEAD + b"1234",), (HEAD + b"1234", HEAD, b"1234")):
        assert converse(*parts, pause=0.2) == (b"HTTP/1.1 204 No Content", False)


def test_a_head_without_end_is_not_kept(served):
    """
    Some hundred kilobytes of headers are refused, in one header or in many; others go on.
    """
    place = urllib.parse.urlsplit(served)
    for filling in (b"X: " + b"a" * 4_000_000, b"X: a\r\n" * 700_000):
        with socket.create_connection((place.hostname, place.port), timeout=10) as client:
            try:
                client.sendall(b"GET /health HTTP/1.1\r\nHost: a\r\n" + filling + b"\r\n\r\n")
                answer = client.recv(100)
            except ConnectionError:
                answer = b""
            assert answer[:12] in (b"HTTP/1.1 431", b"")
    with urllib.request.urlopen(served + "/health") as response:
        assert response.status == 200
