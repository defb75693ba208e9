"""
Lives: nothing is said of an organization before it was founded or after it ended.
"""

from collections.abc import Iterator
from datetime import date

from ..dates import parse_span
from ..findings import Finding
from ..model import Dataset, Record

TIED = {
    "shareholdings": ("holder", "held"),
    "attachments": ("division", "organization"),
    "control_rights": ("holders", "organization"),
    "appointments": ("organization",),
}
"""
The columns whose organizations must exist for as long as the row holds.
"""

LIVES = {"organizations": ("founded", "dissolved"), "offerings": ("launched", "ended")}


def find_backwards(dataset: Dataset) -> Iterator[Finding]:
    """
    An end that certainly comes before the beginning.
    """
    for table, (begin, end) in LIVES.items():
        for record in dataset[table].values():
            first = parse_span(record[begin] or "").first
            last = parse_span(record[end] or "").last
            if first and last and last < first:
                yield Finding(
                    "life-backwards",
                    record.place(end),
                    {
                        "begin": begin,
                        "start": record[begin],
                        "end": end,
                        "until": record[end],
                    },
                )


def find_outside(dataset: Dataset) -> Iterator[Finding]:
    """
    A counted row that certainly holds on a day when the organization was not.
    """
    lives = {
        record.id: (
            parse_span(record["founded"] or "").first,
            parse_span(record["dissolved"] or "").last,
        )
        for record in dataset["organizations"].values()
        if record["founded"] or record["dissolved"]
    }
    for table, columns in TIED.items():
        for record in dataset[table].values():
            if not record.counted:
                continue
            for column in columns:
                for id in _ids(record, column):
                    if id in lives:
                        yield from _compare(record, column, id, lives[id], dataset)


def _ids(record: Record, column: str) -> tuple[str, ...]:
    value = record[column]
    return (value,) if isinstance(value, str) else tuple(value)


def _compare(
    record: Record,
    column: str,
    id: str,
    life: tuple[date | None, date | None],
    dataset: Dataset,
) -> Iterator[Finding]:
    period = dataset.period(record)
    founded, dissolved = life
    start, end = period.starts_not_after, period.ends_not_before
    organization = dataset["organizations"][id]
    if founded and start and start < founded and (end is None or start < end):
        yield Finding(
            "claim-before-life",
            record.place("from"),
            {
                "column": column,
                "organization": id,
                "founded": organization["founded"],
                "day": start.isoformat(),
            },
        )
    if dissolved and (end is None or (end - dissolved).days > 1):
        yield Finding(
            "claim-after-life",
            record.place("until"),
            {"column": column, "organization": id, "dissolved": organization["dissolved"]},
        )


RULES = (find_backwards, find_outside)
