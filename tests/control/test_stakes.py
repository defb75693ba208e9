"""
Subsidiaries and participations, on invented companies.
"""

from dataclasses import replace
from itertools import product
from random import Random

import pytest
from brute_force import draw_case
from companies import PERCENT, conclusions, holds, share, states, unknown

from kg.control import Bounds, Day, conclude, judge_pair, reason
from kg.control.registry import relations
from kg.control.relation import PRESUMED, UNDETERMINED, YES, Facts

SUBSIDIARY, PARTICIPATION = "fr-l233-1", "fr-l233-2"


def stakes(*claims, test):
    return {
        (one.controller, one.controlled): one.verdict for one in conclusions(*claims, test=test)
    }


@pytest.mark.parametrize(
    ("percent", "subsidiary", "participation"),
    [
        (9.999999, None, None),
        (10, None, "yes"),
        (49.999999, None, "yes"),
        (50, None, "yes"),
        (50.000001, "yes", None),
        (100, "yes", None),
    ],
)
def test_the_bounds(percent, subsidiary, participation):
    """
    More than half is a subsidiary; 10 and 50 % are both a participation.
    """
    claims = (holds("alpine", "nuage", percent),)
    pair = ("alpine", "nuage")
    assert stakes(*claims, test=SUBSIDIARY).get(pair) == subsidiary
    assert stakes(*claims, test=PARTICIPATION).get(pair) == participation


def test_capital_counts_and_not_votes():
    """
    55 % of the capital with 40 % of the votes is a subsidiary without a majority.
    """
    row = replace(holds("alpine", "nuage", 55), votes=share(40), votes_follow_capital=False)
    found = {one.test: one for one in conclude(Day([row]), [SUBSIDIARY, "majority"])}
    assert set(found) == {SUBSIDIARY}
    assert found[SUBSIDIARY].share == share(55)


def test_own_shares_stay_in_the_capital():
    """
    46 % beside 10 % of own shares is a majority of the votes, and no subsidiary.
    """
    claims = (holds("alpine", "nuage", 46), holds("nuage", "nuage", 10))
    assert stakes(*claims, test="majority") == {("alpine", "nuage"): "yes"}
    assert stakes(*claims, test=SUBSIDIARY) == {}
    assert stakes(*claims, test=PARTICIPATION) == {("alpine", "nuage"): "yes"}


def test_what_controlled_companies_hold_counts():
    """
    Even 4 % held by a controlled company count (L.233-4), and the chain goes through it.
    """
    claims = (holds("alpine", "mid", 60), holds("alpine", "nuage", 47), holds("mid", "nuage", 4))
    [found] = [one for one in conclusions(*claims, test=SUBSIDIARY) if one.controlled == "nuage"]
    assert (found.controller, found.verdict, found.share) == ("alpine", "yes", share(51))
    assert found.chain == ("alpine", "nuage")
    assert found.claims == ("alpine-mid", "alpine-nuage", "mid-nuage")
    assert stakes(*claims, test=PARTICIPATION) == {}


def test_only_the_link_of_capital_is_not_control():
    """
    Half of the capital of a company that itself has a subsidiary makes none.
    """
    claims = (holds("alpine", "mid", 30), holds("mid", "nuage", 90))
    assert stakes(*claims, test=SUBSIDIARY) == {("mid", "nuage"): "yes"}


def test_presumed_control_makes_a_presumed_subsidiary():
    """
    What a company holds through one that it is presumed to control is said to be presumed.
    """
    claims = (holds("alpine", "mid", 45), holds("b", "mid", 30), holds("c", "mid", 25))
    found = stakes(*claims, holds("mid", "nuage", 80), test=SUBSIDIARY)
    assert found == {("mid", "nuage"): "yes", ("alpine", "nuage"): "presumed"}


def test_only_companies_have_subsidiaries():
    """
    A person or a State is no company: it may control, it has no subsidiary.
    """
    rows = [holds("jane", "alpine", 90), holds("alpine", "nuage", 80)]
    day = Day(rows, companies=frozenset({"alpine", "nuage"}))
    found = {(one.controller, one.controlled) for one in conclude(day, [SUBSIDIARY])}
    assert found == {("alpine", "nuage")}
    assert judge_pair(day, "jane", "nuage")["majority"].verdict == "yes"
    assert judge_pair(day, "jane", "nuage")[SUBSIDIARY] is None


def test_an_unknown_share_is_undetermined():
    """
    Without a figure neither a subsidiary nor a participation is said or denied.
    """
    claims = (unknown("alpine", "nuage"),)
    assert stakes(*claims, test=SUBSIDIARY) == {("alpine", "nuage"): "undetermined"}
    assert stakes(*claims, test=PARTICIPATION) == {("alpine", "nuage"): "undetermined"}


