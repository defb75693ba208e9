"""
Two forms of one source: plain where work is small, compiled where it is large.
"""

import subprocess
import sys

import numba
import numpy as np
import pytest

from kg.kernels import table
from kg.kernels.compiled import Kernel, kernel
from kg.kernels.forest import find_forest
from kg.kernels.table import Holdings


@kernel
def double(values):
    total = 0
    for i in range(len(values)):
        total += 2 * values[i]
    return total


@kernel
def quadruple(values):
    return 2 * double(values)


def test_plain_numbers_do_not_overflow():
    """
    In the plain form elements of narrow arrays are whole numbers of any size.
    """
    assert double.run(1, np.full(3, 2**31 - 1, np.int32)) == 6 * (2**31 - 1)


def test_kernels_call_kernels_in_both_forms():
    """
    A kernel of the same file is called in the form of its caller.
    """
    values = np.arange(5, dtype=np.int32)
    assert quadruple(values.data) == quadruple.compiled(values) == 40


def test_a_kernel_of_another_file_is_refused():
    """
    What the compiled form on disk depends on stands in one file.
    """
    code = {"sort": table._move}
    exec("def calls(a, b, c):\n    return sort(a, b, c)\n", code)
    with pytest.raises(TypeError, match="move it there"):
        _ = Kernel(code["calls"]).compiled


def test_compiles_where_nothing_can_be_written(monkeypatch):
    """
    Without any folder for the compiled form a kernel is compiled in memory.
    """
    real, asked = numba.njit, []

    def njit(*arguments, **options):
        asked.append(options)
        if options.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        return real(*arguments, **options)

    monkeypatch.setattr(numba, "njit", njit)
    again = Kernel(double.plain)
    assert again.compiled(np.arange(3)) == 6
    assert asked == [{"cache": True}, {}]


def test_a_small_question_loads_no_compiler():
    """
    A question on some shareholdings pays neither for numba, nor the engine for numpy.
    """
    code = (
        "import sys, kg.control\n"
        "assert 'numpy' not in sys.modules\n"
        "from kg.kernels.forest import find_forest\n"
        "from kg.kernels.table import Holdings\n"
        "assert find_forest(Holdings.of([1], [0], [60_000_000])).parent.tolist() == [-1, 0]\n"
        "assert 'numba' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_counted_work_is_about_linear():
    """
    Each row is read once, and few again: counts that do not depend on the machine.
    """
    for rows in (3_000, 300_000):
        random = np.random.default_rng(4)
        held = random.integers(1, rows, rows)
        holder = (held * random.random(rows)).astype(int)
        found = find_forest(Holdings.of(held, holder, random.integers(0, 99_000_000, rows)))
        assert found.work.rows == rows
        assert found.work.rounds <= 4 and found.work.passes <= 6
        assert found.work.votes <= 4 * rows and found.work.nested <= 2 * rows
        assert found.count > rows // 20
