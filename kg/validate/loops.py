"""
Loops: chains of owners or of parents that come back to where they began.
"""

from collections.abc import Iterator, Sequence

from ..findings import Finding
from ..model import Dataset
from ..shares import WHOLE
from .periods import Stay, stays


def find_parent_cycles(dataset: Dataset) -> Iterator[Finding]:
    """
    A division that is, on one day, part of itself.
    """
    edges = stays(dataset, "attachments")
    yield from _loops("parent-cycle", edges, "division", "organization")


def find_ownership_loops(dataset: Dataset) -> Iterator[Finding]:
    """
    Companies that hold each other whole, with nobody above.
    """
    edges = [
        stay
        for stay in stays(dataset, "shareholdings")
        if stay.record.share("capital").low >= WHOLE
    ]
    yield from _loops("ownership-loop", edges, "held", "holder")


def _loops(rule: str, edges: Sequence[Stay], below: str, above: str) -> Iterator[Finding]:
    """
    One finding for each set of nodes that close a loop, at the row that closes it.

    Rows come by start: a loop stands from the day its last row starts, so it
    is enough to look, on that day, for a way back along the rows before it.
    """
    told: set[frozenset[str]] = set()
    for position, last in enumerate(edges):
        day = last.start
        up: dict[str, list[str]] = {}
        for edge in edges[:position]:
            if edge.holds(day):
                up.setdefault(edge.record[below], []).append(edge.record[above])
        path = _way(last.record[above], last.record[below], up)
        if path and frozenset(path) not in told:
            told.add(frozenset(path))
            chain = " -> ".join([last.record[below], *path])
            yield Finding(rule, last.record.place(above), {"path": chain, "day": day.isoformat()})


def _way(start: str, goal: str, up: dict[str, list[str]]) -> list[str]:
    """
    A shortest chain from one node up to another, or nothing.
    """
    came: dict[str, str] = {start: ""}
    queue = [start]
    for node in queue:
        if node == goal:
            path = [node]
            while came[path[-1]]:
                path.append(came[path[-1]])
            return path[::-1]
        for parent in up.get(node, ()):
            if parent not in came:
                came[parent] = node
                queue.append(parent)
    return []


RULES = (find_parent_cycles, find_ownership_loops)
