"""
Exports of one day: what belongs to the state of a day, and nothing else.
"""

import io

import networkx
import rdflib

from kg.export import picture, write

KG = rdflib.Namespace("https://w3id.org/french-cloud/ontology#")


def test_a_deal_of_later_is_not_in_the_picture(graph):
    """
    The picture of 2015 has no deal of 2023, and of its own deals only those still open.
    """
    edges = {edge.id: edge for edge in picture(graph.store, graph_day("2015-01-20")).edges}
    assert "acq-airbus-evidian-2023" not in edges
    assert edges["acq-cloudwatt-orange-2015"].attributes["certainty"] == "certain"
    later = {edge.id for edge in picture(graph.store, graph_day("2015-06-30")).edges}
    assert "acq-cloudwatt-orange-2015" not in later


def graph_day(text):
    """
    A day of the calendar.
    """
    from kg.dates import parse_day

    return parse_day(text)


def test_a_snapshot_has_no_event_of_later_and_nothing_dangling(graph):
    """
    The Turtle of a day ends with that day, and points at nothing that it left out.
    """
    on = graph_day("2014-10-01")
    snapshot = rdflib.Graph().parse(data=write(graph.store, "ttl", on), format="turtle")
    assert len(snapshot) > 1000
    for event in snapshot.subjects(rdflib.RDF.type, KG.Event):
        first = snapshot.value(event, KG.notBefore)
        assert first is None or first.toPython() <= on
    claims = set(snapshot.subjects())
    assert all(other in claims for other in snapshot.objects(None, KG.counterpart))


def test_the_graphml_of_a_day_opens_in_networkx(graph):
    """
    networkx reads back as many edges as the picture has, each with its own id.
    """
    on = graph_day("2015-06-30")
    drawn = picture(graph.store, on)
    read = networkx.read_graphml(io.BytesIO(write(graph.store, "graphml", on).encode()))
    assert read.number_of_edges() == len(drawn.edges)
    assert len({edge.id for edge in drawn.edges}) == len(drawn.edges)
    assert read.number_of_nodes() == len(drawn.nodes)


def test_a_deal_of_the_day_has_the_stage_of_the_day(graph):
    """
    A deal completed later is not completed in the picture of a day on which it was announced.
    """
    edges = {edge.id: edge for edge in picture(graph.store, graph_day("2015-01-20")).edges}
    deal = edges["acq-cloudwatt-orange-2015"]
    assert deal.attributes["stage"] == "announced" and deal.line == "dotted"
    assert deal.label.endswith("(announced)")
    edges = {edge.id: edge for edge in picture(graph.store).edges}
    assert edges["acq-cloudwatt-orange-2015"].attributes["stage"] == "completed"
    assert edges["acq-cloudwatt-orange-2015"].line == "solid"


def test_what_possibly_holds_is_not_drawn_as_certain(graph):
    """
    In the picture of a day a claim that only possibly holds says so on its line and in its label.
    """
    unsure = 0
    for edge in picture(graph.store, graph_day("2015-06-30")).edges:
        possible = edge.attributes["certainty"] == "possible"
        claim = "--" not in edge.id or "standing" in edge.attributes
        if claim:
            assert possible == ("possible" in edge.label.rpartition("(")[2]), edge.id
            assert not possible or edge.line != "solid"
            unsure += possible
    assert unsure > 10
