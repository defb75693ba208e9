"""
Beneficial owners on invented companies, by the French and by the European rule.
"""

from datetime import date
from fractions import Fraction

import pytest
from companies import day, holds, states, unknown

from kg.control import Bounds, Holding
from kg.control.beneficial import APPLIES, EUROPEAN, FRENCH, beneficial_owners
from kg.control.beneficial_reasons import explain_owner, remarks
from kg.control.parties import COMPANY, FAMILY, NATURAL, STATE, Party

TODAY = date(2026, 1, 1)
PARTIES = {
    "p": Party("p", NATURAL),
    "q": Party("q", NATURAL),
    "family": Party("family", FAMILY, "FR"),
    "state": Party("state", STATE, "FR"),
    **{one: Party(one, COMPANY, "FR") for one in "abcde"},
}


def found(*claims, rule=FRENCH, on=TODAY, about="c"):
    return beneficial_owners(day(*claims), PARTIES, about, on, rule)


def owners(*claims, rule=FRENCH, about="c"):
    return {one.owner: one.verdict for one in found(*claims, rule=rule, about=about).owners}


def grounds(*claims, rule=FRENCH, owner="p"):
    """
    The kinds of the grounds on which somebody is an owner for certain.
    """
    return {
        ground.kind
        for one in found(*claims, rule=rule).owners
        if one.owner == owner
        for ground in one.grounds
        if ground.verdict == "yes"
    }


def test_france_asks_for_more_than_25_percent_and_europe_for_25():
    """
    Exactly 25 % is an owner under the European rule, not under the French one.
    """
    exactly = holds("p", "c", 25), holds("a", "c", 75)
    assert owners(*exactly) == {}
    assert owners(*exactly, rule=EUROPEAN) == {"p": "yes"}
    assert owners(holds("p", "c", 25.000001)) == {"p": "yes"}
    assert owners(holds("p", "c", 24.999999), rule=EUROPEAN) == {}


def test_votes_count_as_much_as_capital():
    """
    20 % of the capital with 30 % of the votes makes an owner.
    """
    capital, votes = Bounds(20_000_000, 20_000_000), Bounds(30_000_000, 30_000_000)
    assert owners(Holding("1", "p", "c", capital, votes)) == {"p": "yes"}


def test_only_natural_persons_are_owners():
    """
    Neither a company nor the State is ever a beneficial owner.
    """
    case = found(holds("state", "c", 60), holds("a", "c", 40))
    assert case.owners == ()
    assert any("legal representatives" in text for text in remarks(case, "en"))


def test_a_family_is_told_as_a_family():
    """
    Several persons taken as one holder are never given as one person.
    """
    [one] = found(holds("family", "c", 60)).owners
    assert one.family and "several natural persons" in explain_owner(one, str, "en")
    assert "plusieurs personnes physiques" in explain_owner(one, str, "fr")


def test_by_product_and_by_attribution_in_france():
    """
    60 % of a holder of 40 % is 24 % by product, and 40 % counted whole.
    """
    assert grounds(holds("p", "a", 60), holds("a", "c", 40)) == {"attribution"}
    assert grounds(holds("p", "a", 40), holds("q", "a", 60), holds("a", "c", 70)) == {"product"}
    assert grounds(holds("p", "a", 60), holds("a", "c", 60)) == {"product", "attribution"}


def test_several_chains_add_up():
    """
    Two chains of 15 % make an owner under either rule.
    """
    chains = holds("p", "a", 30), holds("a", "c", 50), holds("p", "b", 30), holds("b", "c", 50)
    assert grounds(*chains) == {"product"}
    assert grounds(*chains, rule=EUROPEAN) == {"product"}


def test_stated_control_is_a_ground_in_france_without_any_figure():
    """
    What sources say counts as control by other means; a board that a shareholder names too.
    """
    claims = unknown("p", "c"), states("stated-control", "c", "p")
    assert grounds(*claims) == {"control"}
    assert owners(*claims)["p"] == "yes"
    assert "control" in grounds(holds("p", "c", 5), states("board-appointment", "c", "p"))
    through = holds("p", "a", 60), states("stated-control", "c", "a")
    assert grounds(*through) == {"control"}


