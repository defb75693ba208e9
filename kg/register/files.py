"""
Files: a table of shareholdings from disk or memory, as Arrow columns of known names.

A table is Parquet, CSV, an Arrow table or anything that hands out Arrow columns
(polars, pandas, DuckDB). Only the columns of WANTED are read; a name that is one
of them but for its capitals or spaces is refused, since a column of dates that
goes unread makes a share hold on every day.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import Place, UsageError

SHARES = ("votes", "capital")
BOUNDS = ("starts_not_before", "starts_not_after", "ends_not_before", "ends_not_after")
WANTED = frozenset(
    {"holder", "held", "from", "until", "attested", "standing", *BOUNDS}
    | {f"{one}{end}" for one in SHARES for end in ("", "_min", "_max", "_low", "_high")}
)
GIVEN = frozenset(
    {*SHARES, *(f"{one}{end}" for one in SHARES for end in ("_min", "_max", "_low", "_high"))}
)
NEEDED = "the columns holder, held, and votes or capital in percent"


class RegisterError(UsageError):
    """
    A table of shareholdings that cannot be read as written; says where and what to write.
    """

    exit_code = 1

    def __init__(self, place: Place, found: str, write: str) -> None:
        super().__init__(f"{place}: {found}; write {write}.")
        self.place = place


@dataclass(frozen=True, slots=True)
class Source:
    """
    A table as it came: its Arrow columns, the name errors give it, its path if it is CSV.

    `rows` are the places of the rows in the file, counted from 0, as some may be left out.
    """

    table: Any
    name: str
    rows: NDArray[np.int64]
    csv: Path | None = None

    def place(self, row: int, column: str) -> Place:
        """
        The line of a row of `table`; an empty line, or a text of two lines, counts as in an editor.
        """
        number = int(self.rows[row])
        return Place(self.name, number + 2 if self.csv is None else _line(self.csv, number), column)

    def counted(self) -> "Source":
        """
        The rows whose `standing` is counted; all where the table has no such column.
        """
        import pyarrow.compute as pc

        if "standing" not in self.table.column_names:
            return self
        kept = pc.equal(self.table["standing"].cast("string"), "counted").fill_null(False)
        rows = self.rows[np.asarray(kept)]
        return Source(self.table.filter(kept), self.name, rows, self.csv)


def read_source(source: Any) -> Source:
    """
    The columns of a Parquet or CSV file, or of a table in memory, under names that are known.

    Raises:
        RegisterError: the file cannot be read, or a column is missing, twice or misspelt.
        UsageError: what was given is no table.
    """
    import pyarrow as pa

    name, path = "table", None
    if isinstance(source, str | Path):
        path = Path(source)
        name = path.name
        table, names = _read_file(path)
    elif isinstance(source, pa.Table) or hasattr(source, "__arrow_c_stream__"):
        whole = source if isinstance(source, pa.Table) else pa.table(source)
        names = whole.column_names
        _check_names(names, name)
        table = whole.select([one for one in names if one in WANTED])
    else:
        raise UsageError(
            f"A {type(source).__name__} is no table: give a .parquet or .csv file, or a table of"
            " Arrow, polars or pandas."
        )
    of_csv = path if path is not None and path.suffix == ".csv" else None
    return Source(_plain(table), name, np.arange(table.num_rows), of_csv)


def _check_names(names: list[str], file: str) -> None:
    place = Place(file, 1)
    for name in names:
        meant = name.strip().casefold()
        if meant in WANTED and name not in WANTED:
            raise RegisterError(Place(file, 1, repr(name)), "no such column is read", repr(meant))
    twice = sorted({name for name in names if name in WANTED and names.count(name) > 1})
    if twice:
        found = f"there is more than one column {', '.join(twice)}"
        raise RegisterError(place, found, "each column once")
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        raise RegisterError(place, f"the one column is {names[0]!r}", "commas between cells")
    if not {"holder", "held"} <= set(names) or not GIVEN & set(names):
        found = f"the columns are {', '.join(names)}" if names else "it is empty"
        raise RegisterError(place, found, NEEDED)
    for one in SHARES:
        lone = {f"{one}_low", f"{one}_high"} & set(names)
        if len(lone) == 1:
            found = f"there is {lone.pop()} alone"
            raise RegisterError(place, found, f"both {one}_low and {one}_high")


def _read_file(path: Path) -> tuple[Any, list[str]]:
    """
    The wanted columns of a file, and the names of all.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        if path.suffix == ".parquet":
            names = list(parquet.ParquetFile(path).schema_arrow.names)
            _check_names(names, path.name)
            chosen = [name for name in names if name in WANTED]
            return parquet.read_table(path, columns=chosen, memory_map=True), names
        if path.suffix == ".csv":
            names = _header(path)
            _check_names(names, path.name)
            return _read_csv(path, names), names
    except FileNotFoundError:
        raise RegisterError(Place(str(path)), "no such file", "the path of a table") from None
    except UnicodeDecodeError as error:
        found = f"it is not UTF-8 ({error.reason})"
        raise RegisterError(Place(path.name), found, "a table in UTF-8") from None
    except (pa.ArrowInvalid, OSError, csv.Error) as error:
        raise RegisterError(Place(path.name), f"it cannot be read ({error})", "a table") from None
    raise RegisterError(Place(path.name), "its ending is not known", "a .parquet or .csv file")


def _header(path: Path) -> list[str]:
    """
    The names in a CSV file's header, without quotes and without the mark of UTF-8.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next((cells for cells in csv.reader(file) if cells), [])


def _line(path: Path, number: int) -> int:
    """
    The line on which a record below the header begins: read again, as only an error asks.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader, start, seen = csv.reader(file), 1, -1
        for cells in reader:
            if cells:
                if seen == number:
                    return start
                seen += 1
            start = reader.line_num + 1
    return number + 2


def _read_csv(path: Path, header: list[str]) -> Any:
    """
    A CSV file as texts: a figure is read with its place, a date as EDTF.
    """
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    cells = arrow_csv.ConvertOptions(
        column_types={name: pa.string() for name in WANTED},
        include_columns=[name for name in header if name in WANTED],
        strings_can_be_null=True,
        null_values=[""],
    )
    # a text of two lines is one cell, as in the header
    form = arrow_csv.ParseOptions(newlines_in_values=True)
    try:
        return arrow_csv.read_csv(path, parse_options=form, convert_options=cells)
    except pa.ArrowInvalid:
        # one thread counts rows, so that the error names one
        return arrow_csv.read_csv(
            path,
            read_options=arrow_csv.ReadOptions(use_threads=False),
            parse_options=form,
            convert_options=cells,
        )


def _plain(table: Any) -> Any:
    """
    The same table with texts of one kind: what can be done with views and codes is little.
    """
    import pyarrow as pa

    view = getattr(pa.types, "is_string_view", lambda kind: False)
    for place, field in enumerate(table.schema):
        column, kind = table[field.name], field.type
        if pa.types.is_dictionary(kind) and view(kind.value_type):
            wide = pa.dictionary(kind.index_type, pa.large_string())
            chunks = [_recoded(chunk, wide) for chunk in column.chunks]
            column = pa.chunked_array(chunks, wide)
            kind = wide
        if pa.types.is_dictionary(kind):
            column = column.cast(kind.value_type)
        if view(kind):
            column = column.cast(pa.large_string())
        if column is not table[field.name]:
            table = table.set_column(place, field.name, column)
    return table


def _recoded(chunk: Any, kind: Any) -> Any:
    import pyarrow as pa

    texts = chunk.dictionary.cast(kind.value_type)
    return pa.DictionaryArray.from_arrays(chunk.indices, texts)
