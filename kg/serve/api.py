"""
API: the questions by address, answered in workers, kept once answered.
"""

import itertools
from datetime import date
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from .cache import Cache
from .limits import Limits
from .pool import Crowded, Pool, PoolError, Reply, TimedOut
from .protocol import OPEN

Given = dict[str, list[str]]


class BadAddress(Exception):
    """
    An address that is too long or not UTF-8; carries the HTTP status.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def read_query(request: Request, limits: Limits) -> Given:
    """
    The parameters of an address, each with its values.

    Raises:
        BadAddress: there are too many bytes, or some are not UTF-8.
    """
    text = request.url.query
    if len(text) > limits.request:
        raise BadAddress(414, f"The address has more than {limits.request} bytes.")
    try:
        return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except UnicodeDecodeError:
        raise BadAddress(400, "A percent-encoded part of the address is not UTF-8.") from None
    except ValueError as error:
        raise BadAddress(400, f"The parameters cannot be read: {error}.") from None


async def ask(pool: Pool, cache: Cache, kind: str, question: str, given: Given) -> Reply:
    """
    The reply to a question, from the cache or a worker.

    Raises:
        PoolError: no worker was free, or it took too long.
    """
    # an answer may speak of today though a day is given: what is kept is of today alone
    asked = tuple(sorted((name, tuple(values)) for name, values in given.items()))
    key = (date.today(), kind, question, asked)
    reply = cache.get(key)
    if reply is None:
        reply = await pool.ask({"kind": kind, "question": question, "parameters": given})
        weight = sum(map(len, [question, *given, *itertools.chain(*given.values())]))
        cache.put(key, reply, weight)
    return reply


def refused(
    status: int, message: str, candidates: tuple[str, ...] = (), *, retry: int = 0
) -> Response:
    """
    A refusal as JSON: what was wrong, and the nearest names where a name was.
    """
    body = {"error": message, "candidates": list(candidates)}
    headers = {**OPEN, "Retry-After": str(retry)} if retry else OPEN
    return JSONResponse(body, status, headers)


async def answer(request: Request) -> Response:
    """
    Answer a question of the API.
    """
    service = request.app.state.service
    etag = f'"{service.version}"'
    try:
        given = read_query(request, service.limits)
        reply = await ask(
            service.pool, service.cache, "question", request.path_params["question"], given
        )
    except BadAddress as error:
        return refused(error.status, str(error))
    except TimedOut as error:
        return refused(503, str(error), retry=60)
    except Crowded as error:
        return refused(429, str(error), retry=10)
    except PoolError as error:
        return refused(error.status, str(error))
    if reply.status != 200:
        return refused(reply.status, reply.message, reply.candidates)
    headers = {**OPEN, "Cache-Control": "no-cache"}
    if any(value.strip() for value in given.get("on", ())):
        headers["ETag"] = etag
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
    return Response(reply.body, 200, headers, "application/json")
