"""
Pool: worker processes, one query each, killed at the deadline and made anew.
"""

import asyncio
import contextlib
import json
import os
import shutil
import struct
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from .limits import Limits


class PoolError(Exception):
    """
    A query that got no answer; carries the HTTP status that says so.
    """

    status = 503


class TimedOut(PoolError):
    """
    The query ran longer than a query may.
    """


class Crowded(PoolError):
    """
    More queries wait than may wait.
    """

    status = 429


class Died(PoolError):
    """
    The query ended the process that ran it: too deep, or too much memory.
    """

    status = 400


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


class Worker:
    """
    One process, the pipes to it, and the folder of its large results.
    """

    def __init__(self, process: asyncio.subprocess.Process, folder: Path) -> None:
        self.process, self.folder = process, folder

    async def send(self, request: dict[str, Any]) -> None:
        """
        Hand over a request.
        """
        assert self.process.stdin is not None
        data = json.dumps(request).encode()
        self.process.stdin.write(struct.pack("!I", len(data)) + data)
        await self.process.stdin.drain()

    async def receive(self) -> tuple[dict[str, Any], bytes]:
        """
        The next answer: its header and its small body.

        Raises:
            Died: the process has ended.
        """
        assert self.process.stdout is not None
        try:
            (size,) = struct.unpack("!I", await self.process.stdout.readexactly(4))
            header = json.loads(await self.process.stdout.readexactly(size))
            body = await self.process.stdout.readexactly(header["inline"])
        except (asyncio.IncompleteReadError, ConnectionError, BrokenPipeError):
            raise Died(
                "The query needs more memory or nests deeper than a query may, and was ended."
            ) from None
        return header, body

    def kill(self) -> None:
        """
        End the process at once.
        """
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()


class Pool:
    """
    As many workers as the limits say, over one published graph.

    `base` is the path under which a proxy shows us. Results that are too large
    for a pipe are spooled to a folder of their own, which goes with the pool.
    """

    def __init__(self, generation: Path, limits: Limits, base: str = "") -> None:
        self.generation, self.limits, self.base = generation, limits, base
        self.most = {"rows": limits.rows, "result": limits.result}
        self.idle: asyncio.Queue[Worker] = asyncio.Queue()
        self.waiting = 0
        self.without_network = True
        self._folder = tempfile.TemporaryDirectory(prefix="kg-serve-")
        self._workers: set[Worker] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self) -> None:
        """
        Start the workers; returns when all are ready.
        """
        await asyncio.gather(*(self._spawn() for _ in range(self.limits.workers)))

    async def _spawn(self) -> None:
        root = str(Path(__file__).resolve().parents[2])
        folder = Path(tempfile.mkdtemp(dir=self._folder.name))
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "kg.serve.worker",
            str(self.generation),
            str(folder),
            str(self.limits.memory),
            self.base,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": path},
        )
        worker = Worker(process, folder)
        self._workers.add(worker)
        header, _ = await worker.receive()
        self.without_network = self.without_network and not header["network"]
        self.idle.put_nowait(worker)

    async def ask(self, request: Mapping[str, Any]) -> Reply:
        """
        The answer to a request, of which `kind` says who in the worker answers it.

        Raises:
            Crowded: too many requests wait already, or no worker was free in time.
            TimedOut: it ran for longer than the limits say.
            Died: it ended its worker.
        """
        foreign = request["kind"] == "sparql"
        seconds = self.limits.seconds if foreign else self.limits.own
        worker = await self._take(seconds)
        try:
            async with asyncio.timeout(seconds):
                await worker.send({**self.most, **request})
                header, body = await worker.receive()
        except TimeoutError:
            self._replace(worker)
            raise TimedOut(
                f"The query ran for more than {seconds:g} seconds and was stopped."
                " Ask for less, or load the data set and ask it there."
            ) from None
        except BaseException:  # the client left, or the worker died: its answer is nobody's
            self._replace(worker)
            raise
        file = _taken(header["file"]) if "file" in header else None
        self.idle.put_nowait(worker)
        return Reply(
            status=header["status"],
            media=header.get("media", "text/plain"),
            body=body,
            file=file,
            length=header.get("length", len(body)),
            message=header.get("message", ""),
            candidates=tuple(header.get("candidates", ())),
        )

    async def _take(self, seconds: float) -> Worker:
        if self.idle.empty() and self.waiting >= self.limits.waiting:
            raise Crowded(f"{self.waiting} queries are waiting already. Try again in a while.")
        self.waiting += 1
        try:
            async with asyncio.timeout(seconds):
                return await self.idle.get()
        except TimeoutError:
            raise Crowded("No worker was free in time. Try again in a while.") from None
        finally:
            self.waiting -= 1

    def _replace(self, worker: Worker) -> None:
        worker.kill()
        self._workers.discard(worker)
        if not self._closed:
            task = asyncio.create_task(self._renew(worker))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _renew(self, worker: Worker) -> None:
        await worker.process.wait()
        shutil.rmtree(worker.folder, ignore_errors=True)
        await self._spawn()

    async def close(self) -> None:
        """
        End every worker and drop what they spooled.
        """
        self._closed = True
        for task in self._tasks:
            task.cancel()
        for worker in list(self._workers):
            worker.kill()
            await worker.process.wait()
        self._folder.cleanup()


def _taken(path: str) -> IO[bytes]:
    """
    A worker's file, open; its name is gone, and the bytes with the last reader.
    """
    file = open(path, "rb")  # noqa: SIM115 - whoever streams it closes it
    os.unlink(path)
    return file
