"""
Groups: who is in whose group, contracted in rounds of joins, and the nesting inside a few.
"""

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .pointers import Rounds, chase

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame


def exercisable(rows: "DataFrame") -> "DataFrame":
    """
    Rows by company: `held`, `holder`, `units`, and `base`, the votes that can be exercised.

    `rows` are `held`, `holder`, `units` and `whole`. Rows of one pair add up;
    treasury shares leave the base. One shuffle, by company.
    """
    from pyspark.sql import functions as f

    by_pair = (
        rows.repartition("held")
        .groupBy("held", "holder")
        .agg(f.sum("units").alias("units"), f.max("whole").alias("whole"))
    )
    own = f.col("held") == f.col("holder")
    base = by_pair.groupBy("held").agg(
        f.greatest(
            f.max("whole") - f.sum(f.when(own, f.col("units")).otherwise(0)),
            f.sum(f.when(own, 0).otherwise(f.col("units"))),
        ).alias("base"),
        f.sum(f.when(own, 0).otherwise(f.col("units"))).alias("floor"),
    )
    return by_pair.where(~own & (f.col("units") > 0)).join(base, "held").drop("whole")


def find_control(lines: "DataFrame", rounds: Rounds) -> "DataFrame":
    """
    `agent`, its immediate controller `parent`, its `ultimate` one, and `head`, for
    agents that somebody controls.

    As in `kg.kernels.forest`: agents that control each other have no parent,
    and both `ultimate` and `head` name the first of them; `head` is null for
    the others. `lines` are those of `exercisable`, and are read many times.
    """
    from pyspark.sql import functions as f

    single = rounds.settle(
        lines.where(2 * f.col("units") > f.col("base")).select(
            f.col("held").alias("x"), f.col("holder").alias("p")
        )
    )
    ends = rounds.settle(chase(single, rounds))
    marks = ends.where("looped").select("x")
    top = ends.select("x", "top")
    open_ = lines.where(2 * f.col("floor") > f.col("base")).join(
        single.select(f.col("x").alias("held")), "held", "left_anti"
    )
    open_ = open_.select("held", f.col("holder").alias("group"), "units", "base")
    moved = top
    while True:
        # holders become their groups; a group with a majority takes the company in
        open_ = rounds.settle(
            open_.join(moved.select(f.col("x").alias("group"), "top"), "group", "left")
            .groupBy("held", f.coalesce("top", "group").alias("group"))
            .agg(f.sum("units").alias("units"), f.max("base").alias("base"))
        )
        hit = rounds.settle(
            open_.where(2 * f.col("units") > f.col("base")).select(
                f.col("held").alias("x"), f.col("group").alias("p")
            )
        )
        if hit.isEmpty():
            break
        marks = rounds.settle(marks.union(hit.select("x")))
        joined = hit.where(f.col("x") != f.col("p"))
        open_ = open_.join(hit.select(f.col("x").alias("held")), "held", "left_anti")
        if joined.isEmpty():
            break
        moved = rounds.settle(chase(joined, rounds).select("x", "top"))
        further = moved.select(f.col("x").alias("top"), f.col("top").alias("above"))
        top = rounds.settle(
            top.join(further, "top", "left")
            .select("x", f.coalesce("above", "top").alias("top"))
            .union(moved)
        )
    return rounds.settle(_nested(lines, single, top, marks))


def _nested(
    lines: "DataFrame", single: "DataFrame", top: "DataFrame", marks: "DataFrame"
) -> "DataFrame":
    """
    Parents: the majority holder, or by the kernel where a group has a loop or was joined.
    """
    from pyspark.sql import functions as f

    special = marks.join(top, "x", "left").select(f.coalesce("top", "x").alias("top")).distinct()
    plain = (
        top.join(special, "top", "left_anti")
        .join(single, "x")
        .select(
            f.col("x").alias("agent"),
            f.col("p").alias("parent"),
            f.col("top").alias("ultimate"),
            f.lit(None).cast(top.schema["x"].dataType).alias("head"),
        )
    )
    member = top.join(special, "top", "left_semi").select("x", "top")
    member = member.union(special.select(f.col("top").alias("x"), "top")).distinct()
    inside = (
        lines.join(member.select(f.col("x").alias("held"), "top"), "held")
        .join(member.select(f.col("x").alias("holder"), f.col("top").alias("same")), "holder")
        .where(f.col("top") == f.col("same"))
        .select("top", "held", "holder", "units", "base")
    )
    with warnings.catch_warnings():  # Spark asks for pandas even where only Arrow is used
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")
        nested = inside.groupBy("top").applyInArrow(_kernel(), plain.schema)
    return plain.union(nested)


def _kernel() -> "Callable[[pyarrow.Table], pyarrow.Table]":
    """
    The nesting of one group, by the kernel that serves a single machine.
    """

    def nest(rows: "pyarrow.Table") -> "pyarrow.Table":
        import numpy as np
        import pyarrow as pa

        from kg.kernels.forest import find_forest
        from kg.kernels.table import Holdings

        held, holder = (np.asarray(rows[name].to_pylist()) for name in ("held", "holder"))
        agent, number = np.unique(np.concatenate([held, holder]), return_inverse=True)
        whole = np.zeros(len(agent), np.int64)
        whole[number[: len(held)]] = rows["base"].to_numpy()
        forest = find_forest(
            Holdings.of(
                number[: len(held)],
                number[len(held) :],
                rows["units"].to_numpy(),
                size=len(agent),
                whole=whole,
            )
        )
        names: list[Any] = agent.tolist()
        member = set(forest.member.tolist())
        found = [
            (
                names[one],
                names[parent] if parent >= 0 else None,
                names[top],
                names[top] if one in member else None,
            )
            for one, (parent, top) in enumerate(
                zip(forest.parent.tolist(), forest.ultimate.tolist(), strict=True)
            )
            if parent >= 0 or one in member
        ]
        kind = rows["held"].type
        columns = list(zip(*found, strict=True)) or [(), (), (), ()]
        return pa.table(
            {
                name: pa.array(column, kind)
                for name, column in zip(
                    ("agent", "parent", "ultimate", "head"), columns, strict=True
                )
            }
        )

    return nest


def control_pairs(control: "DataFrame", rounds: Rounds) -> "DataFrame":
    """
    All pairs of `controller` and `controlled`: as many rounds as the deepest chain is long.
    """
    from pyspark.sql import functions as f

    up = control.where(f.col("parent").isNotNull()).select("agent", "parent")
    higher = up.select(f.col("agent").alias("parent"), f.col("parent").alias("next"))
    step = up
    found = step
    while True:
        step = rounds.settle(
            step.join(higher, "parent").select("agent", f.col("next").alias("parent"))
        )
        if step.isEmpty():
            break
        found = found.union(step)
    classes = control.where(f.col("head").isNotNull()).select(
        f.col("head").alias("parent"), f.col("agent").alias("member")
    )
    below = found.join(classes, "parent", "left").select(
        f.coalesce("member", "parent").alias("controller"), f.col("agent").alias("controlled")
    )
    mutual = (
        classes.join(classes.withColumnRenamed("member", "other"), "parent")
        .where(f.col("member") != f.col("other"))
        .select(f.col("member").alias("controller"), f.col("other").alias("controlled"))
    )
    return below.union(mutual)
