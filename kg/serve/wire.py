"""
Wire: one connection, and how much and how long a request may be on it.

Uvicorn bounds neither the head of a request nor the time that it takes to arrive;
without bounds one client could fill the memory, or hold connections for ever.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .limits import MIB

MESSAGES = {431: "Request Header Fields Too Large", 408: "Request Timeout"}


class Wire(HttpToolsProtocol):
    """
    HTTP on one connection: a head of at most `head` bytes, a request of at most `whole`,
    which has `patience` seconds to arrive. Beyond that the connection is closed.
    """

    head = 256 * 1024
    whole = 32 * MIB
    patience = 30.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """
        Begin to wait for a request.
        """
        super().connection_made(transport)
        self._taken, self._arriving = 0, True
        self._clock: asyncio.TimerHandle | None = None
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """
        Wait no longer.
        """
        self._arrived()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """
        Take some bytes, unless there are too many.
        """
        self._taken += len(data)
        super().data_received(data)
        if not self._clock or self.transport.is_closing():
            return
        if self._taken > (self.head if self._arriving else self.whole):
            self._refuse(431)

    def on_message_begin(self) -> None:
        """
        A request begins.
        """
        super().on_message_begin()
        self._arriving = True
        if not self._clock:
            self._taken = 0
            self._wait()

    def on_headers_complete(self) -> None:
        """
        Its head is whole.
        """
        self._arriving = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """
        It is whole.
        """
        self._arrived()
        super().on_message_complete()

    def _wait(self) -> None:
        self._clock = self.loop.call_later(self.patience, self._refuse, 408)

    def _arrived(self) -> None:
        if self._clock:
            self._clock.cancel()
        self._clock = None

    def _refuse(self, status: int) -> None:
        self._arrived()
        answering: Any = self.cycle
        if not answering or answering.response_complete:
            text = MESSAGES[status]
            self.transport.write(
                f"HTTP/1.1 {status} {text}\r\nContent-Type: text/plain\r\n"
                f"Content-Length: {len(text)}\r\nConnection: close\r\n\r\n{text}".encode()
            )
        self.transport.close()
