"""
Days: which things of the graph belong to the state of one day.

A claim belongs while it may hold, a deal while it is open, an event and a
figure once they may have happened, an offering while it is on sale. Agents,
sites and documents always do.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from ..dates import Period
from ..names import KG, RDF, concept

BOUNDS = ("startsNotBefore", "startsNotAfter", "endsNotBefore", "endsNotAfter")
OPENINGS = {concept("stage", name) for name in ("talks", "announced", "signed")}

Facts = dict[str, list[Any]]
ALWAYS = Period(starts_not_after=date.min)


def bounds_of(period: Period) -> tuple[tuple[str, date | None], ...]:
    """
    The four bounds of a period, each with the name of its property.
    """
    return (
        ("startsNotBefore", period.starts_not_before),
        ("startsNotAfter", period.starts_not_after),
        ("endsNotBefore", period.ends_not_before),
        ("endsNotAfter", period.ends_not_after),
    )


def interval(period: Period) -> tuple[date | None, date | None, str]:
    """
    A period as one interval [start, end), for formats that know no bounds.

    The days on which it certainly holds; where there is no such day, those on
    which it possibly does. The word says which; None is open.
    """
    start, end = period.starts_not_after, period.ends_not_before
    if start is not None and (end is None or start < end):
        return (start if start > date.min else None), end, "certain"
    return period.starts_not_before, period.ends_not_after, "possible"


def period_of(facts: Facts, look_up: Callable[[str], Facts]) -> Period:
    """
    The period in which a thing belongs to the state of a day.

    `look_up` gives the facts of another thing: a deal is dated by its stages.
    """
    types = {value.value.removeprefix(KG) for value in facts.get(RDF + "type", ())}
    if any(KG + name in facts for name in BOUNDS) or KG + "from" in facts:
        return Period(*(_day(facts, name) for name in BOUNDS))
    if "Acquisition" in types:
        return _deal([look_up(stage.value) for stage in facts.get(KG + "hasStage", ())])
    if "Control" in types:
        start, until = _day(facts, "validFrom"), _day(facts, "validUntil")
        return Period(start, start or date.min, until, until)
    if "Offering" in types:
        return Period(
            _day(facts, "launchedNotBefore"),
            _day(facts, "launchedNotAfter"),
            _day(facts, "endedNotBefore"),
            _day(facts, "endedNotAfter"),
        )
    if types & {"Event", "Figure", "LeadershipChange", "DealStage"}:
        return Period(_day(facts, "notBefore"), _day(facts, "notAfter"))
    return ALWAYS


def _deal(stages: list[Facts]) -> Period:
    """
    A deal is open from its first stage until it is completed or given up.
    """
    openings = [one for one in stages if {v.value for v in one.get(KG + "stage", ())} & OPENINGS]
    ends = [one for one in stages if one not in openings]
    return Period(
        _least(openings or ends, "notBefore"),
        _least(openings or ends, "notAfter"),
        _least(ends, "notBefore"),
        _least(ends, "notAfter"),
    )


def _least(stages: list[Facts], name: str) -> date | None:
    return min((day for one in stages if (day := _day(one, name))), default=None)


def _day(facts: Facts, name: str) -> date | None:
    found = facts.get(KG + name)
    return date.fromisoformat(found[0].value) if found else None
