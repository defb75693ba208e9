"""
Pointers: where chains of majority holders end, in joins; loops are named by their least member.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


@dataclass(slots=True)
class Rounds:
    """
    Frames settled on disk between rounds, so that no plan grows and no round is run twice.

    `rounds` counts the joins of pointers, `checkpoints` the frames written.
    """

    rounds: int = 0
    checkpoints: int = 0
    log: list[str] = field(default_factory=list)

    def settle(self, frame: "DataFrame") -> "DataFrame":
        """
        The same rows, from the disk of the cluster.
        """
        self.checkpoints += 1
        return frame.checkpoint(eager=True)


def chase(edges: "DataFrame", rounds: Rounds) -> "DataFrame":
    """
    The end of the chain from each agent: `x`, `top`, and whether it ends in a loop (`looped`).

    `edges` are `x` and `p`, each x once. Pointers double each round. What a
    loop's members meet in 2^k steps includes its least member once no round
    lowers it; that names the loop.

    Notes:
        Let open be the agents whose pointer has met no end. If a doubling
        closes none of them, none ends: there is an agent at every distance
        below the longest. If it leaves the number of agents pointed at the
        same, these are those in loops: the images are nested. If it lowers no
        least, none will fall later, and on a loop the windows of 2^k steps
        from one agent cover all of it.
    """
    from pyspark.sql import functions as f

    state = edges.select("x", "p", f.col("x").alias("least"), f.lit(False).alias("ended"))
    before: tuple[int, int] | None = None
    while True:
        rounds.rounds += 1
        ahead = state.select(
            f.col("x").alias("p"), f.col("p").alias("p2"), f.col("least").alias("l2")
        )
        stepped = state.join(ahead, "p", "left").select(
            "x",
            f.coalesce("p2", "p").alias("p"),
            f.least("least", f.coalesce("l2", "least")).alias("least"),
            f.col("p2").isNull().alias("ended"),
            (f.col("l2") < f.col("least")).alias("lower"),
        )
        state = rounds.settle(stepped)
        lowered = f.coalesce(f.sum(f.col("lower").cast("long")), f.lit(0))
        still = state.where(~f.col("ended")).agg(f.count("*"), f.count_distinct("p"), lowered)
        count, aims, lower = still.collect()[0]
        if not count or (before == (count, aims) and not lower):
            break
        before = (count, aims)
    if not count:
        return state.select("x", f.col("p").alias("top"), f.lit(False).alias("looped"))
    names = state.select(f.col("x").alias("p"), f.col("least").alias("name"))
    return state.join(names, "p", "left").select(
        "x",
        f.when(f.col("ended"), f.col("p")).otherwise(f.col("name")).alias("top"),
        (~f.col("ended")).alias("looped"),
    )
