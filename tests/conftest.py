"""
What several tests share: the real graph, built once, in both stores.
"""

from pathlib import Path

import pytest

from kg import build
from kg.knowledge import KnowledgeGraph

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def built():
    """
    The real tables as a validated graph.
    """
    return build.make(REPOSITORY / "data", REPOSITORY / "ontology")


@pytest.fixture(scope="session")
def graph(built):
    """
    The real graph in an Oxigraph store.
    """
    return KnowledgeGraph(build.store_of(built))


@pytest.fixture(scope="session")
def rdflib_graph(built):
    """
    The real graph in rdflib's memory.
    """
    return KnowledgeGraph(build.store_of(built, "rdflib"))
