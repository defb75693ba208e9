"""
Pool: who answers which query when, and which is stopped.

Whatever is asked starts on a quick worker. A query that has used its quantum of
processor time goes on as a long one: a spare worker takes its place, after ten
quanta it stands back where others want the processor, and at the deadline it is killed. Of long
queries only so many run; one more is turned away instead. So runaway queries keep
quick ones waiting for a quantum, never longer.
"""

import asyncio
import contextlib
import logging
import os
import tempfile
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from .limits import Limits
from .workers import Died, Nursery, PoolError, Worker

__all__ = ["Crowded", "Died", "Pool", "PoolError", "Reply", "TimedOut"]
LOG = logging.getLogger("kg.serve.pool")
LATE = 10
Gone = Callable[[], Awaitable[bool]]


class TimedOut(PoolError):
    """
    The query ran longer than a query may.
    """


class Crowded(PoolError):
    """
    More queries wait, or run long, than may.
    """

    status = 429


class Left(PoolError):
    """
    Whoever asked has gone.
    """


@dataclass(frozen=True, slots=True)
class Reply:
    """
    What a worker answered: a status, the media type, and the body or the open file of it.
    """

    status: int
    media: str
    body: bytes
    file: IO[bytes] | None
    length: int
    message: str
    candidates: tuple[str, ...] = ()


class Pool:
    """
    As many workers as the limits say, over one published graph.

    `base` is the path under which a proxy shows us. Queries of others and our own
    questions wait in lines of their own, which take turns. Results that
    are too large for a socket are spooled to a folder that goes with the pool.
    """

    def __init__(self, generation: Path, limits: Limits, base: str = "") -> None:
        self.limits = limits
        self.most = {"rows": limits.rows, "result": limits.result}
        self.without_network = True
        self.long = 0
        self._nursery = Nursery(generation, limits.memory, base)
        self._folder = tempfile.TemporaryDirectory(prefix="kg-serve-")
        self._workers: set[Worker] = set()
        self._idle: list[Worker] = []
        self._spares: list[Worker] = []
        self._owed = 0
        self._lines: tuple[deque[asyncio.Future[Worker]], ...] = (deque(), deque())
        self._turn = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def idle(self) -> int:
        """
        Workers that wait for a query, spares apart.
        """
        return len(self._idle)

    @property
    def waiting(self) -> int:
        """
        Queries that wait for a worker.
        """
        return sum(map(len, self._lines))

    async def start(self) -> None:
        """
        Start the workers; returns when all are ready.
        """
        for _ in range(self.limits.workers):
            self._free(await self._bear())
        for _ in range(self.limits.spares):
            self._spares.append(await self._bear())

    async def _bear(self) -> Worker:
        worker = await self._nursery.bear(Path(self._folder.name))
        self._workers.add(worker)
        self.without_network = self.without_network and not worker.network
        return worker

    async def ask(self, request: Mapping[str, Any], gone: Gone | None = None) -> Reply:
        """
        The answer to a request, of which `kind` says who in the worker answers it.

        A long query whose asker has `gone` is stopped.

        Raises:
            Crowded: too many requests wait or run long, or no worker was free in time.
            TimedOut: it ran for longer than the limits say.
            Died: it ended its worker.
            Lost: its worker had ended before.
        """
        foreign = request["kind"] == "sparql"
        seconds = self.limits.seconds if foreign else self.limits.own
        worker = await self._take(int(foreign), seconds)
        await self._left(worker, gone)
        watch = _Watch(self, worker, seconds, self.limits.quantum if foreign else seconds, gone)
        try:
            header, body = await watch.follow({**self.most, **request})
            file = _taken(header["file"]) if "file" in header else None
        except BaseException:  # stopped, dead, or its answer is nobody's
            self._retire(worker, replace=not watch.long)
            raise
        finally:
            self.long -= watch.long
        if watch.long:
            self._retire(worker, replace=False)
        else:
            self._free(worker)
        return Reply(
            status=header["status"],
            media=header.get("media", "text/plain"),
            body=body,
            file=file,
            length=header.get("length", len(body)),
            message=header.get("message", ""),
            candidates=tuple(header.get("candidates", ())),
        )

    async def _left(self, worker: Worker, gone: Gone | None) -> None:
        """
        Give a worker back where whoever waited for it has gone: others wait for it too.
        """
        try:
            left = bool(gone and await gone())
        except BaseException:
            self._free(worker)
            raise
        if left:
            self._free(worker)
            raise Left("Whoever asked has gone.")

    async def _take(self, line: int, seconds: float) -> Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            self._retire(worker, replace=True)
        waiting = self._lines[line]
        if len(waiting) >= self.limits.waiting:
            raise Crowded(f"{len(waiting)} queries are waiting already. Try again in a while.")
        place: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        waiting.append(place)
        try:
            async with asyncio.timeout(seconds):
                return await asyncio.shield(place)
        except BaseException as error:
            if place.done():  # a worker came at the very moment
                self._free(place.result())
            else:
                waiting.remove(place)
            if isinstance(error, TimeoutError):
                raise Crowded("No worker was free in time. Try again in a while.") from None
            raise

    def _free(self, worker: Worker) -> None:
        """
        Hand a worker to whoever waits, the lines in turn.
        """
        for line in (self._turn, 1 - self._turn):
            if self._lines[line]:
                self._turn = 1 - line
                self._lines[line].popleft().set_result(worker)
                return
        self._idle.append(worker)

    def _retire(self, worker: Worker, *, replace: bool) -> None:
        worker.end()
        self._workers.discard(worker)
        if replace:
            self.replace()

    def replace(self) -> None:
        """
        Put a spare in the place of a worker, and see to another spare.
        """
        if self._closed:
            return
        if self._spares:
            self._free(self._spares.pop())
        else:
            self._owed += 1
        task = asyncio.create_task(self._renew())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _renew(self) -> None:
        while not self._closed:
            try:
                worker = await self._bear()
            except (OSError, PoolError):
                LOG.exception("A worker did not start; the next try is in a second.")
                await asyncio.sleep(1)
                continue
            if self._owed:
                self._owed -= 1
                self._free(worker)
            else:
                self._spares.append(worker)
            return

    async def close(self) -> None:
        """
        End every worker and drop what they spooled.
        """
        self._closed = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks, return_exceptions=True)
        for worker in list(self._workers):
            worker.end()
        await self._nursery.close()
        self._folder.cleanup()


