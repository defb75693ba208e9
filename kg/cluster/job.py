"""
Job: shareholdings in Parquet to control in Parquet, on a Spark session.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..errors import KgError, MissingExtra
from ..kernels.table import WHOLE
from .groups import control_pairs, exercisable, find_control
from .pointers import Rounds

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

UNITS: Final = ("votes_units", "low")
"""
The columns in which votes are looked for, in this order.
"""


class ClusterError(KgError):
    """
    The job cannot run as asked, or its input is not a table of shareholdings.
    """

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Counts:
    """
    What a job found and did: agents controlled, pairs (-1 if not asked for),
    joins of pointers, frames written between rounds.
    """

    controlled: int
    pairs: int
    rounds: int
    checkpoints: int


@contextmanager
def session(master: str | None = None, partitions: int | None = None) -> "Iterator[SparkSession]":
    """
    A Spark session, closed at the end; where one is running it is used and left.

    Raises MissingExtra without pyspark, ClusterError without Java.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise MissingExtra("pyspark", "spark") from None
    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=os.path.join(home, "bin")) if home else shutil.which("java")
    if java is None:
        place = f"{home}/bin, where JAVA_HOME points" if home else "the PATH"
        raise ClusterError(f"no java in {place}: Spark needs Java 17 or newer. Install it")
    local = master is not None and master.startswith("local")
    builder: Any = SparkSession.builder.appName("kg.cluster")
    if master is not None:
        builder = builder.master(master)
    if local:
        builder = builder.config("spark.ui.enabled", "false")
        builder = builder.config("spark.ui.showConsoleProgress", "false")
        builder = builder.config("spark.driver.host", "127.0.0.1")
        builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # workers of this machine
    if partitions is not None or local:
        builder = builder.config("spark.sql.shuffle.partitions", str(partitions or 8))
    spark: SparkSession = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        spark.stop()


def read(spark: "SparkSession", path: str) -> "DataFrame":
    """
    The rows of a Parquet table: `held`, `holder`, `units`, `whole`. Raises ClusterError.

    Votes are in `votes_units`, or in `low` as a register has them, in
    millionths of a percent unless a column `whole` says what is all of each
    company. Agents are whole numbers or text, the same in both columns.
    """
    from pyspark.errors import PySparkException
    from pyspark.sql import functions as f

    try:
        frame = spark.read.parquet(path)
    except PySparkException as error:
        found = str(error).splitlines()[0]
        raise ClusterError(f"{path} is not read as Parquet: {found}") from None
    units = next((name for name in UNITS if name in frame.columns), None)
    missing = [name for name in ("holder", "held") if name not in frame.columns]
    if missing or units is None:
        raise ClusterError(
            f"{path} has the columns {', '.join(frame.columns)}. "
            "Give holder, held, and votes_units or low"
        )
    whole = f.col("whole") if "whole" in frame.columns else f.lit(WHOLE)
    kinds = dict(frame.dtypes)
    numbers = ("tinyint", "smallint", "int", "bigint")
    if kinds["holder"] != kinds["held"] or kinds["held"] not in (*numbers, "string"):
        raise ClusterError(
            f"{path}: holder is {kinds['holder']} and held is {kinds['held']}. "
            "Give whole numbers or text, the same in both"
        )
    for name in (units, "whole"):
        if kinds.get(name, "int") not in numbers:
            raise ClusterError(f"{path}: {name} is {kinds[name]}. Give whole numbers of units")
    rows = frame.select(
        "held",
        "holder",
        f.col(units).cast("long").alias("units"),
        whole.cast("long").alias("whole"),
    )
    bad = rows.where(
        f.col("held").isNull()
        | f.col("holder").isNull()
        | f.col("units").isNull()
        | f.col("whole").isNull()
        | (f.col("units") < 0)
        | (f.col("whole") < 0)
    ).first()
    if bad is not None:
        raise ClusterError(
            f"{path}: a row is {bad.asDict()}. Leave out rows of unnamed holders, and give 0 "
            "where a share is not known"
        )
    return rows


def run(
    source: str,
    target: str,
    *,
    master: str | None = None,
    partitions: int | None = None,
    pairs: bool = True,
    tell: Callable[[str], Any] = lambda stage: None,
) -> Counts:
    """
    Write who controls whom to the folder `target`, as Parquet.

    `target/control` has a row an agent that somebody controls: `agent`,
    `parent` (immediate controller, null in a class of agents that control each
    other), `ultimate`, `head` (the name of that class, else null).
    `target/pairs` has all `controller`, `controlled`. `master` is Spark's; by
    default that of spark-submit. The folder appears when all of it is written.
    Raises ClusterError and MissingExtra.
    """
    with session(master, partitions) as spark:
        files = _Files(spark, target)
        if files.exists(target):
            raise ClusterError(f"{target} is there already. Name another folder, or remove it")
        part, work = f"{target}.part", f"{target}.work"
        spark.sparkContext.setCheckpointDir(work)
        rounds = Rounds()
        try:
            tell("rows by company")
            lines = rounds.settle(exercisable(read(spark, source)))
            tell("groups")
            control = find_control(lines, rounds)
            control.write.mode("overwrite").parquet(f"{part}/control")
            found = -1
            if pairs:
                tell("pairs")
                control_pairs(control, rounds).write.mode("overwrite").parquet(f"{part}/pairs")
                found = spark.read.parquet(f"{part}/pairs").count()
            files.rename(part, target)
            return Counts(control.count(), found, rounds.rounds, rounds.checkpoints)
        finally:
            files.delete(part)
            files.delete(work)


class _Files:
    """
    The file system of a path, of a cluster's kind or this machine's.
    """

    def __init__(self, spark: "SparkSession", path: str) -> None:
        context: Any = spark.sparkContext
        self._path: Any = context._jvm.org.apache.hadoop.fs.Path
        self._system: Any = self._path(path).getFileSystem(context._jsc.hadoopConfiguration())

    def exists(self, path: str) -> bool:
        return bool(self._system.exists(self._path(path)))

    def rename(self, path: str, target: str) -> None:
        if not self._system.rename(self._path(path), self._path(target)):
            raise ClusterError(f"{path} could not be renamed to {target}: see whether it is there")

    def delete(self, path: str) -> None:
        self._system.delete(self._path(path), True)
