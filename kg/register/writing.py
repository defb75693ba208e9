"""
Writing: an answer's Arrow table as a file, whole or not at all.
"""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..errors import UsageError

FORMS = (".parquet", ".arrow", ".csv")
ROWS = 1 << 20
"""
Rows written in one go: what is decoded at a time.
"""

Tell = Callable[[int], None]


def write_answer(table: Any, path: Path, tell: Tell = lambda rows: None) -> None:
    """
    Write a table as Parquet, Arrow (IPC) or CSV, by the ending of the path.

    It is written beside the path and put in its place when whole. `tell` is
    told the rows written so far.

    Raises:
        UsageError: the ending is none of FORMS, or the file cannot be written.
    """
    if path.suffix not in FORMS:
        raise UsageError(f"{path} has another ending: write one of {', '.join(FORMS)}.")
    draft = path.with_name(f".{path.name}.part")
    try:
        with _writer(draft, path.suffix, table.schema) as write:
            for start in range(0, max(1, table.num_rows), ROWS):
                write(table.slice(start, ROWS))
                tell(min(start + ROWS, table.num_rows))
        draft.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error}.") from None
    finally:
        draft.unlink(missing_ok=True)


@contextlib.contextmanager
def _writer(path: Path, form: str, schema: Any) -> Any:
    import pyarrow as pa

    if form == ".parquet":
        from pyarrow import parquet

        with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
            yield writer.write_table
    elif form == ".arrow":
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, schema) as writer:
            yield writer.write_table
    else:
        from pyarrow import csv

        plain = pa.schema([pa.field(one.name, _plain(one.type)) for one in schema])
        with csv.CSVWriter(path, plain) as writer:
            yield lambda table: writer.write_table(table.cast(plain))


def _plain(kind: Any) -> Any:
    import pyarrow as pa

    return kind.value_type if pa.types.is_dictionary(kind) else kind
