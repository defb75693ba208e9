"""
`make bench`: the curated build, and questions as whole processes and in process.

Each figure is the median of several runs, in CPU and wall seconds; the same
question to rdflib in memory stands beside it, as a ratio of the same run.
"""

import tempfile
from datetime import date
from pathlib import Path

from kg import build
from kg.claims import read_claims
from kg.control import timeline
from kg.knowledge import KnowledgeGraph

from .measure import timed, timed_process


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
