"""
Questions at size: each asked in process of worlds of 10^4, 10^5 and 10^6 shareholdings.

    python -m bench.answers [FOLDER] [HOLDINGS...]

Worlds are kept in FOLDER and built where absent (10^6: about four minutes of
CPU and 2.5 GB of disk). A figure is the median, and the worst, of CPU
milliseconds over organizations drawn at random, each asked of a graph whose
names nobody has read; `top` is the holder at the head of the largest group: its
answers grow with what it holds. The first question that needs the arrays of a
generation also loads them, once a process: it is in the worst.
The same question of a rdflib graph stands beside it at 10^4.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.world import build_world
from kg.graph import MemoryStore, Store
from kg.knowledge import KnowledgeGraph

DAY = "2020-06-01"
SIZES = (10**4, 10**5, 10**6)
ASKED = 30
TOP = "c0"

QUESTIONS: dict[str, Callable[[KnowledgeGraph, str], object]] = {
    "owners": lambda graph, id: graph.owners(id, on=DAY),
    "owned": lambda graph, id: graph.owned(id, on=DAY),
    "controllers": lambda graph, id: graph.controllers(id, on=DAY),
    "controlled": lambda graph, id: graph.controlled(id, on=DAY),
    "group": lambda graph, id: graph.group(id, on=DAY),
    "explain": lambda graph, id: graph.explain("c7" if id != "c7" else "c8", id, on=DAY),
    "history": lambda graph, id: graph.history(id),
    "leaders": lambda graph, id: graph.leaders(id, on=DAY),
    "sovereignty": lambda graph, id: graph.sovereignty(id, on=DAY),
    "find, by name": lambda graph, id: graph.find(name_of(graph, id)),
    "find, misspelt": lambda graph, id: graph.find(misspelt(name_of(graph, id))),
}


def name_of(graph: KnowledgeGraph, id: str) -> str:
    """
    The usual name of an organization.
    """
    return graph.directory.name(graph.directory.resolve(id))


def misspelt(name: str) -> str:
    """
    A name with one letter wrong and one left out.
    """
    return f"{name[:2]}x{name[3:7]}{name[8:]}"


def asked(store: Store, question: Callable[[KnowledgeGraph, str], object], id: str) -> float:
    """
    CPU milliseconds of one question, of a graph that nobody has asked before.
    """
    graph = KnowledgeGraph(store)
    start = time.process_time()
    question(graph, id)
    return (time.process_time() - start) * 1000


def figures(times: Iterable[float]) -> str:
    """
    The median and the worst of some times.
    """
    every = list(times)
    return f"{statistics.median(every):9.1f} {max(every):9.1f}"


def main(folder: str | None = None, sizes: Iterable[int] = SIZES) -> None:
    """
    Build the worlds and print one line for each question and size.
    """
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(folder or scratch)
        print(f"{'in process, CPU ms':24} {'holdings':>9} {'median':>9} {'worst':>9} {'top':>9}")
        for holdings in sizes:
            generation = build_world(place / f"world-{holdings}", holdings)
            store = generation.store()
            companies = random.Random(holdings).sample(range(holdings // 4), ASKED)
            ids = [f"c{number}" for number in companies]
            theirs = MemoryStore(store.quads()) if holdings == min(SIZES) else None
            for name, question in QUESTIONS.items():
                mine = [asked(store, question, id) for id in ids]
                top = asked(store, question, TOP)
                line = f"{name:24} {holdings:9} {figures(mine)} {top:9.1f}"
                if theirs is not None and not name.startswith("find"):
                    peer = statistics.median(asked(theirs, question, id) for id in ids[:5])
                    line += f"   rdflib {peer:9.1f} (x {peer / statistics.median(mine):.0f})"
                print(line, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:2], *([[int(one) for one in sys.argv[2:]]] if sys.argv[2:] else []))
