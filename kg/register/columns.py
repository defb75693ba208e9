"""
Columns: shareholdings of any size, from a table's columns straight to arrays.

No Python object is made for a row.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..dates import Span, parse_span
from ..errors import Place
from ..findings import CellError
from ..shares import WHOLE
from .files import BOUNDS, RegisterError, Source, read_source

Ids = NDArray[np.int32]
Days = NDArray[np.int32]
Units = NDArray[np.int32]

EARLIEST = np.iinfo(np.int32).min
LATEST = np.iinfo(np.int32).max
EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Columns:
    """
    Shareholdings as arrays of one length, a row each, in the order of the table.

    `holder` and `held` are places in `ids`, an Arrow array of texts. `low` and
    `high` bound the votes in millionths of a percent (capital where votes are
    not given: `follows`). A share without a figure is 0 to the whole, `known`
    False. Days count from 1970-01-01; `since` and `until` are the bounds within
    which a row holds for sure, `maybe_since` and `maybe_until` those within which
    it may; half-open, EARLIEST and LATEST where a side is open.
    """

    ids: Any
    holder: Ids
    held: Ids
    low: Units
    high: Units
    known: NDArray[np.bool_]
    follows: NDArray[np.bool_]
    since: Days
    until: Days
    maybe_since: Days
    maybe_until: Days

    def __len__(self) -> int:
        return len(self.holder)


def read_columns(source: Any) -> Columns:
    """
    The shareholdings of a Parquet or CSV file, or of a table in memory.

    Columns: `holder` and `held` (ids or names, taken as they stand); `votes`
    and `capital` in percent, each with optional `_min` and `_max`, or
    `votes_low` and `votes_high` in millionths of a percent; optional `from` and
    `until` (EDTF, as in the curated tables), or the four bounds
    `starts_not_before`... as dates; optional `standing`: rows that are not
    `counted` are left out. Other columns are not read.

    Raises:
        RegisterError: the file, a column or a cell is not as described.
    """
    reader = _Reader(read_source(source).counted())
    ids, holder, held = reader.agents()
    low, high, known, follows = reader.shares()
    return Columns(ids, holder, held, low, high, known, follows, *reader.days())


@dataclass(frozen=True, slots=True)
class _Reader:
    """
    One table being read.
    """

    source: Source

    @property
    def table(self) -> Any:
        """
        Its Arrow columns.
        """
        return self.source.table

    @property
    def name(self) -> str:
        """
        What errors call it.
        """
        return self.source.name

    def agents(self) -> tuple[Any, Ids, Ids]:
        """
        The texts of all agents, and the two columns as places among them.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        columns = []
        for name in ("holder", "held"):
            column = self.table[name]
            if pa.types.is_integer(column.type) or pa.types.is_null(column.type):
                column = column.cast(pa.string())
            self._expect(name, _is_text(column.type), "texts or whole numbers")
            empty = pc.or_kleene(pc.is_null(column), pc.equal(pc.utf8_length(column), 0))
            self._refuse(empty.fill_null(True), name, "it is empty", "an id")
            columns.append(column.cast(pa.large_string()))
        both = pa.chunked_array([*columns[0].chunks, *columns[1].chunks], pa.large_string())
        encoded = both.combine_chunks().dictionary_encode()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks()
        places = np.asarray(encoded.indices).astype(np.int32, copy=False)
        rows = self.table.num_rows
        return encoded.dictionary, places[:rows], places[rows:]

    def shares(self) -> tuple[Units, Units, NDArray[np.bool_], NDArray[np.bool_]]:
        """
        The votes' bounds, whether they have a figure, and whether they follow capital.
        """
        votes = self._bounds("votes")
        capital = self._bounds("capital")
        if votes is None or capital is None:
            low, high, known = votes or capital or _nothing(self.table.num_rows)
            follows = np.full(len(low), votes is None)
            return low, high, known, follows
        follows = np.asarray(~votes[2])
        return (
            np.where(follows, capital[0], votes[0]).astype(np.int32),
            np.where(follows, capital[1], votes[1]).astype(np.int32),
            np.where(follows, capital[2], votes[2]),
            follows,
        )

    def _bounds(self, kind: str) -> tuple[Units, Units, NDArray[np.bool_]] | None:
        names = set(self.table.column_names)
        if f"{kind}_low" in names and f"{kind}_high" in names:
            low, lowest = self._units(f"{kind}_low", 1)
            high, highest = self._units(f"{kind}_high", 1)
        else:
            if not names & {kind, f"{kind}_min", f"{kind}_max"}:
                return None
            figure, printed = self._units(kind)
            least, lowest = self._units(f"{kind}_min")
            most, highest = self._units(f"{kind}_max")
            low, lowest = np.where(lowest, least, figure), lowest | printed
            high, highest = np.where(highest, most, figure), highest | printed
        lows: Units = np.where(lowest, low, 0).astype(np.int32)
        highs: Units = np.where(highest, high, WHOLE).astype(np.int32)
        self._refuse(lows > highs, kind, "its least is more than its most", "least to most")
        known = np.asarray((lowest | highest) & ~((lows == 0) & (highs == WHOLE)))
        return lows, highs, known

    def _units(
        self, name: str, factor: int = 1_000_000
    ) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """
        A column of figures in millionths of a percent, and which cells have one.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        rows = self.table.num_rows
        if name not in self.table.column_names:
            return np.zeros(rows, np.int64), np.zeros(rows, np.bool_)
        column = self.table[name]
        kind = column.type
        number = (
            pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
        )
        plain = number or _is_text(kind) or pa.types.is_null(kind)
        self._expect(name, plain, "numbers or texts")
        if _is_text(kind):
            fits = pc.match_substring_regex(column, r"^[0-9]+(\.[0-9]+)?$").fill_null(True)
            self._refuse(pc.invert(fits), name, "it is not a figure", "one such as 44.4")
        given = np.asarray(pc.is_valid(column))
        figures = np.asarray(column.cast(pa.float64(), safe=False).fill_null(0.0))
        units = np.rint(figures * factor)
        whole = float(WHOLE)
        outside = given & ~((units >= 0) & (units <= whole))
        self._refuse(outside, name, "it is not within 0 and 100 %", "a share within them")
        # a double holds a percentage of six decimals to far less than half a unit
        finer = given & (np.abs(figures * factor - units) > 1e-3)
        self._refuse(finer, name, "it has more than six decimals", "six at most")
        return units.astype(np.int64), given

    def days(self) -> tuple[Days, Days, Days, Days]:
        """
        The bounds within which each row holds for sure, and within which it may.

        Without any dates the table is a snapshot, and holds on every day. Where
        it has dates, an empty start is not known: the row holds for sure from
        the day in the column `attested` only, or never.
        """
        names = set(self.table.column_names)
        rows = self.table.num_rows
        if names & set(BOUNDS):
            first, last, leave, left = (self._day(name) for name in BOUNDS)
            return (
                _or(last, LATEST, rows),
                _or(leave, LATEST, rows),
                _or(first, EARLIEST, rows),
                _or(left, LATEST, rows),
            )
        starts, unknown = self._spans("from")
        ends, open_end = self._spans("until")
        attested = self._day("attested")
        latest = LATEST if "from" in names else EARLIEST
        since = np.where(unknown, _or(attested, latest, rows), starts[1])
        until = np.where(open_end, LATEST, ends[0])
        maybe_since = np.where(unknown, EARLIEST, starts[0])
        maybe_until = np.where(open_end, LATEST, ends[1])
        self._refuse(maybe_since > maybe_until, "until", "it lies before 'from'", "a later day")
        return (
            np.minimum(since, np.where(open_end, LATEST, ends[1])).astype(np.int32),
            until.astype(np.int32),
            maybe_since.astype(np.int32),
            maybe_until.astype(np.int32),
        )

    def _day(self, name: str) -> tuple[Days, NDArray[np.bool_]] | None:
        import pyarrow as pa
        import pyarrow.compute as pc

        if name not in self.table.column_names:
            return None
        column = self.table[name]
        given = np.asarray(pc.is_valid(column))
        self._expect(name, _is_text(column.type) or _is_day(column.type), "dates")
        try:
            days = (
                column.cast(pa.date32(), safe=_is_text(column.type)).cast(pa.int32()).fill_null(0)
            )
        except pa.ArrowInvalid as error:
            raise RegisterError(
                Place(self.name, 0, name), f"it is not a day ({error})", "days as 2014-10-01"
            ) from None
        return np.asarray(days), given

    def _spans(self, name: str) -> tuple[tuple[Days, Days], NDArray[np.bool_]]:
        """
        The first and the last day that each cell allows, and which cells are open.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        rows = self.table.num_rows
        if name not in self.table.column_names:
            nothing = np.zeros(rows, np.int32)
            return (nothing, nothing), np.ones(rows, np.bool_)
        column = self.table[name]
        self._expect(name, _is_text(column.type) or _is_day(column.type), "dates or texts")
        if not _is_text(column.type):
            column = column.cast(pa.date32(), safe=False).cast(pa.string())
        encoded = pc.dictionary_encode(column.fill_null("")).combine_chunks()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks()
        places = np.asarray(encoded.indices)
        spans = [
            self._span(text, name, places == code)
            for code, text in enumerate(encoded.dictionary.to_pylist())
        ]
        first = np.array([_ordinal(span.first, EARLIEST) for span in spans], np.int32)
        last = np.array([_ordinal(span.last, LATEST) for span in spans], np.int32)
        opened = np.array([span == Span() for span in spans], np.bool_)
        if not spans:
            return (first, last), opened
        return (first[places], last[places]), opened[places]

    def _span(self, text: str, name: str, rows: NDArray[np.bool_]) -> Span:
        try:
            return parse_span(text)
        except CellError as error:
            place = self.source.place(int(np.flatnonzero(rows)[0]), name)
            finding = error.at(place)
            write = finding.write().removeprefix("write ")
            raise RegisterError(place, finding.found(), write) from None

    def _expect(self, name: str, fits: bool, write: str) -> None:
        if not fits:
            found = f"it is a column of {self.table[name].type}"
            raise RegisterError(Place(self.name, 0, name), found, write)

    def _refuse(self, bad: Any, column: str, found: str, write: str) -> None:
        """
        Stop at the first row that is bad, naming its line, its cell and how many there are.
        """
        rows = np.flatnonzero(np.asarray(bad))
        if not len(rows):
            return
        row = int(rows[0])
        cell = self.table[column][row].as_py() if column in self.table.column_names else None
        shown = f" ('{cell}')" if cell not in (None, "") else ""
        more = f"; so in {len(rows) - 1} more rows" if len(rows) > 1 else ""
        place = self.source.place(row, column)
        raise RegisterError(place, f"{found}{shown}{more}", write)


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _is_day(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_date(kind) or pa.types.is_timestamp(kind) or pa.types.is_null(kind))


def _nothing(rows: int) -> tuple[Units, Units, NDArray[np.bool_]]:
    return np.zeros(rows, np.int32), np.full(rows, WHOLE, np.int32), np.zeros(rows, np.bool_)


def _ordinal(day: date | None, other: int) -> int:
    return other if day is None else day.toordinal() - EPOCH


def _or(column: tuple[Days, NDArray[np.bool_]] | None, other: int, rows: int) -> Days:
    if column is None:
        return np.full(rows, other, np.int32)
    return np.where(column[1], column[0], other).astype(np.int32)
