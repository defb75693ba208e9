"""
The benchmarks: graphs as documented, peers that agree, runs that continue, work that is bounded.
"""

import importlib
from functools import cache

import numpy as np
import pytest

from bench import results
from bench.graphs import DAYS, OPEN, START, WHOLE, history, ownership
from bench.measure import pair_digest
from bench.plan import CONTROL
from bench.report import growth
from bench.results import Row


@pytest.mark.parametrize("holdings", [10, 1_000, 20_000])
def test_a_graph_has_the_shareholdings_asked_for(holdings):
    """
    Exactly that many, sorted, no pair twice, ids within the size, and the same again from a seed.
    """
    graph, again = ownership(holdings, seed=4), ownership(holdings, seed=4)
    key = graph.held.astype(np.int64) * graph.size + graph.holder
    assert len(graph) == holdings and np.all(np.diff(key) > 0)
    assert graph.held.max() < graph.companies and graph.holder.max() < graph.size
    assert np.array_equal(graph.holder, again.holder) and np.array_equal(graph.low, again.low)
    assert not np.array_equal(graph.held, ownership(holdings, seed=5).held)


def test_no_table_sums_above_the_whole():
    """
    Lower bounds are a table of at most 100 %, so that groups of control are nested or disjoint.
    """
    graph = ownership(50_000, seed=2)
    assert graph.low.min() >= 0 and np.all(graph.low <= graph.high) and graph.high.max() <= WHOLE
    assert np.bincount(graph.held, weights=graph.low).max() <= WHOLE


