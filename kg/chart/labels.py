"""
Labels: what stands on the line of a tie, measured and drawn; and the line itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import hypot

from ..shares import Share
from .layout import Point
from .style import FIGURE, SMALL
from .svg import element, path, words
from .text import width
from .ties import Tie
from .words import say, share_text, year, years

Row = tuple[str, str]
"""
A text and its style: figure, small or conflict.
"""


@dataclass(frozen=True, slots=True)
class Label:
    """
    The words on a line, and how the line is drawn.
    """

    id: str
    rows: tuple[Row, ...]
    style: str
    thick: float
    told: str
    claims: tuple[str, ...]
    href: str | None = None

    @property
    def size(self) -> tuple[float, float]:
        """
        Width and height, in pixels.
        """
        wide = max(
            width(text, FIGURE if style == "figure" else SMALL, bold=style != "small")
            for text, style in self.rows
        )
        return round(wide + 8), round(sum(_height(style) for _, style in self.rows) + 4)


def label_of(tie: Tie, others: Sequence[Tie], told: str, lang: str, href: str | None) -> Label:
    """
    The label of a tie, with what other sources say of the same holding.
    """
    rows = [*_rows(tie, lang)]
    rows += [(f"≠ {share_text(other.share, lang)}", "conflict") for other in others]
    claims = (tie.claim.slug, *(other.claim.slug for other in others))
    return Label(tie.claim.slug, tuple(rows), _style(tie), thickness(tie), told, claims, href)


def _rows(tie: Tie, lang: str) -> list[Row]:
    rows: list[Row] = []
    if tie.kind == "deal":
        share = tie.capital.printed
        text = say("buys", lang, share=share_text(tie.capital, lang)) if share else ""
        stage = say(f"deal-{tie.standing}", lang)
        rows.append((text or say("buys-some", lang), "figure"))
        rows.append((f"{stage} {year(tie.starts)}", "small"))
        if tie.certainty != "certain":
            rows.append((say("no-outcome", lang), "small"))
        return rows
    if tie.kind == "part":
        rows.append((say("part", lang), "figure"))
    elif tie.kind == "holds":
        rows.append((figure_of(tie, lang), "figure"))
    else:
        rows.append((say(f"right-{tie.kind}", lang), "figure"))
    if tie.standing == "planned":
        rows.append((say("planned", lang), "small"))
    if tie.standing == "alternative":
        rows[0] = (f"≠ {rows[0][0]}", "conflict")
    rows.append((years(tie.starts, tie.ends), "small"))
    if tie.certainty == "possible":
        rows.append((say("perhaps", lang), "small"))
    return rows


def figure_of(tie: Tie, lang: str) -> str:
    """
    The share of the capital, with that of the votes where it differs.
    """
    return figure_text(tie.capital, tie.votes, lang)


def figure_text(capital: Share, votes: Share, lang: str) -> str:
    """
    A share of the capital, with that of the votes where it differs.
    """
    text = share_text(capital, lang)
    if votes.known and share_text(votes, lang) != text:
        text += f" {say('votes', lang, share=share_text(votes, lang))}"
    return text


def thickness(tie: Tie) -> float:
    """
    The width of a line, in pixels: 1 to 5 by the share, 1.2 where it is not known.
    """
    share = tie.share
    if tie.kind != "holds" or not share.known:
        return 1.2
    return 1 + 4 * float(_middle(share)) / 100


def _middle(share: Share) -> Decimal:
    low, high = share.minimum, share.maximum
    if low is None:
        return (high or Decimal(0)) / 2
    return low if high is None else (low + high) / 2


def _style(tie: Tie) -> str:
    if tie.kind == "deal" or tie.standing == "planned":
        return "planned"
    if tie.standing == "alternative":
        return "alternative"
    if tie.kind == "holds":
        return "" if tie.share.known else "unknown"
    return "part" if tie.kind == "part" else "right"


def draw_label(label: Label, x: float, y: float) -> str:
    """
    The words of a line around a middle.
    """
    wide, high = label.size
    top = y - high / 2 + 2
    texts = []
    for text, style in label.rows:
        texts.append(
            words(
                "text",
                text,
                class_=f"text {style} middle",
                x=x,
                y=top + _height(style) - 3,
            )
        )
        top += _height(style)
    group = element(
        "g",
        words("title", label.told),
        *texts,
        role="img",
        aria_label=label.told,
        data_claim=" ".join(label.claims) or None,
        data_label=label.id,
        data_box=" ".join(
            f"{part:.1f}" for part in (x - wide / 2, y - high / 2, float(wide), float(high))
        ),
    )
    return element("a", group, href=label.href) if label.href else group


def draw_line(points: Sequence[Point], label: Label, *, arrow: bool) -> str:
    """
    One part of a tie's line; the part that ends at what is held has the arrow.
    """
    style = f"line {label.style}".strip()
    head = ""
    chain = list(points)
    if arrow:
        (x0, y0), (x1, y1) = chain[-2:]
        length = hypot(x1 - x0, y1 - y0) or 1.0
        ux, uy = (x1 - x0) / length, (y1 - y0) / length
        tall, half = min(8.0, length), 4 + label.thick / 4
        chain[-1] = (x1 - ux * tall, y1 - uy * tall)
        corners = [
            (x1, y1),
            (x1 - ux * tall - uy * half, y1 - uy * tall + ux * half),
            (x1 - ux * tall + uy * half, y1 - uy * tall - ux * half),
        ]
        fill = "control-head" if label.style == "control" else "head"
        head = element("path", class_=fill, d=path(corners, close=True))
    line = element("path", class_=style, d=path(chain), stroke_width=float(round(label.thick, 1)))
    return line + head


def _height(style: str) -> float:
    return 15.0 if style == "figure" else 13.0
