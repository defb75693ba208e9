"""
Certain and possible control over arrays, against every completion of small tables.
"""

from itertools import product
from random import Random

import naive
import numpy as np
import pytest

from kg.kernels import compiled, pairs
from kg.kernels.closure import Quota
from kg.kernels.forest import find_forest
from kg.kernels.pairs import certain_pairs, possible_pairs, quota_pairs
from kg.kernels.table import Holdings


def table_of(rows, size, whole):
    held, holder, low, high = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Holdings.of(held, holder, low, high, size=size, whole=[whole] * size)


def as_set(found):
    listed = list(zip(*(one.tolist() for one in found), strict=True))
    assert len(set(listed)) == len(listed), "each pair once"
    return set(listed)


def completions(rows, size, whole):
    """
    Every table within the bounds that sums to the whole at most, company by company.
    """
    columns = []
    for company in range(size):
        mine = [row for row in rows if row[0] == company]
        picks = product(*(range(low, high + 1) for _, _, low, high in mine))
        columns.append(
            [
                [(c, h, u) for (c, h, _, _), u in zip(mine, pick, strict=True)]
                for pick in picks
                if sum(pick) <= whole
            ]
        )
    for tables in product(*columns):
        yield [row for table in tables for row in table]


def draw_bounds(random):
    size, whole = random.randint(2, 5), random.choice([4, 5, 6])
    rows = []
    for company in random.sample(range(size), random.randint(1, min(3, size))):
        left = whole
        for _ in range(random.choice([1, 2, 2, 3])):
            low = random.randint(0, left)
            left -= low
            high = min(whole, low + random.choice([0, 0, 0, 1, 2]))
            rows.append((company, random.randrange(size), low, high))
    random.shuffle(rows)
    return rows, size, whole


@pytest.fixture(params=["plain", "compiled"])
def form(request, monkeypatch):
    """
    Each form of the kernels in turn.
    """
    if request.param == "compiled":
        monkeypatch.setattr(compiled, "SMALL", -1)
        monkeypatch.setattr(compiled, "LOADED", -1)
    return request.param


@pytest.mark.usefixtures("form")
@pytest.mark.parametrize("batch", range(3))
def test_certain_is_in_all_and_possible_in_some(batch):
    """
    Certain pairs hold in every completion and possible ones in some: no more, no less.
    """
    random = Random(batch)
    for _ in range(120):
        rows, size, whole = draw_bounds(random)
        worlds = [naive.pairs(world, size, whole) for world in completions(rows, size, whole)]
        table = table_of(rows, size, whole)
        assert as_set(certain_pairs(table)) == set.intersection(*worlds), (rows, size, whole)
        assert as_set(quota_pairs(table)) == set.intersection(*worlds), (rows, size, whole)
        assert as_set(possible_pairs(table)) == set.union(*worlds), (rows, size, whole)


@pytest.mark.usefixtures("form")
def test_closure_and_forest_agree():
    """
    The general closure and the forest find the same pairs, on overfull tables too.
    """
    random = Random(7)
    for _ in range(300):
        rows, size, whole = naive.draw(random, over=random.random() < 0.5)
        table = table_of([(*row, row[2]) for row in rows], size, whole)
        assert as_set(quota_pairs(table)) == as_set(find_forest(table).pairs()), (rows, size, whole)


@pytest.mark.usefixtures("form")
@pytest.mark.parametrize(("part", "of", "at_least"), [(2, 5, 0), (1, 4, 0), (1, 4, 1), (2, 3, 0)])
def test_any_quota(part, of, at_least):
    """
    Below and above one half, strictly more or at least, pairs are those of the definition.
    """
    random = Random(of)
    for _ in range(150):
        rows, size, whole = naive.draw(random)
        expected = set()
        for x in range(size):
            members = {x}
            while True:
                more = {
                    y
                    for y in set(range(size)) - members
                    if (votes := naive.held_by(rows, members, y))
                    and of * votes + at_least > part * naive.base(rows, y, whole)
                }
                if not more:
                    break
                members |= more
            expected |= {(x, y) for y in members - {x}}
        table = table_of([(*row, row[2]) for row in rows], size, whole)
        assert as_set(quota_pairs(table, Quota(part, of, at_least))) == expected, (
            rows,
            size,
            whole,
        )


def test_chunks_lose_no_pair(monkeypatch):
    """
    Pairs written a few at a time are the same, groups larger than a chunk among them.
    """
    random = Random(3)
    for _ in range(60):
        rows, size, whole = naive.draw(random)
        table = table_of([(*row, row[2]) for row in rows], size, whole)
        expected = as_set(quota_pairs(table))
        with monkeypatch.context() as patch:
            patch.setattr(pairs, "CHUNK", 3)
            found = quota_pairs(table)
        assert as_set(found) == expected


def test_a_large_table_has_the_same_possible_pairs():
    """
    Where nothing is open, what is possible is what is certain.
    """
    random = np.random.default_rng(1)
    held, holder = random.integers(0, 9000, 30_000), random.integers(0, 12_000, 30_000)
    table = Holdings.of(held, holder, random.integers(0, 60_000_000, 30_000), size=12_000)
    certain, possible = certain_pairs(table), possible_pairs(table)
    assert len(certain[0]) > 100
    sums = np.add.reduceat(table.low.astype(np.int64), table.start[:-1][np.diff(table.start) > 0])
    assert (sums > 100_000_000).any(), "some tables are overfull"
    assert as_set(certain) <= as_set(possible)


def test_progress_ends_with_everything_done():
    """
    Long work tells how far it has come, and in the end that all is done.
    """
    told = []
    table = table_of([(1, 0, 60, 60), (2, 1, 60, 60)], 3, 100)
    quota_pairs(table, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (2, 2)
