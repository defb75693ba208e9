"""
Surroundings: the arrays of a generation leave out nobody who bears on an answer.
"""

import random
from pathlib import Path

import numpy as np
import pytest
from test_atsize import DAYS, WORLD_DAYS, Whole, compare, organizations, whole  # noqa: F401

from bench.world import build_world
from kg import build, reach
from kg.graph.ledger import Ledger
from kg.graph.store import OxigraphStore
from kg.knowledge import KnowledgeGraph
from kg.names import mint
from kg.reach import Reach
from kg.surroundings import MOST_POWERS, Ground, ground


def with_arrays(generation):
    """
    The graph of a generation whose arrays are asked whatever its size.
    """
    store = generation.store()
    return KnowledgeGraph(OxigraphStore(store.store, store.names, Ledger(generation.folder)))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """
    A random world of 250 shareholdings as a generation.
    """
    return with_arrays(build_world(tmp_path_factory.mktemp("world"), 250, seed=4))


@pytest.fixture(scope="module")
def curated(tmp_path_factory):
    """
    The real graph as a generation: rights, lots, divisions, groups of holders, own shares.
    """
    return with_arrays(build.build(output=tmp_path_factory.mktemp("graph")))


@pytest.fixture
def at_once(monkeypatch):
    """
    Ask the arrays from the first organization on.
    """
    monkeypatch.setattr(reach, "MANY", 0)


@pytest.mark.usefixtures("at_once")
def test_the_arrays_leave_out_nobody_in_a_random_world(drawn, whole):  # noqa: F811
    """
    Every question has the answer that reading all claims gives, chains and reasons included.
    """
    ids = [*random.Random(5).sample(organizations(drawn), 8), "c0", "c1", "c2"]
    assert compare(drawn, whole, ids, WORLD_DAYS, seed=11) > 25


@pytest.mark.usefixtures("at_once")
def test_the_arrays_leave_out_nobody_in_the_real_graph(curated, whole):  # noqa: F811
    """
    The same where lots pass on unknown days, divisions are attached, groups hold as one.
    """
    ids = ["cloudwatt", "bpifrance", *random.Random(9).sample(organizations(curated), 4)]
    assert compare(curated, whole, ids, DAYS, seed=12) > 20


@pytest.mark.slow
@pytest.mark.usefixtures("at_once")
def test_the_arrays_leave_out_nobody_for_everybody(curated, drawn, whole):  # noqa: F811
    """
    The same for every organization, each on several days.
    """
    compare(curated, whole, organizations(curated), DAYS, 13)
    compare(drawn, whole, organizations(drawn)[::2], WORLD_DAYS, 14)


@pytest.mark.usefixtures("at_once")
def test_history_is_the_same_from_the_arrays(drawn, monkeypatch):
    """
    The controllers of all days are those that reading all holders of holders gives.
    """
    ids = [*random.Random(6).sample(organizations(drawn), 12), "c0", "c1"]
    mine = {id: drawn.history(id).to_dict() for id in ids}
    monkeypatch.setattr("kg.answers.conclusions.Reach", Whole)
    for id in ids:
        assert mine[id] == drawn.history(id).to_dict(), id


@pytest.mark.usefixtures("at_once")
def test_fewer_are_read_than_all_above(drawn):
    """
    Holders of holders whom nobody can control are not read.
    """
    fewer = 0
    for id in organizations(drawn):
        iri = [mint("organization", id)]
        every = {one.claim for one in Reach(drawn.store).above(iri).claims().shareholdings}
        some = {one.claim for one in Reach(drawn.store).deciding(iri).claims().shareholdings}
        assert some <= every
        fewer += len(some) < len(every)
    assert fewer > 5


def test_a_small_graph_has_no_ledger(drawn, tmp_path):
    """
    Below the least size, and without columns on disk, claims are read one after another.
    """
    folder = drawn.store.ledger.folder
    assert Ledger.beside(folder, 250) is None
    assert Ledger.beside(folder, 10**6) is not None
    assert Ledger.beside(Path(tmp_path), 10**6) is None


def test_of_too_many_rights_the_arrays_are_not_used(drawn, monkeypatch):
    """
    Rights are looked at whole or not at all: some left out would hide who decides.
    """
    monkeypatch.setattr("kg.surroundings._grounds", {})
    monkeypatch.setattr(Ground, "__init__", lambda *_: pytest.fail("the arrays were made"))
    rows = [{"thing": "x"}] * (MOST_POWERS + 1)
    monkeypatch.setattr("kg.surroundings.rows", lambda store, query: rows)
    assert ground(drawn.store) is None


def test_agents_are_found_by_few_and_by_many(drawn):
    """
    One by one, or all in one pass: the same numbers, None for a stranger.
    """
    ledger = drawn.store.ledger
    asked = [*(str(one) for one in ledger.iris[:40]), "https://example.org/nobody"]
    many = ledger.numbers([*asked, asked[0]])
    few = [ledger.numbers([one])[0] for one in asked]
    assert many == [*few, few[0]]
    assert few == [*range(40), None]
    start, held = ledger.columns["start"], ledger.columns["held"]
    assert np.array_equal(np.repeat(np.arange(ledger.size), np.diff(start)), held)
