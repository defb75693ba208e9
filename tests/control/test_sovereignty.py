"""
The capital rule of SecNumCloud on invented companies, and against every completion.
"""

from datetime import date
from fractions import Fraction
from random import Random

import pytest
from brute_force import STRANGER, World, draw_case
from companies import day, holds, states, unknown

from kg.control import Bounds, Holding
from kg.control.parties import (
    COMPANY,
    DIVISION,
    FAMILY,
    FUND,
    GROUP,
    NATURAL,
    STATE,
    Party,
    in_union,
)
from kg.control.sovereignty import MET, NOT_MET, ONE, TOGETHER, UNDETERMINED, assess
from kg.control.sovereignty_reasons import explain, missing

TODAY = date(2026, 1, 1)
KINDS = {
    "c": (COMPANY, "FR"),
    "fr": (COMPANY, "FR"),
    "fr2": (COMPANY, "FR"),
    "us": (COMPANY, "US"),
    "us2": (COMPANY, "US"),
    "ca": (FUND, "CA"),
    "gb": (COMPANY, "GB"),
    "hr": (COMPANY, "HR"),
    "far": (GROUP, "US"),
    "state": (STATE, "FR"),
    "family": (FAMILY, "FR"),
    "person": (NATURAL, None),
    "nowhere": (COMPANY, None),
    "unit": (DIVISION, "FR"),
}
PARTIES = {one: Party(one, kind, country) for one, (kind, country) in KINDS.items()}


def judged(*claims, about="c", on=TODAY):
    return assess(day(*claims), PARTIES, about, on)


def verdict(*claims, about="c", on=TODAY):
    return judged(*claims, about=about, on=on).verdict


@pytest.mark.parametrize(
    ("share", "expected"), [(24, MET), (24.000001, NOT_MET), (24.01, NOT_MET), (23.99, MET)]
)
def test_one_holder_may_have_24_percent_and_no_more(share, expected):
    """
    Exactly 24 % passes; a millionth of a percent more does not.
    """
    assert verdict(holds("us", "c", share), holds("family", "c", 100 - share)) == expected


@pytest.mark.parametrize(("third", "expected"), [(13, MET), (13.01, NOT_MET)])
def test_all_together_may_have_39_percent_and_no_more(third, expected):
    """
    Three holders of 13 % make 39 %, which passes; 39.01 % does not.
    """
    claims = holds("us", "c", 13), holds("us2", "c", 13), holds("ca", "c", third)
    assert verdict(*claims, holds("family", "c", 74 - third)) == expected


def test_capital_and_votes_must_both_pass():
    """
    10 % of the capital with 30 % of the votes is not met, and the other way round.
    """
    small, large = Bounds(10_000_000, 10_000_000), Bounds(30_000_000, 30_000_000)
    rest = Holding(
        "f", "family", "c", Bounds(70_000_000, 70_000_000), Bounds(70_000_000, 70_000_000)
    )
    assert verdict(Holding("1", "us", "c", small, large), rest) == NOT_MET
    assert verdict(Holding("1", "us", "c", large, small), rest) == NOT_MET


def test_a_seat_outside_the_union_settles_it():
    """
    A provider seated elsewhere does not meet the rule, whoever holds it.
    """
    found = judged(holds("family", "us", 100), about="us")
    assert found.verdict == NOT_MET and found.faults[0].kind == "seat"


def test_an_unknown_seat_leaves_it_open():
    """
    Without the country of the provider nothing is met.
    """
    found = judged(holds("family", "nowhere", 100), about="nowhere")
    assert found.verdict == UNDETERMINED and found.missing[0].kind == "seat"


def test_membership_of_the_union_is_dated():
    """
    A British holder is outside from 1 February 2020, a Croatian one inside from July 2013.
    """
    british = holds("gb", "c", 30), holds("family", "c", 70)
    assert verdict(*british, on=date(2020, 2, 1)) == NOT_MET
    assert judged(*british, on=date(2020, 1, 31)).faults == ()
    croatian = holds("hr", "c", 30), holds("family", "c", 70)
    assert verdict(*croatian, on=date(2013, 6, 30)) == NOT_MET
    assert judged(*croatian, on=date(2013, 7, 1)).faults == ()


