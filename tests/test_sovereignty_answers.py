"""
The capital rule of SecNumCloud asked of the real tables, in Python and on the command line.
"""

import json
from decimal import Decimal

import pytest
from click.testing import CliRunner

from kg import build
from kg.cli import main
from kg.errors import UsageError

KEYS = [
    "organization",
    "name",
    "verdict",
    "largest_non_eu",
    "total_non_eu",
    "reason",
    "sources",
]


def one(graph, org, on):
    """
    The assessment of one organization on a day.
    """
    [item] = graph.sovereignty(org, on=on)
    return item


@pytest.mark.parametrize(
    ("org", "on", "verdict", "largest"),
    [
        # the founding family has all but roundings, then 80 %, 70 %, at least 68 %, 79 %
        ("ovhcloud", "2016-01-01", "met", None),
        ("ovhcloud", "2018-01-01", "met", "kkr-towerbrook"),
        ("ovhcloud", "2022-01-01", "met", "kkr"),
        ("ovhcloud", "2025-06-01", "undetermined", None),
        ("ovhcloud", "2026-01-01", "met", None),
        # half each with two listed companies of which little is known
        ("bleu", "2025-01-01", "undetermined", "blackrock"),
        # four founders whose shares no source gives
        ("numspot", "2024-01-01", "undetermined", None),
        # 64 % with the French subsidiary of an American company
        ("exaion", "2026-06-01", "not_met", "mara"),
        ("exaion", "2025-06-01", "undetermined", None),
        ("outscale", "2026-01-01", "undetermined", None),
        ("orange", "2025-01-01", "undetermined", None),
        # seated in Germany, controlled from the United States
        ("aws-esc", "2026-06-01", "not_met", "aws"),
        ("data4", "2024-01-01", "not_met", "brookfield"),
        ("data4", "2022-01-01", "undetermined", None),
        ("scaleway", "2025-01-01", "undetermined", None),
        ("s3ns", "2024-01-01", "undetermined", "google"),
        ("microsoft", "2025-01-01", "not_met", None),
    ],
)
def test_the_providers_of_the_article(graph, org, on, verdict, largest):
    """
    Each verdict was judged by hand against the claims of that day.
    """
    item = one(graph, org, on)
    assert (item["verdict"], item["largest_non_eu"]["holder"]) == (verdict, largest)
    assert item["sources"] and "ANSSI" in item["reason"]
    assert bool(item["missing"]) == (verdict == "undetermined")


def test_ovhcloud_keeps_within_both_limits(graph):
    """
    With 79 % in the family, nobody outside can have more than the other 21 %.
    """
    item = one(graph, "ovhcloud", "2026-01-01")
    assert item["total_non_eu"] == {
        "capital": {"min": 0, "max": 21},
        "votes": {"min": 0, "max": 21},
    }
    assert {row["offering"] for row in item["qualified"]} == {"off-ovh-hpc", "off-ovh-bmpod"}


def test_google_has_less_than_ten_percent_of_s3ns(graph):
    """
    By attribution that is all that is held from outside; another source says 40 %.
    """
    answer = graph.sovereignty("s3ns", on="2024-01-01")
    item = answer[0]
    assert item["largest_non_eu"]["capital"] == {"min": 0, "max": 10}
    assert item["readings"] == {"product": "undetermined", "attribution": "met"}
    assert any("Thales" in gap for gap in item["missing"])
    [note] = [note for note in answer.notes if "40" in note]
    assert "not met" in note and "github-68825157405-s3ns" in note


def test_other_sources_may_be_counted(graph):
    """
    The verdict that another source gives is added last, and says what it rests on.
    """
    counted, other = graph.sovereignty("s3ns", on="2024-01-01", with_alternatives=True)
    assert counted["alternative"] is None and counted["verdict"] == "undetermined"
    assert other["verdict"] == "not_met" and other["alternative"]["counted"] == "undetermined"
    assert other["largest_non_eu"]["capital"]["min"] > Decimal(24)


def test_an_american_subsidiary_counts_whole(graph):
    """
    MARA has about 90 % of the holder of 64 %: 57 % by product, 64 % by attribution.
    """
    item = one(graph, "exaion", "2026-06-01")
    assert item["largest_non_eu"]["capital"] == {"min": Decimal("57.28"), "max": 64}
    assert item["readings"] == {"product": "not_met", "attribution": "not_met"}


def test_a_division_is_judged_by_its_legal_person(graph):
    """
    The rule is applied to Orange, and the answer says so.
    """
    answer = graph.sovereignty("orange-business", on="2025-09-01")
    assert answer[0]["seat"]["legal_person"] == "orange"
    assert any("Orange Business" in note and "legal person" in note for note in answer.notes)


def test_technology_stands_apart_from_capital(graph):
    """
    Whose technology it is shows beside the verdict and never moves it.
    """
    item = one(graph, "s3ns", "2026-01-01")
    assert [row["provider"] for row in item["technology"]] == ["google"]
    assert [row["in_union"] for row in item["technology"]] == [False]
    assert one(graph, "ovhcloud", "2026-01-01")["technology"][0]["country"] == "US"


