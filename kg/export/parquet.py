"""
Parquet: nodes and edges as two tables, for polars, pandas, DuckDB and Spark.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from .attributes import fitted
from .bundle import Bundle
from .drawing import Edge, Node
from .job import Job

ROWS = 20_000
"""
The rows of one row group: what is held at a time.
"""


def write_parquet(job: Job, bundle: Bundle) -> None:
    """
    `nodes.parquet` and `edges.parquet`; version, day and licence are in their metadata.
    """
    drawn = job.picture()
    nodes = {"id": "string", "label": "string", **drawn.node_columns}
    ends = {"id": "string", "source": "string", "target": "string", "label": "string"}
    days = {"weight": "double", "start": "date", "end": "date"}
    edges = {**ends, **days, **drawn.edge_columns}
    _write(job, bundle, "nodes.parquet", nodes, drawn.nodes, _node)
    _write(job, bundle, "edges.parquet", edges, drawn.edges, _edge)
    bundle.readme(job.stamp, "duckdb -c \"FROM 'edges.parquet' LIMIT 5\"")


def _node(node: Node) -> dict[str, Any]:
    return {"id": node.id, "label": node.label, **node.attributes}


def _edge(edge: Edge) -> dict[str, Any]:
    named = {name: getattr(edge, name) for name in ("id", "source", "target", "label")}
    named |= {"weight": edge.weight, "start": edge.start, "end": edge.end}
    return {name: value for name, value in named.items() if value is not None} | edge.attributes


def _write(
    job: Job,
    bundle: Bundle,
    name: str,
    columns: dict[str, str],
    items: Iterable[Any],
    row_of: Callable[[Any], dict[str, Any]],
) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    types = {
        "double": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "strings": pa.list_(pa.string()),
    }
    fields = [pa.field(column, types.get(kind, pa.string())) for column, kind in columns.items()]
    schema = pa.schema(fields, metadata=job.stamp.plain())
    with bundle.open(name) as stream, parquet.ParquetWriter(stream, schema) as writer:
        rows = (_typed(columns, row_of(item)) for item in job.ticked(items))
        for batch in _batches(rows):
            writer.write_table(pa.Table.from_pylist(batch, schema))


def _typed(columns: dict[str, str], row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value) if columns[name] == "date" else value
        for name, value in fitted(columns, row)
    }


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, ROWS)):
        yield batch
