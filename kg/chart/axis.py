"""
Axis: days to pixels, the years under the bands, and hatching.
"""

from dataclasses import dataclass
from datetime import date

from .svg import element, path, words

MOST_TICKS = 16
LEFT, RIGHT, MARGIN = 64.0, 964.0, 24.0
"""
Where a plot begins and ends, and the edge of the page, in pixels.
"""


@dataclass(frozen=True, slots=True)
class Axis:
    """
    From the first day to the last, between two abscissas.
    """

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """
        Where a day stands; days outside stand at the edge.
        """
        share = (day - self.first) / (self.last - self.first)
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)


def draw_axis(axis: Axis, top: float, bottom: float) -> str:
    """
    Years under a plot, and the percents beside it.
    """
    drawn = []
    years = range(axis.first.year, axis.last.year + 1)
    step = next(n for n in (1, 2, 5, 10, 25, 50, 100, 1000) if len(years) / n <= MOST_TICKS)
    for year in years:
        x = axis.x(date(year, 1, 1))
        drawn.append(element("path", class_="rule", d=path([(x, bottom), (x, bottom + 4)])))
        if year % step == 0:
            drawn.append(words("text", str(year), class_="text small middle", x=x, y=bottom + 16))
    for percent in (0, 50, 100):
        y = bottom - (bottom - top) * percent / 100
        drawn.append(element("path", class_="rule", d=path([(axis.left - 4, y), (axis.left, y)])))
        text = f"{percent}\u00a0%"
        drawn.append(words("text", text, class_="text small end", x=axis.left - 7, y=y + 4))
    return "".join(drawn)


def hatch(left: float, top: float, right: float, bottom: float, step: float) -> str:
    """
    Slanting lines over a rectangle; drawn, since patterns need ids that pages may share.
    """
    parts = []
    # On one grid for the whole page, so that neighbours hatch as one.
    for number in range(int((left + top) // step) + 1, int((right + bottom) // step) + 1):
        both = number * step
        x0, y0 = (both - top, top) if both - top <= right else (right, both - right)
        x1, y1 = (both - bottom, bottom) if both - bottom >= left else (left, both - left)
        if y1 > y0:
            parts.append(path([(x0, y0), (x1, y1)]))
    return element("path", class_="hatch", d="".join(parts)) if parts else ""
