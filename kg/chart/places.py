"""
Places: where everybody stands on the map, the same every time.

Each part that hangs together is laid out by stress majorization from a fixed
start: the distance on paper follows the number of links between. The parts
are then set in columns, the largest first.
"""

from collections.abc import Iterable, Sequence
from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING

from ..errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SPACING = 60.0
ROUNDS = 150
MOST = 3000
"""
The most agents that a map can show; the work grows with their square.
"""

Places = dict[str, tuple[float, float]]


def place(ids: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Places:
    """
    A place for each id, in pixels, linked ones near each other; y grows downwards.

    Reference: Gansner, Koren and North 2004, graph drawing by stress majorization.

    Raises:
        UsageError: there are more than MOST ids.
    """
    near: dict[str, set[str]] = {id: set() for id in sorted(ids)}
    if len(near) > MOST:
        raise UsageError(
            f"A map of {len(near)} agents cannot be read: draw one organization instead."
        )
    for one, other in pairs:
        if one != other:
            near[one].add(other)
            near[other].add(one)
    shapes = [_shape(part, near) for part in _parts(near)]
    tallest = max((high for _, _, high in shapes), default=0.0)
    places: Places = {}
    left = top = widest = 0.0
    for shape, wide, high in shapes:
        if top and top + high > tallest:
            left, top, widest = left + widest + SPACING, 0.0, 0.0
        for id, (x, y) in shape.items():
            places[id] = (round(left + x, 1), round(top + y, 1))
        top, widest = top + high + SPACING, max(widest, wide)
    return places


def _parts(near: dict[str, set[str]]) -> list[list[str]]:
    """
    The connected parts, the largest first, each in the order of a walk from its hub.
    """
    left, parts = set(near), []
    for hub in sorted(near, key=lambda id: (-len(near[id]), id)):
        if hub in left:
            part = [hub]
            left.discard(hub)
            for id in part:
                new = sorted(near[id] & left)
                left.difference_update(new)
                part += new
            parts.append(part)
    return sorted(parts, key=lambda part: (-len(part), part[0]))


def _shape(part: Sequence[str], near: dict[str, set[str]]) -> tuple[Places, float, float]:
    """
    One part from 0, 0, with its width and height.
    """
    if len(part) == 1:
        return {part[0]: (0.0, 0.0)}, 0.0, 0.0
    import numpy as np

    spots = _settle(_distances(part, near))
    # The longer side lies across: a map is wider than it is high.
    centred = spots - spots.mean(axis=0)
    sums = [float(np.sum(centred[:, a] * centred[:, b])) for a, b in ((0, 0), (0, 1), (1, 1))]
    angle = 0.5 * np.arctan2(2 * sums[1], sums[0] - sums[2])
    x = centred[:, 0] * np.cos(angle) + centred[:, 1] * np.sin(angle)
    y = centred[:, 1] * np.cos(angle) - centred[:, 0] * np.sin(angle)
    x, y = (x - x.min()) * SPACING, (y - y.min()) * SPACING
    shape = {id: (float(x[row]), float(y[row])) for row, id in enumerate(part)}
    return shape, float(x.max()), float(y.max())


def _distances(part: Sequence[str], near: dict[str, set[str]]) -> "NDArray[np.float64]":
    """
    The number of links between every two.
    """
    import numpy as np

    rows = {id: row for row, id in enumerate(part)}
    found = np.zeros((len(part), len(part)))
    for start in part:
        seen, frontier, step = {start}, [start], 0
        while frontier:
            step += 1
            frontier = sorted({other for id in frontier for other in near[id]} - seen)
            seen.update(frontier)
            found[rows[start], [rows[id] for id in frontier]] = step
    return found


def _settle(distances: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """
    Spots whose distances come as near as they can to those asked for.

    Plain sums only: a matrix product may round in another way on another machine.
    """
    import numpy as np

    count = len(distances)
    turn = pi * (3 - sqrt(5))
    spots = np.array(
        [(sqrt(row) * cos(row * turn), sqrt(row) * sin(row * turn)) for row in range(count)]
    )
    weights = np.divide(1.0, distances**2, out=np.zeros_like(distances), where=distances > 0)
    total = weights.sum(axis=1)
    for _ in range(ROUNDS):
        moved = np.empty_like(spots)
        apart = [spots[:, None, axis] - spots[None, :, axis] for axis in (0, 1)]
        length = np.sqrt(apart[0] ** 2 + apart[1] ** 2)
        pull = np.divide(distances, length, out=np.zeros_like(length), where=length > 1e-9)
        for axis in (0, 1):
            aims = weights * (spots[None, :, axis] + pull * apart[axis])
            moved[:, axis] = aims.sum(axis=1) / total
        spots = moved
    return spots
