"""
Map: the overview of a day as a small picture, for a notebook.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from .style import SMALL, country_class, dressed
from .svg import element, path, words
from .text import fit, width
from .words import day_text, say

MARGIN, WIDE, LONGEST = 20.0, 1100.0, 150.0


def draw_map(
    data: dict[str, Any],
    on: date,
    *,
    lang: str = "en",
    theme: str = "auto",
    links: Callable[[str], str | None] | None = None,
) -> str:
    """
    The overview with only the ties that may hold on a day, as an SVG document.

    `links` gives the address that an agent leads to, by its id. Places are those of
    the whole overview: an agent stands where it stands on every other day.
    """
    day = on.isoformat()
    live = [
        edge
        for edge in data["edges"]
        if edge["standing"] == "counted"
        and (edge["since_min"] is None or edge["since_min"] <= day)
        and (edge["until_max"] is None or day < edge["until_max"])
    ]
    used = {end for edge in live for end in (edge["from"], edge["to"])}
    nodes = {node["id"]: node for node in data["nodes"] if node["id"] in used}
    far_x = max((node["x"] for node in data["nodes"]), default=1.0)
    far_y = max((node["y"] for node in data["nodes"]), default=1.0)
    scale = (WIDE - 2 * MARGIN) / max(far_x, 1.0)
    top = 56.0

    def at(id: str) -> tuple[float, float]:
        return MARGIN + nodes[id]["x"] * scale, top + nodes[id]["y"] * scale

    lines = "".join(path([at(edge["from"]), at(edge["to"])]) for edge in live)
    drawn = [element("path", class_="rule", fill="none", d=lines)] if lines else []
    for id, node in nodes.items():
        x, y = at(id)
        dot = element(
            "circle",
            words("title", node["name"]),
            class_=f"{country_class(node['country'])}-fill",
            cx=x,
            cy=y,
            r=max(2.5, node["size"] * 0.55),
        )
        address = links(id) if links else None
        # a mark of a few pixels is hard to hit
        room = element(
            "circle", class_="room", fill="none", pointer_events="all", cx=x, cy=y, r=12.0
        )
        if address:
            drawn.append(element("a", dot, room, href=address, aria_label=node["name"]))
        else:
            drawn.append(element("g", dot, role="img", aria_label=node["name"], data_agent=id))
    drawn += _names(nodes, {id: at(id) for id in nodes})
    title = say("map", lang, day=day_text(on, lang))
    count = say("map-count", lang, nodes=len(nodes), links=len(live))
    head = words("text", title, class_="text title", x=MARGIN, y=30.0)
    head += words("text", count, class_="text small", x=MARGIN, y=46.0)
    return dressed(
        head + "".join(drawn),
        (WIDE, top + far_y * scale + MARGIN),
        [node["country"] for node in nodes.values()],
        label=title,
        description=count,
        lang=lang,
        theme=theme,
    )


def _names(nodes: dict[str, Any], spots: dict[str, tuple[float, float]]) -> list[str]:
    """
    The names of the larger agents, where they stand in nobody's way.
    """
    taken = [(x - 4, y - 4, x + 4, y + 4) for x, y in spots.values()]
    drawn = []
    for id in sorted(nodes, key=lambda id: (-nodes[id]["size"], id)):
        x, y = spots[id]
        text = fit(nodes[id]["name"], LONGEST, SMALL)
        away = nodes[id]["size"] * 0.55 + 3
        long = width(text, SMALL)
        for left, top in ((x + away, y - 5), (x - away - long, y - 5)):
            box = (left, top, left + long, top + 11)
            inside = left > MARGIN / 2 and box[2] < WIDE - MARGIN / 2
            if inside and not any(_meet(box, other) for other in taken):
                taken.append(box)
                drawn.append(words("text", text, class_="text small", x=left, y=y + 4))
                break
    return drawn


def _meet(one: Sequence[float], other: Sequence[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
