"""
`make bench`: the curated build, and questions as whole processes and in process.

Each figure is the median of several runs, in CPU and wall seconds; the same
question to rdflib in memory stands beside it, as a ratio of the same run.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from kg import build
from kg.claims import read_claims
from kg.control import timeline
from kg.knowledge import KnowledgeGraph

RUNS = 5


def timed(work: Callable[[], object], runs: int = RUNS) -> tuple[float, float]:
    """
    Median CPU and wall seconds of some work in this process.
    """
    cpu, wall = [], []
    for _ in range(runs):
        start = time.process_time(), time.perf_counter()
        work()
        cpu.append(time.process_time() - start[0])
        wall.append(time.perf_counter() - start[1])
    return statistics.median(cpu), statistics.median(wall)


def timed_process(*arguments: str, runs: int = RUNS) -> tuple[float, float]:
    """
    Median CPU and wall seconds of a whole `kg` process, after one call to warm up.
    """
    command = [sys.executable, "-m", "kg", *arguments]
    subprocess.run(command, check=True, capture_output=True)
    cpu, wall = [], []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        wall.append(time.perf_counter() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(cpu), statistics.median(wall)


def main() -> None:
    """
    Run every benchmark and print one line each.
    """
    print(f"{'what':58} {'CPU s':>8} {'wall s':>8}")

    def line(what: str, figures: tuple[float, float]) -> None:
        print(f"{what:58} {figures[0]:8.3f} {figures[1]:8.3f}", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "graph"
        line(
            "build from nothing (check, derive, validate, publish)",
            timed_process("build", "--output", str(output), runs=3),
        )
        for question in (
            ("owners", "cloudwatt", "--on", "2014-10-01"),
            ("controllers", "numergy", "--on", "2015-06-30"),
            ("leaders", "ovhcloud", "--on", "2019-01-01"),
            ("find", "caisse des depots"),
        ):
            arguments = (*question, "--graph", str(output))
            line("kg " + " ".join(question), timed_process(*arguments))
    built = build.make()
    ours = KnowledgeGraph(build.store_of(built))
    claims = read_claims(ours.store)
    days = [date.min, *claims.days()]
    line(
        "control of the whole curated data over all change days",
        timed(lambda: timeline(days, claims.on), runs=3),
    )
    theirs = KnowledgeGraph(build.store_of(built, "rdflib"))
    for name, question in (
        ("owners", lambda graph: graph.owners("cloudwatt", on="2014-10-01")),
        ("controllers", lambda graph: graph.controllers("numergy", on="2015-06-30")),
        ("who owns, by SPARQL", lambda graph: graph.run("ownership/who-owns")),
    ):
        question(ours), question(theirs)
        mine = timed(lambda question=question: question(ours))
        peer = timed(lambda question=question: question(theirs))
        line(f"in process: {name}, Oxigraph", mine)
        line(f"in process: {name}, rdflib (x {peer[0] / mine[0]:.0f})", peer)


if __name__ == "__main__":
    main()