def test_a_qualification_that_our_reading_does_not_explain_is_told(graph):
    """
    ANSSI qualified S3NS; public data do not settle the rule: both are said.
    """
    answer = graph.sovereignty("s3ns", on="2026-01-01")
    assert [row["decision"] for row in answer[0]["qualified"]] == ["2057"]
    assert any("off-s3ns-premi3ns" in note for note in answer.notes)
    assert one(graph, "s3ns", "2025-01-01")["qualified"] == []


def test_all_providers_of_a_day(graph):
    """
    Everybody with an offering on the day, in order, and nobody who did not exist.
    """
    answer = graph.sovereignty(every=True, on="2026-09-15")
    ids = [item["organization"] for item in answer]
    assert ids == sorted(ids) and answer.subject is None
    assert {"ovhcloud", "s3ns", "bleu", "outscale", "aws-esc"} <= set(ids)
    assert "cloudwatt" not in ids
    early = [item["organization"] for item in graph.sovereignty(every=True, on="2014-10-01")]
    assert {"cloudwatt", "numergy"} <= set(early) and "s3ns" not in early


def test_no_verdict_is_settled_by_rounding(graph):
    """
    Over ten years, met means at most 24 and 39 %, not met that something is named.
    """
    for year in range(2014, 2027):
        for item in graph.sovereignty(every=True, on=f"{year}-10-01"):
            total, largest = item["total_non_eu"], item["largest_non_eu"]
            for measure in ("capital", "votes"):
                assert 0 <= total[measure]["min"] <= total[measure]["max"] <= 100
                assert 0 <= largest[measure]["min"] <= largest[measure]["max"] <= 100
                if item["verdict"] == "met":
                    assert total[measure]["max"] <= 39 and largest[measure]["max"] <= 24


def test_both_stores_agree(graph, rdflib_graph):
    """
    Oxigraph and rdflib give the same answer.
    """
    asked = {"on": "2026-01-01"}
    orgs = ("ovhcloud", "s3ns", "exaion", "aws-esc", "orange-business")
    assert graph.sovereignty(*orgs, **asked) == rdflib_graph.sovereignty(*orgs, **asked)


def test_it_prints_as_a_table_and_goes_to_a_data_frame(graph):
    """
    Nested values have a short form in tables.
    """
    answer = graph.sovereignty("ovhcloud", "exaion", on="2026-06-01")
    assert "mara 57.28..64" in str(answer)
    assert list(answer.to_pandas()["verdict"]) == ["met", "not_met"]


def test_a_snapshot_asks_without_saying_the_day_again(graph):
    """
    The graph of a day gives the same verdicts.
    """
    assert graph.at("2026-01-01").sovereignty("ovhcloud")[0]["verdict"] == "met"


def test_one_organization_or_all_of_them(graph):
    """
    Neither and both are refused.
    """
    with pytest.raises(UsageError):
        graph.sovereignty()
    with pytest.raises(UsageError):
        graph.sovereignty("ovhcloud", every=True)


@pytest.fixture(scope="module")
def kg(tmp_path_factory, built):
    """
    The command line over a published build of the real tables.
    """
    folder = tmp_path_factory.mktemp("builds")
    build.build(output=folder)

    def run(*words, code=0):
        result = CliRunner().invoke(main, [*words, "--graph", str(folder)])
        assert result.exit_code == code, result.output
        return result

    return run


def test_the_json_of_the_command(kg):
    """
    One object with the keys of the contract; subject null where several are asked about.
    """
    text = kg("sovereignty", "ovhcloud", "--on", "2026-01-01", "--format", "json").stdout
    found = json.loads(text)
    [item] = found["answers"]
    assert [key for key in item if key in KEYS] == KEYS
    assert found["subject"]["id"] == "ovhcloud" and found["question"] == "sovereignty"
    assert item["largest_non_eu"] == {
        "holder": None,
        "capital": {"min": 0, "max": 21},
        "votes": {"min": 0, "max": 21},
    }
    several = kg("sovereignty", "ovhcloud", "exaion", "--on", "2026-06-01", "--format", "json")
    assert json.loads(several.stdout)["subject"] is None


def test_the_exit_code_of_the_command(kg):
    """
    Five where one organization is asked about and the rule cannot be settled, else zero.
    """
    kg("sovereignty", "numspot", "--on", "2024-01-01", code=5)
    kg("sovereignty", "numspot", "bleu", "--on", "2024-02-01")
    kg("sovereignty", "exaion", "--on", "2026-06-01")
    kg("sovereignty", "--all", "--on", "2026-06-01")
    kg("sovereignty", code=2)
    kg("sovereignty", "ovhcloud", "--all", code=2)
    kg("sovereignty", "no-such-provider", code=3)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_output_says_that_it_is_our_reading(kg, lang):
    """
    In a table, in CSV and in JSON, in both languages.
    """
    words = ["sovereignty", "ovhcloud", "--on", "2026-01-01", "--lang", lang, "--format"]
    for form in ("table", "csv", "tsv", "json"):
        assert "ANSSI" in " ".join(kg(*words, form).stdout.split()), form
