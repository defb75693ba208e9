"""
Legend and caption: the words under a chart, broken to its width.
"""

from collections.abc import Sequence

from .boxes import Face, shape_of
from .style import SMALL
from .svg import element, path, words
from .text import width, wrap

LINE = 15.0
SAMPLE = 30.0


def draw_caption(lines: Sequence[str], x: float, y: float, room: float) -> tuple[str, float]:
    """
    Sentences under one another, and the height that they take.
    """
    broken = [part for line in lines for part in wrap(line, room, SMALL, most=6)]
    texts = [
        words("text", line, class_="text small", x=x, y=y + 11 + LINE * row)
        for row, line in enumerate(broken)
    ]
    return "".join(texts), LINE * len(broken)


def draw_legend(
    entries: Sequence[tuple[str, str]], x: float, y: float, room: float
) -> tuple[str, float]:
    """
    Samples with their words, in rows, and the height that they take.

    An entry is `line STYLE` or `box STYLE`, and what it means.
    """
    made, left, top = [], x, y
    for kind, text in entries:
        wide = SAMPLE + 6 + width(text, SMALL) + 18
        if left > x and left + wide > x + room:
            left, top = x, top + LINE + 5
        made.append(_sample(kind, left, top))
        place = left + (SAMPLE + 6 if kind else 0)
        made.append(words("text", text, class_="text small", x=place, y=top + 11))
        left += wide
    return "".join(made), (top - y + LINE + 5) if entries else 0.0


def _sample(kind: str, x: float, y: float) -> str:
    what, _, style = kind.partition(" ")
    if what == "line":
        thick = 3.0 if not style else 1.5
        return element(
            "path",
            class_=f"line {style}".strip(),
            d=path([(x, y + 7), (x + SAMPLE, y + 7)]),
            stroke_width=thick,
        )
    if what == "box":
        return _box_sample(style, x, y)
    return ""


def _box_sample(style: str, x: float, y: float) -> str:
    face = Face("", "", style.split()[0], None, "outside" in style, (), "")
    return shape_of(face, x, y + 1, SAMPLE - 2, 12.0)
