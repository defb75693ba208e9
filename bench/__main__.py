"""
`make bench`: every method on every size, side by side in one run.

Each method and size has a process of its own. Rows are appended as they come:
an interrupted run continues where it was. A method is not run on a size that
the one below shows to be over the budget, and the table says so.
"""

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from . import report, results
from .measure import LONG
from .plan import PARTS, Method, Part
from .results import FOLDER, Row

GROWTH = 14
"""
How many times longer ten times as many shareholdings may take, to tell beforehand.
"""


def main() -> int:
    """
    Run what is asked for, write the table and the picture; 1 where answers differ.
    """
    options = _options()
    name = "quick" if options.quick else "results"
    parts = [part for part in PARTS if options.only in (None, part.name)]
    wrong: list[str] = []
    for part in parts:
        draft = FOLDER / f"{name}-{part.name}.run.tmp"
        try:
            if part.script and not options.so_far:
                _run_script(part, options.quick, name)
            elif not options.so_far:
                _run_part(part, options, draft)
        except KeyboardInterrupt:
            print(f"\ninterrupted; the same command continues from {draft}", file=sys.stderr)
            return 130
        wrong += _keep(part, draft, FOLDER / f"{name}.csv", options.so_far)
    for path in report.write(results.read(FOLDER / f"{name}.csv"), name):
        print(f"wrote {path}")
    if wrong:
        print("answers differ:\n" + "\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


def _keep(part: Part, draft: Path, path: Path, so_far: bool) -> list[str]:
    """
    Put the rows of a part in place of those of the last run, unless answers differ.
    """
    new = results.read(draft)
    wrong = results.disagreements(new)
    if new and not wrong:
        kept = [row for row in results.read(path) if row.part != part.name]
        results.write(path, kept + new)
        if not so_far:
            draft.unlink()
    return wrong


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure control and ownership against other engines, side by side.",
        epilog="example: python -m bench --quick --only control",
    )
    parser.add_argument("--quick", action="store_true", help="five minutes: to 10^6, small budget")
    parser.add_argument("--only", metavar="PART", choices=[part.name for part in PARTS])
    parser.add_argument("--fresh", action="store_true", help="forget an interrupted run")
    parser.add_argument(
        "--so-far", action="store_true", help="run nothing: write what an interrupted run has"
    )
    parser.add_argument("--budget", type=float, help="CPU seconds that one run may take")
    parser.add_argument(
        "--long", type=float, default=LONG, help="CPU seconds above which a run is not repeated"
    )
    parser.add_argument("--most", type=float, help="largest number of shareholdings")
    options = parser.parse_args()
    options.budget = options.budget or (8.0 if options.quick else 120.0)
    options.most = int(options.most or (10**6 if options.quick else 10**7))
    return options


def _run_part(part: Part, options: argparse.Namespace, draft: Path) -> None:
    """
    Every size, and on each every method, so that peers are measured close in time.
    """
    if options.fresh:
        draft.unlink(missing_ok=True)
    done = {row.key for row in results.read(draft)}
    if done:
        print(f"continuing: {len(done)} rows are in {draft}; --fresh starts anew", flush=True)
    for size in part.sizes:
        if size > options.most:
            continue
        _child("draw", part.kind, str(size))
        for method in part.methods:
            if (part.name, method.name, size) in done:
                continue
            below = {row.key: row for row in results.read(draft)}.get(
                (part.name, method.name, size // 10)
            )
            row = Row(part.name, method.name, size, note=_refusal(method, size, below, options))
            if not row.note:
                _measure(part, method, row, options)
            results.append(draft, row)
            print(_line(method, row), flush=True)


def _refusal(method: Method, size: int, below: Row | None, options: argparse.Namespace) -> str:
    """
    Why a method is not run on a size, empty where it is.
    """
    if size > method.most:
        return method.why
    if below is None:
        return ""
    if below.cpu_s is None:
        return below.note
    longest = max(below.cpu_s, below.prepare_s or 0.0)
    if longest * GROWTH > options.budget:
        return f"{longest:.3g} s at a tenth of the size, budget {options.budget:g} s"
    return ""


def _measure(part: Part, method: Method, row: Row, options: argparse.Namespace) -> None:
    """
    Run one method on one size in a process of its own, and fill the row.
    """
    asked = method.module, part.kind, str(row.holdings), "3", str(options.long)
    try:
        figures = json.loads(_child(*asked, limit=options.budget * 12))
    except subprocess.TimeoutExpired:
        row.note = f"stopped after {options.budget * 12:g} s"
        return
    if "absent" in figures:
        row.note = f"{figures['absent']} is not installed (pip install 'french-cloud[bench]')"
        return
    row.answer, row.digest = figures["answer"], figures["digest"]
    row.cpu_s, row.wall_s, row.runs = figures["cpu"], figures["wall"], figures["runs"]
    row.prepare_s, row.work = figures["prepare"], figures["work"]
    row.peak_mb, row.base_mb = figures["peak"], figures["base"]
    row.load = os.getloadavg()[0]


def _child(*arguments: str, limit: float | None = None) -> str:
    """
    What a child prints; its own errors are shown and end the run.
    """
    done = subprocess.run(
        [sys.executable, "-m", "bench.child", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        timeout=limit,
        check=False,
    )
    if done.returncode:
        sys.exit(f"bench.child {' '.join(arguments)} failed with {done.returncode}")
    return done.stdout


def _run_script(part: Part, quick: bool, name: str) -> None:
    """
    Run a script that prints its own table, and keep what it prints.
    """
    if importlib.util.find_spec(part.script) is None:
        print(f"{part.name}: {part.script} is not here, left out", flush=True)
        return
    kept = FOLDER / f"{name}-{part.name}.txt"
    begun = time.perf_counter()
    print(f"{part.name}: {part.script}", flush=True)
    lines = []
    command = [sys.executable, "-m", part.script, *(part.quick if quick else part.arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print("  " + line, end="", flush=True)
            lines.append(line)
    if process.returncode:
        sys.exit(f"{part.script} failed with {process.returncode}")
    kept.write_text("".join(lines), encoding="utf-8")
    print(f"{part.name}: {time.perf_counter() - begun:.0f} s", flush=True)


def _line(method: Method, row: Row) -> str:
    """
    One line a row, as it comes.
    """
    start = f"{row.part:10} {row.holdings:>12,}  {method.label:32}"
    if row.cpu_s is None:
        return f"{start} not run: {row.note}"
    return (
        f"{start} {row.cpu_s:10.4g} CPU s {row.wall_s:10.4g} wall s {row.peak_mb:7.0f} MB"
        f"  {row.runs} runs"
    )


if __name__ == "__main__":
    sys.exit(main())
