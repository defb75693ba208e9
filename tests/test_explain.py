"""
Explanations: every test on one pair, on the real tables.
"""

import json

import pytest

from kg.answers import undetermined
from kg.control import RELATIONS, RULES
from kg.errors import UsageError

KEYS = {
    "test",
    "verdict",
    "certainty",
    "reason",
    "chain",
    "law",
    "with",
    "links",
    "missing",
    "sources",
}
LINK = {"holder", "held", "capital", "votes", "from", "until", "claim", "sources"}


def verdicts(answer):
    return {item["test"]: item["verdict"] for item in answer if not item.get("alternative")}


def test_one_item_a_test_with_its_keys(graph):
    """
    Every test answers once, with the keys of the contract; links carry bounds and sources.
    """
    answer = graph.explain("altice", "numergy", on="2015-06-30")
    assert [item["test"] for item in answer] == list(RELATIONS)
    for item in answer:
        assert set(item) >= KEYS
        assert item["law"] == RULES[item["test"]].law("en")
        for link in item["links"]:
            assert set(link) >= LINK
            assert set(link["capital"]) == {"min", "max"}
            assert link["sources"]
    json.dumps(answer.to_dict())


def test_links_go_from_the_controller_down(graph):
    """
    The links of a chain follow each other, each with its own figures and dates.
    """
    answer = graph.explain("altice", "numergy", on="2015-06-30")
    [item] = [item for item in answer if item["test"] == "fr-l233-3"]
    assert item["verdict"] == "presumed"
    assert [(link["holder"], link["held"]) for link in item["links"]] == [
        ("altice", "altice-france"),
        ("altice-france", "sfr"),
        ("sfr", "numergy"),
    ]
    assert item["chain"] == ["altice", "altice-france", "sfr", "numergy"]
    assert [float(link["capital"]["max"]) for link in item["links"]] == [78.5, 100, 47]


def test_a_presumption_names_the_runner_up(graph):
    """
    Who comes next, with its votes, and that the presumption is rebuttable.
    """
    answer = graph.explain("orange", "cloudwatt", on="2014-10-01")
    assert verdicts(answer) == {
        "majority": "no",
        "fr-l233-3": "presumed",
        "fr-l233-1": "no",
        "fr-l233-2": "yes",
    }
    [item] = [item for item in answer if item["test"] == "fr-l233-3"]
    assert item["runner_up"]["holder"] == "caisse-des-depots"
    assert "rebuttable" in item["reason"]
    assert "controls" not in item["reason"]


def test_a_no_says_what_is_held(graph):
    """
    A no gives the share that is held and the bound that it does not pass.
    """
    answer = graph.explain("thales", "cloudwatt", on="2014-10-01")
    [item] = [item for item in answer if item["test"] == "majority"]
    assert (item["verdict"], item["certainty"], item["chain"]) == ("no", "certain", [])
    assert "22.2 %" in item["reason"] and "not more than half" in item["reason"]
    assert [link["claim"] for link in item["links"]] == ["h-thales-cloudwatt-2012-09-06"]


def test_nothing_known_is_said_so(graph):
    """
    Without a share or a right the answer is that no source gives one, for every test.
    """
    answer = graph.explain("google", "cloudwatt", on="2014-10-01")
    assert set(verdicts(answer).values()) == {"no"}
    assert all("No source" in item["reason"] for item in answer)
    assert not undetermined(answer)


def test_undetermined_names_what_would_change_it(graph):
    """
    An unpublished share is missing, with what a figure would decide.
    """
    answer = graph.explain("docaposte", "numspot", on="2025-06-30")
    assert verdicts(answer)["majority"] == "undetermined"
    [item] = [item for item in answer if item["test"] == "majority"]
    assert len(item["missing"]) == 1
    assert "more than half of the votes would be control" in item["missing"][0]
    assert "holds a majority of the votes of NumSpot cannot be said" in item["reason"]
    assert undetermined(answer)


def test_a_golden_share_stands_beside(graph):
    """
    A golden share is told and gives no verdict.
    """
    answer = graph.explain("french-state", "bull", on="2025-06-30")
    assert set(verdicts(answer).values()) == {"no"}
    [note] = [note for note in answer.notes if "golden share" in note]
    assert "never added" in note


def test_concert_members_are_named(graph):
    """
    Who acts in concert is named with each verdict, and none of them controls by that.
    """
    answer = graph.explain("french-state", "orange", on="2018-06-30")
    assert {tuple(item["with"]) for item in answer} == {("bpifrance-participations",)}
    assert "yes" not in verdicts(answer).values()


def test_explain_agrees_with_controllers(graph):
    """
    What `controllers` lists, `explain` says of each pair, test by test.
    """
    for org, day in (
        ("numergy", "2015-06-30"),
        ("s3ns", "2025-06-30"),
        ("outscale", "2024-01-01"),
        ("bull", "2014-08-15"),
        ("bpifrance", "2020-01-01"),
    ):
        for item in graph.controllers(org, on=day):
            found = graph.explain(item["controller"], org, on=day)
            [same] = [one for one in found if one["test"] == item["test"]]
            assert (same["verdict"], same["chain"]) == (item["verdict"], item["chain"]), item


