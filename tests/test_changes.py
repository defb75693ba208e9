"""
Over time: histories with controllers, and what differs between two days.
"""

import json

import pytest

from kg.answers.changes import KINDS
from kg.errors import UsageError


def found(answer, kind, organization=None):
    return {
        item["about"]: (item["before"], item["after"])
        for item in answer
        if item["kind"] == kind and organization in (None, item["organization"])
    }


def test_every_kind_of_change(graph):
    """
    Over three years something of every kind differs, each with a source, in a stable order.
    """
    answer = graph.changes("2014-01-01", "2016-12-31")
    assert {item["kind"] for item in answer} == set(KINDS)
    assert all(item["sources"] for item in answer)
    keys = [(item["organization"], KINDS.index(item["kind"]), item["about"]) for item in answer]
    assert keys == sorted(keys)
    assert answer.to_dict() == graph.changes("2014-01-01", "2016-12-31").to_dict()
    json.dumps(answer.to_dict())


def test_a_year_of_cloudwatt(graph):
    """
    From 2015-01-01 to 2015-12-31: Orange from presumed to a majority, 44.4 to 100 %, the others out.
    """
    answer = graph.changes("2015-01-01", "2015-12-31")
    assert found(answer, "controller-gained", "cloudwatt") == {"orange": ("presumed", "yes")}
    [gained] = [
        item
        for item in answer
        if (item["kind"], item["organization"]) == ("controller-gained", "cloudwatt")
    ]
    assert (gained["date"], gained["test"]) == ("2015-03-20", "majority")
    held = found(answer, "shareholding", "cloudwatt")
    assert {who: after for who, (_, after) in held.items() if who != "orange"} == {
        "caisse-des-depots": None,
        "thales": None,
    }
    assert found(answer, "deal", "cloudwatt")["acq-cloudwatt-orange-2015"] == (None, "completed")


def test_exaion_in_2026(graph):
    """
    EDF and the State lose Exaion, MARA gains it, on the day of the closing.
    """
    answer = graph.changes("2026-01-01", "2026-11-01")
    assert set(found(answer, "controller-lost", "exaion")) == {
        "edf",
        "edf-pulse-ventures",
        "french-state",
    }
    assert set(found(answer, "controller-gained", "exaion")) == {"mara", "mara-france"}
    dates = {
        item["date"]
        for item in answer
        if item["organization"] == "exaion" and item["kind"].startswith("controller")
    }
    assert dates == {"2026-02-20"}


def test_a_day_does_not_differ_from_itself(graph):
    """
    The same day twice has no change.
    """
    answer = graph.changes("2015-06-30", "2015-06-30")
    assert not len(answer)
    assert answer.notes


def test_one_kind_only(graph):
    """
    `kind` keeps one kind, with the same items.
    """
    every = graph.changes("2014-01-01", "2015-01-01")
    names = graph.changes("2014-01-01", "2015-01-01", kind="name")
    assert list(names) == [item for item in every if item["kind"] == "name"]


@pytest.mark.parametrize(
    ("since", "until", "kind", "message"),
    [
        ("2016-01-01", "2015-01-01", None, "write the earlier day first"),
        ("2015-01-01", "2016-01-01", "mood", "is not a kind of change"),
        ("2015", "2016-01-01", None, "is not a day"),
    ],
)
def test_wrong_questions(graph, since, until, kind, message):
    """
    A wrong order, kind or day is an error that says how to ask.
    """
    with pytest.raises(UsageError, match=message):
        graph.changes(since, until, kind=kind)


def test_both_stores_say_the_same(graph, rdflib_graph):
    """
    Oxigraph and rdflib agree on changes and on histories.
    """
    days = ("2014-10-01", "2015-06-30")
    assert graph.changes(*days).to_dict() == rdflib_graph.changes(*days).to_dict()
    assert graph.history("bull").to_dict() == rdflib_graph.history("bull").to_dict()


def test_history_tells_when_control_begins_and_ends(graph):
    """
    Bull month by month: possibly Atos from August 2014, certainly from its end.
    """
    control = [
        (item["date"], item["text"])
        for item in graph.history("bull")
        if item["kind"] == "control" and item["date"] < "2020"
    ]
    assert control == [
        (
            "2014-08-01",
            "Atos may control it (majority of the votes): possible, not certain",
        ),
        ("2014-08-31", "Atos controls it (majority of the votes)"),
    ]


def test_history_never_calls_a_presumption_control(graph):
    """
    A presumption is told as one, from its first day to its last.
    """
    texts = {
        item["date"]: item["text"]
        for item in graph.history("cloudwatt")
        if item["kind"] == "control"
    }
    assert "is presumed to control" in texts["2012-09-06"]
    assert texts["2015-03-20"] == "Orange controls it (majority of the votes)"
    assert "no longer controls" in texts["2016-01-01"]


def test_history_calls_joint_control_joint(graph):
    """
    What several control together, none of them is said to control.
    """
    texts = {
        item["text"]
        for item in graph.history("bpifrance")
        if (item["kind"], item["date"]) == ("control", "2013-07-31")
    }
    assert len(texts) == 2
    assert all("controls it jointly with" in text and "not alone" in text for text in texts)


def test_the_state_is_counted_once(graph):
    """
    In Orange: 13.45 direct, 9.60 and 1.7 through others; totals and aggregates are not added.
    """
    answer = graph.group("french-state", on="2018-06-30")
    [orange] = [item for item in answer if item["held"] == "orange"]
    assert float(orange["direct"]["min"]) == 13.45
    assert {one["id"]: one["link"] for one in orange["through"]} == {
        "bpifrance-participations": "oversight",
        "caisse-des-depots": "oversight",
    }
    assert (float(orange["capital"]["min"]), float(orange["capital"]["max"])) == (24.7, 24.8)
    assert orange["verdict"] == "no"
    [concert] = orange["concert"]
    assert [float(concert[kind]["min"]) for kind in ("capital", "votes")] == [23.05, 29.5]
    assert any("no control" in note for note in answer.notes)
    [post] = [item for item in answer if item["held"] == "la-poste"]
    assert float(post["capital"]["max"]) == 100


def test_a_family_holds_through_its_company(graph):
    """
    The Dassault family: Dassault Aviation through GIMD, Thales through both, by the path.
    """
    answer = graph.group("famille Dassault", on="2024-01-01")
    through = {item["held"]: [one["path"] for one in item["through"]] for item in answer}
    assert through["dassault-aviation"] == [["dassault-family", "gimd"]]
    assert through["thales"] == [["dassault-family", "gimd", "dassault-aviation"]]


def test_no_group_holds_more_than_the_whole(graph):
    """
    Consolidated totals stay within 100 %, for every holder of the tables on several days.
    """
    agents = {
        iri.slug
        for iri, thing in graph.directory.things.items()
        if thing.type in ("State", "Family")
    }
    for day in ("2010-01-01", "2015-06-30", "2026-06-30"):
        for agent in sorted(agents):
            for item in graph.group(agent, on=day):
                claims = item["claims"]
                assert len(claims) == len(set(claims))
                high = item["capital"]["max"]
                assert high is None or high <= 100, (agent, item["held"])
