"""
Lanes: bars and marks with their words, in as few rows as keep them apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .axis import LEFT, MARGIN, RIGHT
from .svg import element, path, words
from .words import say

GAP = 10.0
ROW = 20.0
MOST_ROWS = 30


@dataclass(frozen=True, slots=True)
class Item:
    """
    Something dated: from `start` to `end` in pixels, with words of some width.

    `sure_start` and `sure_end` bound the part that its dates make certain.
    """

    id: str
    start: float
    end: float
    sure_start: float
    sure_end: float
    text: str
    room: float
    told: str
    kind: str = ""

    def place(self, right: float, *, beside: bool) -> tuple[float, str]:
        """
        Where the words stand and how they are anchored, left of the page's right edge.

        In a bar that has room for them, unless `beside` is set; else after it, else before.
        """
        if not beside and self.room + 8 <= self.end - self.start:
            return self.start + 4, ""
        if self.end + 6 + self.room <= right:
            return self.end + 6, ""
        return self.start - 6, "end"

    def extent(self, right: float, *, beside: bool) -> tuple[float, float]:
        """
        What bar or mark and words take together.
        """
        x, anchor = self.place(right, beside=beside)
        left, far = (x - self.room, x) if anchor else (x, x + self.room)
        return min(self.start - 5, left), max(self.end + 5, far)


def pack(items: Sequence[Item], right: float, *, beside: bool) -> list[int]:
    """
    The row of each item: the first in which nothing is in its way.
    """
    rows: list[list[tuple[float, float]]] = []
    chosen = []
    for item in items:
        left, far = item.extent(right, beside=beside)
        free = (
            number
            for number, taken in enumerate(rows)
            if all(far + GAP <= low or high + GAP <= left for low, high in taken)
        )
        number = next(free, len(rows))
        if number == len(rows):
            rows.append([])
        rows[number].append((left, far))
        chosen.append(number)
    return chosen


def draw_lanes(
    title: str, items: Sequence[Item], y: float, lang: str, *, beside: bool
) -> tuple[str, float]:
    """
    Rows of items under a title, and where they end; `beside` is for marks.
    """
    rows = pack(items, RIGHT, beside=beside)
    drawn = [words("text", title, class_="text figure", x=MARGIN, y=y + 12)]
    y += 22
    left_out = 0
    for item, row in zip(items, rows, strict=True):
        if row >= MOST_ROWS:
            left_out += 1
            continue
        drawn.append(_lane_item(item, y + row * ROW, beside=beside))
    y += min(max(rows) + 1, MOST_ROWS) * ROW
    if left_out:
        text = say("more-events", lang, n=left_out)
        drawn.append(words("text", text, class_="text small", x=LEFT, y=y + 11))
        y += ROW
    return "".join(drawn), y


def _lane_item(item: Item, y: float, *, beside: bool) -> str:
    if beside:
        middle = (item.start + item.end) / 2
        style = "mark" if item.kind == "deal" else "mark mark-event"
        points = [(middle, y + 2), (middle + 5, y + 8), (middle, y + 14), (middle - 5, y + 8)]
        body = ""
        if item.sure_end - item.sure_start > 12:
            body = element(
                "path", class_="rule", d=path([(item.sure_start, y + 8), (item.sure_end, y + 8)])
            )
        if item.kind == "deal":
            body += element("path", class_=style, d=path(points, close=True))
        else:
            body += element("circle", class_=style, cx=middle, cy=y + 8, r=4.5)
    else:
        whole = {"x": item.start, "width": max(item.end - item.start, 2.0)}
        body = element("rect", class_="bar faint", y=y, height=16.0, **whole)
        if item.sure_end > item.sure_start:
            sure = {"x": item.sure_start, "width": item.sure_end - item.sure_start}
            body += element("rect", class_="bar", y=y, height=16.0, **sure)
    x, anchor = item.place(RIGHT, beside=beside)
    style = f"text small {anchor}".strip()
    left = x - item.room if anchor else x
    return element(
        "g",
        words("title", item.told),
        body,
        words("text", item.text, class_=style, x=x, y=y + 11.5),
        role="img",
        aria_label=item.told,
        data_claim=item.id,
        data_label=f"{item.id} {item.text}",
        data_box=f"{left:.1f} {y:.1f} {item.room:.1f} 16.0",
    )