def test_a_graph_has_the_features_it_documents():
    """
    One holder for most, corporate holders, halves, own shares, cycles, bands and shares not stated.
    """
    graph = ownership(50_000, seed=3)
    above = np.bincount(graph.held)
    assert 0.42 < np.mean(above[above > 0] == 1) < 0.52
    assert above.max() > 300 and np.bincount(graph.holder).max() > 100
    assert 0.1 < np.mean(graph.holder < graph.companies) < 0.3
    assert np.count_nonzero(graph.low == WHOLE // 2) > 1_000
    assert np.count_nonzero(graph.held == graph.holder) > 20
    assert np.count_nonzero((graph.holder < graph.companies) & (graph.holder > graph.held)) > 20
    assert np.count_nonzero((graph.low == 75_000_000) & (graph.high == WHOLE)) > 100
    assert np.count_nonzero((graph.low == 0) & (graph.high == WHOLE)) > 100
    exact = ownership(1_000, partial=0)
    assert np.array_equal(exact.low, exact.high)


def test_shuffled_identifiers_are_the_same_graph():
    """
    Shuffling renames agents and changes nothing else.
    """
    plain, shuffled = ownership(5_000, seed=6), ownership(5_000, seed=6, shuffled=True)
    for one, other in ((plain.held, shuffled.held), (plain.holder, shuffled.holder)):
        assert np.array_equal(
            np.sort(np.bincount(one)),
            np.sort(np.bincount(other[other >= 0]))[-len(np.bincount(one)) :],
        )
    assert np.array_equal(np.sort(plain.low), np.sort(shuffled.low))


def test_a_history_changes_as_asked_and_never_overlaps():
    """
    Half a percent of companies a month, no pair twice on one day, no table above the whole.
    """
    spells = history(20_000, seed=2)
    assert spells.since is not None and spells.until is not None
    assert np.all(spells.since < spells.until)
    changes = np.count_nonzero((spells.since >= START) & (spells.since < START + DAYS))
    ended = np.count_nonzero(spells.until < OPEN)
    assert 0.7 < ended / (spells.companies * 120 * 0.005) < 1.1 and changes > 0.8 * ended
    same = (np.diff(spells.held) == 0) & (np.diff(spells.holder) == 0)
    assert np.all(spells.until[:-1][same] <= spells.since[1:][same])
    for day in (START, START + DAYS // 2, START + DAYS):
        graph = spells.on(day)
        assert 0.95 < len(graph) / 20_000 <= 1.0
        assert np.bincount(graph.held, weights=graph.low).max() <= WHOLE
    still = history(2_000, monthly=0)
    assert len(still) == 2_000


def test_the_page_states_what_is_drawn():
    """
    The table of `docs/benchmarks.md` is what the generator gives today, at its smallest size.
    """
    pytest.importorskip("scipy")
    from bench.shape import END, PAGE, shape
    from bench.shape import START as BEGIN

    lines = PAGE.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0].strip().splitlines()
    printed = [tuple(cell.strip() for cell in line.split("|")[1:3]) for line in lines[2:]]
    drawn = [(name.strip(), value) for name, value in shape(ownership(10_000)).items()]
    assert printed == drawn, "run: python -m bench.shape --write"


PEERS = [m for m in CONTROL.methods if m.module.startswith("bench.peers.")]


@pytest.mark.parametrize("method", PEERS, ids=lambda method: method.name)
def test_every_peer_gives_the_same_answer(method):
    """
    On graphs with cycles, accumulation and own shares, each peer's pairs are the plain definition's.
    """
    peer = importlib.import_module(method.module)
    for seed in (1, 2):
        graph = _tangled(seed)
        try:
            ready = peer.prepare(graph)
        except ModuleNotFoundError as missing:
            pytest.skip(f"{missing.name} is not installed")
        found = peer.pairs(ready, peer.run(ready))
        assert pair_digest(*found) == pair_digest(*_defined(seed, peer.ANSWER))


@cache
def _tangled(seed):
    return ownership(2_000, seed=seed, accumulation=0.05, crossed=0.02)


@cache
def _defined(seed, answer):
    """
    The pairs by the definition: sets that grow by one company until none fits.
    """
    graph = _tangled(seed)
    rows = {}
    for held, holder, units in zip(graph.held, graph.holder, graph.low, strict=True):
        rows.setdefault(int(held), {})[int(holder)] = int(units)
    below = {}
    for held, table in rows.items():
        for holder in table:
            below.setdefault(holder, set()).add(held)
    pairs = []
    for start in below:
        group, grew = {start}, True
        while grew:
            grew = False
            for held in set().union(*(below.get(one, ()) for one in group)) - group:
                table = rows[held]
                units = [n for holder, n in table.items() if holder in group]
                votes = max(units) if answer == "chains" else sum(units)
                if 2 * votes > WHOLE - table.get(held, 0):
                    group.add(held)
                    grew = True
        pairs += [(start, one) for one in group - {start}]
    found = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    if answer != "ultimate":
        return found[:, 0], found[:, 1]
    return _ultimate(found)


def _ultimate(found):
    """
    Of a company and those above it, who is controlled by nobody but those it controls; the first.
    """
    above = {}
    for controller, company in found.tolist():
        above.setdefault(company, set()).add(controller)
    pairs = []
    for company, controllers in above.items():
        both = controllers | {company}
        tops = [t for t in both if all(t in above.get(u, ()) for u in above.get(t, ()))]
        if min(tops) != company:
            pairs.append((min(tops), company))
    result = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return result[:, 0], result[:, 1]


def test_a_digest_tells_sets_of_pairs_apart():
    """
    Order does not matter; one pair more, less, turned round or doubled does.
    """
    first, second = np.array([1, 2, 3]), np.array([4, 5, 6])
    same = pair_digest(first, second)
    assert pair_digest(first[::-1], second[::-1]) == same
    assert pair_digest(second, first) != same
    assert pair_digest(first[:2], second[:2]) != same
    assert pair_digest(np.array([1, 2, 2]), np.array([4, 5, 5])) != same


def test_rows_are_kept_as_they_come(tmp_path):
    """
    A row appended is read back whole, and a second one of the same method and size replaces it.
    """
    path = tmp_path / "run.csv"
    row = Row("control", "python", 1000, "accumulation", 0.5, 0.6, 3, 0.0, 30, 20, "1:ab", 1.5)
    row.work = {"rows": 1000}
    results.append(path, Row("control", "python", 1000, note="not yet"))
    results.append(path, row)
    assert results.read(path) == [row]


def test_a_different_answer_fails_the_run():
    """
    Methods with the same question and another digest are named.
    """
    rows = [Row("control", name, 1000, "chains", digest="1:a") for name in ("igraph", "rdflib")]
    assert not results.disagreements(rows)
    rows.append(Row("control", "kernels_chains", 1000, "chains", digest="2:b"))
    assert "kernels_chains say 2:b" in results.disagreements(rows)[0]


def test_growth_is_the_slope_in_logarithms():
    """
    Linear cost has exponent 1, quadratic 2; two sizes are not enough to say.
    """
    sizes = (10**5, 10**6, 10**7)
    assert growth([Row("c", "m", n, cpu_s=n * 1e-7) for n in sizes]) == pytest.approx(1)
    assert growth([Row("c", "m", n, cpu_s=n**2 * 1e-7) for n in sizes]) == pytest.approx(2)
    assert growth([Row("c", "m", n, cpu_s=1.0) for n in sizes[:2]]) is None
