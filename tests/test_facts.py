"""
The questions that a correct graph answers, asked of the real tables.

The ten questions that came with the facts and those of the founding article, in both
stores: Oxigraph and rdflib must say the same.
"""

import pytest


@pytest.fixture(params=["oxigraph", "rdflib"])
def asked(request, graph, rdflib_graph):
    """
    The real graph, in each store.
    """
    return graph if request.param == "oxigraph" else rdflib_graph


def counted(answer):
    """
    The counted holders with their printed share.
    """
    return {
        item["holder"]: (float(item["capital"]["min"]) + float(item["capital"]["max"])) / 2
        for item in answer
        if item["standing"] == "counted" and item["capital"]["max"] is not None
    }


def verdicts(answer, *wanted):
    """
    Who controls, by which rule, with one of these verdicts.
    """
    chosen = wanted or ("yes", "presumed")
    return {
        (item["controller"], item["test"], item["verdict"])
        for item in answer
        if item["verdict"] in chosen
    }


def test_cloudwatt_in_2014(asked):
    """
    Orange 44.4, Caisse des Dépôts 33.3 and Thales 22.2, each certain and sourced.
    """
    answer = asked.owners("cloudwatt", on="2014-10-01")
    assert counted(answer) == {"orange": 44.4, "caisse-des-depots": 33.3, "thales": 22.2}
    assert all(item["certainty"] == "certain" and item["sources"] for item in answer)
    assert counted(asked.owners("cloudwatt", on="2014-06-30")) == counted(answer)


def test_orange_is_presumed_to_control_cloudwatt(asked):
    """
    No majority; Orange is presumed in control under article L.233-3 II.
    """
    answer = asked.controllers("cloudwatt", on="2014-10-01")
    assert verdicts(answer) == {("orange", "fr-l233-3", "presumed")}
    assert not verdicts(asked.controllers("cloudwatt", on="2014-10-01", test="majority"))
    assert "L.233-3" in answer[0]["law"]


def test_orange_controls_cloudwatt_if_it_buys_it_out(asked):
    """
    With the deal of January 2015 taken as done, Orange has the majority.
    """
    answer = asked.controllers("cloudwatt", on="2015-01-15", assume="acq-cloudwatt-orange-2015")
    assert ("orange", "majority", "yes") in verdicts(answer)


def test_numergy_in_2015(asked):
    """
    SFR 47, Caisse des Dépôts 33, Bull 20; SFR presumed, and Altice above it; Atos holds Bull.
    """
    answer = asked.owners("numergy", on="2015-06-30")
    assert counted(answer) == {"sfr": 47, "caisse-des-depots": 33, "bull": 20}
    found = verdicts(asked.controllers("numergy", on="2015-06-30"))
    assert {who for who, _, _ in found} >= {"sfr", "altice-france", "altice"}
    assert counted(asked.owners("sfr", on="2015-06-30")) == {"altice-france": 100}
    assert counted(asked.owners("altice-france", on="2015-06-30"))["altice"] == 78
    assert counted(asked.owners("bull", on="2015-06-30")) == {"atos": 100}


def test_the_head_of_cloudwatt_between_two_presidents(asked):
    """
    On 2014-04-15 Nadine Pichelot, interim, between Patrick Starck and Didier Renard.
    """
    answer = asked.leaders("cloudwatt", on="2014-04-15")
    assert [(item["person"], item["interim"]) for item in answer] == [("nadine-pichelot", True)]
    assert [item["person"] for item in asked.leaders("cloudwatt", on="2014-01-15")] == [
        "patrick-starck"
    ]
    assert [item["person"] for item in asked.leaders("cloudwatt", on="2014-05-01")] == [
        "didier-renard"
    ]


def test_bull_in_2014_and_2011(asked):
    """
    Atos 95.56 in October 2014, another source 94.82; Crescendo 22, Orange 8, FSI 5.05 in 2011.
    """
    answer = asked.owners("bull", on="2014-10-01")
    assert counted(answer) == {"atos": pytest.approx(95.56)}
    others = [item for item in answer if item["standing"] == "alternative"]
    assert [float(item["capital"]["min"]) for item in others] == [94.82]
    assert any("94.82" in note for note in answer.notes)
    assert counted(asked.owners("bull", on="2011-12-31")) == {
        "crescendo-industries": 22,
        "orange": 8,
        "bpifrance-participations": 5.05,
    }


