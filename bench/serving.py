"""
`python -m bench.serving`: the server under load, on loopback, for a bounded time.

Clients in a process of their own ask who holds an organization on a day, each
answer compared byte by byte with what the engine gives in process, while runaway
queries arrive. Prints answers a second, percentiles, what was wrong or refused, and
the memory of the server with its workers.
"""

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pyoxigraph as ox

from kg import build
from kg.graph.generation import current
from kg.names import ID, KG

DAYS = ("2012-10-01", "2014-10-01", "2016-01-01", "2019-06-30", "2024-01-01")
AS_OF = f"""PREFIX kg: <{KG}>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?claim ?holder ?capital WHERE {{
  VALUES (?held ?day) {{ (<%s> "%s"^^xsd:date) }}
  ?claim kg:held ?held ; kg:holder ?holder .
  OPTIONAL {{ ?claim kg:startsNotAfter ?start }} FILTER (!BOUND(?start) || ?start <= ?day)
  OPTIONAL {{ ?claim kg:endsNotBefore ?end }} FILTER (!BOUND(?end) || ?end > ?day)
  OPTIONAL {{ ?claim kg:capital ?capital }}
}} ORDER BY ?claim"""
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def questions(store: ox.Store) -> list[tuple[bytes, bytes]]:
    """
    Requests with the bodies that they must be answered by.
    """
    held = f"SELECT DISTINCT ?held {{ ?claim <{KG}held> ?held }} ORDER BY ?held"
    found: Any = store.query(held, use_default_graph_as_union=True)
    asked = []
    for solution in list(found):
        iri = solution["held"].value
        if not iri.startswith(ID):
            continue
        for day in DAYS:
            query = AS_OF % (iri, day)
            answer: Any = store.query(query, use_default_graph_as_union=True)
            body = answer.serialize(format=ox.QueryResultsFormat.JSON)
            asked.append((request(query), body))
    return asked


def request(query: str) -> bytes:
    """
    The bytes of a GET for a query.
    """
    head = f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    return (head + "Accept: application/sparql-results+json\r\n\r\n").encode()


async def fetch(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, data: bytes
) -> tuple[int, bytes]:
    """
    The status and body of one request on an open connection.
    """
    writer.write(data)
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
    body = await reader.readexactly(int(length or 0))
    return int(head[9:12]), body


async def client(port: int, asked: list[tuple[bytes, bytes]], start: int, until: float) -> Any:
    """
    One client that asks one question after the other; latencies and statuses.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    times, found, place = [], Counter[str](), start
    while time.monotonic() < until:
        data, expected = asked[place % len(asked)]
        place += 7
        begun = time.monotonic()
        status, body = await fetch(reader, writer, data)
        times.append(time.monotonic() - begun)
        found["right" if status == 200 and body == expected else f"wrong {status}"] += 1
    writer.close()
    return times, found


async def runaway(port: int, until: float, every: float) -> Counter[str]:
    """
    A query that would run for hours, every so many seconds, and what became of each.
    """
    found, tasks = Counter[str](), []

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        status, _ = await fetch(reader, writer, request(RUNAWAY))
        found[str(status)] += 1
        writer.close()

    while time.monotonic() < until:
        tasks.append(asyncio.create_task(one()))
        await asyncio.sleep(every)
    await asyncio.gather(*tasks)
    return found


async def load(port: int, asked: Any, clients: int, seconds: float, every: float) -> Any:
    """
    Clients and runaway queries together.
    """
    until = time.monotonic() + seconds
    running = asyncio.create_task(runaway(port, until, every)) if every else None
    parts = await asyncio.gather(
        *(client(port, asked, start * 31, until) for start in range(clients))
    )
    times = sorted(second for one, _ in parts for second in one)
    found = sum((counter for _, counter in parts), Counter[str]())
    return times, dict(found), dict(await running) if running else {}


def clients_process(sender: Any, *arguments: Any) -> None:
    """
    The clients, in a process of their own.
    """
    with contextlib.suppress(ImportError):
        import uvloop

        uvloop.install()
    sender.send(asyncio.run(load(*arguments)))


def tree(pid: int) -> list[int]:
    """
    A process and its descendants.
    """
    found = [pid]
    with contextlib.suppress(OSError):
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text().split():
                found += tree(int(child))
    return found


def memory(pid: int) -> int:
    """
    MiB that a process and its descendants hold, shared pages counted once.
    """
    total = 0
    for one in tree(pid):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                total += int(line.split()[1]) if line.startswith("Pss:") else 0
    return total // 1024


def spent(pid: int) -> tuple[float, float]:
    """
    Seconds of processor time of a process, and of its descendants that are there.
    """
    each = []
    for one in tree(pid):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            each.append((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"))
    return each[0], sum(each[1:])


def measure(pid: int, port: int, asked: Any, clients: int, seconds: float, every: float) -> None:
    """
    One load, printed.
    """
    receiver, sender = multiprocessing.Pipe(duplex=False)
    arguments = (sender, port, asked, clients, seconds, every)
    process = multiprocessing.get_context("spawn").Process(target=clients_process, args=arguments)
    process.start()
    held, before = [memory(pid)], spent(pid)
    while not receiver.poll(2):
        held.append(memory(pid))
    times, found, stopped = receiver.recv()
    process.join()
    after = spent(pid)
    half, late = times[len(times) // 2], times[int(len(times) * 0.99)]
    wrong = {name: count for name, count in found.items() if name != "right"}
    print(f"{clients} clients, {seconds:g} s, runaway query every {every:g} s")
    print(f"  right answers {found.get('right', 0)}, {len(times) / seconds:.0f}/s; wrong: {wrong}")
    print(f"  p50 {half * 1000:.1f} ms, p99 {late * 1000:.1f} ms, most {times[-1] * 1000:.0f} ms")
    print(f"  runaway queries by status: {stopped}")
    if not every:
        each = [(b - a) * 1000 / len(times) for a, b in zip(before, after, strict=True)]
        print(f"  CPU ms an answer: server {each[0]:.2f}, workers {each[1]:.2f}")
    thirds = [held[len(held) * part // 3 : len(held) * (part + 1) // 3] for part in range(3)]
    middle = [sorted(one)[len(one) // 2] for one in thirds if one]
    print(f"  memory MiB: first {held[0]}, median of each third {middle}, most {max(held)}")
    print(f"  load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)


def main() -> None:
    """
    Build, serve, and measure both loads.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30, help="of the load of 50 clients (30)")
    parser.add_argument("--workers", type=int, default=2, help="quick workers (2)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build.build(output=folder)
        asked = questions(ox.Store.read_only(str(current(folder).folder / "store")))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "kg", "serve", "--graph", name, "--port", str(port)]
        command += ["--no-access-log", "--workers", str(chosen.workers)]
        server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            for _ in range(200):
                with contextlib.suppress(OSError), urlopen(f"http://127.0.0.1:{port}/health") as up:
                    json.load(up)
                    break
                time.sleep(0.1)
            third = chosen.seconds / 3
            measure(server.pid, port, asked, 8, third, 0)
            measure(server.pid, port, asked, 8, third, third)
            measure(server.pid, port, asked, 50, chosen.seconds, 1)
        finally:
            server.terminate()
            server.wait(timeout=30)


if __name__ == "__main__":
    main()
