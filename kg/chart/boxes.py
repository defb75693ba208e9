"""
Boxes: an agent as a shape with its country, name and leader, measured and drawn.
"""

from dataclasses import dataclass

from ..control.parties import DIVISION, FAMILY, FUND, GROUP, NATURAL, STATE, UNKNOWN
from .style import NAME, SMALL, country_class
from .svg import element, path, words
from .text import width, wrap

ROOM = 176.0
PAD = 10.0
LINE, SMALL_LINE = 16.0, 13.0
BADGE = 27.0

SHAPES = {NATURAL: "person", FAMILY: "family", FUND: "fund", STATE: "state"}
STATELESS = ("person", "family", "others", "group", "division", "words")
SHAPES |= {DIVISION: "division", GROUP: "group", UNKNOWN: "company"}


@dataclass(frozen=True, slots=True)
class Face:
    """
    What a box shows, and how much room that takes.

    `outside` is True for a seat outside the Union on the day, None where the
    country is not known.
    """

    id: str
    name: str
    shape: str
    country: str | None
    outside: bool | None
    small: tuple[str, ...]
    told: str
    focus: bool = False
    href: str | None = None

    @property
    def lines(self) -> list[str]:
        """
        The name, broken.
        """
        return wrap(self.name, ROOM, NAME, bold=self.focus)

    @property
    def notes(self) -> list[str]:
        """
        The lines under the name, broken.
        """
        return [line for text in self.small for line in wrap(text, ROOM + 20, SMALL, most=2)]

    @property
    def slant(self) -> float:
        """
        Room that the shape takes from the text on either side.
        """
        return {"person": 6.0, "family": 9.0, "fund": 6.0, "division": 5.0}.get(self.shape, 0.0)

    @property
    def size(self) -> tuple[float, float]:
        """
        Width and height, in pixels.
        """
        named = max(width(line, NAME, bold=self.focus) for line in self.lines)
        named += BADGE + 6 if self.badge else 0
        noted = max((width(line, SMALL) for line in self.notes), default=0.0)
        high = 2 * 8 + LINE * len(self.lines) + SMALL_LINE * len(self.notes)
        return round(max(named, noted) + 2 * (PAD + self.slant)), round(high)

    @property
    def badge(self) -> str:
        """
        The letters of the country; none for persons, whose country is not kept.
        """
        if self.country:
            return self.country
        return "" if self.shape in STATELESS else "?"


def draw_face(face: Face, x: float, y: float) -> str:
    """
    A box around a middle.
    """
    wide, high = face.size
    left, top = x - wide / 2, y - high / 2
    inside = [shape_of(face, left, top, wide, high), *_texts(face, x, top)]
    group = element(
        "g",
        words("title", face.told),
        *inside,
        role="img",
        aria_label=face.told,
        data_agent=face.id,
        data_box=" ".join(f"{part:.1f}" for part in (left, top, wide, high)),
    )
    return element("a", group, href=face.href) if face.href else group


def _texts(face: Face, x: float, top: float) -> list[str]:
    made = []
    named = max(width(line, NAME, bold=face.focus) for line in face.lines)
    room = named + (BADGE + 6 if face.badge else 0)
    start = x - room / 2
    if face.badge:
        made.append(
            element(
                "rect",
                class_=f"{country_class(face.country)}-fill",
                x=start,
                y=top + 8,
                width=BADGE,
                height=16.0,
                rx=3.0,
            )
        )
        made.append(
            words("text", face.badge, class_="text badge middle", x=start + BADGE / 2, y=top + 20)
        )
        start += BADGE + 6
    baseline = top + 8 + 12.5
    if face.shape == "words":
        for line in face.lines:
            made.append(words("text", line, class_="text name middle", x=x, y=baseline))
            baseline += LINE
        return made
    for line in face.lines:
        style = "text name strong" if face.focus else "text name"
        made.append(words("text", line, class_=style, x=start, y=baseline))
        baseline += LINE
    baseline += -LINE + 13.5
    for line in face.notes:
        made.append(words("text", line, class_="text small middle", x=x, y=baseline))
        baseline += SMALL_LINE
    return made


def shape_of(face: Face, left: float, top: float, wide: float, high: float) -> str:
    """
    The outline of a box.
    """
    if face.shape == "words":
        return ""
    border = country_class(face.country)
    style = f"box {face.shape} {border}"
    style += " focus" if face.focus else ""
    style += " outside" if face.outside else ""
    if face.shape == "fund":
        return element("path", class_=style, d=_octagon(left, top, wide, high))
    round_ = {"person": min(high / 2, 20.0), "family": min(high / 2, 20.0), "state": 0.0}
    edges = {"x": left, "y": top, "width": wide, "height": high}
    body = element("rect", class_=style, **edges, rx=round_.get(face.shape, min(6.0, high / 4)))
    inner = f"inner {border}"
    if face.shape == "family":
        less = {"x": left + 4, "y": top + 4, "width": wide - 8, "height": high - 8}
        return body + element("rect", class_=inner, **less, rx=min(high / 2, 20.0) - 4)
    if face.shape == "state":
        lines = [[(left, y), (left + wide, y)] for y in (top + 4, top + high - 4)]
        return body + "".join(element("path", class_=inner, d=path(line)) for line in lines)
    if face.shape == "division":
        bar = [(left + 6, top), (left + 6, top + high)]
        return body + element("path", class_=inner, d=path(bar))
    if face.shape in ("others", "group"):
        back = {"x": left + 4, "y": top - 4, "width": wide, "height": high}
        return element("rect", class_=style, **back, rx=min(6.0, high / 4)) + body
    return body


def _octagon(left: float, top: float, wide: float, high: float) -> str:
    cut, right, bottom = min(9.0, high / 3), left + wide, top + high
    return path(
        [
            *((left + cut, top), (right - cut, top), (right, top + cut), (right, bottom - cut)),
            *((right - cut, bottom), (left + cut, bottom), (left, bottom - cut), (left, top + cut)),
        ],
        close=True,
    )