def test_sfr_in_2012_and_2011(asked):
    """
    Vivendi 100 in 2012; Vivendi 56 and Vodafone 44 on the first day of 2011.
    """
    assert counted(asked.owners("sfr", on="2012-12-31")) == {"vivendi": 100}
    assert counted(asked.owners("sfr", on="2011-01-01")) == {"vivendi": 56, "vodafone": 44}


@pytest.mark.parametrize(
    ("day", "person"),
    [
        ("2019-01-01", "michel-paulin"),
        ("2025-01-01", "benjamin-revcolevschi"),
        ("2026-01-01", "octave-klaba"),
    ],
)
def test_the_chief_executives_of_ovhcloud(asked, day, person):
    """
    Paulin, then Revcolevschi, then Octave Klaba: the chief executive stands first.
    """
    assert asked.leaders("ovhcloud", on=day)[0]["person"] == person


def test_who_stands_behind_outscale(asked):
    """
    Dassault Systèmes, above it GIMD, above it the family.
    """
    found = verdicts(asked.controllers("outscale", on="2024-01-01"))
    assert {who for who, _, _ in found} >= {"dassault-systemes", "gimd", "dassault-family"}


def test_secnumcloud_offers_on_us_technology(asked):
    """
    On 2026-09-15: S3NS on Google, OVH and Orange on VMware, Cloud Temple on Red Hat.
    """
    rows = asked.run("technology/qualified-on-foreign-technology", day="2026-09-15")
    found = {(row["offering"].slug, row["technologyProvider"].slug) for row in rows}
    assert found == {
        ("off-s3ns-premi3ns", "google"),
        ("off-ovh-hpc", "vmware"),
        ("off-orange-cloudavenue", "vmware"),
        ("off-cloudtemple-paas", "red-hat"),
    }


def test_data4_over_the_years(asked):
    """
    AXA IM 37 and Colony 63; AXA IM 100; AXA IM 80 and PFA 20; Brookfield about 100.
    """
    assert counted(asked.owners("data4", on="2017-06-01")) == {
        "axa-im-alts": 37,
        "colony-capital": 63,
    }
    assert counted(asked.owners("data4", on="2019-06-01")) == {"axa-im-alts": 100}
    in_2021 = counted(asked.owners("data4", on="2021-06-01"))
    assert in_2021 == {"axa-im-alts": pytest.approx(80, abs=0.5), "pfa-pension": 20}
    assert set(counted(asked.owners("data4", on="2024-01-01"))) == {"brookfield"}


def test_state_and_bpifrance_in_orange(asked):
    """
    On 2016-04-30: 13.45 % of capital with 21.15 % of votes, and 9.60 with 8.35.
    """
    answer = asked.owners("orange", on="2016-04-30")
    shares = {
        item["holder"]: (float(item["capital"]["min"]), float(item["votes"]["min"]))
        for item in answer
        if item["standing"] == "counted" and item["votes"]
    }
    assert shares["french-state"] == (13.45, 21.15)
    assert shares["bpifrance-participations"] == (9.6, 8.35)
    assert not verdicts(asked.controllers("orange", on="2016-04-30"))


def test_the_purchase_of_cloudwatt(asked):
    """
    Orange's purchase was in talks in January 2015 and completed in March.
    """
    deals = {item["acquisition"]: item for item in asked.deals("cloudwatt")}
    deal = deals["acq-cloudwatt-orange-2015"]
    assert deal["talks"].startswith("2015-01")
    assert deal["completed"].startswith("2015-03")
    assert deal["stage"] == "completed"
    on_the_day = {i["acquisition"]: i for i in asked.deals("cloudwatt", on="2015-01-20")}
    assert on_the_day["acq-cloudwatt-orange-2015"]["stage"] == "announced"


def test_names_of_the_day(asked):
    """
    On 2015-01-15 the graph says Numericable-SFR, today Altice France: one organization.
    """
    assert asked.owners("altice-france", on="2015-01-15").subject["name"] == "Numericable-SFR"
    assert asked.owners("numericable", on="2026-06-01").subject["name"] == "Altice France"
