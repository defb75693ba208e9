"""
Charts: pictures of the graph as SVG, made in Python, without scripts.
"""

from datetime import date
from typing import Any

from ..answers import Directory
from ..errors import UsageError
from .card import Card
from .map import draw_map
from .overview import overview, write_overview
from .picture import Picture
from .raster import form_of
from .scene import Options
from .structure import structure
from .ties import Ties
from .timeline import timeline as draw_timeline

__all__ = [
    "Card",
    "Options",
    "Picture",
    "Ties",
    "draw",
    "draw_map",
    "form_of",
    "overview",
    "structure",
    "write_overview",
]


def draw(
    ties: Ties,
    directory: Directory,
    agent: str,
    on: date,
    lang: str,
    *,
    timeline: bool = False,
    theme: str = "auto",
    link_base: str | None = None,
    **options: Any,
) -> Picture:
    """
    The chart of an agent by any of its names: its structure on a day, or its timeline.

    `options` are the fields of `Options`.

    Raises:
        NotFound: nothing goes by that name.
        Ambiguous: several things do.
        UsageError: an option cannot be drawn.
    """
    focus = directory.resolve(agent, organization=timeline)
    wanted = Options(**options)
    if timeline and wanted != Options():
        raise UsageError("A timeline shows all holders: leave out the options of the chart.")

    def render(look: str) -> str:
        if timeline:
            return draw_timeline(ties, directory, focus, lang=lang, link_base=link_base, theme=look)
        return structure(
            ties,
            directory,
            focus,
            on,
            lang=lang,
            options=wanted,
            link_base=link_base,
            theme=look,
        )

    return Picture(render, theme)
