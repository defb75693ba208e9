"""
The Spark job: exactly the kernel's answers, one clear error for a bad table.
"""

import importlib.util
import subprocess
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from kg.cluster import __main__ as command
from kg.kernels.forest import find_forest
from kg.kernels.table import Holdings

WHOLE = 100_000_000
spark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None, reason="pyspark, of the extra [spark], is absent"
)


def million(rows):
    return [(held, holder, int(percent * WHOLE / 100)) for held, holder, percent in rows]


def ladder(first, rungs):
    """
    Each company is held 30 % by each of the two before it: control by accumulation alone.
    """
    rows = [(first + 1, first, 60)]
    for rung in range(2, rungs):
        rows += [(first + rung, first + rung - 1, 30), (first + rung, first + rung - 2, 30)]
    return rows


def hard_cases():
    """
    Loops, own shares, exact halves, accumulation, companies held by their own group.
    """
    rows = ladder(0, 6)  # each rung costs the cluster a round
    rows += [(101, 100, 60), (100, 102, 60), (102, 101, 60)]  # a loop of three majorities
    rows += [(104, 103, 70), (103, 100, 80), (105, 104, 30), (105, 101, 21)]  # below and beside it
    rows += [(110, 111, 50), (110, 112, 50)]  # exactly half each
    rows += [(120, 121, 46), (120, 120, 10)]  # 46 of 90
    rows += [(131, 130, 100), (132, 130, 100), (130, 131, 30), (130, 132, 30)]  # held by its own
    rows += [(140, 141, 30), (140, 142, 30), (142, 140, 100), (141, 140, 60)]  # held by two below
    rows += [(151, 150, 40), (151, 150, 20), (152, 151, 0)]  # two rows of a pair; a row of nothing
    rows += [(160, 161, 30), (160, 162, 30), (161, 163, 70), (162, 163, 70), (163, 160, 51)]
    rows += [(171, 170, 40), (171, 172, 40), (172, 170, 35), (172, 173, 35), (173, 170, 90)]
    rows += [(181, 182, 70), (181, 183, 60)]  # a table above the whole
    return million(rows)


def drawn(seed, companies, rows):
    """
    Few holders hold much, in any direction: loops and groups of all kinds.
    """
    rng = np.random.default_rng(seed)
    found = []
    for held in range(companies):
        left = 100
        for _ in range(int(rng.integers(1, 2 * rows // companies))):
            part = int(rng.integers(1, left + 1))
            holder = int(companies * rng.random() ** 1.5)
            found.append((1000 + held, 1000 + holder, part))
            left -= part
            if left <= 0:
                break
    return million(found)


def expected(rows):
    held, holder, low = (np.array(column) for column in zip(*rows, strict=True))
    agent, number = np.unique(np.concatenate([held, holder]), return_inverse=True)
    forest = find_forest(
        Holdings.of(number[: len(held)], number[len(held) :], low, size=len(agent))
    )
    member = set(forest.member.tolist())
    control = {
        int(agent[one]): (
            int(agent[parent]) if parent >= 0 else None,
            int(agent[top]),
            int(agent[top]) if one in member else None,
        )
        for one, (parent, top) in enumerate(zip(forest.parent, forest.ultimate, strict=True))
        if parent >= 0 or one in member
    }
    controller, controlled = forest.pairs()
    pairs = sorted(zip(agent[controller].tolist(), agent[controlled].tolist(), strict=True))
    return control, pairs


@spark
@pytest.mark.slow
def test_the_cluster_gives_the_kernel_s_answers(tmp_path):
    """
    Parents, ultimate controllers, classes and all pairs are those of the kernel, to the last.
    """
    rows = hard_cases() + drawn(1, 700, 2100)
    held, holder, low = zip(*rows, strict=True)
    pq.write_table(pa.table({"holder": holder, "held": held, "low": low}), tmp_path / "in.parquet")
    where = [str(tmp_path / "in.parquet"), str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, "-m", "kg.cluster", *where, "--master", "local[2]", "--partitions", "2"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    control, pairs = expected(rows)
    found = {
        row["agent"]: (row["parent"], row["ultimate"], row["head"])
        for row in pq.read_table(tmp_path / "out" / "control").to_pylist()
    }
    assert found == control
    table = pq.read_table(tmp_path / "out" / "pairs")
    written = zip(table["controller"].to_pylist(), table["controlled"].to_pylist(), strict=True)
    assert sorted(written) == pairs
    assert f"{len(control)} agents are controlled, {len(pairs)} pairs" in done.stderr
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in.parquet", "out"]


@spark
@pytest.mark.slow
def test_a_bad_table_is_one_error_and_nothing_written(tmp_path):
    """
    A row without a holder, or votes in words, is said in one line; no folder is left.
    """
    whole = pa.table({"holder": [1, None], "held": [2, 2], "votes_units": [5, 6]})
    words = pa.table({"holder": [1], "held": [2], "votes_units": ["half"]})
    for table, said in ((whole, "unnamed holders"), (words, "whole numbers of units")):
        pq.write_table(table, tmp_path / "in.parquet")
        where = [str(tmp_path / "in.parquet"), str(tmp_path / "out"), "--master", "local[1]"]
        found = CliRunner().invoke(command.main, where)
        assert found.exit_code == 2
        assert said in found.output and "Traceback" not in found.output
        assert [one.name for one in tmp_path.iterdir()] == ["in.parquet"]


def test_help_names_the_columns_and_an_example():
    """
    What the job reads and writes is in its help, without Spark.
    """
    found = CliRunner().invoke(command.main, ["--help"])
    assert found.exit_code == 0
    assert "votes_units" in found.output and "local[2]" in found.output


@spark
def test_without_java_the_error_says_what_to_install(tmp_path, monkeypatch):
    """
    A machine without Java gets one sentence, not a stack of another language.
    """
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    found = CliRunner().invoke(command.main, ["in.parquet", "out", "--master", "local[1]"])
    assert found.exit_code == 2
    assert "Spark needs Java 17" in found.output


def test_without_pyspark_the_error_names_the_extra(monkeypatch):
    """
    Without the extra the command says how to install it.
    """
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    found = CliRunner().invoke(command.main, ["in.parquet", "out"])
    assert found.exit_code == 2
    assert "french-cloud[spark]" in found.output
