"""
References: every id in a cell is the id of exactly one row.
"""

from collections.abc import Iterator
from pathlib import PurePath

from ..findings import Finding
from ..model import TABLES, Dataset
from ..model.records import references

NEAREST = 3
LIKENESS = 60


def unread(dataset: Dataset) -> set[str]:
    """
    The tables of which some rows could not be read: what they lack proves nothing.
    """
    files = {PurePath(finding.place.file).name for finding in dataset.findings}
    return {table.name for table in TABLES.values() if table.file in files}


def find_unknown(dataset: Dataset) -> Iterator[Finding]:
    """
    An id that is no row's.
    """
    broken = unread(dataset)
    for record in dataset:
        for column, reference, name in references(record):
            if broken.intersection(column.tables) or dataset.find(reference, column.tables):
                continue
            if name in PERSON_COLUMNS and reference in dataset["organizations"]:
                continue  # find_organizations_in_post says it better
            yield Finding(
                "reference-unknown",
                record.place(name),
                {
                    "value": reference,
                    "tables": ", ".join(column.tables),
                    "nearest": ", ".join(nearest(reference, dataset, column.tables)) or "-",
                },
            )


def nearest(reference: str, dataset: Dataset, tables: tuple[str, ...]) -> list[str]:
    """
    The ids that look most like one that is not there, best first.
    """
    from rapidfuzz import fuzz, process

    ids = [id for table in tables for id in dataset[table]]
    found = process.extract(
        reference, ids, scorer=fuzz.WRatio, limit=NEAREST, score_cutoff=LIKENESS
    )
    return [id for id, _, _ in found]


def find_ambiguous(dataset: Dataset) -> Iterator[Finding]:
    """
    An id that a cell refers to and that two tables give.
    """
    seen: set[str] = set()
    for record in dataset:
        for column, reference, _ in references(record):
            if len(column.tables) == 1 or reference in seen:
                continue
            seen.add(reference)
            homes = [table for table in column.tables if reference in dataset[table]]
            for other in homes[1:]:
                yield Finding(
                    "reference-ambiguous",
                    dataset[other][reference].place("id"),
                    {"value": reference, "table": homes[0], "row": record.id},
                )


PERSON_COLUMNS = ("person", "predecessor", "successor")


def find_organizations_in_post(dataset: Dataset) -> Iterator[Finding]:
    """
    An organization where a person is meant.
    """
    for table in ("appointments", "leadership_changes"):
        for record in dataset[table].values():
            for name in PERSON_COLUMNS:
                id = record.values.get(name)
                if id in dataset["organizations"] and id not in dataset["persons"]:
                    yield Finding("person-expected", record.place(name), {"value": id})


OPPOSED = (
    ("competitions", "organization", "competitor"),
    ("acquisitions", "acquirer", "sellers"),
)


def find_same_twice(dataset: Dataset) -> Iterator[Finding]:
    """
    The same id on both sides of a relation that has two, or twice in one cell.
    """
    for table, one, other in OPPOSED:
        for record in dataset[table].values():
            if record[one] in (record[other], *record[other]):
                yield Finding(
                    "same-twice",
                    record.place(other),
                    {"value": record[one], "columns": f"{one}, {other}"},
                )
    for record in dataset:
        for name, ids in record.values.items():
            if isinstance(ids, tuple) and len(ids) != len(set(ids)):
                twice = next(id for id in ids if ids.count(id) > 1)
                yield Finding("same-twice", record.place(name), {"value": twice, "columns": name})


RULES = (find_unknown, find_ambiguous, find_organizations_in_post, find_same_twice)
