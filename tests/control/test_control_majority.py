"""
Control by accumulation, on invented companies.
"""

import pytest
from companies import conclusions, day, holds, share, states, unknown, verdicts

from kg.control import Bounds, Day, Holding, conclude, judge


def test_more_than_half_controls():
    """
    One unit above half of the votes is control.
    """
    assert verdicts(holds("alpine", "nuage", 50.000001)) == {("alpine", "nuage"): "yes"}


def test_exactly_half_is_a_deadlock():
    """
    50/50 gives control to nobody, and the organization is reported with both holders.
    """
    found = judge(day(holds("alpine", "nuage", 50), holds("littoral", "nuage", 50)))
    assert found.conclusions == ()
    assert [(one.organization, one.holders) for one in found.deadlocks] == [
        ("nuage", ("alpine", "littoral"))
    ]


def test_half_held_through_subsidiaries_names_the_nearest():
    """
    A deadlock names the holders of the halves, not everybody above them.
    """
    found = judge(
        day(holds("top", "alpine", 80), holds("alpine", "nuage", 50), holds("b", "nuage", 50))
    )
    assert found.deadlocks[0].holders == ("alpine", "b")


def test_thirty_and_twenty_never_make_a_majority():
    """
    Sums are whole numbers: 30 and 20 % held together are half, not more.
    """
    group = [holds("top", "left", 60), holds("top", "right", 60)]
    assert ("top", "c") not in verdicts(
        *group, holds("left", "c", 30), holds("right", "c", 20), test="majority"
    )


def test_votes_add_up_along_controlled_links():
    """
    30 % held directly and 30 % through a controlled company are 60 %, not a product.
    """
    [one] = [
        one
        for one in conclusions(
            holds("top", "mid", 60), holds("top", "c", 30), holds("mid", "c", 30)
        )
        if one.controlled == "c" and one.verdict == "yes"
    ]
    assert (one.controller, one.share, one.claims) == (
        "top",
        share(60),
        ("top-mid", "mid-c", "top-c"),
    )
    assert one.immediate
    assert one.ultimate


def test_chain_goes_through_the_largest_contribution():
    """
    The chain names the member that brings most of the votes.
    """
    [one] = [
        one
        for one in conclusions(
            holds("top", "mid", 60), holds("top", "c", 10), holds("mid", "c", 45)
        )
        if one.controlled == "c" and one.verdict == "yes"
    ]
    assert one.chain == ("top", "mid", "c")


def test_share_counts_the_whole_group():
    """
    67 % direct and 11 % through a wholly owned company are shown as 78 %.
    """
    found = conclusions(holds("a", "bis", 100), holds("a", "c", 67), holds("bis", "c", 11))
    [one] = [one for one in found if one.controlled == "c"]
    assert one.share == share(78)
    assert one.claims == ("a-bis", "a-c", "bis-c")


def test_shares_are_not_multiplied_below():
    """
    A chain of majorities is control, however small the product of the shares.
    """
    found = conclusions(*(holds(f"n{i}", f"n{i + 1}", 51) for i in range(6)))
    ends = next(one for one in found if (one.controller, one.controlled) == ("n0", "n6"))
    assert ends.chain == tuple(f"n{i}" for i in range(7))
    assert not ends.immediate
    assert [one.controller for one in found if one.controlled == "n6" and one.ultimate] == ["n0"]


def test_mutual_control_is_one_class():
    """
    A holds 60 % of B and B 60 % of A: each controls the other, and nobody is above.
    """
    found = conclusions(holds("a", "b", 60), holds("b", "a", 60))
    assert {(one.controller, one.controlled) for one in found} == {("a", "b"), ("b", "a")}
    assert all(one.mutual and one.ultimate and one.immediate for one in found)


def test_company_held_by_its_own_group():
    """
    A owns B and D, which hold 30 % each of A: nobody controls A, and it is said so.
    """
    found = judge(
        day(holds("a", "b", 100), holds("a", "d", 100), holds("b", "a", 30), holds("d", "a", 30))
    )
    assert found.self_controlled == ("a",)
    assert {one.controlled for one in found.conclusions} == {"b", "d"}


def test_loop_never_supports_itself():
    """
    A ring of 40 % holdings starts from nothing: no control, nor by an outsider with 20 %.
    """
    ring = [holds("a", "b", 40), holds("b", "c", 40), holds("c", "a", 40)]
    assert verdicts(*ring, *(holds("x", one, 20) for one in "abc"), test="majority") == {}


