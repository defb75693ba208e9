"""
Integrated ownership over arrays: the same shares as exact fractions, within the stated error.
"""

from fractions import Fraction

import numpy as np
import pytest

from kg.control.claims import Bounds, Day, Holding
from kg.control.integrated import ALL, NOTHING, least, most, read_columns, share
from kg.kernels import classes, completions, elimination, steps
from kg.kernels.classes import class_share
from kg.kernels.components import components
from kg.kernels.table import ArrayError, Holdings
from kg.kernels.walks import Walks


def table(rows, size, whole):
    held, holder, low, high = (np.array([row[k] for row in rows], np.int64) for k in range(4))
    return Holdings.of(held, holder, low, high, size=size, whole=np.full(size, whole))


def columns(rows, whole):
    holdings = [
        Holding(str(i), str(holder), str(held), Bounds(low, high), Bounds(low, high))
        for i, (held, holder, low, high) in enumerate(rows)
    ]
    return read_columns(Day(holdings, whole=whole))


def drawn(rng, size, whole, exact):
    """
    Rows of a small graph full of rings, closed loops, own shares, and tables above the whole.
    """
    rows = []
    for held in range(size):
        left = whole
        for _ in range(rng.integers(0, 4)):
            low = int(rng.integers(0, left + 1)) if rng.random() < 0.6 else left
            high = low if rng.random() < exact else int(rng.integers(low, whole + 1))
            rows.append((held, int(rng.integers(0, size)), low, high))
            left -= low if rng.random() < 0.97 else 0
    return rows


