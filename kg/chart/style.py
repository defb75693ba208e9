"""
Style: colours, lines and letters, light and dark, as rules by class.

Colour never says alone what a chart means: countries have their letters,
kinds of agents their shape, kinds of links their dashes.
"""

from collections.abc import Iterable

from ..errors import UsageError
from .svg import STYLE, Rules, element, escape, inlined, sheet
from .text import FONT

ROOT = "kg-chart"
THEMES = ("auto", "light", "dark")

NAME, SMALL, FIGURE, TITLE = 13.0, 10.5, 12.5, 17.0
"""
Font sizes, in pixels.
"""

COUNTRIES = {
    "FR": ("#1d5fbf", "#7db2ff"),
    "US": ("#b3382c", "#ff9a8d"),
    "DE": ("#6b5900", "#e0c64a"),
    "NL": ("#b54a00", "#ffab66"),
    "GB": ("#0f7263", "#5fd0bd"),
    "CH": ("#56627a", "#aebbd4"),
    "LU": ("#6b3088", "#d3a0ee"),
    "BE": ("#7a4a1c", "#dfae7d"),
    "CN": ("#8c2424", "#f08d8d"),
    "IT": ("#1c7040", "#78d49e"),
    "IE": ("#16803c", "#74dd97"),
    "JP": ("#9c2158", "#f797c2"),
}
OTHERS = (("#4b5563", "#b9c2cf"), ("#0b6a88", "#6fcbe6"), ("#7d2f6b", "#e59ad4"))
NOWHERE = ("#6b7280", "#a3acb9")
"""
Of a country that is not known, and of persons, whose country is not kept.
"""

HOLDERS = (
    ("#a9c8f0", "#1f4d86"),
    ("#f5cf9a", "#7a4d10"),
    ("#b5dfb9", "#23602a"),
    ("#eab8cf", "#7d2c53"),
    ("#cfc3ec", "#4c3a8c"),
    ("#f0e49a", "#6a5d08"),
    ("#a8dfdc", "#155f5b"),
    ("#f2b5a8", "#8a3222"),
    ("#d3d6dc", "#4b515c"),
    ("#dcc6a8", "#644820"),
)
BANDS = len(HOLDERS)
"""
The colours of holders on a timeline; each band has its number as well.
"""

LIGHT: dict[str, dict[str, str]] = {
    "ground": {"fill": "#ffffff"},
    "text": {"fill": "#17191d", "font-family": FONT},
    "name": {"font-size": "13px"},
    "figure": {"font-size": "12.5px", "font-weight": "bold"},
    "small": {"font-size": "10.5px", "fill": "#4a505a"},
    "title": {"font-size": "17px", "font-weight": "bold"},
    "badge": {"font-size": "10.5px", "font-weight": "bold", "fill": "#ffffff"},
    "strong": {"font-weight": "bold"},
    "middle": {"text-anchor": "middle"},
    "end": {"text-anchor": "end"},
    "box": {"stroke-width": "2", "fill": "#ffffff"},
    "person": {"fill": "#fdf5df"},
    "family": {"fill": "#fdf5df"},
    "fund": {"fill": "#e8f7ef"},
    "state": {"fill": "#e9ebfa"},
    "others": {"fill": "#f1f2f4"},
    "group": {"fill": "#f1f2f4"},
    "focus": {"fill": "#fff3a3", "stroke-width": "3"},
    "outside": {"stroke-dasharray": "6 4"},
    "inner": {"fill": "none", "stroke-width": "1"},
    "line": {"fill": "none", "stroke": "#565a66", "stroke-linejoin": "round"},
    "head": {"fill": "#565a66"},
    "unknown": {"stroke": "#8a8f9a"},
    "right": {"stroke-dasharray": "9 3 2 3"},
    "part": {"stroke-dasharray": "14 3 2 3 2 3"},
    "alternative": {"stroke-dasharray": "5 3"},
    "planned": {"stroke-dasharray": "1.5 3.5", "stroke-linecap": "round"},
    "control": {"stroke": "#9b2c86", "stroke-dasharray": "12 5"},
    "control-head": {"fill": "#9b2c86"},
    "conflict": {"fill": "#a3330b", "font-size": "10.5px", "font-weight": "bold"},
    "rule": {"stroke": "#c9cdd4", "stroke-width": "1"},
    "today": {"stroke": "#a3330b", "stroke-width": "1.5", "stroke-dasharray": "4 3"},
    "bar": {"fill": "#cfdaee"},
    "hatch": {"stroke": "#8a8f9a", "stroke-width": "1"},
    "void": {"fill": "#f3f4f6"},
    "edge": {"stroke": "#ffffff", "stroke-width": "1"},
    "faint": {"fill-opacity": "0.45"},
    "mark": {"fill": "#a3330b"},
    "mark-event": {"fill": "#2a6f97"},
}
DARK: dict[str, dict[str, str]] = {
    "ground": {"fill": "#15171c"},
    "text": {"fill": "#eceef2"},
    "small": {"fill": "#b4bac4"},
    "badge": {"fill": "#15171c"},
    "box": {"fill": "#20242c"},
    "person": {"fill": "#332c1a"},
    "family": {"fill": "#332c1a"},
    "fund": {"fill": "#173027"},
    "state": {"fill": "#272a45"},
    "others": {"fill": "#2a2d34"},
    "group": {"fill": "#2a2d34"},
    "focus": {"fill": "#56490a"},
    "inner": {"fill": "none"},
    "line": {"stroke": "#a9aebb"},
    "head": {"fill": "#a9aebb"},
    "unknown": {"stroke": "#858b98"},
    "control": {"stroke": "#f08fdc"},
    "control-head": {"fill": "#f08fdc"},
    "conflict": {"fill": "#ff9b78"},
    "rule": {"stroke": "#3d424c"},
    "today": {"stroke": "#ff9b78"},
    "bar": {"fill": "#34486b"},
    "hatch": {"stroke": "#858b98"},
    "void": {"fill": "#1d2027"},
    "edge": {"stroke": "#15171c"},
    "mark": {"fill": "#ff9b78"},
    "mark-event": {"fill": "#7cc4ea"},
}


