"""
Certain periods: the days on which a claim holds whatever its exact dates are.

A rule of the tables accuses a curator, so it looks at certain days only.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..model import Dataset, Record

EVER = date.max
"""
The end of a period that has none.
"""


@dataclass(frozen=True, slots=True)
class Stay:
    """
    A record and the days [start, end) on which it certainly holds.
    """

    record: Record
    start: date
    end: date

    def holds(self, day: date) -> bool:
        """
        Whether the record certainly holds on a day.
        """
        return self.start <= day < self.end

    def meets(self, other: "Stay") -> date | None:
        """
        The first day on which both certainly hold, if there is one.
        """
        start = max(self.start, other.start)
        return start if start < min(self.end, other.end) else None


def counted(dataset: Dataset, table: str) -> list[Record]:
    """
    The counted rows of a table.
    """
    return [record for record in dataset[table].values() if record.counted]


def stays(dataset: Dataset, table: str) -> list[Stay]:
    """
    The counted rows of a table that certainly hold on some day, by start, then by id.
    """
    found = []
    for record in counted(dataset, table):
        period = dataset.period(record)
        start, end = period.starts_not_after, period.ends_not_before or EVER
        if start is not None and start < end:
            found.append(Stay(record, start, end))
    return sorted(found, key=lambda stay: (stay.start, stay.record.id))


def by(stays: Iterable[Stay], *columns: str) -> dict[tuple[object, ...], list[Stay]]:
    """
    Stays with equal cells in these columns, in the order given.
    """
    groups: dict[tuple[object, ...], list[Stay]] = {}
    for stay in stays:
        groups.setdefault(tuple(stay.record[column] for column in columns), []).append(stay)
    return groups


def meetings(stays: Iterable[Stay], *columns: str) -> Iterator[tuple[Stay, Stay, date]]:
    """
    Every two with equal cells in these columns that certainly hold together.

    The one that starts first, the other, and the first day of both.
    """
    for group in by(stays, *columns).values():
        for position, later in enumerate(group):
            for earlier in group[:position]:
                day = earlier.meets(later)
                if day is not None:
                    yield earlier, later, day


def days_after(day: date, days: int) -> date:
    """
    A day so many days later, or the last day of the calendar.
    """
    return day + timedelta(days) if (EVER - day).days > days else EVER


def row_of(record: Record) -> str:
    """
    How a finding names another row: its id and line.
    """
    return f"{record.id}:{record.row.line}"


def rows_of(records: Sequence[Record]) -> str:
    """
    How a finding names other rows.
    """
    return ", ".join(row_of(record) for record in records)