def ring(size, seed, *, closed=False):
    """
    A core in which each company is held by three others, and by strangers unless closed.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for held in range(size):
        holders = {(held + 1) % size, *rng.integers(0, size, 2).tolist()} - {held}
        parts = rng.integers(1, 30, len(holders)).tolist()
        parts[0] += 100 - sum(parts) if closed else 0
        rows += [(held, holder, part, part) for holder, part in zip(holders, parts, strict=True)]
    return rows


def inverse(graph):
    """
    N = (I - A)^-1 by numpy, for tables within the whole and without own shares.
    """
    shares = np.zeros((graph.size, graph.size))
    np.add.at(shares, (graph.held, graph.holder), graph.low / graph.wholes[graph.held])
    return np.linalg.inv(np.eye(graph.size) - shares)


@pytest.mark.parametrize("seed", range(6))
def test_shares_are_the_exact_fractions(seed):
    """
    From above, from below and pair by pair, each share is the exact one within the stated bound.
    """
    rng = np.random.default_rng(seed)
    for _ in range(100):
        size, whole = int(rng.integers(2, 8)), int(rng.choice([3, 7, 100]))
        rows = drawn(rng, size, whole, exact=1.0)
        graph, exact = table(rows, size, whole), columns(rows, whole)
        walks = Walks.of(graph)
        bound = walks.error
        want = {
            (held, holder): part
            for held in range(size)
            for holder in range(size)
            if (part := share(exact, str(holder), str(held)).low)
        }
        for found in (
            {
                (held, holder): part
                for held in range(size)
                for holder, part in zip(*map(np.ndarray.tolist, walks.above(held)), strict=True)
            },
            {
                (held, holder): part
                for holder in range(size)
                for held, part in zip(*map(np.ndarray.tolist, walks.below(holder)), strict=True)
            },
            {
                (int(held), int(holder)): float(part)
                for batch in walks.pairs(0.0, batch=3)
                for held, holder, part in zip(*batch[:3], strict=True)
            },
        ):
            assert found.keys() == want.keys(), rows
            assert all(abs(Fraction(found[pair]) / want[pair] - 1) <= bound for pair in want), rows


@pytest.mark.parametrize("seed", range(6))
def test_the_share_of_a_class_is_the_exact_one(seed):
    """
    Least and most are those of exact fractions: bounds, own shares, strangers, ends and rings.
    """
    rng = np.random.default_rng([seed, 1])
    for _ in range(200):
        size, whole = int(rng.integers(2, 8)), int(rng.choice([3, 7, 10, 100]))
        rows = drawn(rng, size, whole, exact=rng.random())
        kind = rng.integers(0, 8, size)
        sure, perhaps, closed = kind == 0, kind <= 1, kind == 2
        unnamed = rng.random(size) < rng.choice([0.0, 0.5, 1.0])
        exact, about = columns(rows, whole), [str(one) for one in range(size)]
        ends = {str(one): NOTHING for one in np.flatnonzero(closed)}
        low = {str(one): ALL for one in np.flatnonzero(sure)} | ends
        high = {str(one): ALL for one in np.flatnonzero(perhaps)} | ends
        low = low | least(exact, low, about)
        high = high | most(exact, high, about, unnamed=lambda one, may=unnamed: bool(may[int(one)]))
        found = class_share(table(rows, size, whole), sure, perhaps, closed=closed, unnamed=unnamed)
        for one in range(size):
            assert found.low[one] == pytest.approx(float(low[str(one)]), abs=1e-12), rows
            top = max(low[str(one)], high[str(one)])
            assert found.high[one] == pytest.approx(float(top), abs=1e-12), rows


@pytest.mark.parametrize("size", [10, 30, 300])
def test_a_large_ring_has_the_shares_of_the_dense_inverse(size):
    """
    Sparse elimination, its matrix and its diagonal agree with N_ij / N_ii.
    """
    graph = table(ring(size, 1), size, 100)
    walks, dense = Walks.of(graph), inverse(graph)
    assert walks.rings.size[0] < max(size, elimination.DENSE + 1)
    want = dense / dense.diagonal()
    np.fill_diagonal(want, 1 - 1 / dense.diagonal())
    for one in range(0, size, max(1, size // 5)):
        above, below = np.zeros(size), np.zeros(size)
        above[walks.above(one).agent] = walks.above(one).share
        below[walks.below(one).agent] = walks.below(one).share
        np.testing.assert_allclose(above, want[one], rtol=1e-10)
        np.testing.assert_allclose(below, want[:, one], rtol=1e-10)
    every = np.zeros((size, size))
    for batch in walks.pairs(0.0):
        every[batch.held, batch.holder] = batch.share
    # the inverse loses digits of 1 - 1 / N_ii: an absolute tolerance for its sake
    np.testing.assert_allclose(every, want, rtol=1e-10, atol=1e-14)


def test_a_ring_that_is_nearly_closed_loses_no_digit():
    """
    Two companies hold each other but for one unit: differences would leave eight digits of it.
    """
    rows = [(0, 1, 99_999_999), (1, 0, 99_999_999), (0, 2, 1)]
    walks = Walks.of(Holdings.of(*map(list, zip(*rows, strict=True))))
    found = dict(zip(*map(np.ndarray.tolist, walks.above(1)), strict=True))
    keep = Fraction(99_999_999, 10**8)
    want = keep * Fraction(1, 10**8) / (1 - keep * keep)
    assert abs(Fraction(found[2]) / want - 1) < 1e-15
    assert found[1] == pytest.approx(float(keep * keep), rel=1e-15)


def test_a_closed_loop_has_all_of_itself():
    """
    Companies that hold each other whole: each has all of the others, and nobody outside any.
    """
    walks = Walks.of(table([*ring(40, 2, closed=True), (40, 0, 50, 50)], 41, 100))
    assert walks.rings.closed.all()
    assert walks.above(5).share.tolist() == [1.0] * 40
    assert sorted(walks.above(40).share.tolist()) == [0.5] * 40
    assert sorted(walks.below(3).share.tolist()) == [0.5] + [1.0] * 40
    assert class_share(walks.table, np.zeros(41, np.bool_)).high.max() == 0
    strangers = class_share(walks.table, np.zeros(41, np.bool_), unnamed=True)
    assert strangers.low.max() == 0 and strangers.high.min() == 1


def test_what_a_cut_leaves_out_is_bounded():
    """
    Every share from the cut up is given, and is short by no more than what is said to be lost.
    """
    rng = np.random.default_rng(3)
    rows = [
        (held, int(h), 9, 9) for held in range(60) for h in rng.integers(0, 60, 10) if h != held
    ]
    walks = Walks.of(table(rows, 60, 100))
    full = {
        (int(held), int(holder)): part
        for batch in walks.pairs(0.0)
        for held, holder, part in zip(*batch[:3], strict=True)
    }
    chain = Walks.of(table([(i, i + 1, 50, 50) for i in range(40)], 41, 100))
    cut = list(chain.pairs(0.01))
    assert max(len(chain.above(0, 0.01).agent), 6) == 6
    assert cut[0].lost == pytest.approx(0.5**7) and cut[0].share.min() >= 0.01
    for batch in walks.pairs(0.05, batch=7):
        for held, holder, part in zip(*batch[:3], strict=True):
            true = full[int(held), int(holder)]
            assert 0.05 <= part <= true * (1 + 1e-12) and true - part <= batch.lost + 1e-15


@pytest.mark.parametrize("most_of", [False, True])
def test_a_large_ring_gone_round_is_the_ring_taken_apart(monkeypatch, most_of):
    """
    A class's share in a ring is the same by rounds, by elimination and by the small matrix.
    """
    size = 60
    rng = np.random.default_rng(4)
    rows = [(*row[:3], row[2] + 20 * int(rng.integers(0, 2))) for row in ring(size, 5)]
    graph = table([*rows, (0, size, 5, 20), (7, size, 9, 9)], size + 1, 100)
    owners = np.arange(size + 1) == size
    found = []
    for small, sweeps in ((1000, 0), (1, 400), (1, 0)):
        monkeypatch.setattr(completions, "RING", small)
        monkeypatch.setattr(classes, "RING", small)
        monkeypatch.setattr(classes, "SWEEPS", sweeps)
        found.append(class_share(graph, owners, unnamed=np.arange(size + 1) == 9)[most_of])
    assert 0 < found[0][0] < 1
    np.testing.assert_allclose(found[1], found[0], rtol=0, atol=2e-13)
    np.testing.assert_allclose(found[2], found[0], rtol=1e-12)


def test_the_walk_stops_at_the_first_member():
    """
    Who holds a member changes nothing: a parent in the Union does not cure a holding outside it.
    """
    graph = table([(0, 1, 60, 60), (1, 2, 100, 100), (0, 3, 40, 40)], 4, 100)
    assert class_share(graph, np.array([False, True, False, False])).low[0] == 0.6


def test_compiled_and_plain_give_the_same_bits():
    """
    The loops give the same answers in both forms.
    """
    rng = np.random.default_rng(6)
    rows = drawn(rng, 200, 100, exact=0.7) + ring(30, 7)
    graph, owners = table(rows, 200, 100), rng.random(200) < 0.1
    found = []
    for work in (0, 10**9):
        big = Holdings(graph.size, graph.start, graph.holder, graph.low, graph.high, graph.whole)
        kernels = [
            one
            for room in (completions, elimination, steps)
            for one in vars(room).values()
            if hasattr(one, "plain")
        ]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("kg.kernels.compiled.SMALL", 10**12 if work == 0 else -1)
            patch.setattr("kg.kernels.compiled.LOADED", 10**12 if work == 0 else -1)
            walks = Walks.of(big)
            assert len(kernels) > 15
            found.append(
                [
                    *class_share(big, owners, unnamed=True),
                    *(part for one in range(0, 200, 20) for part in walks.above(one)),
                    *(part for one in range(0, 200, 20) for part in walks.below(one)),
                ]
            )
    for plain, compiled in zip(*found, strict=True):
        np.testing.assert_array_equal(plain, compiled)


def test_components_come_holders_first():
    """
    Every holder stands in the same component or before, and a stop is not passed.
    """
    rng = np.random.default_rng(8)
    for _ in range(100):
        size = int(rng.integers(2, 12))
        graph = table(drawn(rng, size, 10, exact=1.0), size, 10)
        stops = rng.random(size) < 0.2
        found = components(graph, np.arange(size, dtype=np.int32), stops)
        place = np.full(size, -1)
        place[found.node] = np.repeat(np.arange(len(found.cut) - 1), np.diff(found.cut))
        assert sorted(found.node) == np.flatnonzero(~stops).tolist()
        assert all(
            place[holder] <= place[held]
            for held, holder in zip(graph.held, graph.holder, strict=True)
            if not stops[held]
        )


def test_bad_arrays_are_one_clear_error():
    """
    A mask of the wrong length or an agent that is not there is said so.
    """
    graph = table([(0, 1, 50, 50)], 2, 100)
    with pytest.raises(ArrayError, match="give 2 truth values"):
        class_share(graph, np.zeros(3, np.bool_))
    with pytest.raises(ArrayError, match="no agent 2"):
        Walks.of(graph).above(2)
