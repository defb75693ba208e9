"""
Timeline: who held an organization over the years, who led it, and what happened.
"""

from collections.abc import Sequence
from datetime import date

from ..answers import Directory
from ..claims import Shareholding
from ..names import Iri
from .axis import LEFT, MARGIN, RIGHT, draw_axis, hatch
from .bands import Piece, stack, widest
from .labels import figure_text
from .lanes import draw_lanes
from .legend import draw_caption
from .links import check_base, link
from .story import Story, leaders_of, marks_of, story_of
from .style import BANDS, NAME, SMALL, TITLE, band_rules, dressed
from .svg import element, path, words
from .text import fit, width, wrap
from .ties import Ties
from .words import day_text, say, years

TOP, HIGH = 92.0, 220.0
MOST_HOLDERS = 15
THINNEST = 3.0
"""
Narrower gaps between what is known are not hatched, in pixels.
"""


def timeline(
    ties: Ties,
    directory: Directory,
    focus: Iri,
    *,
    lang: str = "en",
    link_base: str | None = None,
    theme: str = "auto",
) -> str:
    """
    The timeline of an organization, as an SVG document.

    The years reach from the first to the last day that its claims name, or that
    their latest source does: not to today, so the picture stands still.

    Raises:
        UsageError: the link base or the theme is not one.
    """
    base = check_base(link_base)
    story = story_of(ties, directory, focus, lang, base)
    name = story.name(focus)
    first, last = story.axis.first.year, story.axis.last.year - 1
    title = say("timeline", lang, name=name, first=first, last=last)
    body, height, told = _drawn(story, title)
    return dressed(
        body,
        (RIGHT + MARGIN, height),
        [],
        label=title,
        description=" ".join(told),
        lang=lang,
        theme=theme,
        extra=band_rules(),
    )


def _drawn(story: Story, title: str) -> tuple[str, float, list[str]]:
    lang = story.lang
    drawn = [
        words(
            "text",
            fit(title, RIGHT - MARGIN, TITLE, bold=True),
            class_="text title",
            x=MARGIN,
            y=40.0,
        ),
        words("text", say("timeline-sub", lang), class_="text small", x=MARGIN, y=58.0),
    ]
    told = [title + "."]
    y = TOP
    counted = [claim for claim in story.claims if claim.standing == "counted"]
    holders = _in_order(counted)
    drawn.append(_bands(story, counted, holders, told))
    y += HIGH
    drawn.append(draw_axis(story.axis, TOP, y))
    known = story.ties.latest({claim.claim for claim in story.claims})
    if known and known < story.axis.last:
        x = story.axis.x(known)
        drawn.append(element("path", class_="today", d=path([(x, TOP - 6), (x, y)])))
        text = say("known-line", lang, day=known.isoformat())
        side = "end" if x > RIGHT - 120 else "middle"
        drawn.append(words("text", text, class_=f"text small {side}", x=x, y=TOP - 10))
    y += 34
    key, y = _key(story, holders, y)
    drawn.append(key)
    leaders = leaders_of(story)
    if leaders:
        part, y = draw_lanes(say("leaders", lang), leaders, y + 14, lang, beside=False)
        drawn.append(part)
        told += [item.told + "." for item in leaders]
    marks = marks_of(story)
    if marks:
        part, y = draw_lanes(say("events", lang), marks, y + 14, lang, beside=True)
        drawn.append(part)
        told += [item.told + "." for item in marks[:40]]
    source = (
        say("known-to", lang, day=day_text(known, lang)) if known else say("known-to-none", lang)
    )
    caption, tall = draw_caption(
        [say("timeline-caption", lang), source], MARGIN, y + 16, RIGHT - MARGIN
    )
    return "".join(drawn) + caption, y + 16 + tall + 20, told


def _in_order(claims: Sequence[Shareholding]) -> list[Iri]:
    """
    The holders in the order in which they came; many: the largest, then the others.
    """
    came: dict[Iri, tuple[date, float]] = {}
    size: dict[Iri, float] = {}
    for claim in claims:
        period = claim.period
        start = period.starts_not_before or period.starts_not_after or date.min
        share = float(claim.capital.maximum if claim.capital.maximum is not None else 100)
        size[claim.holder] = max(size.get(claim.holder, 0.0), share)
        came[claim.holder] = min(came.get(claim.holder, (date.max, 0.0)), (start, -share))
    largest = sorted(size, key=lambda holder: (-size[holder], holder))
    own = sorted(largest[:MOST_HOLDERS], key=lambda holder: (*came[holder], holder))
    return [*own, *largest[MOST_HOLDERS:]]