def country_class(country: str | None) -> str:
    """
    The class of a country's border; `-fill` is added for its badge.
    """
    return f"c-{country.lower()}" if country and country.isalpha() else "c-none"


def colours(country: str | None) -> tuple[str, str]:
    """
    The colour of a country, light and dark.
    """
    if not country:
        return NOWHERE
    return COUNTRIES.get(country) or OTHERS[sum(map(ord, country)) % len(OTHERS)]


def rules(countries: Iterable[str | None]) -> tuple[Rules, Rules]:
    """
    Every rule, light and what dark changes of it, with the borders of some countries.
    """
    light = {name: dict(body) for name, body in LIGHT.items()}
    dark = {name: dict(body) for name, body in DARK.items()}
    for country in sorted({*countries, None}, key=str):
        name, (day, night) = country_class(country), colours(country)
        for sheet_rules, colour in ((light, day), (dark, night)):
            sheet_rules[name] = {"stroke": colour}
            sheet_rules[f"{name}-fill"] = {"fill": colour}
    return light, dark


def band_rules() -> tuple[Rules, Rules]:
    """
    The colours of a timeline's bands, light and dark.
    """
    light = {f"band-{number}": {"fill": day} for number, (day, _) in enumerate(HOLDERS)}
    dark = {f"band-{number}": {"fill": night} for number, (_, night) in enumerate(HOLDERS)}
    light["band-others"], dark["band-others"] = {"fill": "#e3e5e9"}, {"fill": "#363b44"}
    return light, dark


def dressed(
    body: str,
    size: tuple[float, float],
    countries: Iterable[str | None],
    *,
    label: str,
    description: str,
    lang: str,
    theme: str = "auto",
    extra: tuple[Rules, Rules] = ({}, {}),
) -> str:
    """
    A whole SVG document around a drawing.

    `auto` follows the reader's preference by a media query; `light` and `dark`
    are one look each, written as attributes so that any renderer shows them.

    Raises:
        UsageError: there is no such theme.
    """
    if theme not in THEMES:
        raise UsageError(f"'{theme}' is not a theme: write one of {', '.join(THEMES)}.")
    light, dark = rules(countries)
    light, dark = {**light, **extra[0]}, {**dark, **extra[1]}
    width, height = (float(round(side)) for side in size)
    style = sheet(light, ROOT)
    style += f"@media (prefers-color-scheme:dark){{{sheet(dark, ROOT)}}}"
    ground = element("rect", class_="ground", width=width, height=height)
    document = element(
        "svg",
        f"<title>{escape(label)}</title><desc>{escape(description)}</desc><style>{style}</style>",
        ground,
        body,
        xmlns="http://www.w3.org/2000/svg",
        class_=ROOT,
        lang=lang,
        viewBox=f"0 0 {round(width)} {round(height)}",
        width=width,
        height=height,
        role="graphics-document",
        aria_label=label,
    )
    if theme == "auto":
        return document + "\n"
    chosen = light
    if theme == "dark":
        chosen = {name: {**light.get(name, {}), **dark.get(name, {})} for name in [*light, *dark]}
    return inlined(document, chosen) + "\n"


def stylesheet(countries: Iterable[str | None]) -> str:
    """
    Every rule of every chart, light and dark, for a page that holds several of them.

    The page's own policy can then forbid styles within it: see `undressed`.
    """
    light, dark = rules(countries)
    bands = band_rules()
    light, dark = {**light, **bands[0]}, {**dark, **bands[1]}
    return f"{sheet(light, ROOT)}@media (prefers-color-scheme:dark){{{sheet(dark, ROOT)}}}\n"


def undressed(svg: str) -> str:
    """
    A chart without its rules, for a page that has them all in a sheet of its own.
    """
    return STYLE.sub("", svg)
