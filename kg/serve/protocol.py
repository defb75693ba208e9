"""
Protocol: SPARQL 1.1 Protocol for queries, over a pool of workers.

References:
    https://www.w3.org/TR/sparql11-protocol/
"""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import parse_qsl

import pyoxigraph as ox
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from .limits import Limits
from .negotiation import GRAPH_FORMS, choose
from .pool import Crowded, Gone, Pool, PoolError, Reply, TimedOut
from .sparql import GRAPHS

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
CHUNK = 64 * 1024
DRAINED = 16 * 1024 * 1024
ENDINGS = {
    "json": "application/sparql-results+json, application/ld+json",
    "xml": "application/sparql-results+xml, application/rdf+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "turtle": "text/turtle",
    "n3": "text/turtle",
    "json-ld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "rdf+xml": "application/rdf+xml",
}
"""
What `format` in an address stands for: SPARQL 1.1 Protocol has Accept alone. The last
five are what SPARQLWrapper writes.
"""

OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
}
"""
Anybody's page may ask; without credentials, which there are none of.
"""

SAFE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""
What every response carries: nothing from elsewhere, no script in a page.
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """
    A query, the data set that the protocol names for it, and the form if the
    address asks for one, as a link does.
    """

    query: str
    default: list[str]
    named: list[str]
    form: str = ""


class Refused(Exception):
    """
    A request that is no query; carries the HTTP status and what to send instead.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def refusal(status: int, message: str, **headers: str) -> Response:
    """
    A refusal in plain text: what was wrong, and what to send instead.
    """
    return PlainTextResponse(message + "\n", status, {**OPEN, **headers})


async def read_request(request: Request, limits: Limits) -> Asked | None:
    """
    The query that a request carries; None where it carries none and asks what we are.

    Raises:
        Refused: an update, another method or media type, two queries, or too many bytes.
    """
    length = len(request.url.query)
    if length > limits.request:
        raise Refused(414, f"The address has more than {limits.request} bytes: send it by POST.")
    pairs = _pairs(request.url.query)
    body = b""
    if request.method == "POST":
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        body = await _body(request, limits, whole=media != UPDATE)
        if media == UPDATE:
            raise Refused(403, "Updates are refused: this endpoint only reads.")
        if media == FORM:
            pairs += _pairs(_text(body))
        elif media == DIRECT:
            pairs.append(("query", _text(body)))
        else:
            found = f"'{media}'" if media else "none"
            raise Refused(415, f"The content type is {found}: send {DIRECT} or {FORM}.")
    queries = [value for name, value in pairs if name == "query"]
    if any(name == "update" for name, _ in pairs):
        if request.method == "GET":
            raise Refused(400, "Updates are refused: this endpoint only reads.")
        raise Refused(403, "Updates are refused: this endpoint only reads.")
    if len(queries) > 1:
        raise Refused(400, f"There are {len(queries)} queries: send one.")
    if not queries:
        if request.method == "POST":
            raise Refused(400, "There is no query: send one as 'query'.")
        return None
    return Asked(
        queries[0],
        [value for name, value in pairs if name == "default-graph-uri"],
        [value for name, value in pairs if name == "named-graph-uri"],
        _form(pairs),
    )


def _form(pairs: list[tuple[str, str]]) -> str:
    asked = [value for name, value in pairs if name == "format"]
    if asked and asked[-1] not in ENDINGS:
        raise Refused(400, f"format: '{asked[-1]}' is none of {', '.join(ENDINGS)}.")
    return asked[-1] if asked else ""


async def _body(request: Request, limits: Limits, *, whole: bool = True) -> bytes:
    """
    What a client sends, or nothing of it where it will be refused.

    A client reads the refusal only after it has sent everything, so what is too much is
    taken and dropped up to DRAINED.
    """
    found, size = bytearray(), 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if whole and size <= limits.request:
                found += chunk
            elif size > DRAINED:
                break
    except ClientDisconnect:
        raise Refused(400, "The client went away before it had sent everything.") from None
    if whole and size > limits.request:
        raise Refused(413, f"The request has more than {limits.request} bytes.")
    return bytes(found)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, f"Byte {error.start} of the request is not UTF-8.") from None


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise Refused(400, "A percent-encoded part of the request is not UTF-8.") from None
    except ValueError as error:
        raise Refused(400, f"The parameters cannot be read: {error}.") from None


async def answer(
    pool: Pool,
    asked: Asked,
    accept: str | None,
    *,
    base: str = "",
    head: bool = False,
    gone: Gone | None = None,
) -> Response:
    """
    The response to a query: whole or refused, never cut off.

    `base` is the endpoint's address, which relative IRIs are relative to.
    """
    try:
        reply = await pool.ask(
            {
                "kind": "sparql",
                "query": asked.query,
                "accept": accept,
                "default": asked.default,
                "named": asked.named,
                "base": base,
            },
            gone,
        )
    except TimedOut as error:
        return refusal(503, str(error), **{"Retry-After": "60"})
    except Crowded as error:
        return refusal(429, str(error), **{"Retry-After": "10"})
    except PoolError as error:
        retry = {"Retry-After": "1"} if error.status == 503 else {}
        return refusal(error.status, str(error), **retry)
    if reply.status != 200:
        return refusal(reply.status, reply.message)
    return respond(reply, head=head)


def respond(reply: Reply, *, head: bool = False, **headers: str) -> Response:
    """
    A result as a response; a large one is read from its file as the client takes it.
    """
    media = reply.media + ("; charset=utf-8" if reply.media.startswith("text/") else "")
    fields = {**OPEN, "Vary": "Accept", "Content-Length": str(reply.length), **headers}
    if reply.file is None or head:
        if reply.file is not None:
            reply.file.close()
        body = b"" if head else reply.body
        return Response(body, 200, fields, media)
    return StreamingResponse(_chunks(reply.file), 200, fields, media)


async def _chunks(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk


def graph_response(
    triples: Iterable[ox.Triple], accept: str | None, prefixes: dict[str, str], **headers: str
) -> Response:
    """
    Triples in the form that the client takes best, or 406.
    """
    media = choose(accept, GRAPH_FORMS)
    if media is None:
        return refusal(406, f"This is written as {', '.join(GRAPH_FORMS)}.")
    form: Any = GRAPHS[GRAPH_FORMS[media]]
    body = ox.serialize(triples, format=form, prefixes=prefixes)
    kind = media + ("; charset=utf-8" if media.startswith("text/") else "")
    return Response(body, 200, {**OPEN, "Vary": "Accept", **headers}, kind)