def test_ladder_held_by_accumulation_only():
    """
    Each rung is held 30 + 30 % by the two above it: one controller for the whole ladder.
    """
    rungs = 200
    claims = [holds("top", "n0", 60), holds("top", "n1", 60)]
    for number in range(2, rungs):
        claims += [holds(f"n{number - back}", f"n{number}", 30) for back in (1, 2)]
    found = verdicts(*claims, test="majority")
    assert all(found["top", f"n{number}"] == "yes" for number in range(rungs))
    assert ("n5", "n7") not in found


def test_treasury_shares_leave_the_denominator():
    """
    With 10 % of own shares, 46 % are a majority of the 90 % that vote, and 45 % half of it.
    """
    [one] = conclusions(holds("nuage", "nuage", 10), holds("alpine", "nuage", 46))
    assert one.verdict == "yes"
    assert one.share == Bounds(51_111_111, 51_111_112)
    half = judge(
        day(holds("nuage", "nuage", 10), holds("alpine", "nuage", 45), holds("b", "nuage", 45))
    )
    assert half.conclusions == ()
    assert half.deadlocks[0].holders == ("alpine", "b")


def test_printed_votes_may_leave_treasury_shares_out_already():
    """
    Beside votes that a source prints apart from capital, own shares may count twice: only possible.
    """
    votes = Holding("v", "alpine", "nuage", share(40), share(46))
    assert verdicts(votes, holds("nuage", "nuage", 10), test="majority") == {
        ("alpine", "nuage"): "possible"
    }


def test_votes_decide_and_not_capital():
    """
    34 % of the capital with 55 % of the votes is control.
    """
    assert verdicts(Holding("h", "a", "c", share(34), share(55))) == {("a", "c"): "yes"}


def test_bounds_above_half_are_certain():
    """
    A band above 50 % is certain control; one from 25 to 50 % is none; one across is possible.
    """
    assert verdicts(holds("a", "c", 50.000001, 75)) == {("a", "c"): "yes"}
    assert verdicts(holds("a", "c", 25, 50), test="majority") == {}
    assert verdicts(holds("a", "c", 45, 55), test="majority") == {("a", "c"): "possible"}


def test_other_holders_cap_what_is_possible():
    """
    At least 30 % beside another's 60 % can never be a majority.
    """
    assert verdicts(holds("a", "c", 30, 100), holds("b", "c", 60), test="majority") == {
        ("b", "c"): "yes"
    }


def test_unknown_share_is_undetermined_and_named():
    """
    Four founders without figures: each undetermined, with the share that is missing.
    """
    found = conclusions(*(unknown(founder, "venture") for founder in "abcd"))
    assert {one.controller: one.verdict for one in found} == dict.fromkeys("abcd", "undetermined")
    assert [(gap.kind, gap.holder) for gap in found[0].missing] == [("share-unknown", "a")]


def test_unknown_link_in_a_chain_makes_it_undetermined():
    """
    One link without a figure is enough; the links with figures are not what is missing.
    """
    found = conclusions(unknown("a", "b"), holds("b", "c", 75.25, 75.35), test="majority")
    [one] = [one for one in found if one.controller == "a" and one.controlled == "c"]
    assert one.verdict == "undetermined"
    assert [(gap.kind, gap.organization) for gap in one.missing] == [("share-unknown", "b")]


def test_certain_majority_of_a_stranger_settles_unknown_shares():
    """
    Where somebody certainly controls, a holder without figure beside him is not reported.
    """
    found = verdicts(states("stated-control", "c", "a"), unknown("b", "c"))
    assert found == {("a", "c"): "yes"}


def test_open_majority_is_marked_when_another_ground_settles_it():
    """
    A stated control over a holding without a figure: majority undetermined, and marked settled.
    """
    found = conclusions(unknown("a", "c"), states("stated-control", "c", "a"))
    assert [(one.test, one.verdict, one.settled) for one in found] == [
        ("majority", "undetermined", True),
        ("fr-l233-3", "yes", False),
    ]


def test_imprecise_dates_make_it_possible():
    """
    A claim that may not hold on the day gives possible control, with its dates missing.
    """
    [one] = conclusions(holds("a", "c", 80, certain=False))
    assert (one.verdict, one.certainty) == ("possible", "possible")
    assert [gap.kind for gap in one.missing] == ["dates"]


def test_versions_of_one_lot_leave_no_gap():
    """
    60 % until a day and 70 % from that day: a majority on either side of it.
    """
    found = verdicts(
        holds("a", "c", 60, claim="1", certain=False, ends="2014-06"),
        holds("a", "c", 70, claim="2", certain=False, starts="2014-06"),
    )
    assert found == {("a", "c"): "yes"}


def test_versions_do_not_add_up():
    """
    30 % until a day and 35 % from that day are never 65 %.
    """
    found = verdicts(
        holds("a", "c", 30, claim="1", certain=False, ends="2014-06"),
        holds("a", "c", 35, claim="2", certain=False, starts="2014-06"),
        test="majority",
    )
    assert found == {}


