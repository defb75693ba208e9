"""
Shareholdings from a table's columns to arrays: what is read, what is refused.
"""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg.register import RegisterError, read_columns
from kg.register.columns import EARLIEST, EPOCH, LATEST
from kg.shares import WHOLE


def number(text):
    """
    The day's number, counted from 1970-01-01.
    """
    return date.fromisoformat(text).toordinal() - EPOCH


def csv(folder, text):
    """
    A CSV file of a text.
    """
    path = folder / "holdings.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_shares_keep_what_is_known(tmp_path):
    """
    Votes win over capital, bounds over figures, and no figure is 0 to the whole, not zero.
    """
    found = read_columns(
        csv(
            tmp_path,
            "holder,held,capital,capital_min,capital_max,votes,other\n"
            "a,x,44.4,,,,1\nb,x,,,,60,2\nc,x,,50,75,,3\nd,x,,,,,4\ne,x,10,,20.5,,5\n",
        )
    )
    assert found.ids.to_pylist() == ["a", "b", "c", "d", "e", "x"]
    assert found.low.tolist() == [44_400_000, 60_000_000, 50_000_000, 0, 10_000_000]
    assert found.high.tolist() == [44_400_000, 60_000_000, 75_000_000, WHOLE, 20_500_000]
    assert found.known.tolist() == [True, True, True, False, True]
    assert found.follows.tolist() == [True, False, True, True, True]


def test_dates_keep_what_is_known(tmp_path):
    """
    A month is some day of it; an empty start never holds for sure unless it is attested.
    """
    found = read_columns(
        csv(
            tmp_path,
            "holder,held,capital,from,until,attested\n"
            "a,x,10,2012-09,2015,\nb,x,10,,2015-01-01,\nc,x,10,,,2013-05-06\nd,x,10,2012-01-01,,\n",
        )
    )
    assert found.since.tolist()[0] == number("2012-09-30")
    assert found.maybe_since.tolist()[0] == number("2012-09-01")
    assert found.until.tolist()[0] == number("2015-01-01")
    assert found.maybe_until.tolist()[0] == number("2015-12-31")
    assert found.since[1] >= found.until[1]
    assert found.maybe_since[1] == EARLIEST
    assert (found.since[2], found.until[2]) == (number("2013-05-06"), LATEST)
    assert found.until[3] == found.maybe_until[3] == LATEST


def test_a_table_without_dates_holds_on_every_day(tmp_path):
    """
    A snapshot has no dates: it holds on whatever day is asked about.
    """
    found = read_columns(csv(tmp_path, "holder,held,capital\na,x,10\n"))
    assert found.since[0] == found.maybe_since[0] == EARLIEST
    assert found.until[0] == LATEST


def test_every_kind_of_table_reads_the_same(tmp_path):
    """
    CSV, Parquet, Arrow, polars and dictionary-encoded columns give the same arrays.
    """
    import polars

    table = pa.table(
        {
            "holder": ["a", "b", "a"],
            "held": ["x", "x", "b"],
            "votes": [44.4, None, 50.0],
            "from": ["2012-01-01", "2013-02-03", "2014-05-06"],
        }
    )
    pq.write_table(table, tmp_path / "t.parquet")
    encoded = table.set_column(0, "holder", table["holder"].dictionary_encode())
    dated = table.set_column(3, "from", table["from"].cast(pa.date32()))
    text = "holder,held,votes,from\na,x,44.4,2012-01-01\nb,x,,2013-02-03\na,b,50,2014-05-06\n"
    found = [
        read_columns(source)
        for source in (
            table,
            tmp_path / "t.parquet",
            encoded,
            dated,
            polars.DataFrame(table.to_pydict()),
            csv(tmp_path, text),
        )
    ]
    first = found[0]
    for other in found[1:]:
        assert other.ids.to_pylist() == first.ids.to_pylist()
        for name in ("holder", "held", "low", "high", "known", "since", "until", "maybe_since"):
            assert getattr(other, name).tolist() == getattr(first, name).tolist(), name


