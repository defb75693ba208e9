"""
Snapshots: the graph as of one day, and control on it as a thing to ask.
"""

import pytest

from kg.errors import NotFound, UsageError


@pytest.fixture(scope="module")
def day(graph):
    """
    The graph as of 2015-06-30.
    """
    return graph.at("2015-06-30")


def test_a_snapshot_answers_without_the_day(graph, day):
    """
    Every question that takes a day takes it from the snapshot.
    """
    assert day.owners("numergy") == graph.owners("numergy", on="2015-06-30")
    assert day.explain("sfr", "numergy") == graph.explain("sfr", "numergy", on="2015-06-30")
    assert day.group("altice") == graph.group("altice", on="2015-06-30")
    with pytest.raises(AttributeError):
        day.history  # noqa: B018


def test_controllers_and_controlled_mirror_each_other(day):
    """
    x controls y in one list if and only if y is controlled by x in the other.
    """
    view = day.control()
    every = {one.controller for one in view} | {one.controlled for one in view}
    for open in (False, True):
        down = {(one, other) for one in every for other in view.controlled(one, open=open)}
        up = {(one, other) for other in every for one in view.controllers(other, open=open)}
        assert down == up


def test_ultimate_controllers_have_nobody_above(day):
    """
    The top of each chain, and an organization's own ids by any name.
    """
    view = day.control()
    assert view.controllers("Numergy") == ["altice", "altice-france", "patrick-drahi", "sfr"]
    assert view.ultimate("numergy") == ["patrick-drahi"]
    assert view.group("Numericable") == ["altice-france", "numergy", "sfr"] or "sfr" in view.group(
        "altice-france"
    )
    with pytest.raises(NotFound):
        view.controllers("nobody at all")


def test_one_rule_or_all(day):
    """
    By a majority alone nobody controls Numergy; by article L.233-3 SFR is presumed to.
    """
    assert day.control("majority").controllers("numergy") == []
    assert "sfr" in day.control("fr-l233-3").controllers("numergy")
    assert day.control("fr-l233-3").controllers("sfr") == day.control().controllers("sfr")
    assert "sfr" in day.control("fr-l233-2").controllers("numergy")
    with pytest.raises(UsageError, match="does not say who controls whom"):
        day.control("voting-power")


def test_explain_of_a_view_is_about_its_rule(day):
    """
    A view by one rule explains that rule.
    """
    assert [item["test"] for item in day.control("majority").explain("sfr", "numergy")] == [
        "majority"
    ]


def test_the_graph_of_immediate_control(day):
    """
    Edges are immediate control; the paths over them are all of control that is certain.
    """
    import networkx

    view = day.control()
    drawn = view.to_networkx()
    sure = networkx.DiGraph(
        (one, other)
        for one, other, data in drawn.edges(data=True)
        if data["verdict"] in ("yes", "presumed")
    )
    for one in sure.nodes:
        assert set(view.controlled(one)) <= networkx.descendants(sure, one) | {one}
    assert drawn.nodes["sfr"]["name"] == "SFR"


def test_the_table_of_a_view(day):
    """
    Every conclusion is a row with its reason, as an answer and as a data frame.
    """
    view = day.control()
    assert len(view.table) == len(view) == len(view.to_pandas())
    assert all(item["reason"] and item["sources"] for item in view.table)
    assert "control on 2015-06-30" in repr(view)
    assert "<table" in view._repr_html_()
