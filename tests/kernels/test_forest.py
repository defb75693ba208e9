"""
The forest of control against the definition.
"""

from random import Random

import naive
import pytest

from kg.kernels import compiled
from kg.kernels.forest import find_forest
from kg.kernels.table import Holdings


def table_of(rows, size, whole):
    held, holder, units = zip(*rows, strict=True) if rows else ((), (), ())
    return Holdings.of(held, holder, units, size=size, whole=[whole] * size)


def read(forest):
    classes = [
        forest.member[a:b].tolist()
        for a, b in zip(forest.class_start[:-1], forest.class_start[1:], strict=True)
    ]
    itself = forest.self_controlled.tolist()
    return forest.parent.tolist(), forest.ultimate.tolist(), classes, itself


def check(rows, size, whole):
    forest = find_forest(table_of(rows, size, whole))
    found = naive.pairs(rows, size, whole)
    assert read(forest) == naive.expected(rows, size, whole), (rows, size, whole)
    one, other = forest.pairs()
    assert sorted(zip(one.tolist(), other.tolist(), strict=True)) == sorted(found), (
        rows,
        size,
        whole,
    )
    for x in range(size):
        assert sorted(forest.controlled(x)) == sorted(b for a, b in found if a == x)
        assert sorted(forest.controllers(x)) == sorted(a for a, b in found if b == x)
    return forest


@pytest.mark.parametrize("batch", range(10))
def test_forest_is_the_definition(batch):
    """
    Parents, tops, classes, self-control and all pairs are those of the definition.
    """
    random = Random(batch)
    for _ in range(300):
        check(*naive.draw(random, over=random.random() < 0.3))


@pytest.fixture
def _always_compiled(monkeypatch):
    monkeypatch.setattr(compiled, "SMALL", -1)
    monkeypatch.setattr(compiled, "LOADED", -1)


@pytest.mark.usefixtures("_always_compiled")
def test_compiled_forest_is_the_definition():
    """
    The compiled form finds what the plain form finds.
    """
    random = Random(50)
    for _ in range(400):
        check(*naive.draw(random, over=random.random() < 0.3))


@pytest.mark.parametrize("batch", range(4))
def test_settling_all_at_once_is_the_definition(batch, monkeypatch):
    """
    Where rounds of votes are too many, what replaces them finds the same.
    """
    from kg.kernels import forest

    monkeypatch.setattr(forest, "ROUNDS", 1)
    random = Random(100 + batch)
    for _ in range(300):
        check(*naive.draw(random, over=random.random() < 0.3))