@pytest.mark.parametrize(
    ("country", "first"),
    [("FR", "1958-01-01"), ("IE", "1973-01-01"), ("PL", "2004-05-01"), ("HR", "2013-07-01")],
)
def test_members_from_their_first_day(country, first):
    """
    A State is a member from the day of its accession, not the day before.
    """
    joined = date.fromisoformat(first)
    assert in_union(country, joined) is True
    assert in_union(country, date.fromordinal(joined.toordinal() - 1)) is False


def test_unknown_rests_are_neither_european_nor_foreign():
    """
    A rest within both limits is harmless; a larger one leaves the question open.
    """
    assert verdict(holds("family", "c", 79)) == MET
    assert verdict(holds("family", "c", 70)) == UNDETERMINED
    assert verdict() == UNDETERMINED


def test_what_would_settle_it_is_told():
    """
    The rest is named, with the part of it that would break the rule.
    """
    [gap] = judged(holds("family", "c", 64)).missing
    assert (gap.kind, gap.organization) == ("rest", "c")
    assert gap.share.high == Fraction(36, 100) and gap.one == ONE and gap.together is None


def test_a_rest_may_be_a_vehicle_of_a_named_outsider():
    """
    20 % with a foreign holder and 20 % with nobody named may be 40 % with the one.
    """
    assert verdict(holds("us", "c", 20), holds("family", "c", 60)) == UNDETERMINED
    assert verdict(holds("us", "c", 4), holds("family", "c", 76)) == MET


def test_by_product_a_european_holder_lets_through():
    """
    60 % of a European holder of 50 % is 30 %: more than 24 %.
    """
    found = judged(
        holds("us", "fr", 40),
        holds("family", "fr", 60),
        holds("fr", "c", 70),
        holds("family", "c", 30),
    )
    assert found.verdict == NOT_MET
    assert (found.faults[0].reading, found.faults[0].holder) == ("product", "us")
    assert found.readings == {"product": NOT_MET, "attribution": MET}


def test_by_attribution_a_controlled_holder_counts_whole():
    """
    51 % of a holder of 30 % is 15.3 % by product, and 30 % by attribution.
    """
    found = judged(
        holds("us", "fr", 51),
        holds("family", "fr", 49),
        holds("fr", "c", 30),
        holds("family", "c", 70),
    )
    assert found.verdict == NOT_MET
    assert found.readings == {"product": MET, "attribution": NOT_MET}
    assert found.faults[0].share.low == Fraction(3, 10)


def test_a_european_parent_does_not_cure_a_foreign_holder():
    """
    What an American company holds counts, though a French family owns it.
    """
    assert (
        verdict(holds("family", "us", 100), holds("us", "c", 30), holds("family", "c", 70))
        == NOT_MET
    )


def test_a_listed_european_holder_leaves_it_open():
    """
    A parent whose own holders are not known may belong to anybody.
    """
    found = judged(holds("fr", "c", 100))
    assert found.verdict == UNDETERMINED
    assert [gap.organization for gap in found.missing] == ["fr"]


def test_a_state_has_no_holders():
    """
    Nobody stands behind a public body: what it holds is inside the Union.
    """
    assert verdict(holds("state", "c", 100)) == MET


def test_control_stated_by_a_source_is_enough():
    """
    A foreign company said to control the provider breaks the rule without any figure.
    """
    found = judged(unknown("us", "c"), states("stated-control", "c", "us"))
    assert found.verdict == NOT_MET and found.faults[0].kind == "control"
    assert found.largest == "us"


def test_control_from_outside_passes_through_intermediaries():
    """
    A European subsidiary of a foreign company does not make the provider European.
    """
    claims = unknown("fr", "c"), states("stated-control", "c", "fr"), holds("us", "fr", 100)
    assert verdict(*claims) == NOT_MET


def test_own_shares_raise_the_share_of_the_others():
    """
    23 % with 10 % of own shares is 25.6 % of what others hold.
    """
    claims = holds("us", "c", 23), holds("c", "c", 10), holds("family", "c", 67)
    assert verdict(*claims) == NOT_MET
    assert verdict(holds("us", "c", 21), holds("c", "c", 10), holds("family", "c", 69)) == MET


