"""
Days, and what a published date allows: EDTF text to bounds in days.

The tables keep a date as its source prints it (Extended Date/Time Format, ISO
8601-2). Questions compare days only, so each date is read once into the first
and the last day that it allows.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from .errors import UsageError
from .findings import CellError

OPEN = ".."
SIMPLE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-9])(?:-([0-3][0-9]))?)?[~?%]?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Day = str | date | None
"""
How a question names its day: a date, a text such as `2014-10-01`, None for today.
"""


@dataclass(frozen=True, slots=True)
class Span:
    """
    The first and the last day that a published date allows.

    None means that the source leaves that side open.
    """

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """
    The four bounds of a half-open period [from, until).

    On a day D the period holds certainly if
    `starts_not_after <= D < ends_not_before`, and possibly if
    `starts_not_before <= D < ends_not_after`. None means unbounded: a start
    without upper bound is never certain, an open end never comes.
    """

    starts_not_before: date | None = None
    starts_not_after: date | None = None
    ends_not_before: date | None = None
    ends_not_after: date | None = None

    def certainly_holds(self, day: date) -> bool:
        """
        Whether the period covers the day whatever the exact dates are.
        """
        return (
            self.starts_not_after is not None
            and self.starts_not_after <= day
            and (self.ends_not_before is None or day < self.ends_not_before)
        )

    def possibly_holds(self, day: date) -> bool:
        """
        Whether the published dates allow the period to cover the day.
        """
        return (self.starts_not_before is None or self.starts_not_before <= day) and (
            self.ends_not_after is None or day < self.ends_not_after
        )

    def bounds(self) -> Iterable[date]:
        """
        The days on which an answer about this period may change.
        """
        for bound in (
            self.starts_not_before,
            self.starts_not_after,
            self.ends_not_before,
            self.ends_not_after,
        ):
            if bound is not None:
                yield bound


def parse_day(text: str) -> date:
    """
    A day written as 2014-10-01.

    Raises:
        UsageError: the text is not a day of the calendar.
    """
    if DAY.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    raise UsageError(f"'{text}' is not a day: write it as 2014-10-01.")


def day(on: Day) -> date:
    """
    A day as a date; None is today.

    Raises:
        UsageError: the text is not a day of the calendar.
    """
    if on is None:
        return date.today()
    return on if isinstance(on, date) else parse_day(on)


@lru_cache(maxsize=4096)
def parse_span(text: str) -> Span:
    """
    The days that an EDTF date allows; an interval means some day between.

    `~` and `?` keep the precision that is printed: `2014-08~` is some day of
    August 2014. They say how sure the source is, not how wide the date is.

    Examples:
        >>> parse_span("2014-08")
        Span(first=datetime.date(2014, 8, 1), last=datetime.date(2014, 8, 31))
        >>> parse_span("../2012-09").last
        datetime.date(2012, 9, 30)

    Raises:
        CellError: the text is not EDTF, or its end lies before its start.
    """
    if text in ("", OPEN):
        return Span()
    first_text, slash, last_text = text.partition("/")
    if not slash:
        return _simple(text)
    if "/" in last_text or {first_text, last_text} <= {"", OPEN}:
        raise CellError("date-unreadable", value=text)
    first = Span() if first_text in ("", OPEN) else _simple(first_text)
    last = Span() if last_text in ("", OPEN) else _simple(last_text)
    if first.first and last.last and first.first > last.last:
        raise CellError("date-backwards", value=text)
    return Span(first.first, last.last)


def _simple(text: str) -> Span:
    """
    A date without interval.

    A year, month or day, with or without `~` or `?`, is read here: the parser
    of the EDTF library takes 17 ms a date. It reads everything else, such as
    the season 2014-21 or the decade 201X.
    """
    simple = SIMPLE.fullmatch(text)
    try:
        if simple:
            year, month, day = (int(part) if part else None for part in simple.groups())
            return _calendar(int(year or 0), month, day)
        if not re.fullmatch(r"[0-9X~?%-]+", text):
            raise ValueError
        from edtf import EDTFParseException, parse_edtf

        try:
            parsed = parse_edtf(text)
            return Span(_day(parsed.lower_strict()), _day(parsed.upper_strict()))
        except (EDTFParseException, AttributeError, OverflowError) as error:
            raise ValueError from error
    except ValueError:
        raise CellError("date-unreadable", value=text) from None


def _calendar(year: int, month: int | None, day: int | None) -> Span:
    if day is not None:
        whole = date(year, month or 0, day)
        return Span(whole, whole)
    if month is not None and month <= 12:
        return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    if month is not None:
        raise ValueError
    return Span(date(year, 1, 1), date(year, 12, 31))


def _day(moment: tuple[int, ...]) -> date:
    return date(moment[0], moment[1], moment[2])


def period(start: str, until: str, *, attested: date | None = None) -> Period:
    """
    The bounds of the period that a table's `from` and `until` describe.

    An empty `from` means that no source gives the start: it is then bounded
    above by `attested`, the day of the earliest source that says so. An empty
    `until` means that the claim is the last known. A start that could fall on
    or after the last possible end is cut to the day before it.

    Raises:
        CellError: a date is not EDTF, or the end certainly lies before the start.
    """
    starts, ends = parse_span(start), parse_span(until)
    starts_not_after = starts.last
    if not start:
        starts_not_after = attested
    if starts.first and ends.last and ends.last < starts.first:
        raise CellError("period-backwards", start=start, until=until)
    if ends.last and starts_not_after and starts_not_after > ends.last:
        starts_not_after = ends.last
    ends_not_before = ends.first
    if ends.last and ends_not_before is None:
        # An end on some day up to `last` may have come at once: never certain.
        ends_not_before = starts.first or date.min
    return Period(starts.first, starts_not_after, ends_not_before, ends.last)
