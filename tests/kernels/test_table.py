"""
The table of holdings: rows by company and by holder, checked, in both forms.
"""

import numpy as np
import pytest

from kg.kernels.table import ArrayError, Holdings


def draw(seed, rows, size):
    random = np.random.default_rng(seed)
    return (
        random.integers(0, size, rows),
        random.integers(0, size, rows),
        random.integers(0, 99, rows),
    )


@pytest.mark.parametrize("rows", [0, 1, 300, 60_000])
def test_rows_are_sorted_by_company_and_keep_their_order(rows):
    """
    A table holds the rows given, by company, in the order given within each.
    """
    held, holder, low = draw(1, rows, 40)
    table = Holdings.of(held, holder, low, low + 1, size=40)
    order = np.argsort(held, kind="stable")
    assert table.held.tolist() == held[order].tolist()
    assert table.holder.tolist() == holder[order].tolist()
    assert table.low.tolist() == low[order].tolist()
    assert table.high.tolist() == (low[order] + 1).tolist()
    assert table.start[-1] == rows == len(table)


@pytest.mark.parametrize("rows", [0, 300, 60_000])
def test_rows_by_holder_point_back(rows):
    """
    By holder each row names its company and where it stands in the table.
    """
    held, holder, low = draw(2, rows, 40)
    table = Holdings.of(held, holder, low, size=40)
    mine = table.by_holder
    for x in range(40):
        rows_of_x = mine.row[mine.start[x] : mine.start[x + 1]]
        assert rows_of_x.tolist() == np.flatnonzero(table.holder == x).tolist()
        assert (
            mine.held[mine.start[x] : mine.start[x + 1]].tolist() == table.held[rows_of_x].tolist()
        )


def test_sorted_arrays_are_shared():
    """
    int32 arrays already in order are used as they stand, and exact shares are one array.
    """
    held, holder, low = (np.array(one, np.int32) for one in ([0, 1, 1], [2, 2, 0], [5, 6, 7]))
    table = Holdings.of(held, holder, low)
    assert table.holder is holder and table.low is low and table.exact


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (([0], [-1], [5]), "row 0: holder is -1"),
        (([0, 1], [1, 1], [5, -5]), "row 1: low is -5"),
        (([0, 1], [1, 1], [5, 5], [5, 4]), "row 1: bounds 5 to 4"),
        (([0, 1], [1], [5, 5]), "holder has 1 rows"),
        (([0], [1], [0.5]), "give whole numbers"),
        (([0], [1], [2**61]), "fewer than 2\\^61"),
    ],
)
def test_what_is_not_a_table_is_refused(arguments, said):
    """
    Arrays that cannot be shareholdings are refused with the row and the remedy.
    """
    with pytest.raises(ArrayError, match=said):
        Holdings.of(*arguments)


def test_agents_and_wholes_are_checked():
    """
    An agent beyond the size and a missing whole are refused.
    """
    with pytest.raises(ArrayError, match="not below the size 2"):
        Holdings.of([0], [2], [5], size=2)
    with pytest.raises(ArrayError, match="give one an agent"):
        Holdings.of([0], [1], [5], whole=[9])
