"""
Envelope: what every request and response carries, and the line that each leaves.

A proxy may show us under a path, and may take that path off or leave it on.
"""

import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from .protocol import SAFE

LOG = logging.getLogger("kg.serve")
ACCESS = logging.getLogger("kg.access")
LONGEST = 400
"""
Characters of an address that the access log keeps.
"""

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
SAFE_HEADERS = [(name.lower().encode(), value.encode()) for name, value in SAFE.items()]
FAILED = b"Something went wrong here; it was written down.\n"


class Envelope:
    """
    An application with security headers on every response, no trace of what went
    wrong inside, and an access log: client, request, status, bytes, milliseconds.
    """

    def __init__(self, app: App, base: str = "") -> None:
        self.app, self.base = app, base

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """
        Answer one request.
        """
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self.base:
            path = scope["path"]
            inside = path == self.base or path.startswith(self.base + "/")
            scope = {**scope, "root_path": self.base, "path": path if inside else self.base + path}
        start, status, size = time.perf_counter(), 0, 0

        async def wrapped(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message["headers"] = list(message.get("headers", ()))
                present = {name.lower() for name, _ in headers}
                headers += [one for one in SAFE_HEADERS if one[0] not in present]
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, wrapped)
        except Exception:
            LOG.exception("%s %s", scope["method"], _written(scope))
            if status:
                raise
            kind = [(b"content-type", b"text/plain; charset=utf-8")]
            await wrapped({"type": "http.response.start", "status": 500, "headers": kind})
            await wrapped({"type": "http.response.body", "body": FAILED})
        finally:
            if ACCESS.isEnabledFor(logging.INFO):
                spent = (time.perf_counter() - start) * 1000
                client = (scope.get("client") or ("-",))[0]
                line = '%s "%s %s" %d %d %.1f ms'
                ACCESS.info(line, client, scope["method"], _written(scope), status, size, spent)


def _written(scope: Message) -> str:
    """
    The address of a request on one line, whatever it holds, cut where it is long.
    """
    raw = scope.get("raw_path") or scope["path"].encode()
    query = scope.get("query_string", b"")
    text = (raw + (b"?" + query if query else b"")).decode("latin-1")
    line: str = text[:LONGEST].encode("unicode_escape").decode().replace('"', "%22")
    return line + ("..." if len(text) > LONGEST else "")