def test_majority_is_control_under_the_article(graph):
    """
    A majority is control under article L.233-3: that test says yes too.
    """
    found = verdicts(graph.explain("atos", "bull", on="2015-06-30"))
    assert (found["majority"], found["fr-l233-3"], found["fr-l233-1"]) == ("yes", "yes", "yes")


def test_alternatives_that_change_a_verdict(graph):
    """
    Where another source is right, the verdicts that differ are told with its name and figures.
    """
    answer = graph.explain("google", "s3ns", on="2025-06-30", with_alternatives=True)
    assert verdicts(answer)["fr-l233-2"] == "no"
    [other] = [item for item in answer if item["alternative"]]
    assert (other["test"], other["verdict"]) == ("fr-l233-2", "yes")
    assert other["alternative"]["claims"] == ["h-google-s3ns-alt", "h-thales-s3ns-alt"]
    [note] = [note for note in answer.notes if "depends on the source" in note]
    assert "Google 40 %, Thales 60 %" in note and "no becomes yes" in note


def test_alternatives_that_change_nothing(graph):
    """
    Where the verdicts stay whichever source is right, that is said too.
    """
    answer = graph.controllers("s3ns", on="2025-06-30", with_alternatives=True)
    assert all(item["alternative"] is None for item in answer)
    assert any("every verdict stays" in note for note in answer.notes)
    none = graph.controllers("cloudwatt", on="2014-10-01", with_alternatives=True)
    assert any("No other source contradicts" in note for note in none.notes)


def test_an_organization_does_not_control_itself(graph):
    """
    A pair is two.
    """
    with pytest.raises(UsageError, match="name two"):
        graph.explain("orange", "orange")


def test_french_is_french(built):
    """
    Reasons, notes and what is missing are said in French.
    """
    from kg import build
    from kg.knowledge import KnowledgeGraph

    french = KnowledgeGraph(build.store_of(built), lang="fr")
    answer = french.explain("docaposte", "numspot", on="2025-06-30")
    [item] = [item for item in answer if item["test"] == "majority"]
    assert "on ne peut dire si" in item["reason"]
    assert "plus de la moitié des votes serait le contrôle" in item["missing"][0]
    [note] = [
        note
        for note in french.explain("french-state", "bull", on="2025-06-30").notes
        if "action spécifique" in note
    ]
    assert "jamais additionné" in note


def test_voting_power_is_a_measure(graph):
    """
    `--test voting-power` answers the direct holders with indices, or says why it refuses.
    """
    answer = graph.controllers("numergy", on="2015-06-30", test="voting-power")
    assert {item["controller"]: item["shapley"] for item in answer} == {
        "sfr": pytest.approx(1 / 3, abs=1e-6),
        "caisse-des-depots": pytest.approx(1 / 3, abs=1e-6),
        "bull": pytest.approx(1 / 3, abs=1e-6),
    }
    assert {item["verdict"] for item in answer} == {"measured"}
    refused = graph.controllers("orange", on="2018-01-15", test="voting-power")
    assert not len(refused) and "less than half" in refused.notes[0]


def test_every_rule_is_told(graph):
    """
    `rules` lists every rule with its words, law and data.
    """
    answer = graph.rules()
    assert [item["id"] for item in answer] == list(RULES)
    assert all(item["title"] and item["definition"] and item["law"] for item in answer)
    assert {item["kind"] for item in answer} == {"control", "stake", "measure", "sovereignty"}
    with pytest.raises(UsageError, match="is not a rule"):
        graph.controllers("orange", test="fr-l233-9")


def test_subsidiaries_and_participations_are_asked_for_by_name(graph):
    """
    `controllers` lists certain subsidiaries; participations only where asked for.
    """
    answer = graph.controllers("s3ns", on="2025-06-30")
    tests = {item["test"] for item in answer if item["controller"] == "thales"}
    assert tests == {"majority", "fr-l233-1"}
    found = graph.controllers("cloudwatt", on="2014-10-01", test="fr-l233-2")
    assert {(item["controller"], item["verdict"]) for item in found} == {
        ("orange", "yes"),
        ("thales", "yes"),
    }


@pytest.mark.parametrize(
    ("pair", "code"),
    [
        (("docaposte", "numspot", "--on", "2025-06-30"), 5),
        (("orange", "cloudwatt", "--on", "2014-10-01"), 0),
        (("google", "cloudwatt", "--on", "2014-10-01"), 0),
        (("orange", "orange"), 2),
    ],
)
def test_the_exit_code_tells_the_undetermined(graph, monkeypatch, pair, code):
    """
    The command ends with 5 where no test is certain and one is undetermined.
    """
    from click.testing import CliRunner

    from kg.cli import main, options

    monkeypatch.setattr(options, "open_graph", lambda *_, **__: graph)
    result = CliRunner().invoke(main, ["explain", *pair, "--format", "json"])
    assert result.exit_code == code, result.output
