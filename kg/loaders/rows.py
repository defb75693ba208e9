"""
Rows: the header and the rows of a foreign CSV file, strictly read.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import IO

from ..errors import Place
from ..tables import TableError
from . import lines
from .delivery import Delivery, Refused
from .files import digest, not_utf8, published


class Header:
    """
    The columns of a file by name; a column that nobody handles is an error.
    """

    def __init__(self, name: str, cells: Sequence[str]) -> None:
        self.name = name
        self.cells = list(cells)
        self._at = {cell: index for index, cell in enumerate(cells)}

    @classmethod
    def of(cls, stream: IO[str], name: str) -> "Header":
        """
        Read the first row of a text.

        Raises:
            TableError: it is empty, not UTF-8 or not CSV, or names a column twice.
        """
        try:
            cells = next(csv.reader([stream.readline()], strict=True), None)
        except UnicodeDecodeError as error:
            raise not_utf8(name, 1, error) from None
        except csv.Error as error:
            raise TableError("row-broken", Place(name, 1), reason=error) from None
        if not cells:
            raise TableError("import-empty-file", Place(name))
        for cell in cells:
            if cells.count(cell) > 1:
                raise TableError("import-column-twice", Place(name, 1, cell), column=cell)
        return cls(name, cells)

    def __contains__(self, column: str) -> bool:
        return column in self._at

    def __len__(self) -> int:
        return len(self.cells)

    def __getitem__(self, column: str) -> int:
        return self._at[column]

    def get(self, column: str, absent: int) -> int:
        """
        Where a column stands; `absent` where the file has it not.
        """
        return self._at.get(column, absent)

    def groups(
        self, pattern: str, *columns: str, numbers: Sequence[object] = range(1, 20)
    ) -> list[tuple[int, ...]]:
        """
        Where the columns of a repeated group stand, one tuple a repetition.
        """
        found = []
        for number in numbers:
            names = [(pattern + column).format(number) for column in columns]
            if all(name in self._at for name in names):
                found.append(tuple(self._at[name] for name in names))
        return found

    def check(self, known: "re.Pattern[str]", *needed: str) -> None:
        """
        Refuse a header with a column that no one handles, or without a needed one.

        Raises:
            TableError: names the column.
        """
        for column in self.cells:
            if not known.fullmatch(column):
                raise TableError(
                    "import-column-unknown", Place(self.name, 1, column), column=column
                )
        for column in needed:
            if column not in self._at:
                raise TableError(
                    "import-column-missing", Place(self.name, 1, column), column=column
                )


def rows_of(stream: IO[str], header: Header) -> Iterator[tuple[int, list[str]]]:
    """
    The rows after the header, each with the line on which it starts.

    Raises:
        TableError: the text is not UTF-8, quotes do not close, or a row has too few
            or too many cells: what follows cannot be trusted.
    """
    reader = csv.reader(stream, strict=True)
    width = len(header)
    line = 2
    try:
        for cells in reader:
            if len(cells) != width:
                if not cells:
                    line = reader.line_num + 2
                    continue
                raise TableError(
                    "row-cells", Place(header.name, line), cells=len(cells), columns=width
                )
            yield line, cells
            line = reader.line_num + 2
    except csv.Error as error:
        raise TableError("row-broken", Place(header.name, line), reason=error) from None
    except UnicodeDecodeError as error:
        raise not_utf8(header.name, line, error) from None


def source_of(
    delivery: Delivery, path: Path, publisher: str, day: date | None = None
) -> tuple[str, str]:
    """
    The IRI of a file as a source, and its lines.
    """
    mark = digest(path)
    iri = delivery.iri("source", mark[:16])
    delivery.sources[path.name] = mark
    note = f"SHA-256 {mark}, read on {delivery.day}."
    return iri, lines.source(iri, path.name, publisher, day or published(path), note)


def unknown_code(value: str, column: str, codes: Sequence[str]) -> Refused:
    """
    The refusal of a code that is none of the known ones.
    """
    return Refused("import-code", column, value=value, codes=", ".join(filter(None, codes)))
