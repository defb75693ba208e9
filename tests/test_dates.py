"""
Dates as published, and the days that they allow.
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import Span, parse_day, parse_span, period
from kg.errors import UsageError
from kg.findings import CellError


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("2014-02", date(2014, 2, 1), date(2014, 2, 28)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2014-08-28", date(2014, 8, 28), date(2014, 8, 28)),
        ("2014-08~", date(2014, 8, 1), date(2014, 8, 31)),
        ("2014-12?", date(2014, 12, 1), date(2014, 12, 31)),
        ("2014-04/2014-06", date(2014, 4, 1), date(2014, 6, 30)),
        ("../2012-09", None, date(2012, 9, 30)),
        ("2012-09/..", date(2012, 9, 1), None),
        ("..", None, None),
        ("", None, None),
    ],
)
def test_a_date_allows_the_days_of_its_precision(text, first, last):
    """
    A year, a month, a day, an interval and an open side each give their first and last day.
    """
    assert parse_span(text) == Span(first, last)


@pytest.mark.parametrize(
    "text",
    [
        "2014-13",
        "2014-02-30",
        "28/08/2014",
        "2014-8-1",
        "2014/2015/2016",
        "/",
        "../..",
        "2014-01-01T10:00:00",
        "٢٠١٤",
        "hier",
        "20140828",
        "201",
    ],
)
def test_what_is_no_date_is_refused(text):
    """
    A text that is not EDTF is a finding that says what to write.
    """
    with pytest.raises(CellError, match="is not a date; write 2014"):
        parse_span(text)


def test_an_interval_backwards_is_refused():
    """
    An interval whose end lies before its start is refused.
    """
    with pytest.raises(CellError, match="ends before it starts"):
        parse_span("2014-06/2014-04")


def test_a_period_backwards_is_refused():
    """
    A period that certainly ends before it starts is refused.
    """
    with pytest.raises(CellError, match="it ends"):
        period("2015", "2014-03")


def test_the_last_day_is_outside():
    """
    Periods are half-open: two rows that share a day never overlap on it.
    """
    before, after = period("2012-09-06", "2015-03-20"), period("2015-03-20", "")
    assert before.certainly_holds(date(2015, 3, 19))
    assert not before.possibly_holds(date(2015, 3, 20))
    assert after.certainly_holds(date(2015, 3, 20))


def test_an_unknown_start_is_not_since_always():
    """
    Without a start a claim is certain only from the day on which a source says so.
    """
    claim = period("", "", attested=date(2014, 5, 31))
    assert claim.possibly_holds(date(2009, 1, 1))
    assert not claim.certainly_holds(date(2014, 5, 30))
    assert claim.certainly_holds(date(2014, 5, 31))


def test_an_unknown_start_without_source_date_is_never_certain():
    """
    A claim that nothing dates may hold on any day, and certainly on none.
    """
    assert not period("", "").certainly_holds(date(2026, 1, 1))
    assert period("", "").possibly_holds(date(2026, 1, 1))


def test_an_imprecise_day_is_possible_not_certain():
    """
    Within the month in which a claim starts or ends it is possible only.
    """
    claim = period("2014-08", "2014-12")
    assert not claim.certainly_holds(date(2014, 8, 15))
    assert claim.possibly_holds(date(2014, 8, 15))
    assert claim.certainly_holds(date(2014, 9, 1))
    assert not claim.certainly_holds(date(2014, 12, 1))
    assert not claim.possibly_holds(date(2015, 1, 1))


def test_an_end_up_to_a_day_is_never_certain():
    """
    A claim that ended on some day up to June 2014 may have ended at once.
    """
    claim = period("2012", "../2014-06")
    assert not claim.certainly_holds(date(2013, 6, 1))
    assert claim.possibly_holds(date(2013, 6, 1))
    assert not claim.possibly_holds(date(2014, 7, 1))


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.dates(date(2000, 1, 1), date(2030, 1, 1)))
def test_what_is_certain_is_possible(start, day):
    """
    Whatever the dates, a claim that certainly holds also possibly holds.
    """
    for text in (f"{start:%Y}", f"{start:%Y-%m}", f"{start:%Y-%m-%d}"):
        claim = period(text, "")
        assert claim.possibly_holds(day) or not claim.certainly_holds(day)


@pytest.mark.parametrize(
    "text", ["2014-10", "2014-10-32", "2014-W10-1", "yesterday", "", "2014-1-01"]
)
def test_a_day_asked_about_is_a_day(text):
    """
    A question takes one day of the calendar and says how to write it.
    """
    with pytest.raises(UsageError, match="write it as 2014-10-01"):
        parse_day(text)
