"""
Article L.233-3 beyond a majority, on invented companies.
"""

from companies import conclusions, holds, states, unknown, verdicts


def test_largest_above_forty_is_presumed():
    """
    44.4, 33.3 and 22.2 %: the first is presumed to control; the unlisted 0.1 % cannot change it.
    """
    [one] = conclusions(holds("a", "c", 44.4), holds("b", "c", 33.3), holds("d", "c", 22.2))
    assert (one.test, one.verdict, one.certainty, one.ground) == (
        "fr-l233-3",
        "presumed",
        "certain",
        "presumption",
    )
    assert one.runner_up.holder == "b"
    assert one.missing == ()


def test_exactly_forty_is_not_enough():
    """
    More than 40 % means more: 40 % is nothing, one unit above is presumed.
    """
    rest = [holds(one, "c", 19.9) for one in "xyz"]
    assert verdicts(holds("a", "c", 40), *rest) == {}
    assert verdicts(holds("a", "c", 40.000001), *rest) == {("a", "c"): "presumed"}


def test_tie_gives_no_presumption():
    """
    Two with 45 % each: neither is presumed to control (CNCC EJ 2020-65).
    """
    assert verdicts(holds("a", "c", 45), holds("b", "c", 45), holds("x", "c", 10)) == {}


def test_group_of_the_rival_counts():
    """
    45 against 44 is presumed; when the rival's subsidiary adds 3, the rival is.
    """
    claims = [holds("a", "c", 45), holds("b", "c", 44), holds("x", "c", 5)]
    assert verdicts(*claims, holds("y", "c", 3)) == {("a", "c"): "presumed"}
    found = verdicts(*claims, holds("y", "c", 3), holds("b", "y", 60))
    assert found == {("b", "y"): "yes", ("b", "c"): "presumed"}


def test_unlisted_rest_may_hide_a_larger_holder():
    """
    44 % with 56 % unlisted is only possible: one holder whom nobody named may have more.
    """
    [one] = conclusions(holds("a", "c", 44))
    assert one.verdict == "possible"
    assert [gap.kind for gap in one.missing] == ["rest"]


def test_unknown_rival_makes_it_possible():
    """
    44 % beside a holder without a figure is only possible, and the rival is named.
    """
    [one] = [
        one for one in conclusions(holds("a", "c", 44), unknown("b", "c")) if one.controller == "a"
    ]
    assert one.verdict == "possible"
    assert {(gap.kind, gap.holder) for gap in one.missing} == {("rival", "b"), ("rest", None)}


def test_parent_and_subsidiary_are_no_rivals():
    """
    A subsidiary with 45 % is presumed to control, and so is its parent, who holds 3 % more.
    """
    found = verdicts(
        holds("top", "a", 80),
        holds("a", "c", 45),
        holds("top", "c", 3),
        holds("b", "c", 44),
        holds("x", "c", 8),
    )
    assert found == {("top", "a"): "yes", ("a", "c"): "presumed", ("top", "c"): "presumed"}


def test_presumption_passes_control_on_once():
    """
    Those presumed to control pass control on, alone or added to what they hold themselves.
    """
    found = conclusions(
        holds("a", "b", 45),
        holds("x", "b", 30),
        holds("y", "b", 25),
        holds("b", "c", 60),
        holds("b", "d", 30),
        holds("a", "d", 25),
    )
    by_pair = {(one.controller, one.controlled): one for one in found}
    assert by_pair["a", "c"].verdict == by_pair["a", "d"].verdict == "presumed"
    assert by_pair["a", "c"].chain == ("a", "b", "c")
    assert by_pair["a", "c"].grounds == ("presumption", "votes")
    assert not by_pair["a", "c"].immediate
    assert by_pair["a", "c"].ultimate


def test_no_new_presumption_on_presumed_groups():
    """
    One round: votes held through a presumed controlled company found no further presumption.
    """
    found = verdicts(
        holds("a", "b", 45),
        holds("x", "b", 30),
        holds("y", "b", 25),
        holds("b", "c", 25),
        holds("a", "c", 20),
        holds("z", "c", 30),
        holds("w", "c", 25),
    )
    assert found == {("a", "b"): "presumed"}


def test_somebody_else_in_control_denies_it():
    """
    Where a stranger controls by a stated right, 45 % found no presumption.
    """
    found = verdicts(
        holds("a", "c", 45),
        holds("b", "c", 30),
        holds("x", "c", 25),
        states("stated-control", "c", "b"),
    )
    assert found == {("b", "c"): "yes"}


def test_parent_in_control_does_not_deny_it():
    """
    A parent that controls through two subsidiaries does not undo the presumption of the larger one.
    """
    found = verdicts(
        holds("top", "a", 80),
        holds("top", "b", 80),
        holds("a", "c", 45),
        holds("b", "c", 20),
        holds("x", "c", 35),
    )
    assert (found["top", "c"], found["a", "c"]) == ("yes", "presumed")


def test_votes_in_ones_own_controller_found_no_presumption():
    """
    A holds 45 % of B, which controls A: these votes cannot be exercised (L.233-31).
    """
    found = verdicts(
        holds("a", "b", 45), holds("x", "b", 30), holds("y", "b", 25), holds("b", "a", 60)
    )
    assert found == {("b", "a"): "yes"}


def test_cycle_above_the_presumed_company():
    """
    Two companies that control each other are both presumed to control what the two hold together.
    """
    found = verdicts(
        holds("a", "b", 60),
        holds("b", "a", 60),
        holds("a", "c", 25),
        holds("b", "c", 20),
        holds("x", "c", 30),
        holds("y", "c", 25),
    )
    assert found["a", "c"] == found["b", "c"] == "presumed"


def test_stated_control_starts_a_chain():
    """
    Control that sources state passes on with majorities, and such chains belong to L.233-3.
    """
    found = conclusions(states("stated-control", "b", "a"), holds("b", "c", 60))
    assert [(one.test, one.chain, one.verdict, one.grounds) for one in found] == [
        ("fr-l233-3", ("a", "b"), "yes", ("stated-control",)),
        ("majority", ("b", "c"), "yes", ("votes",)),
        ("fr-l233-3", ("a", "b", "c"), "yes", ("stated-control", "votes")),
    ]


def test_stated_control_with_imprecise_dates_is_possible():
    """
    A right that may not hold on the day gives a possible conclusion.
    """
    assert verdicts(states("stated-control", "b", "a", certain=False)) == {("a", "b"): "possible"}


def test_board_counts_for_a_shareholder_only():
    """
    Naming the board controls for one who holds a share, however small; not for an outsider.
    """
    assert verdicts(states("board-appointment", "c", "a")) == {}
    assert verdicts(states("board-appointment", "c", "a"), holds("a", "c", 2)) == {
        ("a", "c"): "yes"
    }
    assert verdicts(states("board-appointment", "c", "a"), unknown("a", "c"))["a", "c"] == "yes"


def test_majority_is_not_repeated():
    """
    What a majority says, or leaves open, is not said again under L.233-3.
    """
    claims = [holds("a", "c", 60), unknown("b", "d")]
    assert [one.test for one in conclusions(*claims)] == ["majority", "majority"]
    assert conclusions(*claims, test="fr-l233-3") == []


def test_presumed_may_be_a_possible_majority():
    """
    45 to 55 %, with the others at 45 at most and known: presumed for certain, majority possible.
    """
    found = conclusions(holds("a", "c", 45.1, 55), holds("b", "c", 25, 30), holds("d", "c", 20, 24))
    assert [(one.test, one.verdict) for one in found] == [
        ("majority", "possible"),
        ("fr-l233-3", "presumed"),
    ]
