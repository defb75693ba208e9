"""
The compiled shapes find what pySHACL finds, on the real graph and on broken ones.
"""

import csv
import functools
import logging
import shutil

import graphs
import pytest

from kg.graph.triples import quads_of
from kg.model import read_dataset
from kg.validate.shacl import Engine
from kg.validate.shacl.reference import ask_pyshacl

FAULTS = graphs.ROOT / "tests" / "faults"
with (FAULTS / "expected.csv").open(encoding="utf-8", newline="") as file:
    NAMES = sorted(row["fault"] for row in csv.DictReader(file))


@pytest.fixture(autouse=True)
def quiet():
    """
    rdflib logs each ill-formed literal, of which there are many here.
    """
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    yield
    logging.getLogger("rdflib.term").setLevel(logging.NOTSET)


def both(triples):
    """
    What the engine and what pySHACL find in triples, as the store gives them back.
    """
    store = graphs.store_of(triples)
    found = {result.key for result in graphs.engine().run(store).results}
    return found, ask_pyshacl([quad.triple for quad in store], *graphs.shapes())


@functools.cache
def faulty(fault):
    """
    The triples of the invented world with a fault's tables over it, as far as they can be read.
    """
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as name:
        for source in (FAULTS / "world", FAULTS / fault):
            for path in source.glob("*.csv"):
                shutil.copy(path, Path(name) / path.name)
        try:
            dataset = read_dataset(Path(name))
        except Exception:  # a file that is no table never reaches the shapes
            return None
        return frozenset(quad.triple for quad in quads_of(dataset))


def test_the_faults_that_reach_the_shapes_are_found_alike():
    """
    Every fault of the tables that can still be read gives the same results in both engines.
    """
    world = faulty("world")
    reached, seen = 0, set()
    for fault in NAMES:
        triples = faulty(fault)
        if triples is None or triples == world or triples in seen:
            continue
        seen.add(triples)
        found = {r.key for r in graphs.engine().run(graphs.store_of(triples)).results}
        if found:
            reached += 1
            assert found == both(triples)[1], fault
    assert reached >= 5


@pytest.mark.slow
@pytest.mark.parametrize("fault", NAMES)
def test_every_fault_is_found_alike(fault):
    """
    Also where the engine finds nothing, pySHACL finds nothing.
    """
    triples = faulty(fault)
    if triples is not None:
        found, reference = both(triples)
        assert found == reference


def test_the_real_graph_conforms_in_both():
    """
    What is published has no breach in either engine.
    """
    assert both(graphs.real()) == (set(), set())


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 20))]
)
def test_a_broken_real_graph_is_judged_alike(seed):
    """
    Three hundred seeded faults in the real graph give the same results in both engines.
    """
    triples, _ = graphs.edits(graphs.real(), 300, seed)
    found, reference = both(triples)
    assert found == reference
    assert len({key[3] for key in found}) >= 8


def test_a_component_that_finds_nothing_would_be_seen():
    """
    Without one of its constraints the engine no longer agrees: the comparison can fail.
    """
    own, rest = graphs.shapes()
    weaker = [quad for quad in own if not quad.predicate.value.endswith("#maxCount")]
    triples, _ = graphs.edits(graphs.real(), 300, 0)
    store = graphs.store_of(triples)
    found = {result.key for result in Engine(weaker, rest).run(store).results}
    assert found != {result.key for result in graphs.engine().run(store).results}
