"""
Report: the table of a run, with ratios, growth and the distance to the limit.
"""

import math
from pathlib import Path

from . import picture
from .measure import machine, versions
from .plan import PARTS, Method, Part
from .results import FOLDER, Row

BASE = {
    "accumulation": "kernels",
    "chains": "kernels_chains",
    "days": "days_kernels",
    "class": "class_kernels",
    "above": "above_kernels",
}
"""
The method of ours that others with the same answer are compared with.
"""

ANSWERS = {
    "accumulation": "All pairs of controller and controlled, by accumulation",
    "chains": "Majorities of majorities only, as property paths can say them",
    "days": "Who controls whom at the start of each of 120 months",
    "class": "What a class of owners has of every company",
    "above": "Who has how much of 105 companies (a hundred at random, five of most holders)",
    "pass": "The limit",
    "floor": "The limit",
}


def write(rows: list[Row], name: str) -> list[Path]:
    """
    Write the table and, where control was measured, the picture beside the rows; which files.
    """
    parts = [part for part in PARTS if part.methods]
    text = [
        "# What was measured",
        "",
        "Made by `make bench`; do not edit. [How to read it, and what the graphs are]"
        "(../../docs/benchmarks.md).",
        "",
        f"- Machine: {machine()}.",
        f"- Versions: {versions()}.",
        f"- {_loads(rows)}",
        "- Each method and size in a process of its own; median of the runs, at least three; "
        "what takes long ran once and is marked ¹. CPU seconds count every thread. Answers of "
        "methods under one heading were equal, by count and hash, at every size.",
        "",
    ]
    for part in parts:
        text += _part(part, [row for row in rows if row.part == part.name])
    for part in PARTS:
        kept = FOLDER / f"{name}-{part.name}.txt"
        if part.script and kept.exists():
            text += [f"## {part.title}", "", "```text", kept.read_text("utf-8").rstrip(), "```", ""]
    FOLDER.mkdir(exist_ok=True)
    page = FOLDER / f"{name}.md"
    page.write_text("\n".join(text), encoding="utf-8")
    control = [row for row in rows if row.part == "control"]
    if not control:
        return [page]
    picture.write(control, picture_of(name))
    return [page, picture_of(name)]


def picture_of(name: str) -> Path:
    """
    Where the picture of a run goes.
    """
    return FOLDER / ("control.svg" if name == "results" else f"{name}-control.svg")


def growth(rows: list[Row]) -> float | None:
    """
    The exponent of cost against size: the slope of a line fitted in logarithms.

    Over the three largest sizes, where fixed costs count least; None for fewer.
    """
    points = sorted((math.log(row.holdings), math.log(row.cpu_s)) for row in rows if row.cpu_s)[-3:]
    if len(points) < 3:
        return None
    x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
    over = sum((a - x) * (b - y) for a, b in points)
    return over / sum((a - x) ** 2 for a, _ in points)


def _with(answer: str) -> tuple[str, ...]:
    """
    The answers that stand in one table; ultimate controllers are part of all pairs.
    """
    return (answer, "ultimate") if answer == "accumulation" else (answer,)


def _loads(rows: list[Row]) -> str:
    loads = [row.load for row in rows if row.load is not None]
    if not loads:
        return "The load was not kept."
    return (
        f"Load during the run: {min(loads):.1f} to {max(loads):.1f} processes that want a core. "
        "Above the number of cores wall seconds are inflated, CPU seconds less so."
    )


def _part(part: Part, rows: list[Row]) -> list[str]:
    if not rows:
        return []
    text = [f"## {part.title}", ""]
    by = {(row.method, row.holdings): row for row in rows}
    sizes = sorted({row.holdings for row in rows})
    for answer, title in ANSWERS.items():
        methods = [
            method
            for method in part.methods
            if any(row.answer in _with(answer) and row.method == method.name for row in rows)
        ]
        if not methods or answer == "floor":
            continue
        if answer == "pass":
            text += _limit(part, by, sizes)
            continue
        text += [f"### {title}", "", *_table(methods, by, sizes, answer), ""]
    return text + _work(part, by, sizes)


