"""
At size: what bears on a question is read alone, and answers as the whole does.
"""

import random
import sys

import pytest

from bench.world import WORLD, World
from kg import build
from kg.answers import question as questions
from kg.claims import many_claims, read_claims
from kg.control import RELATIONS
from kg.errors import Ambiguous, NotFound, UsageError
from kg.graph import OxigraphStore
from kg.graph.generation import publish
from kg.graph.names_table import FILE, Named, NamesTable, write_names
from kg.graph.triples import DERIVED
from kg.knowledge import KnowledgeGraph
from kg.knowledge import open as open_graph
from kg.reach import Reach

DAYS = ("2012-09-06", "2014-10-01", "2018-03-03", "2025-06-30")
WORLD_DAYS = ("2016-03-01", "2019-06-01", "2024-12-31")


class Whole(Reach):
    """
    A reach that reads everything: what the answers are measured against.
    """

    def claims(self, about=None):
        return read_claims(self._store)

    def deciding(self, agents):
        return self.above(agents)

    def below(self, agent, *, minorities=False, holdings=False):
        claims = read_claims(self._store)
        every = {claim.held for claim in claims.shareholdings}
        every |= {claim.organization for claim in claims.rights}
        self.above(every)
        return frozenset(one.slug for one in every)


@pytest.fixture
def whole(monkeypatch):
    """
    Ask a question with every claim read.
    """

    def asked(question):
        with monkeypatch.context() as patch:
            for room in ("control", "explain", "groups", "sovereignty", "beneficial", "voting"):
                patch.setattr(sys.modules[f"kg.answers.{room}"], "Reach", Whole)
            return question()

    return asked


@pytest.fixture(scope="module")
def world():
    """
    A random world of 250 shareholdings with rights and unknown shares.
    """
    import pyoxigraph as ox

    store = ox.Store()
    text = "".join(World(250, seed=4).lines())
    store.bulk_load(text.encode(), format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(WORLD))
    return KnowledgeGraph(OxigraphStore(store))


def asked(graph, id, other, day, test):
    """
    The questions about one organization whose answer rests on claims around it.
    """
    return {
        "controllers": lambda: graph.controllers(id, on=day),
        "alternatives": lambda: graph.controllers(id, on=day, with_alternatives=True),
        "controllers by rule": lambda: graph.controllers(id, on=day, test=test),
        "controlled": lambda: graph.controlled(id, on=day),
        "controlled by rule": lambda: graph.controlled(id, on=day, test=test),
        "group": lambda: graph.group(id, on=day),
        "explain": lambda: graph.explain(other, id, on=day) if other != id else None,
        "sovereignty": lambda: graph.sovereignty(id, on=day),
        "beneficial": lambda: graph.controllers(id, on=day, test="fr-r561-1"),
    }


def compare(graph, whole, ids, days, seed):
    """
    Every question on every id has the answer that reading everything gives.
    """
    rng = random.Random(seed)
    compared = 0
    for id in ids:
        day, test, other = rng.choice(days), rng.choice(RELATIONS), rng.choice(ids)
        for name, question in asked(graph, id, other, day, test).items():
            mine, full = question(), whole(question)
            same = mine == full if mine is None else mine.to_dict() == full.to_dict()
            assert same, f"{name} {id} ({other}, {test}) on {day}"
            compared += bool(mine)
    return compared


def organizations(graph):
    """
    The ids of all organizations, in order.
    """
    return [iri.slug for iri in graph.directory.things if "/organization/" in iri]


def test_what_bears_on_an_organization_is_enough(graph, whole):
    """
    On the real graph an answer from the claims around an organization is that from all.
    """
    ids = random.Random(8).sample(organizations(graph), 8)
    ids += ["cloudwatt", "numergy", "caisse-des-depots", "bpifrance"]
    assert compare(graph, whole, ids, DAYS, seed=1) > 40


def test_what_bears_is_enough_in_a_random_world(world, whole):
    """
    In a world with long chains, cross-holdings and unknown shares too.
    """
    ids = [*random.Random(2).sample(organizations(world), 8), "c0", "c1"]
    assert compare(world, whole, ids, WORLD_DAYS, seed=3) > 25


@pytest.mark.slow
def test_what_bears_is_enough_for_everybody(graph, world, whole):
    """
    The same for every organization, each on several days.
    """
    for seed in range(3):
        compare(graph, whole, organizations(graph), DAYS, seed)
    compare(world, whole, organizations(world)[::3], WORLD_DAYS, 7)


