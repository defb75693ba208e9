"""
Layout: boxes and lines to places, owners above what they hold.

The one room that knows the layout engine: `arrange`, then `centre` and `route`
of what was arranged. Everything stands still: the same boxes and lines give
the same places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]

OPTIONS: dict[str, Any] = {
    "direction": "topbottom",
    "spacing": {
        "layer_gap": 30.0,
        "node_gap": 22.0,
        "dummy_gap": 16.0,
        "port_gap": 14.0,
        "stub": 10.0,
        "isolated_gap": 22.0,
    },
    "routing": {"style": "orthogonal", "merge_edges": "none"},
    "effort": "balanced",
    "seed": 0,
}


@dataclass(frozen=True, slots=True)
class Box:
    """
    Something that takes room, in pixels.
    """

    id: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """
    A line from the box above to the box below; the heavier, the straighter.
    """

    id: str
    tail: str
    head: str
    weight: float = 1.0
    thickness: float = 1.0


@dataclass(frozen=True, slots=True)
class Arrangement:
    """
    Where everything went; the corner is at 0, 0.
    """

    width: float
    height: float
    centres: dict[str, Point]
    routes: dict[str, list[Point]]


def arrange(boxes: Sequence[Box], lines: Sequence[Line]) -> Arrangement:
    """
    Places for boxes in layers and for lines between their borders.
    """
    import graphlay

    graph = graphlay.Graph()
    for box in boxes:
        graph.node(box.id, width=box.width, height=box.height)
    for line in lines:
        graph.edge(line.tail, line.head, weight=line.weight, thickness=line.thickness)
    laid = graphlay.layout(graph, options=OPTIONS)
    centres = {box.id: _point(node["center"]) for box, node in zip(boxes, laid.nodes, strict=True)}
    routes = {
        line.id: [_point(point) for point in edge["points"]]
        for line, edge in zip(lines, laid.edges, strict=True)
    }
    halves = {box.id: (box.width / 2, box.height / 2) for box in boxes}
    corners = [
        (centres[id][0] + side * half[0], centres[id][1] + side * half[1])
        for id, half in halves.items()
        for side in (-1, 1)
    ]
    corners += [point for points in routes.values() for point in points]
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
    return Arrangement(
        right - left,
        bottom - top,
        {id: (x - left, y - top) for id, (x, y) in centres.items()},
        {id: [(x - left, y - top) for x, y in points] for id, points in routes.items()},
    )


def centre(arrangement: Arrangement, box: str) -> Point:
    """
    The middle of a box.
    """
    return arrangement.centres[box]


def route(arrangement: Arrangement, line: str) -> list[Point]:
    """
    The points of a line, from its tail's border to its head's.
    """
    return arrangement.routes[line]


def _point(found: Any) -> Point:
    return (float(found["x"]), float(found["y"])) if isinstance(found, dict) else tuple(found)
