"""
A store that is asked the same thing once gives the same answers, within its bound.
"""

from kg.knowledge import KnowledgeGraph
from kg.serve.remembered import Remembered


class Counted:
    """
    A store that counts how often it is asked.
    """

    def __init__(self, store):
        self.store, self.asked = store, 0
        self.names, self.ledger = store.names, store.ledger

    def select(self, query):
        self.asked += 1
        return self.store.select(query)

    def query(self, query):
        return self.store.query(query)


def test_answers_are_the_same_and_asked_once(graph):
    """
    Questions through it answer as without it, the second time without asking the store.
    """
    behind = Counted(graph.store)
    through = KnowledgeGraph(Remembered(behind))

    def answers(one):
        return [
            one.owners("cloudwatt", on="2014-10-01").to_dict(),
            one.controllers("numergy", on="2015-01-15").to_dict(),
            one.sovereignty(every=True, on="2025-06-30").to_dict(),
            one.history("bull").to_dict(),
            one.deals("orange").to_dict(),
        ]

    plain = answers(KnowledgeGraph(graph.store))
    assert answers(through) == plain
    asked = behind.asked
    assert answers(through) == plain
    assert behind.asked == asked


def test_what_is_kept_is_bounded(graph):
    """
    The last answers used are kept, up to a number of cells; an answer too large is not kept.
    """
    kept = Remembered(graph.store, most=400)
    for number in range(50):
        kept.select(f"SELECT ?s {{ ?s ?p ?o }} LIMIT {number % 20 + 1}")
        assert kept.cells <= 400
    whole = "SELECT ?s ?p ?o { ?s ?p ?o }"
    assert len(kept.select(whole)) == len(graph.store.select(whole))
    assert kept.cells <= 400
