"""
Import at size: GLEIF-like relationship records to a published generation.

Seeded records in the golden copy's columns; each run is a process of its own, so
that its CPU time and peak memory are its own. Beside it, the way a user would go
without this package: csv and rdflib in memory, at a size that it bears.
"""

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

HEADER = [
    *("Relationship.StartNode.NodeID", "Relationship.StartNode.NodeIDType"),
    *("Relationship.EndNode.NodeID", "Relationship.EndNode.NodeIDType"),
    *("Relationship.RelationshipType", "Relationship.RelationshipStatus"),
    *(
        f"Relationship.Period.{n}.{part}"
        for n in (1, 2)
        for part in ("startDate", "endDate", "periodType")
    ),
    *("Registration.InitialRegistrationDate", "Registration.LastUpdateDate"),
    *("Registration.RegistrationStatus", "Registration.ManagingLOU"),
    *("Registration.ValidationSources", "Registration.ValidationReference"),
]
GROUP = 40


def lei(number: int) -> str:
    """
    An LEI-like code of a number.
    """
    return f"5493{number:014X}{number % 97:02d}"


def write_relations(path: Path, rows: int, seed: int = 1) -> None:
    """
    Write relationship records: two a child, of groups of 40 that are trees.

    As in the published records, every child has a direct and an ultimate parent;
    one row in fifty has ended.
    """
    draw = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        child = 0
        for row in range(rows):
            ultimate = row % 2
            if not ultimate:
                child += 1
                if child % GROUP == 0:
                    child += 1
            top = child - child % GROUP
            parent = top if ultimate else top + draw.randrange(child % GROUP)
            start = date(1995, 1, 1) + timedelta(days=draw.randrange(10_000))
            ended = draw.random() < 0.02
            end = start + timedelta(days=draw.randrange(1, 3000)) if ended else None
            kind = "ULTIMATELY" if ultimate else "DIRECTLY"
            writer.writerow(
                [
                    *(lei(child), "LEI", lei(parent), "LEI", f"IS_{kind}_CONSOLIDATED_BY"),
                    "INACTIVE" if ended else "ACTIVE",
                    *("2024-01-01T00:00:00Z", "2024-12-31T00:00:00Z", "ACCOUNTING_PERIOD"),
                    f"{start}T00:00:00Z",
                    f"{end}T00:00:00Z" if end else "",
                    *("RELATIONSHIP_PERIOD", "2018-03-01T09:59:48.000Z"),
                    *("2025-05-18T15:41:20.212Z", "PUBLISHED", "EVK05KS7XY1DEII3R011"),
                    *("FULLY_CORROBORATED", "https://example.org/filing"),
                ]
            )


OURS = """
import json, resource, sys, time
from pathlib import Path
from kg import additions
start = time.process_time(), time.perf_counter()
stages = [("", 0.0)]
made = additions.add(
    "gleif", [Path(sys.argv[1])], Path(sys.argv[2]), alone=True,
    tell=lambda stage: stages.append((stage, time.process_time())),
)
stages.append(("", time.process_time()))
took = {name: until - since for (name, since), (_, until) in zip(stages, stages[1:])}
print(json.dumps({
    "cpu": time.process_time() - start[0],
    "load": took["load"],
    "tables": took["tables"] + took["names"],
    "shapes": took["shapes"],
    "wall": time.perf_counter() - start[1],
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    "quads": made.manifest["quads"],
    "disk": sum(p.stat().st_size for p in made.folder.rglob("*") if p.is_file()) / 2**20,
}))
"""

THEIRS = """
import csv, json, resource, sys, time
import rdflib
start = time.process_time(), time.perf_counter()
graph, kg = rdflib.Graph(), rdflib.Namespace("https://w3id.org/french-cloud/ontology#")
thing = "https://w3id.org/french-cloud/id/"
seen = set()
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8", newline="")):
    child, parent = (row[f"Relationship.{end}Node.NodeID"] for end in ("Start", "End"))
    begun = row["Relationship.Period.2.startDate"][:10]
    kind = row["Relationship.RelationshipType"]
    claim = rdflib.URIRef(f"{thing}control-right/{child}-{parent}-{kind}")
    day = rdflib.Literal(begun, datatype=rdflib.XSD.date)
    for name, value in (
        ("kind", kg["right-accounting-consolidation"]),
        ("holder", rdflib.URIRef(f"{thing}organization/{parent}")),
        ("organization", rdflib.URIRef(f"{thing}organization/{child}")),
        ("standing", kg["standing-counted"]),
        ("confidence", kg["confidence-high"]),
        ("source", rdflib.URIRef(f"{thing}source/rr")),
        ("from", rdflib.Literal(begun)),
        ("startsNotBefore", day),
        ("startsNotAfter", day),
    ):
        graph.add((claim, kg[name], value))
    graph.add((claim, rdflib.RDF.type, kg.ControlRight))
    for code in (child, parent):
        if code not in seen:
            seen.add(code)
            node = rdflib.URIRef(f"{thing}organization/{code}")
            graph.add((node, rdflib.RDF.type, kg.Organization))
            graph.add((node, kg.name, rdflib.Literal(code)))
            graph.add((node, kg.lei, rdflib.Literal(code)))
            graph.add((node, kg.source, rdflib.URIRef(f"{thing}source/rr")))
print(json.dumps({
    "cpu": time.process_time() - start[0],
    "load": time.process_time() - start[0],
    "tables": 0,
    "shapes": 0,
    "wall": time.perf_counter() - start[1],
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    "quads": len(graph),
    "disk": 0,
}))
"""


def run(program: str, *arguments: Path) -> dict[str, float]:
    """
    The figures that a program of a process of its own prints.
    """
    command = [sys.executable, "-c", program, *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def main(rows: int = 1_000_000, peer_rows: int = 100_000) -> list[dict[str, object]]:
    """
    Import `rows` records, and `peer_rows` the other way; print and give the figures.
    """
    results: list[dict[str, object]] = []
    header = (
        f"{'what':30} {'rows':>9} {'load CPU s':>10} {'rows/CPU s':>10} {'tables':>7} {'shapes':>7}"
    )
    print(f"{header} {'wall s':>7} {'peak MB':>8} {'disk MB':>8} {'quads':>11}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for what, program, size in (
            ("kg import gleif, published", OURS, rows),
            ("kg import gleif, published", OURS, peer_rows),
            ("csv + rdflib, in memory", THEIRS, peer_rows),
        ):
            path = Path(folder) / f"rr-{size}.csv"
            if not path.exists():
                write_relations(path, size)
            made = run(program, path, Path(folder) / f"graph-{size}")
            speed = size / made["load"]
            results.append({"what": what, "rows": size, "rows_per_cpu_s": speed, **made})
            print(
                f"{what:30} {size:9,} {made['load']:10.1f} {speed:10,.0f} {made['tables']:7.1f}"
                f" {made['shapes']:7.1f} {made['wall']:7.1f} {made['peak']:8,.0f}"
                f" {made['disk']:8,.0f} {made['quads']:11,.0f}",
                flush=True,
            )
    return results


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--peer-rows", type=int, default=100_000)
    chosen = parser.parse_args()
    main(chosen.rows, chosen.peer_rows)