def test_cycles_are_counted_once():
    """
    Two French companies that hold each other, 30 % of each abroad: less than 39, more than 24.
    """
    claims = (
        holds("fr", "c", 50),
        holds("c", "fr", 50),
        holds("us", "c", 10),
        holds("family", "c", 40),
        holds("state", "fr", 50),
    )
    found = judged(*claims)
    assert found.together["product", "capital"].high == Fraction(10, 75)
    assert found.verdict == MET


def test_holders_given_together_count_in_the_sum_alone():
    """
    30 % of a foreign group of holders is not known to be with one of them.
    """
    found = judged(holds("far", "c", 30), holds("family", "c", 70))
    assert found.verdict == UNDETERMINED and found.largest == "far"
    assert verdict(holds("far", "c", 40), holds("family", "c", 60)) == NOT_MET
    assert verdict(holds("far", "c", 20), holds("family", "c", 80)) == MET


def test_a_person_is_never_counted_as_a_foreign_entity():
    """
    The rule speaks of entities: a person without a known country leaves it open.
    """
    found = judged(holds("person", "c", 50), holds("family", "c", 50))
    assert found.verdict == UNDETERMINED
    assert [gap.kind for gap in found.missing] == ["person"]


def test_a_board_or_a_veto_from_outside_breaks_the_rule():
    """
    Neither the power to name the board nor a special share goes with the rule.
    """
    small = holds("us", "c", 5), holds("family", "c", 95)
    assert judged(*small, states("board-appointment", "c", "us")).faults[0].kind in (
        "control",
        "board",
    )
    assert judged(*small, states("golden-share", "c", "us")).faults[0].kind == "veto"
    assert verdict(*small, states("golden-share", "c", "state")) == MET


def test_an_agreement_that_is_not_spelled_out_leaves_it_open():
    """
    Nobody knows whether a pact with a foreign holder has a veto in it.
    """
    small = holds("us", "c", 5), holds("family", "c", 95)
    found = judged(*small, states("agreement", "c", "us", "family"))
    assert found.verdict == UNDETERMINED and found.missing[0].kind == "right"
    assert verdict(*small, states("concert", "c", "family", "person")) == MET


def test_a_division_is_judged_by_its_legal_person():
    """
    The rule looks at the company that a division belongs to.
    """
    found = judged(states("attachment", "unit", "c"), holds("us", "c", 30), about="unit")
    assert (found.organization, found.legal_person, found.verdict) == ("unit", "c", NOT_MET)


def test_a_division_passes_what_it_holds_on():
    """
    A holding of a division is one of its legal person.
    """
    claims = states("attachment", "unit", "us"), holds("unit", "c", 30), holds("family", "c", 70)
    assert verdict(*claims) == NOT_MET


def test_a_concert_of_europeans_keeps_strangers_out_of_control():
    """
    Two who act in concert with most of the votes stand against a stranger with 45 %.
    """
    above = holds("state", "fr", 30), holds("family", "fr", 25)
    held = holds("fr", "c", 60), holds("family", "c", 40)
    apart = judged(*above, *held)
    assert apart.readings["attribution"] == UNDETERMINED
    together = judged(*above, *held, states("concert", "fr", "state", "family"))
    assert together.readings["attribution"] == MET


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_text_says_that_it_is_our_reading(lang):
    """
    Whatever the verdict, the reason says whose reading it is, and leaves no blank.
    """
    cases = [
        judged(holds("family", "c", 79)),
        judged(holds("us", "c", 8), holds("family", "c", 80)),
        judged(holds("us", "c", 30)),
        judged(holds("us", "c", 20), holds("us2", "c", 20), holds("family", "c", 60)),
        judged(holds("family", "c", 60)),
        judged(holds("fr", "c", 100), holds("person", "fr", 10), holds("nowhere", "fr", 10)),
        judged(unknown("us", "c"), states("stated-control", "c", "us")),
        judged(holds("family", "us", 100), about="us"),
        judged(holds("family", "c", 90), states("agreement", "c", "us", "family")),
    ]
    for case in cases:
        text = explain(case, PARTIES, str.upper, lang)
        assert "ANSSI" in text and "{" not in text and "None" not in text
        assert all(gap in text for gap in missing(case, str.upper, lang))


