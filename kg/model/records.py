"""
Records: the rows of all tables, read, and their references resolved.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from ..dates import Period, parse_span, period
from ..errors import Place
from ..findings import CellError, Finding
from ..shares import Share
from ..tables import Row, TableError, read_table
from .columns import Reference, References, read_share
from .schema import LEADS, TABLES, Table

LEADS_FILE = "leads.csv"


@dataclass(frozen=True, slots=True)
class Record:
    """
    One row, read: `record["holder"]` is the value of that column.
    """

    table: Table
    id: str
    values: Mapping[str, Any]
    row: Row

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    def __contains__(self, column: str) -> bool:
        return column in self.values

    def share(self, name: str) -> Share:
        """
        The share of capital or of votes that the row gives.
        """
        return read_share(name, self.row.cells)

    def place(self, column: str = "") -> Place:
        """
        Where the row, or one cell of it, stands.
        """
        return self.row.place(column)

    @property
    def counted(self) -> bool:
        """
        Whether the row answers questions and adds up.
        """
        return not self.table.claim or self.values["standing"] == "counted"


@dataclass(slots=True)
class Dataset:
    """
    Every record, by table and id, and what was wrong with the rows that are not here.
    """

    tables: dict[str, dict[str, Record]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def __getitem__(self, table: str) -> dict[str, Record]:
        return self.tables.get(table, {})

    def __iter__(self) -> Iterator[Record]:
        for table in TABLES:
            yield from self[table].values()

    def find(self, reference: str, tables: Iterable[str]) -> Record | None:
        """
        The record that an id stands for, in one of these tables.
        """
        for table in tables:
            if reference in self[table]:
                return self[table][reference]
        return None

    def attested(self, record: Record) -> date | None:
        """
        The day by which the earliest source of a record had been published.
        """
        days = [
            published.last
            for source in record["sources"]
            if source in self["sources"]
            and (text := self["sources"][source]["published"])
            and (published := parse_span(text)).last
        ]
        return min(days, default=None)

    def period(self, record: Record) -> Period:
        """
        The bounds of the period in which a record holds.

        An open end is bounded by what else is known: a row that stands beside
        a counted one ends with it at the latest, and nothing is held or led
        once its organization is dissolved.
        """
        bounds = period(record["from"] or "", record["until"] or "", attested=self.attested(record))
        if record["until"]:
            return bounds
        beside = self[record.table.name].get(record["counterpart"] or "")
        if beside is not None and beside.counted:
            end = self.period(beside)
            bounds = _ending(bounds, end.ends_not_before, end.ends_not_after)
        held = self["organizations"].get(record.values.get(record.table.about, ""))
        if held is not None and held["dissolved"]:
            span = parse_span(held["dissolved"])
            bounds = _ending(bounds, span.first, span.last)
        return bounds

    def restricted_to(self, sources: set[str]) -> "Dataset":
        """
        What these sources alone say.

        Claims keep only these sources and their passages. A claim that stood
        beside a counted one of another source now counts. Organizations,
        persons and other things stay if a claim that is left names them.
        """
        kept = Dataset(findings=list(self.findings))
        for name, table in TABLES.items():
            if table.claim:
                rows = (_said_by(record, sources, self) for record in self[name].values())
                kept.tables[name] = {row.id: row for row in rows if row is not None}
        for records in kept.tables.values():
            for id, record in records.items():
                if record["counterpart"] and record["counterpart"] not in records:
                    values = {**record.values, "standing": "counted", "counterpart": None}
                    records[id] = replace(record, values=values)
        named = {reference for record in kept for _, reference, _ in references(record)}
        for name in ("organizations", "persons", "sites", "passages"):
            kept.tables[name] = {
                id: _cite_only(record, sources, self)
                for id, record in self[name].items()
                if id in named
            }
        operators = {site["operator"] for site in kept["sites"].values()}
        for id in operators & set(self["organizations"]):
            kept.tables["organizations"][id] = _cite_only(self["organizations"][id], sources, self)
        kept.tables["sources"] = {id: r for id, r in self["sources"].items() if id in sources}
        return kept


def _ending(bounds: Period, not_before: date | None, not_after: date | None) -> Period:
    """
    A period with an open end, ending at the latest as another does.
    """
    if not_after is None:
        return bounds
    starts = bounds.starts_not_after
    return replace(
        bounds,
        starts_not_after=min(starts, not_after) if starts else starts,
        ends_not_before=min(not_before or not_after, bounds.ends_not_before or not_after),
        ends_not_after=min(not_after, bounds.ends_not_after or not_after),
    )


def _said_by(record: Record, sources: set[str], dataset: Dataset) -> Record | None:
    return _cite_only(record, sources, dataset) if sources & set(record["sources"]) else None


def _cite_only(record: Record, sources: set[str], dataset: Dataset) -> Record:
    """
    A record with no other sources, and no passages of other sources.
    """
    if "sources" not in record:
        return record
    passages = dataset["passages"]
    cited = tuple(source for source in record["sources"] if source in sources)
    evidence = tuple(
        id for id in record["evidence"] if id in passages and passages[id]["source"] in sources
    )
    return replace(record, values={**record.values, "sources": cited, "evidence": evidence})


def references(record: Record) -> Iterator[tuple[Reference, str, str]]:
    """
    Each id that a record refers to: its column, the id, the column's name.
    """
    for column in record.table.columns:
        if isinstance(column, References):
            for reference in record[column.name]:
                yield column, reference, column.name
        elif isinstance(column, Reference) and record[column.name]:
            yield column, record[column.name], column.name


def read_dataset(folder: Path) -> Dataset:
    """
    Read every table of a folder; each must have its file, if only with a header.

    What is wrong with single cells and rows is collected in `findings`; such
    rows are left out. A file that cannot be read as a table is one finding.

    Raises:
        TableError: the folder holds no table at all.
    """
    dataset = Dataset()
    known = {table.file for table in TABLES.values()} | {LEADS_FILE}
    files = sorted(path.name for path in folder.glob("*.csv")) if folder.is_dir() else []
    if not known & set(files):
        header = ",".join(TABLES["sources"].header)
        raise TableError("file-missing", Place(str(folder / "sources.csv")), header=header)
    for name in files:
        if name not in known:
            dataset.findings.append(Finding("file-unknown", Place(shown(folder, name))))
    for table in TABLES.values():
        dataset.tables[table.name] = {}
        _read_records(folder, table, dataset)
    if LEADS_FILE in files:
        try:
            read_table(folder / LEADS_FILE, LEADS, shown_as=shown(folder, LEADS_FILE))
        except TableError as error:
            dataset.findings.append(error.finding)
    return dataset


def shown(folder: Path, name: str) -> str:
    """
    How a file is named to a reader: from where they stand, if it lies below.
    """
    path = folder / name
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _read_records(folder: Path, table: Table, dataset: Dataset) -> None:
    try:
        rows = read_table(folder / table.file, table.header, shown_as=shown(folder, table.file))
    except TableError as error:
        dataset.findings.append(error.finding)
        return
    records = dataset.tables[table.name]
    for row in rows:
        record = _read_record(table, row, dataset.findings)
        if record is None:
            continue
        if record.id in records:
            first = records[record.id].row.line
            dataset.findings.append(
                Finding("id-duplicate", row.place("id"), {"value": record.id, "first": str(first)})
            )
            continue
        records[record.id] = record


def _read_record(table: Table, row: Row, findings: list[Finding]) -> Record | None:
    values: dict[str, Any] = {}
    broken = len(findings)
    for column in table.columns:
        try:
            values[column.name] = column.parse(row[column.name])
        except CellError as error:
            findings.append(error.at(row.place(column.name)))
    if len(findings) > broken:
        return None
    record = Record(table, values["id"], values, row)
    where = ""
    try:
        for where in ("capital", "votes") if "exactness" in values else ():
            record.share(where)
        if table.has_period:
            where = "until"
            period(values["from"] or "", values["until"] or "")
    except CellError as error:
        findings.append(error.at(row.place(where)))
        return None
    return record