HEADERS = {
    "quoted": b'holder,held,votes,"from"\na,x,60,2030\n',
    "mark-of-utf8": b"\xef\xbb\xbffrom,holder,held,votes\n2030,a,x,60\n",
    "all-quoted": b'"holder","held","votes","from"\r\n"a","x","60","2030"\r\n',
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_reads_as_spreadsheets_write_it(tmp_path, name):
    """
    Quotes or a mark before a header's name never hide its column: a share of 2030 is none today.
    """
    (tmp_path / "t.csv").write_bytes(HEADERS[name])
    found = read_columns(tmp_path / "t.csv")
    assert found.since.tolist() == [number("2030-12-31")]
    assert found.maybe_since.tolist() == [number("2030-01-01")]


KINDS = {
    "lists": ("votes", pa.array([[60.0]])),
    "truths": ("votes", pa.array([True])),
    "huge": ("votes", pa.array([2**62])),
    "bytes": ("holder", pa.array([b"\xff"])),
    "halves": ("held", pa.array([1.5])),
    "years": ("from", pa.array([2019])),
    "days-as-numbers": ("starts_not_after", pa.array([2**40])),
}


@pytest.mark.parametrize("name", KINDS)
def test_columns_of_another_kind_are_refused(name):
    """
    A column that is neither figures, texts nor dates is named with its kind, never guessed at.
    """
    column, values = KINDS[name]
    table = {"holder": ["a"], "held": ["x"], "votes": [60.0], column: values}
    with pytest.raises(RegisterError, match=column):
        read_columns(pa.table(table))


def test_codes_and_views_are_texts():
    """
    Categories of polars and pandas, and coded dates, read as the texts they stand for.
    """
    import polars

    frame = polars.DataFrame({"holder": ["a", "b"], "held": ["x", "x"], "votes": [60.0, None]})
    coded = frame.with_columns(
        polars.col("holder").cast(polars.Categorical), polars.col("held").cast(polars.Enum(["x"]))
    )
    assert read_columns(coded).ids.to_pylist() == ["a", "b", "x"]
    dated = frame.to_arrow().append_column("from", pa.array(["2019", "2020"]).dictionary_encode())
    assert read_columns(dated).since.tolist() == [number("2019-12-31"), number("2020-12-31")]


def test_rows_that_are_not_counted_stay_out():
    """
    Of a table with standings only the counted rows are read.
    """
    table = pa.table(
        {
            "holder": ["a", "b"],
            "held": ["x", "x"],
            "votes": [60.0, 60.0],
            "standing": ["alternative", "counted"],
        }
    )
    found = read_columns(table)
    assert found.ids.to_pylist() == ["b", "x"]


FAULTS = {
    "semicolons": ("holder;held;votes\na;x;5\n", ":1", "commas"),
    "no-shares": ("holder,held\na,x\n", ":1", "votes or capital"),
    "not-a-figure": ("holder,held,votes\na,x,5\nb,x,4O\n", ":3 votes", "'4O'"),
    "empty-holder": ("holder,held,votes\n,x,5\n", ":2 holder", "it is empty"),
    "over-100": ("holder,held,votes\na,x,100.5\n", ":2 votes", "0 and 100"),
    "too-fine": ("holder,held,votes\na,x,1.23456789\n", ":2 votes", "six decimals"),
    "bounds-backwards": ("holder,held,votes_min,votes_max\na,x,9,8\n", ":2 votes", "least"),
    "no-date": ("holder,held,votes,from\na,x,5,2012-13-01\n", ":2 from", "2012-13-01"),
    "backwards": ("holder,held,votes,from,until\na,x,5,2014,2012\n", ":2 until", "before"),
    "cells": ("holder,held,votes\na,x,5\nb,x\n", "", "Row #3"),
    "empty": ("", "", "it is empty"),
    "capitals": ("holder,held,votes,From\na,x,60,2030\n", ":1 'From'", "write 'from'"),
    "spaces": ("holder,held,votes, from\na,x,60,2030\n", ":1 ' from'", "write 'from'"),
    "other-columns": ("owner,company,votes\na,x,60\n", ":1", "owner, company, votes"),
    "column-twice": ("holder,held,votes,votes\na,x,60,70\n", ":1", "more than one column votes"),
    "half-a-bound": ("holder,held,votes_low\na,x,60000000\n", ":1", "votes_low alone"),
    "empty-lines": ("holder,held,votes\n\na,x,5\n\n\nb,x,y\n", ":6 votes", "'y'"),
    "two-lines": ('holder,held,votes\n"a\nb",x,5\nb,x,y\n', ":4 votes", "'y'"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_bad_tables_are_refused_with_their_place(tmp_path, name):
    """
    A cell that cannot be read is named by file, line and column, with what was found.
    """
    text, place, words = FAULTS[name]
    with pytest.raises(RegisterError) as error:
        read_columns(csv(tmp_path, text))
    assert f"holdings.csv{place}" in str(error.value)
    assert words in str(error.value)
    assert "; write " in str(error.value)