def resolved(world: World, random: Random, parties: dict[str, Party]) -> World:
    """
    One way of filling what a completion leaves open: each stranger is somebody.
    """
    outsiders = [one for one, party in parties.items() if party.country == "US"]
    votes = {held: dict(table) for held, table in world.votes.items()}
    for one, party in parties.items():
        if party.kind == COMPANY and one not in votes:
            votes[one] = {STRANGER: world.whole}
    for held, table in votes.items():
        units = table.pop(STRANGER, 0)
        if parties[held].country == "US":
            table["crowd"] = table.get("crowd", 0) + units
            continue
        for _ in range(2):
            some = random.choice([0, units, units])
            who = random.choice(["crowd", "foreigner", *outsiders])
            table[who] = table.get(who, 0) + some
            units -= some
        table["crowd"] = table.get("crowd", 0) + units
    nodes = [*world.nodes, "foreigner"]
    return World(world.whole, nodes, votes, world.rights)


def breaks(world: World, outside: set[str], about: str) -> set[str]:
    """
    Which limits one world without unknowns passes, from the definitions, by reading.
    """
    control = world.control(one_stranger=False)
    control |= {(one, one) for one in world.nodes}
    base = world.base(about)
    table = world.votes.get(about, {})
    found = set()

    def product(members: set[str]) -> float:
        value = {one: float(one in members) for one in [*world.nodes, "crowd"]}
        for _ in range(300):
            for held, holders in world.votes.items():
                if held not in members and world.base(held):
                    value[held] = sum(
                        units * value[one] for one, units in holders.items() if one != held
                    ) / world.base(held)
        return value[about]

    def attribution(members: set[str]) -> float:
        group = {other for one, other in control if one in members}
        held = sum(units for one, units in table.items() if one in group and one != about)
        return held / base if base else 0.0

    for reading, measure in (("product", product), ("attribution", attribution)):
        if any(measure({one}) > ONE + Fraction(1, 10**9) for one in outside):
            found.add(reading)
        if measure(outside) > TOGETHER + Fraction(1, 10**9):
            found.add(reading)
    if any((one, about) in control for one in outside):
        found.add("attribution")
    insiders = {other for one, other in control if one in outside}
    for right in world.rights:
        veto = right.organization == about and right.kind == "golden-share"
        if veto and insiders.intersection(right.holders):
            found.add("veto")
    return found


@pytest.mark.parametrize("seed", range(100))
def test_against_every_completion(seed):
    """
    Never met where a completion breaks the rule, never not met where one keeps it.
    """
    check(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 700))
def test_against_every_completion_of_many(seed):
    """
    The same on many more worlds.
    """
    check(seed)


def check(seed: int) -> None:
    """
    One random world: its seats, its strangers and its shares filled in several ways.
    """
    random = Random(seed)
    case = draw_case(random, rights=seed % 3 == 0, limit=30)
    about = "c0"
    parties = {"foreigner": Party("foreigner", COMPANY, "US")}
    for one in case.nodes():
        country = random.choice(["FR", "FR", "US", "US", None] if one != about else ["FR"])
        kind = random.choice([COMPANY, FAMILY, STATE]) if one.startswith(("p", "v")) else COMPANY
        parties[one] = Party(one, kind, "FR" if kind != COMPANY and country is None else country)
        if kind == FAMILY:
            parties[one] = Party(one, FAMILY, "FR")
    known = {one: party for one, party in parties.items() if one != "foreigner"}
    found = assess(case.day, known, about, TODAY)
    kept, broken = 0, 0
    for world in case.worlds():
        for _ in range(4):
            seats = {
                one: party if party.country else Party(one, party.kind, random.choice(["FR", "US"]))
                for one, party in parties.items()
            }
            outside = {one for one, party in seats.items() if party.country == "US"} - {about}
            full = resolved(world, random, seats)
            limits = breaks(full, outside, about)
            kept, broken = kept + (not limits), broken + bool(limits)
    if found.verdict == MET:
        assert not broken, (case, parties)
    if found.verdict == NOT_MET:
        assert not kept, (case, parties, found.faults)
