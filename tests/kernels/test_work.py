"""
Counted work: what the kernels read grows with the shareholdings, whatever the machine.
"""

import pytest

from bench.graphs import history, ownership
from bench.peers import days_kernels
from kg.kernels.forest import find_forest
from kg.kernels.table import Holdings


@pytest.mark.parametrize("holdings", [1_000, 10_000, 100_000])
@pytest.mark.parametrize("seed", [1, 2])
def test_control_reads_each_row_a_bounded_number_of_times(holdings, seed):
    """
    On graphs of every size: every row once, one in six again for votes, few rows to nest, few rounds.
    """
    graph = ownership(holdings, seed=seed)
    work = find_forest(Holdings.of(graph.held, graph.holder, graph.low, size=graph.size)).work
    assert work.rows == holdings
    assert 0 < work.votes < holdings / 6
    assert 0 < work.nested < holdings / 15
    assert 1 <= work.rounds <= 4
    assert 1 <= work.passes <= 8


def test_hard_graphs_cost_more_but_in_proportion():
    """
    Ten times the accumulation and the cross-holdings is at most ten times the rows to nest.
    """
    graph = ownership(50_000, seed=3, accumulation=0.1, crossed=0.01, shuffled=True)
    work = find_forest(Holdings.of(graph.held, graph.holder, graph.low, size=graph.size)).work
    assert work.rows == 50_000
    assert work.votes < 50_000
    assert work.nested < 50_000 / 2
    assert work.rounds <= 4 and work.passes <= 12


@pytest.mark.parametrize("spells", [2_000, 20_000])
def test_a_day_after_another_judges_what_changed(spells):
    """
    120 months judge again fewer agents, all together, than the first day judges twice.
    """
    graph = history(spells, seed=2)
    work = days_kernels.work(days_kernels.run(graph))
    assert work["first day"] == graph.size
    assert 0 < work["later days"] < 2 * graph.size


def test_days_on_which_nothing_changes_judge_nothing():
    """
    A history without changes costs its first day only.
    """
    work = days_kernels.work(days_kernels.run(history(2_000, monthly=0)))
    assert work["later days"] == 0
