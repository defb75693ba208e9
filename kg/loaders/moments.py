"""
Moments: the days of GLEIF records, and the period of a relationship.
"""

import re
from datetime import date, timedelta
from functools import lru_cache

from .delivery import Refused

MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)


@lru_cache(1 << 16)
def day_of(text: str, column: str) -> tuple[date, date]:
    """
    The first and last day that a moment can mean.

    A day is printed as a moment, mostly of midnight, at times of a midnight
    elsewhere: 2009-01-11T23:00:00Z is 12 January in Paris. Where neither the
    printed nor the universal time is midnight, both days are possible.
    """
    found = MOMENT.fullmatch(text)
    try:
        if not found:
            raise ValueError
        day = date.fromisoformat(found[1])
    except ValueError:
        raise Refused("import-value", column, value=text, wanted="2015-06-30") from None
    if not found[2] or (found[2], found[3]) == ("00", "00"):
        return day, day
    zone = found[5] or "Z"
    offset = 0 if zone == "Z" else int(zone[0] + "1") * (int(zone[1:3]) * 60 + int(zone[4:6]))
    minutes = int(found[2]) * 60 + int(found[3]) - offset
    universal, minutes = day + timedelta(days=minutes // 1440), minutes % 1440
    if minutes == 0:
        return universal, universal
    return universal, universal + timedelta(days=1) if minutes >= 600 else universal


@lru_cache(1 << 16)
def period_lines(
    starts: str, ends: str, active: bool, attested: str, updated: str, read: date
) -> str:
    """
    The dates of a relationship, as the rest of a statement in Turtle.

    Without a start it was there when it was first registered. An inactive one
    without an end ended on an unknown day up to its last update.
    """
    first, start = day_of(starts, "startDate") if starts else (None, None)
    if not starts:
        start = day_of(attested, "InitialRegistrationDate")[1] if attested else read
    end, last = day_of(ends, "endDate") if ends else (None, None)
    if not ends and not active:
        end, last = first or date.min, day_of(updated, "LastUpdateDate")[1] if updated else read
    if first and last and last < first:
        raise Refused("import-backwards", "endDate", start=starts, until=ends or updated)
    if start and last and start > last:
        start = last
    said = ""
    for name, low, high in (
        ("from", first, start if starts else None),
        ("until", end if ends else None, last),
    ):
        if low and high:
            shown = low.isoformat() if low == high else f"[{low},{high}]"
            said += f'; k:{name} "{shown}" '
    for name, value in (
        ("startsNotBefore", first),
        ("startsNotAfter", start),
        ("endsNotBefore", end),
        ("endsNotAfter", last),
    ):
        said += f'; k:{name} "{value}"^^x:date ' if value else ""
    return said
