"""
Curated tables: CSV files to rows that remember where they stand.

This room knows nothing of companies. It refuses, with file, line and column,
whatever would make two readers see two different tables.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import KgError, Place
from .findings import Finding


class TableError(KgError):
    """
    A table cannot be read as written; carries the one finding that says why.
    """

    def __init__(self, rule: str, place: Place, **details: object) -> None:
        self.finding = Finding(rule, place, {name: str(value) for name, value in details.items()})
        super().__init__(self.finding.text())


@dataclass(frozen=True, slots=True)
class Row:
    """
    One row of a table: its cells by column, and its line in the file.
    """

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def place(self, column: str = "") -> Place:
        """
        Where this row, or one cell of it, stands.
        """
        return Place(self.file, self.line, column)


def read_table(path: Path, columns: Sequence[str], *, shown_as: str = "") -> list[Row]:
    """
    Read a CSV file whose columns are known.

    `shown_as` is the file's name in findings (default: its own name).

    Raises:
        TableError: the file is absent, empty, not UTF-8, has other columns than
            `columns`, a row with too few or too many cells, a cell with stray
            white space or a control character.
    """
    name = shown_as or path.name
    lines = csv.reader(io.StringIO(_read_text(path, name, columns), newline=""), strict=True)
    rows: list[Row] = []
    header: list[str] = []
    line = 1
    try:
        for cells in lines:
            if not header:
                header = cells
                _check_header(header, columns, name)
            else:
                rows.append(_row(cells, header, name, line))
            line = lines.line_num + 1
    except csv.Error as error:
        raise TableError("row-broken", Place(name, line), reason=error) from None
    return rows


def _read_text(path: Path, name: str, columns: Sequence[str]) -> str:
    header = ",".join(columns)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise TableError("file-missing", Place(name), header=header) from None
    except OSError as error:
        raise TableError("file-unreadable", Place(name), reason=error.strerror) from None
    if not raw.strip():
        raise TableError("file-empty", Place(name), header=header)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        byte = f"{raw[error.start]:02x}"
        raise TableError("file-not-utf8", Place(name, line), byte=byte) from None
    if text.startswith("\ufeff"):
        raise TableError("file-bom", Place(name, 1))
    return text


def _check_header(header: list[str], columns: Sequence[str], name: str) -> None:
    if header == list(columns):
        return
    missing = [column for column in columns if column not in header]
    unknown = [column for column in header if column not in columns]
    found = []
    if missing:
        found.append(f"- {', '.join(missing)}")
    if unknown:
        found.append(f"+ {', '.join(unknown)}")
    raise TableError(
        "header-wrong",
        Place(name, 1),
        difference=" ".join(found) or ",".join(header),
        header=",".join(columns),
    )


def _row(cells: list[str], header: list[str], name: str, line: int) -> Row:
    place = Place(name, line)
    if len(cells) != len(header):
        raise TableError("row-cells", place, cells=len(cells), columns=len(header))
    for column, cell in zip(header, cells, strict=True):
        if any(ord(character) < 32 or ord(character) == 127 for character in cell):
            raise TableError("cell-control", Place(name, line, column))
        if cell != cell.strip():
            raise TableError(
                "cell-space", Place(name, line, column), value=cell, right=cell.strip()
            )
    return Row(name, line, dict(zip(header, cells, strict=True)))


def write_table(path: Path, columns: Sequence[str], rows: Sequence[dict[str, str]]) -> None:
    """
    Write a table in its one right form: UTF-8, LF, sorted by id, quotes where needed.
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: row[columns[0]]))
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
