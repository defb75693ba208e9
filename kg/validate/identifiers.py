"""
Identifiers and names: one bearer each.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..dates import parse_span
from ..findings import Finding
from ..model import Dataset, Record
from .periods import meetings, row_of, stays

IDENTIFIERS = ("siren", "lei", "wikidata")


def find_repeated(dataset: Dataset) -> Iterator[Finding]:
    """
    One register number under two ids.
    """
    for name in IDENTIFIERS:
        first: dict[str, Record] = {}
        for table in ("organizations", "persons"):
            for record in dataset[table].values():
                value = record.values.get(name)
                if value and first.setdefault(value, record) is not record:
                    yield Finding(
                        "identifier-repeated",
                        record.place(name),
                        {"value": value, "other": row_of(first[value])},
                    )


def find_wrong_lei(dataset: Dataset) -> Iterator[Finding]:
    """
    An LEI whose check digits do not fit.
    """
    from stdnum import lei

    for organization in dataset["organizations"].values():
        value = organization["lei"]
        if value and not lei.is_valid(value):
            yield Finding("lei-wrong", organization.place("lei"), {"value": value})


@dataclass(frozen=True, slots=True)
class Borne:
    """
    A name, who bears it, the row that says so, and when it may have been borne.
    """

    bearer: str
    record: Record
    start: date
    end: date

    def meets(self, other: "Borne") -> bool:
        """
        Whether both may be borne on one day.
        """
        return max(self.start, other.start) < min(self.end, other.end)


def find_shared_names(dataset: Dataset) -> Iterator[Finding]:
    """
    Two organizations, or two persons, that may bear one name on one day.
    """
    for names in (_names_of_organizations(dataset), _names(dataset, "persons")):
        borne: dict[str, list[Borne]] = {}
        told: set[frozenset[str]] = set()
        for name, bearer in names:
            same = borne.setdefault(name, [])
            for other in same:
                pair = frozenset((other.bearer, bearer.bearer))
                if len(pair) == 2 and pair not in told and other.meets(bearer):
                    told.add(pair)
                    yield Finding(
                        "name-shared",
                        bearer.record.place("name"),
                        {
                            "value": bearer.record["name"],
                            "bearer": bearer.bearer,
                            "other": other.bearer,
                        },
                    )
            same.append(bearer)


def _names_of_organizations(dataset: Dataset) -> Iterator[tuple[str, Borne]]:
    yield from _names(dataset, "organizations")
    for record in dataset["names"].values():
        if record.counted:
            period = dataset.period(record)
            start, end = period.starts_not_before or date.min, period.ends_not_after or date.max
            yield fold(record["name"]), Borne(record["organization"], record, start, end)


def _names(dataset: Dataset, table: str) -> Iterator[tuple[str, Borne]]:
    for record in dataset[table].values():
        start = parse_span(record.values.get("founded") or "").first or date.min
        end = parse_span(record.values.get("dissolved") or "").last or date.max
        yield fold(record["name"]), Borne(record.id, record, start, end)


def fold(name: str) -> str:
    """
    A name without case, accents and punctuation.

    Examples:
        >>> fold("Caisse des Dépôts")
        'caisse des depots'
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join("".join(letters).split())


def find_two_legal_names(dataset: Dataset) -> Iterator[Finding]:
    """
    Two legal names of one organization on one day.
    """
    legal = [stay for stay in stays(dataset, "names") if stay.record["kind"] == "legal"]
    for earlier, later, day in meetings(legal, "organization"):
        one, other = earlier.record, later.record
        if one["name"] == other["name"]:
            continue
        if one["language"] and other["language"] and one["language"] != other["language"]:
            continue
        yield Finding(
            "name-period",
            other.place("from"),
            {
                "name": other["name"],
                "other": one["name"],
                "row": row_of(one),
                "day": day.isoformat(),
            },
        )


RULES = (find_repeated, find_wrong_lei, find_shared_names, find_two_legal_names)
