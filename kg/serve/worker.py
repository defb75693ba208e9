"""
Worker: a process that answers one request after the other, and can be killed.

The nursery forks it; requests and answers go over a socket, each a length and that
many bytes of JSON. It takes away its own network and bounds its own memory before it
reads anything: an engine cannot be stopped while it evaluates, a process can.
"""

import ctypes
import json
import logging
import os
import resource
import socket
import struct
import time
from pathlib import Path
from typing import IO, Any

from ..errors import Ambiguous, KgError, NotFound
from ..graph.generation import Generation
from ..graph.store import OxigraphStore
from .desk import Desk
from .sparql import Header, evaluate

LOG = logging.getLogger("kg.serve.worker")
NEW_NETWORK = 0x40000000
NEW_USER = 0x10000000


def confine(memory: int) -> bool:
    """
    Bound this process's memory and take its network away; whether the latter worked.

    Without the right to make a network of its own a process keeps the host's:
    the guard against SERVICE then stands alone.
    """
    os.environ.clear()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.unshare(NEW_NETWORK) == 0 or libc.unshare(NEW_USER | NEW_NETWORK) == 0)


def answer(desk: Desk, store: OxigraphStore, request: Any, folder: Path) -> tuple[Header, bytes]:
    """
    The answer to one request, whatever goes wrong: never a trace of ours.
    """
    try:
        if request["kind"] == "sparql":
            return evaluate(store.store, request, folder)
        return desk.answer(request)
    except NotFound as error:
        return {"status": 404, "message": str(error), "candidates": error.candidates}, b""
    except Ambiguous as error:
        return {"status": 409, "message": str(error), "candidates": error.candidates}, b""
    except KgError as error:
        return {"status": 400, "message": str(error)}, b""
    except MemoryError:
        return {"status": 400, "message": "This needs more memory than a question may take."}, b""
    except Exception:
        LOG.exception("%s", request.get("kind"))
        message = "Something went wrong here; it was written down."
        return {"status": 500, "message": message}, b""


def read_frame(stream: IO[bytes]) -> bytes | None:
    """
    One length and that many bytes; None where the other side has gone.
    """
    head = stream.read(4)
    if len(head) < 4:
        return None
    return stream.read(struct.unpack("!I", head)[0])


def run(wire: socket.socket, generation: str, folder: str, memory: int, base: str) -> None:
    """
    Answer requests until the other side closes the socket.
    """
    alone = confine(memory)
    source, sink = wire.makefile("rb"), wire.makefile("wb")
    home = Path(generation)
    manifest = json.loads((home / "manifest.json").read_text(encoding="utf-8"))
    store = Generation(home, manifest).store()
    desk = Desk(store, manifest, base)
    _reply(sink, {"status": 200, "ready": True, "network": not alone}, b"")
    while (frame := read_frame(source)) is not None:
        header, body = answer(desk, store, json.loads(frame), Path(folder))
        _reply(sink, header, body)


def _reply(sink: IO[bytes], header: Header, body: bytes) -> None:
    told = {**header, "inline": len(body), "spent": time.process_time()}
    head = json.dumps(told).encode()
    sink.write(struct.pack("!I", len(head)) + head + body)
    sink.flush()
