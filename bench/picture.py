"""
Picture: cost against size, both in logarithms, one line a method with its name at its end.

Colours are chosen to read on white and on black; ink follows the reader's
colour scheme.
"""

import math
from io import StringIO
from pathlib import Path
from typing import Any

from .plan import CONTROL, Method
from .results import Row

INK = "#57606a"
DARK = "#adbac7"
OURS = "#d1492e"
COLOURS = {
    "scipy": "#3b8ec2",
    "python": "#4f9d69",
    "duckdb": "#9a6fc4",
    "polars": "#b8860b",
    "networkx": "#2a9d9d",
    "duckdb_recursive": "#9a6fc4",
    "igraph": "#c06a9a",
    "pyoxigraph": "#3b8ec2",
    "rdflib": "#7f8c3a",
}

PANELS = (
    ("accumulation", "Control by accumulation, all pairs"),
    ("chains", "Majority chains, all pairs"),
)
LEAST_GAP = 0.042
"""
The least distance between two labels, as a part of the height.
"""


def write(rows: list[Row], path: Path) -> None:
    """
    Write the picture as SVG.
    """
    figure = draw(rows, INK)
    out = StringIO()
    figure.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    style = (
        f"<style>.ink{{fill:{INK};stroke:none}}"
        f"@media (prefers-color-scheme: dark){{.ink{{fill:{DARK}}}}}</style>"
    )
    text = out.getvalue()
    text = text.replace(f'style="fill: {INK}"', 'class="ink"')
    head, rest = text.split("<defs>", 1)
    path.write_text(f"{head}{style}\n <defs>{rest}", encoding="utf-8")


def draw(rows: list[Row], ink: str) -> Any:
    """
    The figure: one panel an answer, the same scales.
    """
    import matplotlib

    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    plt.rcParams.update(
        {"svg.hashsalt": "bench", "font.size": 10, "text.color": ink, "axes.labelcolor": ink}
    )
    figure, axes = plt.subplots(1, 2, figsize=(11.5, 5.4), sharey=True)
    for axis, (answer, title) in zip(axes, PANELS, strict=True):
        _panel(axis, rows, answer, ink)
        axis.set_title(title, loc="left", fontsize=11, color=ink, pad=10)
    axes[0].set_ylabel("CPU seconds")
    figure.subplots_adjust(left=0.065, right=0.895, top=0.91, bottom=0.1, wspace=0.36)
    return figure


def _panel(axis: Any, rows: list[Row], answer: str, ink: str) -> None:
    axis.set_xscale("log")
    axis.set_yscale("log")
    axis.set_xlabel("shareholdings")
    axis.grid(True, which="major", color=ink, alpha=0.18, linewidth=0.6)
    axis.tick_params(which="both", colors=ink, labelcolor=ink, length=0)
    axis.set_facecolor("none")
    for side in axis.spines.values():
        side.set_visible(False)
    kept = [method for method in CONTROL.methods if _points(rows, method, answer)]
    if answer == "accumulation":
        kept += [m for m in CONTROL.methods if m.name in ("kernels_ultimate", "floor")]
    ends = []
    for method in kept:
        points = _points(rows, method, None)
        if not points:
            continue
        line: dict[str, Any] = {"color": OURS if method.ours else COLOURS.get(method.name, ink)}
        line |= {"linewidth": 2.6 if method.ours else 1.6, "marker": "o", "markersize": 4}
        if method.name == "floor":
            line |= {"color": ink, "linestyle": ":", "marker": None}
        if method.name == "kernels_ultimate":
            line |= {"linestyle": "--", "linewidth": 1.8}
        x, y = zip(*points, strict=True)
        axis.plot(x, y, **line)
        ends.append((x[-1], y[-1], method, line["color"]))
    _label(axis, ends)


def _points(rows: list[Row], method: Method, answer: str | None) -> list[tuple[int, float]]:
    return sorted(
        (row.holdings, row.cpu_s)
        for row in rows
        if row.method == method.name and row.cpu_s and answer in (None, row.answer)
    )


def _label(axis: Any, ends: list[tuple[int, float, Method, str]]) -> None:
    """
    The name of each line beside its end, moved apart where they would touch.
    """
    low, high = axis.get_ylim()
    span = math.log(high / low)
    widest = max((x for x, *_ in ends), default=0)
    for last in sorted({x for x, *_ in ends}):
        at = sorted((e for e in ends if e[0] == last), key=lambda e: e[1])
        places = _apart([math.log(y / low) / span for _, y, *_ in at])
        for (x, _, method, colour), place in zip(at, places, strict=True):
            beside = last == widest  # a line that ends before the others has its name above
            axis.annotate(
                method.short,
                (x, low * math.exp(place * span)),
                xytext=(8, 0) if beside else (0, 8),
                textcoords="offset points",
                va="center" if beside else "bottom",
                ha="left" if beside else "center",
                color=colour,
                fontsize=9.5,
                fontweight="bold" if method.ours else "normal",
                annotation_clip=False,
            )


def _apart(places: list[float]) -> list[float]:
    """
    The same places in their order, each far enough from the next, and about where they were.
    """
    merged: list[list[float]] = []  # the middle and the count of labels that touch
    for place in places:
        merged.append([place, 1])
        while len(merged) > 1 and (
            merged[-1][0] - merged[-2][0] < LEAST_GAP * (merged[-1][1] + merged[-2][1]) / 2
        ):
            last, before = merged.pop(), merged.pop()
            count = last[1] + before[1]
            merged.append([(last[0] * last[1] + before[0] * before[1]) / count, count])
    return [
        middle + LEAST_GAP * (order - (size - 1) / 2)
        for middle, size in merged
        for order in range(int(size))
    ]