def test_what_somebody_is_presumed_to_control_makes_a_presumed_owner():
    """
    A presumption of control is rebuttable, and so is the ownership that rests on it.
    """
    rest = [holds(who, "a", 11) for who in "bde"]
    claims = holds("p", "a", 45), *rest, holds("a", "c", 50), holds("b", "c", 50)
    assert owners(*claims) == {"p": "presumed"}
    [one] = found(*claims).owners
    assert "rebuttable" in explain_owner(one, str, "en")


def test_europe_knows_no_presumption():
    """
    Control on each level is more than half there: 45 % of the parent is not enough.
    """
    rest = [holds(who, "a", 11) for who in "bde"]
    claims = holds("p", "a", 45), *rest, holds("a", "c", 50), holds("b", "c", 50)
    assert owners(*claims, rule=EUROPEAN) == {}


def test_mixed_chains_in_europe():
    """
    Art. 54: control of a holder of 25 %, and 25 % of a controller, both make an owner.
    """
    control_first = holds("p", "a", 60), holds("a", "c", 30), holds("b", "c", 70)
    assert grounds(*control_first, rule=EUROPEAN) == {"controlled-holders"}
    share_first = holds("p", "a", 30), holds("b", "a", 70), holds("a", "c", 60), holds("d", "c", 40)
    assert grounds(*share_first, rule=EUROPEAN) == {"owned-controller"}
    both_small = holds("p", "a", 60), holds("a", "c", 24), holds("b", "c", 76)
    assert owners(*both_small, rule=EUROPEAN) == {}


def test_controlled_holders_add_up_in_europe():
    """
    Two controlled entities with 15 % each hold 30 % together.
    """
    two = holds("p", "a", 60), holds("p", "b", 60), holds("a", "c", 15), holds("b", "c", 15)
    assert "controlled-holders" in grounds(*two, holds("d", "c", 70), rule=EUROPEAN)


@pytest.mark.parametrize("rule", [FRENCH, EUROPEAN])
def test_ranges_and_missing_figures_are_never_certain(rule):
    """
    20 to 30 % is possible, a share without a figure undetermined, 10 to 20 % neither.
    """
    assert owners(holds("p", "c", 20, 30), rule=rule) == {"p": "possible"}
    assert owners(unknown("p", "c"), rule=rule) == {"p": "undetermined"}
    assert owners(holds("p", "c", 10, 20), rule=rule) == {}


def test_the_european_rule_does_not_apply_before_its_day():
    """
    Asked for an earlier day it answers, and says that it does not apply yet.
    """
    early = found(holds("p", "c", 30), rule=EUROPEAN)
    assert not early.applies and "2027-07-10" in remarks(early, "en")[0]
    assert found(holds("p", "c", 30), rule=EUROPEAN, on=APPLIES).applies
    assert found(holds("p", "c", 30)).applies


def test_what_nobody_named_may_hide_other_owners():
    """
    The part of the capital with strangers is told where it may hold an owner.
    """
    case = found(holds("p", "a", 50), holds("a", "c", 100))
    assert case.unnamed == Fraction(1, 2)
    assert any("other owners" in text for text in remarks(case, "en"))
    closed = found(holds("p", "c", 80), holds("state", "c", 20))
    assert closed.unnamed == 0
    assert not any("other owners" in text for text in remarks(closed, "en"))


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("rule", [FRENCH, EUROPEAN])
def test_every_text_says_that_no_closed_register_was_read(rule, lang):
    """
    Each owner's reason and the remarks of each answer say what they rest on.
    """
    word = "registre" if lang == "fr" else "register"
    for claims in (
        (holds("p", "c", 60),),
        (holds("family", "a", 60), holds("a", "c", 30)),
        (holds("p", "a", 30), holds("a", "c", 60)),
        (unknown("p", "c"), states("stated-control", "c", "p")),
        (holds("p", "c", 20, 30),),
        (),
    ):
        case = found(*claims, rule=rule)
        texts = [explain_owner(one, str.upper, lang) for one in case.owners]
        assert all(word in text and "{" not in text and "None" not in text for text in texts)
        assert any(word in text for text in remarks(case, lang))


def test_the_claims_on_the_way_are_given():
    """
    An owner points at the claims from the person down to the organization, and at no others.
    """
    [one] = found(holds("p", "a", 60), holds("a", "c", 50), holds("b", "c", 50)).owners
    assert set(one.claims) == {"p-a", "a-c"}


def test_another_rule_is_refused():
    """
    The error names the two rules.
    """
    with pytest.raises(KeyError, match="eu-amlr"):
        beneficial_owners(day(), PARTIES, "c", TODAY, "gb-psc")