def _bands(
    story: Story, claims: Sequence[Shareholding], holders: Sequence[Iri], told: list[str]
) -> str:
    axis, lang = story.axis, story.lang
    pieces = stack(claims, holders, axis.first, axis.last)
    by_claim = {claim.claim: claim for claim in claims}
    numbers = {holder: number for number, holder in enumerate(holders)}
    drawn = [_piece(story, piece, numbers, by_claim) for piece in pieces]
    for holder, number in numbers.items():
        start, end, low, high = widest(pieces, holder, 15 / HIGH * 100)
        room = axis.x(end) - axis.x(start) - 8 if end > start else 0.0
        if number >= MOST_HOLDERS:
            continue
        text = f"{number + 1} {story.name(holder)}"
        if width(text, NAME) > room:
            text = f"{number + 1}" if room < 60 else fit(text, room, NAME)
        if room > width(text, NAME):
            middle = TOP + HIGH * (1 - (low + high) / 200)
            x = (axis.x(start) + axis.x(end)) / 2
            drawn.append(words("text", text, class_="text name middle", x=x, y=middle + 4.5))
    for claim in claims:
        told.append(_claim_told(story, claim) + ".")
    if not claims:
        text = say("nobody-ever", lang)
        told.append(text + ".")
        x = (LEFT + RIGHT) / 2
        drawn.append(words("text", text, class_="text name middle", x=x, y=TOP + HIGH / 2))
    return "".join(drawn)


def _claim_told(story: Story, claim: Shareholding) -> str:
    share = figure_text(claim.capital, claim.votes, story.lang)
    said = say("holds-share", story.lang, holder=story.name(claim.holder), share=share)
    return f"{said}, {claim.starts or '?'} – {claim.ends or '…'}"


def _piece(
    story: Story,
    piece: Piece,
    numbers: dict[Iri, int],
    claims: dict[Iri, Shareholding],
) -> str:
    axis = story.axis
    left, right = axis.x(piece.start), axis.x(piece.end)
    top, bottom = TOP + HIGH * (1 - piece.high / 100), TOP + HIGH * (1 - piece.low / 100)
    edges = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    if piece.holder is None:
        left, right = (
            axis.x(max(piece.start, story.life[0])),
            axis.x(min(piece.end, story.life[1])),
        )
        if right - left < THINNEST:
            return ""
        edges |= {"x": left, "width": right - left}
        body = element("rect", class_="void", **edges)
        body += hatch(left, top, right, bottom, 10.0)
        return element("g", words("title", say("void", story.lang)), body, data_void="1")
    number = numbers[piece.holder]
    style = f"band-{number % BANDS if number < MOST_HOLDERS else 'others'} edge"
    style += " faint" if "pale" in piece.look else ""
    body = element("rect", class_=style, **edges)
    if "hatched" in piece.look:
        body += hatch(left, top, right, bottom, 6.0)
    text = "; ".join(_claim_told(story, claims[claim]) for claim in piece.claims)
    group = element(
        "g",
        words("title", text),
        body,
        role="img",
        aria_label=text,
        data_claim=" ".join(claim.slug for claim in piece.claims),
        data_look=piece.look,
        data_from=piece.start.isoformat(),
        data_until=piece.end.isoformat(),
        data_stack=f"{piece.low:.3f} {piece.high:.3f}",
    )
    href = link(story.base, piece.claims[0])
    return element("a", group, href=href) if href else group


def _key(story: Story, holders: Sequence[Iri], y: float) -> tuple[str, float]:
    """
    Every holder with its number, its shares and when, and what other sources say.
    """
    entries = [
        (f"band-{number % BANDS} edge", f"{number + 1} {_shares(story, holder)}")
        for number, holder in enumerate(holders[:MOST_HOLDERS])
    ]
    folded = holders[MOST_HOLDERS:]
    if folded:
        names = "; ".join(_shares(story, holder) for holder in folded)
        key = say("others-above", story.lang, n=len(folded))
        entries.append(("band-others edge", f"+ {key}, {names}"))
    apart = {claim.holder: None for claim in story.claims if claim.holder not in holders}
    entries += [("", _shares(story, holder)) for holder in apart]
    drawn = []
    for style, text in entries:
        if style:
            drawn.append(element("rect", class_=style, x=LEFT, y=y - 10, width=14.0, height=12.0))
        for line in wrap(text, RIGHT - LEFT - 24, SMALL, most=4):
            drawn.append(words("text", line, class_="text small", x=LEFT + 22, y=y))
            y += 15
        y += 2
    return "".join(drawn), y


def _shares(story: Story, holder: Iri) -> str:
    parts = []
    for claim in story.claims:
        if claim.holder == holder:
            share = figure_text(claim.capital, claim.votes, story.lang)
            sign = "≠ " if claim.standing == "alternative" else ""
            parts.append(f"{sign}{share} {years(claim.starts, claim.ends)}")
    return say("holder-shares", story.lang, name=story.name(holder), shares=", ".join(parts))
