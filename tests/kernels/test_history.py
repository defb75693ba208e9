"""
Many days: as-of views, and a history equal to each day from scratch.
"""

from random import Random

import naive
import numpy as np
import pytest

from kg.kernels import compiled
from kg.kernels.forest import find_forest
from kg.kernels.history import find_history
from kg.kernels.spells import ALWAYS, OPEN, Spells
from kg.kernels.table import ArrayError


def draw_spells(random):
    """
    A few graphs one after the other, some companies of each replaced by those of the next.
    """
    rows, size, whole = naive.draw(random)
    spells, day = [], 0
    open_rows = [(row, 0) for row in rows]
    days = sorted(random.sample(range(1, 40), random.randint(1, 8)))
    for day in days:
        other, _, _ = naive.draw(random)
        other = [(c % size, h % size, min(u, whole)) for c, h, u in other]
        moved = set(random.sample(range(size), random.randint(1, max(1, size // 2))))
        spells += [(*row, since, day) for row, since in open_rows if row[0] in moved]
        open_rows = [one for one in open_rows if one[0][0] not in moved]
        open_rows += [(row, day) for row in other if row[0] in moved]
    spells += [(*row, since, OPEN) for row, since in open_rows]
    spells = [one for one in spells if one[3] < one[4]]
    random.shuffle(spells)
    return spells, size, whole, days


def table_of(spells, size, whole):
    held, holder, units, since, until = zip(*spells, strict=True) if spells else ((),) * 5
    return Spells.of(held, holder, units, since=since, until=until, size=size, whole=[whole] * size)


def conclusions(forest):
    """
    Controlled, immediate, ultimate of all that anybody controls.
    """
    members = set(forest.member.tolist())
    return sorted(
        (x, int(forest.parent[x]), int(forest.ultimate[x]))
        for x in range(forest.size)
        if forest.parent[x] >= 0 or x in members
    )


def check(spells, size, whole, days):
    table = table_of(spells, size, whole)
    asked = sorted({0, *days, 50})
    history = find_history(table, asked)
    assert bool(np.all(history.since < history.until))
    key = np.stack([history.controlled, history.since])
    assert (np.lexsort(key[::-1]) == np.arange(len(history))).all()
    for day in asked:
        now = history.on(day)
        found = sorted(
            zip(now.controlled.tolist(), now.immediate.tolist(), now.ultimate.tolist(), strict=True)
        )
        assert found == conclusions(find_forest(table.on(day))), (spells, size, whole, day)
        rows = [(c, h, u) for c, h, u, since, until in spells if since <= day < until]
        parent, top, _, _ = naive.expected(rows, size, whole)
        alone = {x for x in range(size) if x not in now.controlled.tolist()}
        assert all(parent[x] == -1 and top[x] == x for x in alone)
        assert all(top[x] == t for x, _, t in found)
    return history


@pytest.mark.parametrize("batch", range(4))
def test_history_is_each_day_from_scratch(batch):
    """
    On every day the history has the conclusions of that day judged alone.
    """
    random = Random(batch)
    for _ in range(60):
        check(*draw_spells(random))


def test_compiled_history_is_each_day_from_scratch(monkeypatch):
    """
    The compiled form has the same history.
    """
    monkeypatch.setattr(compiled, "SMALL", -1)
    monkeypatch.setattr(compiled, "LOADED", -1)
    random = Random(9)
    for _ in range(60):
        check(*draw_spells(random))


def test_a_conclusion_goes_on_while_nothing_changes_it():
    """
    A conclusion is one row from the day on which it begins to the day on which it ends.
    """
    table = table_of([(1, 0, 60, 0, 30), (2, 1, 60, ALWAYS, OPEN), (2, 3, 40, 7, 9)], 4, 100)
    history = find_history(table, range(0, 40, 10))
    rows = zip(
        *(
            getattr(history, name).tolist()
            for name in ("controlled", "immediate", "ultimate", "since", "until")
        ),
        strict=True,
    )
    assert list(rows) == [(1, 0, 0, 0, 30), (2, 1, 0, 0, 30), (2, 1, 1, 30, OPEN)]


def test_only_what_changed_is_judged_again():
    """
    A day on which one company of a thousand changes costs its group and no more.
    """
    spells = [(2 * i + 1, 2 * i, 60, 0, OPEN) for i in range(1000) if i != 5]
    spells += [(11, 10, 60, 0, 5), (11, 12, 60, 5, OPEN)]
    history = find_history(table_of(spells, 2000, 100), [0, 5, 6])
    assert history.touched == (2000, 4, 0)


def test_views_share_companies_and_holders():
    """
    A day is a view: only the units are its own.
    """
    table = table_of([(1, 0, 60, 0, 30), (2, 1, 60, 10, OPEN)], 3, 100)
    day = table.on(5)
    assert day.holder is table.table.holder and day.start is table.table.start
    assert day.low.tolist() == [60, 0] and day.exact


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ([5], [5], "row 0: holds from 5 to before 5"),
        ([0, 1], [5], "since has 2 rows"),
        ([0.5], [1], "whole days"),
    ],
)
def test_days_that_cannot_be_are_refused(since, until, said):
    """
    Rows that hold on no day, or have no whole days, are refused with what to give.
    """
    with pytest.raises(ArrayError, match=said):
        Spells.of([0], [1], [50], since=since, until=until)


def test_days_asked_for_are_in_order():
    """
    Days out of order are refused.
    """
    with pytest.raises(ArrayError, match="not in order"):
        find_history(table_of([(1, 0, 60, 0, 30)], 2, 100), [5, 4])
