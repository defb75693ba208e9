"""
Story: what is known of an organization over the years, ready to be drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..answers import Directory, history
from ..claims import Shareholding
from ..dates import Period, parse_span
from ..model.codes import LEADING_POSTS
from ..names import Iri
from .axis import LEFT, RIGHT, Axis
from .lanes import Item
from .style import SMALL
from .svg import clean, named
from .text import fit, width
from .ties import Ties

LONGEST = 420.0
APART = ("shareholding", "leader", "control")
"""
What `history` tells that the timeline draws in another way.
"""


@dataclass(slots=True)
class Story:
    """
    What a timeline is drawn from; `life` is when the organization can have existed.
    """

    focus: Iri
    ties: Ties
    directory: Directory
    lang: str
    base: str | None
    claims: list[Shareholding]
    posts: list[dict[str, Any]]
    events: list[dict[str, Any]]
    axis: Axis
    life: tuple[date, date]

    def name(self, agent: Iri) -> str:
        """
        The usual name of an agent.
        """
        return named(self.directory.name(agent))


def story_of(ties: Ties, directory: Directory, focus: Iri, lang: str, base: str | None) -> Story:
    """
    Everything that is known of an organization over time.
    """
    every = ties.holdings_in(focus)
    posts = [
        row
        for row in ties.posts(focus)
        if row["when"].standing == "counted" and row["post"] in LEADING_POSTS
    ]
    events = [
        item for item in history(ties.store, directory, focus, lang) if item["kind"] not in APART
    ]
    periods = [claim.period for claim in every] + [row["when"].period for row in posts]
    spans = [parse_span(item["date"]) for item in events]
    days = [bound for period in periods for bound in period.bounds() if bound > date.min]
    days += [day for span in spans for day in (span.first, span.last) if day]
    known = ties.latest({claim.claim for claim in every})
    days += [known] if known else []
    axis = _axis(days, periods)
    founded, dissolved = ties.life(focus)
    life = (founded or axis.first, dissolved or axis.last)
    return Story(focus, ties, directory, lang, base, every, posts, events, axis, life)


def _axis(days: Sequence[date], periods: Sequence[Period]) -> Axis:
    """
    Whole years around every day; a year more where a start has no bound.
    """
    first = min(days, default=date(2000, 1, 1)).year
    last = max(days, default=date(2000, 1, 1)).year
    first -= 1 if any(period.starts_not_before is None for period in periods) else 0
    return Axis(date(first, 1, 1), date(last + 1, 1, 1), LEFT, RIGHT)


def leaders_of(story: Story) -> list[Item]:
    """
    Who led it, as bars; pale where the dates are not sure.
    """
    items = []
    posts = sorted(story.posts, key=lambda row: (_start(row["when"].period), row["claim"]))
    for row in posts:
        when = row["when"]
        name = story.name(row["person"])
        text = fit(f"{name}, {row['role']}", LONGEST, SMALL)
        told = f"{name}, {row['role']}, {when.starts or '?'} – {when.ends or '…'}"
        items.append(_item(story, row["claim"].slug, when.period, text, told, "leader"))
    return items


def _start(period: Period) -> date:
    return period.starts_not_before or period.starts_not_after or date.min


def _item(story: Story, id: str, period: Period, text: str, told: str, kind: str) -> Item:
    axis = story.axis
    start = axis.x(period.starts_not_before or axis.first)
    end = axis.x(period.ends_not_after or axis.last)
    sure_start = axis.x(period.starts_not_after or axis.last)
    sure_end = axis.x(period.ends_not_before or axis.last)
    return Item(id, start, end, sure_start, sure_end, text, width(text, SMALL), told, kind)


def marks_of(story: Story) -> list[Item]:
    """
    Deals and events, each from the first to the last day that its date allows.
    """
    items = []
    for item in story.events:
        span = parse_span(str(item["date"]))
        first = span.first or span.last or story.axis.first
        last = span.last or first
        told = f"{item['date']}: {clean(str(item['text']))}"
        text = fit(told, LONGEST, SMALL)
        x0, x1 = story.axis.x(first), story.axis.x(last)
        kind = "deal" if item["kind"] == "deal" else "event"
        start, end = min(x0, (x0 + x1) / 2 - 5), max(x1, (x0 + x1) / 2 + 5)
        id, room = str(item["claim"]), width(text, SMALL)
        items.append(Item(id, start, end, x0, x1, text, room, told, kind))
    return items
