"""
Child: one method on one size, in a process of its own; prints its figures as JSON.
"""

import hashlib
import importlib
import json
import sys
import time
from pathlib import Path

import numpy as np

from . import graphs
from .graphs import Graph, history, ownership
from .measure import LONG, pair_digest, peak_memory

KEPT = Path("build") / "bench"
"""
Where drawn graphs are kept between processes: drawing ten million takes more
memory than what is measured.
"""

COLUMNS = ("held", "holder", "low", "high", "since", "until")


def graph(size: int, kind: str = "ownership") -> Graph:
    """
    A graph of a size, drawn once.

    Called as `python -m bench.child draw ownership 1000000`, it only draws.
    """
    drawn_by = hashlib.sha256(Path(graphs.__file__).read_bytes()).hexdigest()[:8]
    folder = KEPT / f"{kind}-{size}-{drawn_by}"
    made = folder / "size.json"
    if not made.exists():
        folder.mkdir(parents=True, exist_ok=True)
        drawn = ownership(size) if kind == "ownership" else history(size)
        for name in COLUMNS:
            column = getattr(drawn, name)
            if column is not None:
                np.save(folder / f"{name}.npy", column)
        made.write_text(json.dumps([drawn.size, drawn.companies]), encoding="utf-8")
        del drawn
    nodes, companies = json.loads(made.read_text(encoding="utf-8"))
    columns = {
        name: np.load(folder / f"{name}.npy")
        for name in COLUMNS
        if (folder / f"{name}.npy").exists()
    }
    return Graph(size=nodes, companies=companies, **columns)


def main(module: str, kind: str, size: int, runs: int, long: float) -> None:
    """
    Prepare, warm up on a small graph, run at least `runs` times, and print the figures.

    A run of more than `long` CPU seconds is not repeated. Where a peer's library is not
    installed, say so instead.
    """
    method = importlib.import_module(module)
    few = ownership(30_000) if kind == "ownership" else history(30_000)
    try:
        small = method.prepare(few)
    except ModuleNotFoundError as error:
        print(json.dumps({"absent": error.name}))
        return
    method.run(small)
    small = None
    ready_graph = graph(size, kind)
    start = time.process_time()
    ready = method.prepare(ready_graph)
    prepared = time.process_time() - start
    base = peak_memory()
    cpu: list[float] = []
    wall: list[float] = []
    result = None
    while len(cpu) < runs or (sum(wall) < 0.5 and len(cpu) < 15):
        result = None  # what the run before made must not count as this one's memory
        start, begun = time.process_time(), time.perf_counter()
        result = method.run(ready)
        cpu.append(time.process_time() - start)
        wall.append(time.perf_counter() - begun)
        if cpu[-1] > long:
            break
    peak = peak_memory()
    done = method.work(result) if hasattr(method, "work") else {}
    digest = pair_digest(*method.pairs(ready, result))
    figures = {
        "answer": method.ANSWER,
        "what": method.WHAT,
        "cpu": float(np.median(cpu)),
        "wall": float(np.median(wall)),
        "runs": len(cpu),
        "prepare": prepared,
        "peak": peak,
        "base": base,
        "digest": digest,
        "work": done,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    if sys.argv[1] == "draw":
        graph(int(sys.argv[3]), sys.argv[2])
    else:
        long = float(sys.argv[5]) if len(sys.argv) > 5 else LONG
        main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), long)