def test_a_row_of_imprecise_dates_counts_whole_or_not_at_all():
    """
    84 % from a day not known is all or nothing: possibly a subsidiary, never a participation.
    """
    claims = (holds("alpine", "nuage", 84, certain=False),)
    assert stakes(*claims, test=SUBSIDIARY) == {("alpine", "nuage"): "possible"}
    assert stakes(*claims, test=PARTICIPATION) == {}


def test_a_participation_stands_beside_the_control_of_another():
    """
    That another controls does not settle whether an unknown share is a participation.
    """
    claims = (holds("alpine", "nuage", 60), unknown("littoral", "nuage"))
    assert stakes(*claims, test=PARTICIPATION)["littoral", "nuage"] == "undetermined"


def test_rules_of_control_do_not_list_stakes():
    """
    Unless asked for, conclusions are those of control alone.
    """
    assert {one.test for one in conclusions(holds("alpine", "nuage", 80))} == {"majority"}


def test_reasons_speak_of_capital():
    """
    The reason counts capital, names the article, and never says control for a stake.
    """
    claims = [
        holds("alpine", "nuage", 80),
        holds("orion", "mid", 45),
        holds("mid", "sub", 60),
        holds("a", "b", 45, 55),
        unknown("c", "d"),
    ]
    for test in (SUBSIDIARY, PARTICIPATION):
        for lang, law in (("en", "Commerce Code, art. "), ("fr", "Code de commerce, art. ")):
            for one in conclusions(*claims, test=test):
                text = reason(one, str, lang)
                assert law + ("L.233-1" if test == SUBSIDIARY else "L.233-2") in text
                assert "controls" not in text
                assert "contrôle " not in text or "contrôle présumé" in text
                assert not set("{}") & set(text)
    [first] = conclusions(claims[0], test=SUBSIDIARY)
    assert reason(first, str, "en") == (
        "alpine holds 80 % of the capital of nuage: nuage is a subsidiary of alpine"
        " (Commerce Code, art. L.233-1)."
    )


def worlds_of(case, test):
    """
    The stakes of every completion, from the definition: capital as votes, without presumptions.
    """
    for world in case.worlds():
        powers = world.powers()
        groups = {one: world.group(one, powers) for one in world.nodes}
        pairs = set()
        for holder, held in product(world.nodes, world.nodes):
            table = world.votes.get(held, {})
            mine = sum(table.get(one, 0) for one in groups[holder] if one != held)
            reached = 2 * mine > world.whole
            if test == PARTICIPATION:
                reached = 10 * mine >= world.whole and 2 * mine <= world.whole
            if holder != held and mine and reached:
                pairs.add((holder, held))
        yield pairs


@pytest.mark.parametrize("test", [SUBSIDIARY, PARTICIPATION])
@pytest.mark.parametrize("batch", range(3))
def test_stakes_against_every_completion(batch, test):
    """
    `yes` holds in every completion, and what holds in some is never left out.

    A row of imprecise dates is there with its share, or not at all.
    """
    random = Random(2000 + batch)
    for _ in range(80):
        case = draw_case(random, rights=True, limit=100)
        for lot in case.lots:
            if len(lot.rows) == 1 and not lot.rows[0].certain:
                votes = lot.rows[0].votes
                lot.values = [0, *range(max(1, votes.low), votes.high + 1)]
        relation = relations(Facts(case.day), [test])[test]
        worlds = list(worlds_of(case, test))
        sure, open_ = (
            {
                (one, other)
                for one in relation.controllers()
                for other in relation.groups[verdict].of(one)
                if one != other
            }
            for verdict in (YES, UNDETERMINED)
        )
        assert sure <= set.intersection(*worlds), case
        assert open_ >= set.union(*worlds), case
        for one in relation.controllers():
            assert set(relation.groups[YES].of(one)) <= set(relation.groups[PRESUMED].of(one))


def test_units_are_whole_numbers():
    """
    A tenth is a tenth: 10 times a share is compared with the whole, without rounding.
    """
    row = replace(holds("a", "c", 10), capital=Bounds(10 * PERCENT - 1, 10 * PERCENT - 1))
    assert stakes(replace(row, votes=row.capital), test=PARTICIPATION) == {}


def test_a_stated_control_carries_stakes():
    """
    What a company under stated control holds counts as its controller's.
    """
    claims = (states("stated-control", "mid", "alpine"), holds("mid", "nuage", 70))
    assert stakes(*claims, test=SUBSIDIARY)["alpine", "nuage"] == "yes"