def test_versions_with_a_doubtful_start_may_leave_a_gap():
    """
    Where the first row may not have begun, neither may hold.
    """
    found = verdicts(
        holds("a", "c", 60, claim="1", certain=False, ends="2014-06", begun=False),
        holds("a", "c", 70, claim="2", certain=False, starts="2014-06"),
    )
    assert found == {("a", "c"): "possible"}


def test_certain_lots_of_one_holder_add_up():
    """
    Two lots of 30 % are 60 %.
    """
    assert verdicts(holds("a", "c", 30, claim="1"), holds("a", "c", 30, claim="2")) == {
        ("a", "c"): "yes"
    }


def test_transfer_on_an_unknown_day():
    """
    A majority that passes from S to B on a day not known: possible for each, certain for their parent.
    """
    found = verdicts(
        holds("top", "s", 80),
        holds("top", "b", 80),
        holds("s", "c", 60, certain=False, ends="2014-06~"),
        holds("b", "c", 60, certain=False, starts="2014-06~"),
    )
    assert found["top", "c"] == "yes"
    assert found["s", "c"] == found["b", "c"] == "possible"


def test_lot_that_passes_on_is_counted_once():
    """
    30 % that pass between two companies of a group are never 60 %.
    """
    found = verdicts(
        holds("top", "s", 80),
        holds("top", "b", 80),
        holds("s", "c", 30, certain=False, ends="2014-06~"),
        holds("b", "c", 30, certain=False, starts="2014-06~"),
        test="majority",
    )
    assert ("top", "c") not in found


def test_division_belongs_to_its_legal_person():
    """
    Who controls the legal person controls its division, and holds what the division holds.
    """
    found = conclusions(
        holds("top", "bank", 70),
        states("attachment", "desk", "bank"),
        holds("desk", "c", 40),
        holds("bank", "c", 20),
    )
    chains = {(one.controller, one.controlled): one.chain for one in found if one.verdict == "yes"}
    assert chains["top", "desk"] == ("top", "bank", "desk")
    assert chains["bank", "c"] == ("bank", "desk", "c")
    assert {one.test for one in found if one.verdict == "yes"} == {"majority"}
    assert next(one for one in found if one.controlled == "desk").ground == "attachment"


@pytest.mark.parametrize("kind", ["golden-share", "public-oversight", "agreement", "concert"])
def test_other_rights_never_control(kind):
    """
    A golden share, public oversight, a pact or a concert is no control by one alone.
    """
    assert verdicts(states(kind, "c", "state"), holds("state", "c", 20)) == {}


def test_joint_right_is_shown_and_gives_none_alone():
    """
    Control stated of two together is control of both jointly, of neither alone.
    """
    found = judge(
        day(
            states("stated-control", "bank", "a", "b"),
            holds("a", "bank", 50),
            holds("b", "bank", 50),
        )
    )
    assert [(one.controller, one.test, one.jointly) for one in found.conclusions] == [
        ("a", "fr-l233-3", ("b",)),
        ("b", "fr-l233-3", ("a",)),
    ]
    assert [(one.organization, one.holders) for one in found.joint] == [("bank", ("a", "b"))]


def test_concert_is_named_beside_a_controller():
    """
    The other members of a concert stand beside a member who controls.
    """
    [one] = conclusions(holds("a", "c", 60), holds("b", "c", 10), states("concert", "c", "a", "b"))
    assert one.jointly == ("b",)


def test_table_above_the_whole_is_reported():
    """
    Lower bounds that sum above 100 % are listed, and a majority of what is claimed is asked for.
    """
    found = judge(day(holds("a", "c", 55), holds("b", "c", 60)))
    assert found.overfull == ("c",)
    assert [(one.controller, one.verdict) for one in found.conclusions] == [
        ("b", "yes"),
        ("a", "possible"),
    ]


def test_unknown_rule_is_refused():
    """
    A test that is not a rule is an error that lists the rules.
    """
    with pytest.raises(KeyError, match="majority, fr-l233-3"):
        conclude(Day(), ["share-count"])


def test_answer_about_one_organization_is_the_same():
    """
    `about` restricts the answer and changes nothing in it; so does leaving out what is not above.
    """
    claims = day(holds("a", "b", 60), holds("b", "c", 45), holds("x", "c", 20), holds("c", "d", 70))
    whole = [one for one in conclude(claims) if one.controlled == "c"]
    assert conclude(claims, about={"c"}) == whole
    assert conclude(claims.upstream({"c"}), about={"c"}) == whole
