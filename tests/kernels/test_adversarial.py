"""
Graphs made to break a kernel: long, wide, closed, and at the edge of one half.
"""

import numpy as np
import pytest

from kg.kernels.forest import find_forest
from kg.kernels.table import ArrayError, Holdings

PERCENT = 1_000_000


def table_of(held, holder, percent, size=None, seed=None):
    """
    A table, its agents numbered at random if a seed is given; and the new number of each.
    """
    held, holder = np.asarray(held), np.asarray(holder)
    size = int(max(held.max(), holder.max())) + 1 if size is None else size
    number = np.arange(size)
    if seed is not None:
        number = np.random.default_rng(seed).permutation(size)
    units = np.broadcast_to(np.asarray(percent) * PERCENT, len(held))
    return Holdings.of(number[held], number[holder], units, size=size), number


@pytest.mark.parametrize("seed", [None, 1])
def test_a_chain_of_a_million_links(seed):
    """
    A chain has one ultimate controller, a parent for each link, and too many pairs to write.
    """
    links = 1_000_000
    table, number = table_of(np.arange(1, links + 1), np.arange(links), 60, seed=seed)
    forest = find_forest(table)
    assert (forest.ultimate == number[0]).all()
    assert (forest.parent[number[1:]] == number[:-1]).all()
    assert forest.slices.depth[number[links]] == links
    assert len(forest.controlled(number[links // 2])) == links - links // 2
    assert forest.work.rounds == 1
    with pytest.raises(ArrayError, match="pairs do not fit"):
        forest.pairs()


@pytest.mark.parametrize("seed", [None, 1])
@pytest.mark.parametrize("down", [True, False])
def test_a_ladder_held_by_accumulation_only(down, seed):
    """
    x holds two companies alone; each pair below is held 30 + 30 by the pair above.
    """
    levels = 100_000
    left, right = 1 + 2 * np.arange(levels), 2 + 2 * np.arange(levels)
    below, above = slice(1, None), slice(None, -1)
    held = np.concatenate([[1, 2], *(one[below] for one in (left, left, right, right))])
    holder = np.concatenate([[0, 0], *(one[above] for one in (left, right, left, right))])
    size = 2 * levels + 1
    if not down:
        held, holder = size - 1 - held, size - 1 - holder
    percent = np.where(np.arange(len(held)) < 2, 60, 30)
    table, number = table_of(held, holder, percent, size, seed)
    top = number[0 if down else size - 1]
    forest = find_forest(table)
    assert (np.delete(forest.parent, top) == top).all()
    assert (forest.ultimate == top).all() and forest.count == 2 * levels


@pytest.mark.parametrize("seed", [None, 1])
def test_nested_groups_in_one_component(seed):
    """
    Each y holds a and b alone, who hold the next y together, which the last y holds a
    little of: all in one component, every group within the one before.
    """
    steps = 20_000
    y = 3 * np.arange(steps)
    a, b, below = y + 1, y + 2, y[1:]
    last = np.full(steps - 2, y[-1])
    held = np.concatenate([a, b, below, below, y[1:-1]])
    holder = np.concatenate([y, y, a[:-1], b[:-1], last])
    percent = np.repeat([60, 60, 30, 30, 1], [steps, steps, steps - 1, steps - 1, steps - 2])
    table, number = table_of(held, holder, percent, seed=seed)
    forest = find_forest(table)
    assert (forest.parent[number[below]] == number[y[:-1]]).all()
    assert (forest.parent[number[a]] == number[y]).all()
    assert (forest.ultimate == number[0]).all()
    assert forest.work.passes <= 2


@pytest.mark.parametrize("seed", [None, 1])
def test_one_class_of_everything(seed):
    """
    A closed loop of a hundred thousand is one class, with nobody above.
    """
    size = 100_000
    held = np.arange(size)
    table, _ = table_of(held, (held + 1) % size, 60, seed=seed)
    forest = find_forest(table)
    assert (forest.parent == -1).all() and (forest.ultimate == 0).all()
    assert forest.member.tolist() == list(range(size))
    assert forest.class_start.tolist() == [0, size]
    assert forest.count == size * (size - 1)


def test_a_loop_closed_by_accumulation_only():
    """
    Each of a loop is held 30 + 30 by the two before it, and one alone by a member: one class.
    """
    size = 30_000
    held = np.arange(size)
    rows = np.concatenate([held, held]), np.concatenate([(held - 1) % size, (held - 2) % size])
    percent = np.full(2 * size, 30)
    percent[[1, 2]] = 60
    percent[[size + 1, size + 2]] = 0
    table, _ = table_of(*rows, percent, size)
    forest = find_forest(table)
    # 0 holds 1 alone, 1 holds 2 alone, and the rest follows, 0 at last
    assert (forest.ultimate == 0).all() and len(forest.class_start) == 2
    assert {0, 1} <= set(forest.member.tolist())


def test_one_holder_of_a_hundred_thousand_companies():
    """
    One holder controls all that it holds: one slice.
    """
    many = 100_000
    table, _ = table_of(np.arange(1, many + 1), np.zeros(many, int), 51)
    forest = find_forest(table)
    assert sorted(forest.controlled(0)) == list(range(1, many + 1))
    one, other = forest.pairs()
    assert (one == 0).all() and np.array_equal(np.sort(other), np.arange(1, many + 1))


def test_one_company_of_a_hundred_thousand_holders():
    """
    Of a hundred thousand holders one controls just over half of them: the company is its.
    """
    many = 100_000
    company, head = many, many + 1
    group = many // 2 + 1
    held = np.concatenate([np.full(many, company), np.arange(group)])
    holder = np.concatenate([np.arange(many), np.full(group, head)])
    units = np.concatenate([np.full(many, 1000), np.full(group, 100 * PERCENT)])
    forest = find_forest(Holdings.of(held, holder, units))
    assert forest.parent[company] == head
    less = find_forest(Holdings.of(held[:-1], holder[:-1], units[:-1]))
    assert less.parent[company] == -1, "exactly half is not control"


@pytest.mark.parametrize(
    ("rows", "parent", "classes", "itself"),
    [
        ([(0, 1, 60), (1, 0, 60)], [-1, -1], [0, 1], []),
        ([(1, 0, 50), (1, 2, 50)], [-1, -1, -1], [], []),
        ([(1, 0, 100), (2, 0, 100), (0, 1, 30), (0, 2, 30)], [-1, 0, 0], [], [0]),
        ([(0, 1, 30), (1, 0, 30), (0, 2, 30), (1, 2, 30)], [-1, -1, -1], [], []),
        ([(1, 0, 46), (1, 1, 10), (1, 2, 44)], [-1, 0, -1], [], []),
    ],
    ids=["mutual", "half", "itself", "loop-of-nothing", "treasury"],
)
def test_edges_of_the_definition(rows, parent, classes, itself):
    """
    Mutual control, exactly half, a company held by its own, a loop that rests on nothing,
    and treasury shares that make 46 a majority of 90.
    """
    table, _ = table_of(*zip(*rows, strict=True))
    forest = find_forest(table)
    assert forest.parent.tolist() == parent
    assert forest.member.tolist() == classes
    assert forest.self_controlled.tolist() == itself
