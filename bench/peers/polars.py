"""
polars: rounds of joins and sums over data frames until nothing is new.
"""

from typing import Any

import numpy as np

from ..graphs import Graph
from . import Pairs, votes

ANSWER = "accumulation"
WHAT = "rounds of joins and sums, from the arrays"


def prepare(graph: Graph) -> Any:
    """
    Load the library; the frames are part of the work.
    """
    import polars

    return polars, graph


def run(ready: Any) -> Any:
    """
    Every pair of controller and controlled.
    """
    polars, graph = ready
    column = polars.col
    own = polars.DataFrame(
        {"x": graph.holder, "c": graph.held, "units": graph.low.astype(np.int64)}
    ).filter(column("x") != column("c"))
    whole = polars.DataFrame({"c": np.arange(graph.size, dtype=np.int32), "whole": votes(graph)})
    below = own.rename({"x": "through", "c": "next"})
    judged = own.join(whole, on="c")
    pair = judged.filter(2 * column("units") > column("whole")).select("x", "c")
    sums = judged.filter(2 * column("units") <= column("whole")).select("x", "c", "units")
    sums = sums.join(pair.select("x").unique(), on="x", how="semi")
    fresh = pair
    while len(fresh):
        reached = fresh.join(below, left_on="c", right_on="through").select(
            "x", column("next").alias("c"), "units"
        )
        sums = polars.concat([sums, reached.filter(column("x") != column("c"))])
        sums = sums.group_by("x", "c").agg(column("units").sum())
        fresh = (
            sums.join(whole, on="c")
            .filter(2 * column("units") > column("whole"))
            .select("x", "c")
            .join(pair, on=["x", "c"], how="anti")
        )
        pair = polars.concat([pair, fresh])
    return pair


def pairs(ready: Any, result: Any) -> Pairs:
    """
    The answer as arrays.
    """
    return result["x"].to_numpy(), result["c"].to_numpy()
