"""
Exactly half, against the definition.
"""

from random import Random

import naive
import pytest
from test_forest import table_of

from kg.kernels import compiled
from kg.kernels.deadlocks import find_deadlocks
from kg.kernels.forest import find_forest
from kg.kernels.table import Holdings


def expected(rows, size, whole):
    groups = [naive.group(rows, size, x, whole) for x in range(size)]
    label = [min(y for y in range(size) if y in groups[x] and x in groups[y]) for x in range(size)]
    found = set()
    for company in range(size):
        base = naive.base(rows, company, whole)
        claimed = sum(u for c, h, u in rows if c == company)
        if claimed > whole or not base:
            continue
        halves = {
            x
            for x in range(size)
            if company not in groups[x] and 2 * naive.held_by(rows, groups[x], company) == base
        }
        found |= {
            (company, label[x])
            for x in halves
            if not any(y in groups[x] and x not in groups[y] for y in halves)
        }
    return found


@pytest.mark.parametrize("form", ["plain", "compiled"])
def test_deadlocks_are_the_definition(form, monkeypatch):
    """
    The nearest heads of groups that hold exactly half are found, and nobody else.
    """
    if form == "compiled":
        monkeypatch.setattr(compiled, "SMALL", -1)
        monkeypatch.setattr(compiled, "LOADED", -1)
    random, seen = Random(2), 0
    for _ in range(600):
        rows, size, whole = naive.draw(random, over=random.random() < 0.2)
        table = table_of(rows, size, whole)
        company, head = find_deadlocks(table, find_forest(table))
        found = set(zip(company.tolist(), head.tolist(), strict=True))
        assert len(found) == len(company)
        assert found == expected(rows, size, whole), (rows, size, whole)
        seen += len(found)
    assert seen > 100


def test_half_within_bounds_is_no_deadlock():
    """
    A share that may be half is not said to be.
    """
    table = Holdings.of([2, 2], [0, 1], [50, 40], [50, 50], whole=[100] * 3)
    assert not len(find_deadlocks(table, find_forest(table))[0])
