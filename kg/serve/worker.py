"""
Worker: a process that answers one query after the other, and can be killed.

It is started as `python -m kg.serve.worker STORE SPOOL MEMORY`, reads requests on
its input and writes answers on its output, each a length and that many bytes of
JSON. It takes away its own network and bounds its own memory before it reads
anything: an engine cannot be stopped while it evaluates, a process can.
"""

import contextlib
import ctypes
import json
import resource
import struct
import sys
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from ..errors import UsageError
from ..graph.store import guard
from .dataset import refuse_unknown
from .negotiation import ASK_FORMS, GRAPH_FORMS, SELECT_FORMS, choose
from .spool import Spool, TooLarge

NEW_NETWORK = 0x40000000
NEW_USER = 0x10000000
RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}


def answer(store: ox.Store, request: dict[str, Any], spool: Path) -> tuple[dict[str, Any], bytes]:
    """
    The answer to one request: a header with `status`, and the bytes of a small body.
    """
    query = request["query"]
    try:
        guard(query)
        chosen: dict[str, Any] = {"use_default_graph_as_union": True}
        if request["default"] or request["named"]:
            chosen = {
                "default_graph": [ox.NamedNode(iri) for iri in request["default"]],
                "named_graphs": [ox.NamedNode(iri) for iri in request["named"]],
            }
        refuse_unknown(store, query, request["default"], request["named"])
        found = store.query(query, base_iri=request["base"] or None, **chosen)
    except UsageError as error:
        return {"status": 400, "message": str(error)}, b""
    except (SyntaxError, ValueError) as error:
        return {"status": 400, "message": f"The query cannot be read: {error}"}, b""
    forms = SELECT_FORMS
    if isinstance(found, ox.QueryBoolean):
        forms = ASK_FORMS
    elif isinstance(found, ox.QueryTriples):
        forms = GRAPH_FORMS
    media = choose(request["accept"], forms)
    if media is None:
        return {"status": 406, "message": f"This answer is written as {', '.join(forms)}."}, b""
    form = forms[media]
    if isinstance(found, ox.QueryBoolean) and form in ("csv", "tsv"):
        return {"status": 200, "media": media}, b"true\n" if found else b"false\n"
    return _write(found, media, form, request, spool)


def _write(
    found: Any, media: str, form: str, request: dict[str, Any], folder: Path
) -> tuple[dict[str, Any], bytes]:
    solutions = not isinstance(found, ox.QueryTriples | ox.QueryBoolean)
    spool: Any = Spool(folder, request["result"], request["rows"], form if solutions else "")
    try:
        if isinstance(found, ox.QueryTriples):
            found.serialize(spool, GRAPHS[form])
        else:
            found.serialize(spool, RESULTS[form])
    except TooLarge as error:
        spool.drop()
        return {"status": 413, "message": str(error)}, b""
    except (ValueError, RuntimeError, OSError) as error:
        spool.drop()
        return {"status": 400, "message": f"The query cannot be evaluated: {error}"}, b""
    header: dict[str, Any] = {"status": 200, "media": media, "length": spool.size}
    spool.close()
    if spool.path is not None:
        header["file"] = str(spool.path)
    return header, bytes(spool.memory)


def confine(memory: int) -> bool:
    """
    Bound this process's memory and take its network away; whether the latter worked.

    Without the right to make a network of its own a process keeps the host's:
    the guard against SERVICE then stands alone.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.unshare(NEW_NETWORK) == 0 or libc.unshare(NEW_USER | NEW_NETWORK) == 0)


def read_frame(stream: IO[bytes]) -> bytes | None:
    """
    One length and that many bytes; None where the other side has gone.
    """
    head = stream.read(4)
    if len(head) < 4:
        return None
    return stream.read(struct.unpack("!I", head)[0])


def main() -> None:
    """
    Answer requests until the input ends.
    """
    store_folder, spool, memory = sys.argv[1:4]
    alone = confine(int(memory))
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    store = ox.Store.read_only(store_folder)
    _reply(sink, {"status": 200, "ready": True, "network": not alone}, b"")
    while (frame := read_frame(source)) is not None:
        header, body = answer(store, json.loads(frame), Path(spool))
        _reply(sink, header, body)


def _reply(sink: IO[bytes], header: dict[str, Any], body: bytes) -> None:
    head = json.dumps({**header, "inline": len(body)}).encode()
    sink.write(struct.pack("!I", len(head)) + head + body)
    sink.flush()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        main()
