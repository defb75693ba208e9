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


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """
    The address of a server over the curated graph.
    """
    from serve.servers import running

    folder = tmp_path_factory.mktemp("served")
    build.build(output=folder)
    with running(folder, "--timeout", "3") as address:
        yield address


@pytest.fixture(scope="session")
def small_served(tmp_path_factory):
    """
    The address of a server over the three graphs of the W3C protocol tests.
    """
    import pyoxigraph as ox
    from serve.servers import running

    from kg.graph.generation import publish

    folder = tmp_path_factory.mktemp("small")
    base = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
    quads = [
        ox.Quad(
            ox.NamedNode(base.format(number)),
            ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
            ox.NamedNode("http://xmlns.com/foaf/0.1/Document"),
            ox.NamedNode(base.format(number)),
        )
        for number in range(4)
    ]
    publish(folder, quads, {"counts": {}})
    limits = ("--timeout", "2", "--rows", "50", "--result", "200000")
    with running(folder, *limits) as address:
        yield address
