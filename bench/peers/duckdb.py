"""
DuckDB: rounds of joins and sums, driven from Python until nothing is new.
"""

from typing import Any

from ..graphs import WHOLE, Graph
from . import Pairs

ANSWER = "accumulation"
WHAT = "rounds of joins and sums in SQL, from the arrays"

START = f"""
create table own as select held, holder, low::bigint as units from raw where held <> holder;
create table total as
  select held, {WHOLE} - coalesce(sum(low) filter (holder = held), 0) as whole
  from raw group by held;
create table pair as
  select holder as x, held as c from own join total using (held) where 2 * units > whole;
create table fresh as select * from pair;
create table sums as
  select holder as x, own.held as c, units from own join total using (held)
  where holder in (select x from pair) and 2 * units <= whole;
"""

ROUND = """
create or replace table sums as
  select x, c, sum(units)::bigint as units from (
    select * from sums
    union all
    select fresh.x, own.held as c, own.units
    from fresh join own on own.holder = fresh.c where own.held <> fresh.x
  ) group by x, c;
create or replace table fresh as
  select x, c from sums join total on held = c
  where 2 * units > whole
    and not exists (select 1 from pair where pair.x = sums.x and pair.c = sums.c);
insert into pair select * from fresh;
"""


def prepare(graph: Graph) -> Any:
    """
    Load the libraries; the tables are part of the work.
    """
    import duckdb
    import pyarrow

    return duckdb.connect, pyarrow.table, graph


def run(ready: Any) -> Any:
    """
    Every pair of controller and controlled.
    """
    connect, table, graph = ready
    database = connect()
    database.execute("set enable_progress_bar = false")
    database.register("raw", table({"held": graph.held, "holder": graph.holder, "low": graph.low}))
    database.execute(START)
    while database.execute("select count(*) from fresh").fetchone()[0]:
        database.execute(ROUND)
    return database.execute("select x, c from pair").fetchnumpy()


def pairs(ready: Any, result: Any) -> Pairs:
    """
    The answer as arrays.
    """
    return result["x"], result["c"]
