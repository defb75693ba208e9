"""
What the founding article alone says: a build of its claims only.
"""

import pytest
from conftest import REPOSITORY

from kg import build
from kg.graph import OxigraphStore
from kg.graph.triples import quads_of
from kg.knowledge import KnowledgeGraph

ARTICLE = "itespresso-2015-01-cloudwatt"


@pytest.fixture(scope="module")
def article():
    """
    A graph of the article's claims.
    """
    built = build.make(REPOSITORY / "data", REPOSITORY / "ontology", sources=[ARTICLE])
    return KnowledgeGraph(build.store_of(built))


def test_the_holders_of_numergy_have_unknown_shares(article):
    """
    SFR, Bull and Caisse des Dépôts hold Numergy; no share is given, no controller claimed.
    """
    answer = article.owners("numergy", on="2013-01-01")
    assert {item["holder"] for item in answer} == {"sfr", "bull", "caisse-des-depots"}
    assert all(item["capital"] == {"min": None, "max": None} for item in answer)
    verdicts = {item["verdict"] for item in article.controllers("numergy", on="2013-01-01")}
    assert not verdicts & {"yes", "presumed"}


def test_the_article_leaves_the_post_vacant(article):
    """
    Between Patrick Starck (March 2014) and Didier Renard (end of April) it names nobody.
    """
    answer = article.leaders("cloudwatt", on="2014-04-15")
    assert len(answer) == 0
    assert any("vacant" in note for note in answer.notes)


def test_every_claim_points_at_its_passage(article):
    """
    Each shareholding of the article carries the characters that say so.
    """
    answer = article.owners("cloudwatt", on="2014-10-01")
    locators = {item["holder"]: item["sources"][0]["locator"] for item in answer}
    assert locators == {
        "orange": "char=2795,2846",
        "caisse-des-depots": "char=2848,2888",
        "thales": "char=2892,2918",
    }


def test_nothing_else_is_cited(article):
    """
    No other source is left in a graph of one source.
    """
    rows = article.sparql(
        "SELECT DISTINCT ?s { ?c <https://w3id.org/french-cloud/ontology#source> ?s }"
    )
    assert [row["s"].slug for row in rows] == [ARTICLE]


def test_all_thirty_one_facts_are_claims():
    """
    Every passage of the article is the evidence of at least one claim.
    """
    built = build.make(REPOSITORY / "data", REPOSITORY / "ontology", sources=[ARTICLE])
    passages = {q.subject for q in built.quads if q.subject.value.find("/id/passage/") > 0}
    cited = {q.object for q in built.quads if q.predicate.value.endswith("#evidence")}
    assert len(passages) == 31
    assert passages == cited


def test_the_restricted_graph_is_made_of_its_records(article):
    """
    Restricting keeps claims whole: the same triples as reading only those rows.
    """
    dataset, _ = build.check_tables(REPOSITORY / "data", sources=[ARTICLE])
    store = OxigraphStore.of(quads_of(dataset))
    count = "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a <https://w3id.org/french-cloud/ontology#Shareholding> }"
    assert list(store.select(count)) == list(article.store.select(count))
