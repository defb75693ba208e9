"""
Workers: the processes that answer, as the server sees them.
"""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import struct
import sys
import tempfile
from pathlib import Path
from typing import Any

LOW = 10
TICK = os.sysconf("SC_CLK_TCK")


class PoolError(Exception):
    """
    A query that got no answer; carries the HTTP status that says so.
    """

    status = 503


class Died(PoolError):
    """
    The query ended the process that ran it: too deep, or too much memory.
    """

    status = 400


class Lost(PoolError):
    """
    The process ended before it was asked, for no fault of the query.
    """


class Worker:
    """
    One process, the socket to it, and the folder of its large results.

    `handle` is a descriptor of the process, by which alone it is killed: a number
    may have passed to another process meanwhile.
    """

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        pid: int,
        handle: int,
        folder: Path,
    ) -> None:
        self.reader, self.writer = reader, writer
        self.pid, self.handle, self.folder = pid, handle, folder
        self.network = False
        self.before = 0.0

    @property
    def alive(self) -> bool:
        """
        Whether it can still be asked.
        """
        return not self.reader.at_eof() and not self.writer.is_closing()

    async def ask(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """
        The answer to a request: its header and its small body.

        Raises:
            Lost: the process had ended before.
            Died: the process has ended.
        """
        data = json.dumps(request).encode()
        try:
            self.writer.write(struct.pack("!I", len(data)) + data)
            await self.writer.drain()
        except ConnectionError:
            raise Lost("The worker ended before it was asked. Try again.") from None
        return await self.receive()

    async def receive(self) -> tuple[dict[str, Any], bytes]:
        """
        The next answer.

        Raises:
            Died: the process has ended.
        """
        try:
            (size,) = struct.unpack("!I", await self.reader.readexactly(4))
            header = json.loads(await self.reader.readexactly(size))
            body = await self.reader.readexactly(header["inline"])
        except (asyncio.IncompleteReadError, ConnectionError):
            raise Died(
                "The query needs more memory or nests deeper than a query may, and was ended."
            ) from None
        self.before = header["spent"]
        return header, body

    def spent(self) -> float:
        """
        Seconds of processor time since its last answer; 0 once it has ended.
        """
        with contextlib.suppress(OSError, ValueError, IndexError):
            text = Path(f"/proc/{self.pid}/stat").read_text()
            fields = text.rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / TICK - self.before
        return 0.0

    def demote(self) -> None:
        """
        Let it stand back where others want the processor.

        Linux may share the processor among sessions first; then a session has a
        priority too. A system without this has no such file.
        """
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, LOW)
        with contextlib.suppress(OSError):
            Path(f"/proc/{self.pid}/autogroup").write_text(str(LOW))

    def end(self) -> None:
        """
        Kill it at once, and drop what it wrote.
        """
        if self.handle >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.handle, signal.SIGKILL)
            os.close(self.handle)
            self.handle = -1
        self.writer.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Nursery:
    """
    The process that workers are forked from; started anew should it end.
    """

    def __init__(self, generation: Path, memory: int, base: str) -> None:
        self.generation, self.memory, self.base = generation, memory, base
        self._process: asyncio.subprocess.Process | None = None
        self._control: socket.socket | None = None
        self._one = asyncio.Lock()

    async def bear(self, parent: Path) -> Worker:
        """
        A new worker, ready, with a folder of its own under `parent`.

        Raises:
            Died: it ended before it was ready.
            OSError: no process can be had.
        """
        folder = Path(tempfile.mkdtemp(dir=parent))
        ours, theirs = socket.socketpair()
        try:
            async with self._one:
                with theirs:
                    control = await self._started()
                    socket.send_fds(control, [str(folder).encode()], [theirs.fileno()])
                pid, handles = await asyncio.to_thread(_receive, control)
        except BaseException:
            ours.close()
            shutil.rmtree(folder, ignore_errors=True)
            raise
        ours.setblocking(False)
        reader, writer = await asyncio.open_connection(sock=ours)
        worker = Worker(reader, writer, pid, handles, folder)
        try:
            header, _ = await worker.receive()
        except BaseException:
            worker.end()
            raise
        worker.network = header["network"]
        return worker

    async def _started(self) -> socket.socket:
        if self._control and self._process and self._process.returncode is None:
            return self._control
        await self.close()
        ours, theirs = socket.socketpair()
        root = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        with theirs:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "kg.serve.nursery",
                str(theirs.fileno()),
                str(self.generation),
                str(self.memory),
                self.base,
                stdin=asyncio.subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
                env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": path},
            )
        self._control = ours
        return ours

    async def close(self) -> None:
        """
        End it; workers that are left end with it.
        """
        if self._control:
            self._control.close()
        if self._process:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
        self._control = self._process = None


def _receive(control: socket.socket) -> tuple[int, int]:
    """
    The number and the descriptor of the worker that the nursery has made.
    """
    message, handles, _, _ = socket.recv_fds(control, 64, 1)
    if not message or not handles:
        raise OSError("the nursery has ended")
    return int(message), handles[0]
