"""
DuckDB: one recursive query over the majorities.
"""

from typing import Any

from ..graphs import Graph
from . import Pairs, majorities

ANSWER = "chains"
WHAT = "WITH RECURSIVE over a table of majorities made before"

QUERY = """
with recursive pair(x, c) as (
  select holder, held from majority
  union
  select pair.x, majority.held from pair join majority on majority.holder = pair.c
)
select x, c from pair where x <> c
"""


def prepare(graph: Graph) -> Any:
    """
    A table of the majorities.
    """
    import duckdb
    import pyarrow

    holder, held = majorities(graph)
    database = duckdb.connect()
    database.execute("set enable_progress_bar = false")
    database.register("raw", pyarrow.table({"holder": holder, "held": held}))
    database.execute("create table majority as select * from raw")
    return database


def run(database: Any) -> Any:
    """
    Every pair on a chain of majorities.
    """
    return database.execute(QUERY).fetchnumpy()


def pairs(database: Any, result: Any) -> Pairs:
    """
    The answer as arrays.
    """
    return result["x"], result["c"]