def test_history_is_the_same_where_conclusions_are_not_stored(built):
    """
    A graph without stored conclusions tells the controllers of all days too.
    """
    stored = KnowledgeGraph(OxigraphStore.of(built.quads))
    drawn = KnowledgeGraph(
        OxigraphStore.of(quad for quad in built.quads if quad.graph_name.value != DERIVED)
    )
    ids = ["cloudwatt", "numergy", "bpifrance", "bpifrance-participations", "sfr", "ovhcloud"]
    for id in ids:
        assert drawn.history(id).to_dict() == stored.history(id).to_dict()
    kinds = {item["kind"] for item in drawn.history("cloudwatt")}
    assert "control" in kinds


def test_assumed_deals_are_found_where_they_are_not_above(graph, whole):
    """
    A buyer who holds nothing yet comes with all those above it.
    """
    for assumption in ("acq-cloudwatt-orange-2015", "sfr buys 10 of cloudwatt from thales"):

        def question(assumption=assumption):
            return graph.controllers("cloudwatt", on="2015-01-15", assume=assumption)

        assert question().to_dict() == whole(question).to_dict()


def test_questions_about_everybody_are_refused_in_a_large_graph(world, monkeypatch):
    """
    With more claims than may be read whole, the message says what to ask instead.
    """
    monkeypatch.setattr(questions, "many_claims", lambda store: many_claims(store, most=200))
    with pytest.raises(UsageError, match="kg history ORG"):
        world.changes("2016-01-01", "2017-01-01")
    with pytest.raises(UsageError, match="kg controllers ORG"):
        world.at("2019-01-01").control()
    assert world.owners("c1", on="2019-01-01")


def test_many_claims_counts_shareholdings_and_rights(world):
    """
    The threshold is on all claims about who holds or decides what.
    """
    claims = read_claims(world.store)
    count = len(claims.shareholdings) + len(claims.rights)
    assert many_claims(world.store, count - 1)
    assert not many_claims(world.store, count)


@pytest.fixture(scope="module")
def published(built, tmp_path_factory):
    """
    The real graph as a generation on disk, with its names table.
    """
    folder = tmp_path_factory.mktemp("graph")
    publish(folder, built.quads, {"counts": built.counts}, built.names)
    return open_graph(folder)


def found(graph, text):
    """
    What a text means, or the error that says why it means nothing.
    """
    try:
        return graph.directory.resolve(text)
    except (NotFound, Ambiguous) as error:
        return type(error), str(error), error.candidates


def test_the_names_table_answers_as_the_graph_does(graph, published):
    """
    Ids, names, identifiers, near names and nonsense mean the same with and without it.
    """
    assert published.store.names is not None
    texts = [name for thing in list(graph.directory.named())[::9] for name in thing.texts]
    texts += [text[:-2] + "x" for text in texts[::7]]
    texts += ["SFR 2", "CDC", "Caisse des dépôts", "zzz", "", "a b<c>", "https://example.org/x"]
    for text in texts:
        assert found(published, text) == found(graph, text), text
        assert published.find(text).to_dict() == graph.find(text).to_dict(), text


def test_of_very_many_names_those_with_rare_trigrams_are_compared(tmp_path, monkeypatch):
    """
    A misspelt name is found among many without comparing all; the exact one first.
    """
    monkeypatch.setattr("kg.graph.names_table.SCORED", 50)
    world = World(2000, seed=2)
    path = tmp_path / FILE
    assert write_names(path, world.named()) == world.graph.size
    table = NamesTable(path)
    for node in range(0, 200, 17):
        text = world.name(node).casefold().replace("é", "e")
        near = {iri for _, iri, _ in table.near(text[:4] + "x" + text[5:])}
        assert world.iri(node) in near
        assert len(near) < world.graph.size / 2
        assert world.iri(node) in {iri for iri, _ in table.entries(world.id(node))}


def test_a_name_written_twice_is_refused(tmp_path):
    """
    Each thing stands once: two rows of one IRI would make it ambiguous with itself.
    """
    one = Named("https://w3id.org/french-cloud/id/organization/a", ("a", "A"))
    with pytest.raises(Exception, match="names cannot be written"):
        write_names(tmp_path / FILE, [one, one])


def test_a_build_of_very_many_claims_draws_no_conclusions(tmp_path, monkeypatch):
    """
    It says so in its manifest, and answers who controlled whom all the same.
    """
    monkeypatch.setattr(build, "CONCLUDED", 10)
    generation = build.build(output=tmp_path)
    assert generation.manifest["conclusions"] == "on demand"
    assert generation.manifest["counts"]["conclusions"] == 0
    drawn = open_graph(tmp_path)
    assert "control" in {item["kind"] for item in drawn.history("cloudwatt")}