def _table(
    methods: list[Method], by: dict[tuple[str, int], Row], sizes: list[int], answer: str
) -> list[str]:
    """
    CPU seconds with the ratio to ours, then wall seconds and memory of the largest size.
    """
    base = BASE.get(answer)
    heads = [_size(size) for size in sizes]
    lines = [
        "CPU seconds, and how many times ours; wall seconds and peak memory of the largest run.",
        "",
        "| method | " + " | ".join(heads) + " | growth | wall s | peak MB |",
        "| --- |" + " ---: |" * (len(sizes) + 3),
    ]
    for method in methods:
        cells = []
        for size in sizes:
            row, ours = by.get((method.name, size)), by.get((base or "", size))
            cells.append(_cell(row, None if method.ours else ours))
        ran = [by[method.name, size] for size in sizes if _ran(by.get((method.name, size)))]
        slope = growth(ran)
        wall = f"{ran[-1].wall_s:.3g}" if ran else ""
        peak = f"{ran[-1].peak_mb:,.0f}" if ran else ""
        label = f"**{method.label}**" if method.ours else method.label
        lines.append(
            f"| {label} | " + " | ".join(cells) + f" | {'' if slope is None else f'{slope:.2f}'}"
            f" | {wall} | {peak} |"
        )
    lines += ["", *_notes(methods, by, sizes)]
    return lines


def _ran(row: Row | None) -> bool:
    return row is not None and row.cpu_s is not None


def _cell(row: Row | None, ours: Row | None) -> str:
    if row is None:
        return ""
    if row.cpu_s is None:
        return "not run"
    once = "¹" if row.runs == 1 else ""
    text = f"{row.cpu_s:.3g}{once}"
    if ours is not None and ours.cpu_s:
        text += f" (×{row.cpu_s / ours.cpu_s:.3g})"
    return text


def _notes(methods: list[Method], by: dict[tuple[str, int], Row], sizes: list[int]) -> list[str]:
    """
    Why what was not run was not.
    """
    found = []
    for method in methods:
        for size in sizes:
            row = by.get((method.name, size))
            if row is not None and row.note:
                found.append(f"- {method.label}, {_size(size)}: not run, {row.note}.")
                break
    return found


def _limit(part: Part, by: dict[tuple[str, int], Row], sizes: list[int]) -> list[str]:
    """
    How far ours is from reading the arrays once.
    """
    lines = [
        "### The distance to the limit",
        "",
        "CPU seconds, and how many times the one before; bandwidth of the pass.",
        "",
        "| shareholdings | one pass | GB/s | floor: pass and two look-ups a row "
        "| ultimate controllers | all pairs |",
        "| ---: |" + " ---: |" * 5,
    ]
    for size in sizes:
        found = [by.get((name, size)) for name in ("pass", "floor", "kernels_ultimate", "kernels")]
        if not all(_ran(row) for row in found):
            continue
        seconds = [row.cpu_s or 0.0 for row in found if row is not None]
        least, floor, ultimate, pairs = seconds
        lines.append(
            f"| {_size(size)} | {least:.3g} | {12 * size / least / 1e9:.1f} | {floor:.3g}"
            f" | {_far(ultimate, least, floor)} | {_far(pairs, least, floor)} |"
        )
    return [*lines, ""]


def _far(seconds: float, least: float, floor: float) -> str:
    return f"{seconds:.3g} (×{seconds / least:.3g} the pass, ×{seconds / floor:.3g} the floor)"


def _work(part: Part, by: dict[tuple[str, int], Row], sizes: list[int]) -> list[str]:
    """
    What ours counted, for each shareholding.
    """
    counted = [by[m.name, s] for m in part.methods for s in sizes if (m.name, s) in by]
    counted = [row for row in counted if row.work]
    if not counted:
        return []
    names = sorted({name for row in counted for name in row.work})
    lines = [
        "### Work counted",
        "",
        "Counts that do not depend on the machine; a test bounds them.",
        "",
        "| shareholdings | " + " | ".join(names) + " |",
        "| ---: |" + " ---: |" * len(names),
    ]
    for row in counted:
        cells = " | ".join(f"{row.work.get(name, 0):,}" for name in names)
        lines.append(f"| {_size(row.holdings)} | {cells} |")
    return [*lines, ""]


def _size(size: int) -> str:
    power = round(math.log10(size))
    return f"10^{power}" if 10**power == size else f"{size:,}"
