"""
The compiled shapes find what pySHACL finds, on the real graph and on broken ones.
"""

import csv
import logging
import re
import shutil

import graphs
import pyoxigraph as ox
import pytest
from random_shapes import Dice

from kg.graph.triples import quads_of
from kg.model import read_dataset
from kg.names import ID
from kg.tables import TableError
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


def faulty(fault, folder):
    """
    The triples of the invented world with a fault's tables over it, under names of
    its own; none if a file is no table, for then it never reaches the shapes.
    """
    for source in (FAULTS / "world", FAULTS / fault):
        for path in source.glob("*.csv"):
            shutil.copy(path, folder / path.name)
    try:
        dataset = read_dataset(folder)
    except TableError:
        return []

    def own(term):
        if isinstance(term, ox.NamedNode) and term.value.startswith(ID):
            return ox.NamedNode(f"{ID}{fault}/{term.value.removeprefix(ID)}")
        return term

    return [ox.Triple(own(q.subject), q.predicate, own(q.object)) for q in quads_of(dataset)]


def test_every_fault_is_found_alike(tmp_path):
    """
    The world of every fault gives the same results in both engines; forty of the
    faults reach the shapes, for most are found in the tables alone.
    """
    triples = []
    for fault in NAMES:
        (tmp_path / fault).mkdir()
        triples += faulty(fault, tmp_path / fault)
    found, reference = both(triples)
    assert found == reference
    reached = {key[0].removeprefix(f"<{ID}").split("/")[0] for key in found}
    assert len(reached) >= 40


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


def shapeless(keys):
    """
    Results without the names of blank nodes, which differ from one engine to the other.
    """
    return {tuple(re.sub(r"_:\w+", "_:", text) for text in key) for key in keys}


@pytest.mark.parametrize(
    "seeds", [range(50), pytest.param(range(50, 1500), marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_random_shapes_are_judged_alike(seeds):
    """
    Random shapes with every constraint of SHACL Core, nested, on every kind of path
    and target, give the same results in both engines.
    """
    components = set()
    for seed in seeds:
        dice = Dice(seed)
        shapes, data = dice.shapes(4), dice.data(40)
        store = graphs.store_of(data)
        found = {result.key for result in Engine(shapes).run(store).results}
        reference = ask_pyshacl([quad.triple for quad in store], shapes)
        assert shapeless(found) == shapeless(reference), seed
        components |= {key[3] for key in found}
    assert len(components) >= 20