class _Watch:
    """
    One query on its worker, until it is answered, turned away or stopped.
    """

    def __init__(
        self, pool: Pool, worker: Worker, seconds: float, quantum: float, gone: Gone | None
    ) -> None:
        self.pool, self.worker, self.seconds, self.quantum = pool, worker, seconds, quantum
        self.gone, self.long, self.low = gone, False, False

    async def follow(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        answer = asyncio.ensure_future(self.worker.ask(request))
        deadline = asyncio.get_running_loop().time() + self.seconds
        try:
            while True:
                left = deadline - asyncio.get_running_loop().time()
                await asyncio.wait({answer}, timeout=max(0.0, min(left, self.quantum)))
                if answer.done():
                    return answer.result()
                if left <= self.quantum and asyncio.get_running_loop().time() >= deadline:
                    raise TimedOut(
                        f"The query ran for more than {self.seconds:g} seconds and was stopped."
                        " Ask for less, or load the data set and ask it there."
                    )
                self._weigh(self.worker.spent())
                if self.gone and await self.gone():
                    raise Left("Whoever asked has gone.")
        finally:
            if not answer.done():
                answer.cancel()

    def _weigh(self, spent: float) -> None:
        """
        Make it a long query, and a low one, once it has used so much.
        """
        if self.quantum >= self.seconds or spent < 0.9 * self.quantum:
            return
        if self.long:
            if not self.low and spent >= LATE * self.quantum:
                self.low = True
                self.worker.demote()
            return
        if self.pool.long >= self.pool.limits.long:
            raise Crowded(
                f"{self.pool.long} long queries run already, which is as many as may."
                " Try again in a while, or ask for less."
            )
        self.pool.long += 1
        self.long = True
        self.pool.replace()


def _taken(path: str) -> IO[bytes]:
    """
    A worker's file, open; its name is gone, and the bytes with the last reader.
    """
    file = open(path, "rb")  # noqa: SIM115 - whoever streams it closes it
    os.unlink(path)
    return file
