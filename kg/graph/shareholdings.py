"""
The shareholdings of a generation as columns: Parquet files beside its store.

The graph stays the truth. `shareholdings.parquet` repeats who holds what, in
the order of numpy arrays; `agents.parquet` gives the IRI of each number.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import Place, StoreError
from ..shares import Share

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

FILE = "shareholdings.parquet"
AGENTS = "agents.parquet"
ROWS = 131_072
"""
The rows of a row group: what a writer holds in memory.
"""

SHARES = ("capital_low", "capital_high", "votes_low", "votes_high")
DAYS = ("starts_not_before", "starts_not_after", "ends_not_before", "ends_not_after")
Days = tuple[date | None, date | None, date | None, date | None]


@dataclass(frozen=True, slots=True)
class Holding:
    """
    A shareholding as a table takes it; `days` are the four bounds of its period.

    `place` is where it was read, for findings.
    """

    claim: str
    holder: str
    held: str
    capital: Share
    votes: Share
    days: Days
    standing: str
    graph: str
    place: Place


class DraftTable:
    """
    Shareholdings on their way to a table: written in row groups as they come.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = 0
        self._rows: list[tuple[Any, ...]] = []
        self._writer: pq.ParquetWriter | None = None

    def add(self, one: Holding) -> None:
        """
        Take one more.
        """
        votes = one.votes if one.votes.known else one.capital
        self._rows.append(
            (
                *(one.claim, one.holder, one.held),
                *(one.capital.low, one.capital.high, votes.low, votes.high),
                *(votes.known, not one.votes.known),
                *(*one.days, one.standing, one.graph),
                *(one.place.file, one.place.line),
            )
        )
        self.rows += 1
        if len(self._rows) == ROWS:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        schema = _draft_schema()
        columns = zip(*self._rows, strict=True) if self._rows else [[]] * len(schema)
        arrays = [
            pa.array(list(values), type=field.type)
            for values, field in zip(columns, schema, strict=True)
        ]
        self._rows = []
        self._write(pa.Table.from_arrays(arrays, schema=schema))

    def _write(self, table: "pa.Table") -> None:
        import pyarrow.parquet as pq

        if self._writer is None:
            self._writer = pq.ParquetWriter(self.path, table.schema)
        self._writer.write_table(table)

    def close(self) -> None:
        """
        End the file, so that it can be read.
        """
        if self._rows or self._writer is None:
            self._flush()
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def batches(self) -> Iterator["pa.RecordBatch"]:
        """
        The rows, batch by batch.
        """
        import pyarrow.parquet as pq

        with pq.ParquetFile(self.path) as file:
            yield from file.iter_batches(ROWS)

    def copy(
        self,
        rows: "pa.RecordBatch",
        holders: "pa.Array",
        held: "pa.Array",
        standings: Sequence[str] | None = None,
    ) -> None:
        """
        Take rows of another table, with the IRIs of their holders and of what they hold.
        """
        import pyarrow as pa

        if self._rows:
            self._flush()
        given = {"holder": holders, "held": held, "file": pa.nulls(len(rows), pa.string())}
        given["line"] = pa.nulls(len(rows), pa.int32())
        if standings is not None:
            given["standing"] = pa.array(standings, pa.string())
        arrays = []
        for field in _draft_schema():
            column = given[field.name] if field.name in given else rows[field.name]
            plain = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
            arrays.append(column.cast(plain).cast(field.type))
        self._write(pa.Table.from_arrays(arrays, schema=_draft_schema()))
        self.rows += len(rows)


def numbered(
    table: "pa.Table",
) -> tuple["pa.Array", "np.ndarray[Any, Any]", "np.ndarray[Any, Any]"]:
    """
    The agents of a table in the order of their first row, and the numbers of its
    holders and of what they hold.
    """
    import numpy as np
    import pyarrow as pa

    both = pa.chunked_array([*table["holder"].chunks, *table["held"].chunks], pa.string())
    coded = both.dictionary_encode().unify_dictionaries()
    if not coded.num_chunks:
        return pa.array([], pa.string()), np.zeros(0, np.int32), np.zeros(0, np.int32)
    numbers = np.concatenate([chunk.indices.to_numpy() for chunk in coded.chunks])
    return coded.chunk(0).dictionary, numbers[: len(table)], numbers[len(table) :]


def _draft_schema() -> "pa.Schema":
    import pyarrow as pa

    code = pa.dictionary(pa.int32(), pa.string())
    return pa.schema(
        [
            *((name, pa.string()) for name in ("claim", "holder", "held")),
            *((name, pa.int32()) for name in SHARES),
            ("known", pa.bool_()),
            ("follows", pa.bool_()),
            *((name, pa.date32()) for name in DAYS),
            ("standing", pa.string()),
            ("graph", code),
            ("file", code),
            ("line", pa.int32()),
        ]
    )


def write_shareholdings(folder: Path, draft: Path) -> int:
    """
    Write the two files of a generation from a draft, and give the number of rows.

    Holders and what they hold are numbered in the order of their first row.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    agents, *numbers = numbered(pq.read_table(draft, columns=["holder", "held"]))
    pq.write_table(pa.table({"iri": agents}), folder / AGENTS, row_group_size=ROWS)
    del agents
    code = pa.dictionary(pa.int32(), pa.string())
    start = 0
    writer: pq.ParquetWriter | None = None
    with pq.ParquetFile(draft) as file:
        for batch in file.iter_batches(ROWS):
            end = start + len(batch)
            table = pa.table(
                {
                    "claim": batch["claim"],
                    "holder": pa.array(numbers[0][start:end], pa.int32()),
                    "held": pa.array(numbers[1][start:end], pa.int32()),
                    **{name: batch[name] for name in (*SHARES, "known", "follows", *DAYS)},
                    "standing": batch["standing"].cast(code),
                    "graph": batch["graph"].cast(code),
                }
            )
            writer = writer or pq.ParquetWriter(folder / FILE, table.schema)
            writer.write_table(table)
            start = end
    if writer is None:
        empty = pa.table({name: pa.array([], kind) for name, kind in _columns().items()})
        writer = pq.ParquetWriter(folder / FILE, empty.schema)
        writer.write_table(empty)
    writer.close()
    return start


def _columns() -> dict[str, Any]:
    import pyarrow as pa

    code = pa.dictionary(pa.int32(), pa.string())
    return {
        "claim": pa.string(),
        "holder": pa.int32(),
        "held": pa.int32(),
        **dict.fromkeys(SHARES, pa.int32()),
        "known": pa.bool_(),
        "follows": pa.bool_(),
        **dict.fromkeys(DAYS, pa.date32()),
        "standing": code,
        "graph": code,
    }


def keep_shareholdings(
    folder: Path, draft: DraftTable, keep: Callable[[str], bool]
) -> Iterable[str]:
    """
    Copy the rows of a published table whose graph is kept into a draft; give the graphs.
    """
    import pyarrow.parquet as pq

    path = folder / FILE
    if not path.exists():
        raise StoreError(f"{folder} has no {FILE}: it was made by another version. Run: kg build")
    agents = pq.read_table(folder / AGENTS)["iri"].combine_chunks()
    kept: dict[str, None] = {}
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(ROWS):
            graphs = batch["graph"].to_pylist()
            rows = [index for index, graph in enumerate(graphs) if keep(graph)]
            if not rows:
                continue
            taken = batch.take(rows)
            draft.copy(taken, agents.take(taken["holder"]), agents.take(taken["held"]))
            kept.update(dict.fromkeys(graphs[index] for index in rows))
    return kept
