"""
Ownership in the shapes that test packs of beneficial ownership data have.

Two are those of the fixtures of BODS 0.4 that are published as `bods-fixtures`
(direct ownership, circular ownership); the others are shapes that its schema
allows. The companies are invented.
"""

from companies import conclusions, day, holds, share, states, unknown, verdicts

from kg.control import Day, judge


def test_direct_ownership():
    """
    A person with 75 % of the shares and of the votes controls, alone.
    """
    assert verdicts(holds("jane", "acme", 75)) == {("jane", "acme"): "yes"}


def test_circular_ownership():
    """
    Two companies that own each other whole: one class, nobody above, both self-controlled.
    """
    found = judge(day(holds("alpha", "beta", 100), holds("beta", "alpha", 100)))
    pairs = {(one.controller, one.controlled): one for one in found.conclusions}
    assert set(pairs) == {("alpha", "beta"), ("beta", "alpha")}
    assert all(one.mutual and one.ultimate for one in pairs.values())
    assert set(found.self_controlled) <= {"alpha", "beta"}


def test_a_loop_with_an_owner_outside():
    """
    Who holds the majority of one company of a loop controls all of it, and is alone above.
    """
    found = conclusions(
        holds("jane", "alpha", 60),
        holds("gamma", "alpha", 40),
        holds("alpha", "beta", 100),
        holds("beta", "gamma", 100),
    )
    assert {one.controlled for one in found if one.controller == "jane"} == {
        "alpha",
        "beta",
        "gamma",
    }
    assert {one.controller for one in found if one.ultimate} == {"jane"}


def test_an_anonymous_person_is_an_unnamed_holder():
    """
    What a person who is not named holds is no column of its own: nobody gains from it.
    """
    assert verdicts(holds("jane", "acme", 30)) == {}
    assert verdicts(holds("jane", "acme", 45)).get(("jane", "acme")) in (None, "possible")


def test_an_unspecified_interest_is_unknown():
    """
    An interest without a share is undetermined: neither nothing nor everything.
    """
    assert verdicts(unknown("jane", "acme"))["jane", "acme"] == "undetermined"


def test_a_share_between_two_bounds():
    """
    A band above a half is control; one across it is possible; one below it is none.
    """
    assert verdicts(holds("jane", "acme", 50.000001, 75)) == {("jane", "acme"): "yes"}
    assert verdicts(holds("jane", "acme", 25, 75), test="majority") == {
        ("jane", "acme"): "possible"
    }
    assert verdicts(holds("jane", "acme", 25, 50), test="majority") == {}


def test_indirect_ownership_through_a_component():
    """
    A chain of two majorities is control, told link by link, and not immediate.
    """
    found = conclusions(holds("jane", "mid", 60), holds("mid", "acme", 60))
    [one] = [one for one in found if (one.controller, one.controlled) == ("jane", "acme")]
    assert one.chain == ("jane", "mid", "acme")
    assert not one.immediate


def test_joint_ownership():
    """
    Two persons with half each: control by neither, and a deadlock with both.
    """
    found = judge(day(holds("jane", "acme", 50), holds("john", "acme", 50)))
    assert found.conclusions == ()
    assert [one.holders for one in found.deadlocks] == [("jane", "john")]


def test_a_nominee_concert():
    """
    Two who act in concert and together have the majority control jointly, neither alone.
    """
    found = judge(
        day(
            holds("jane", "acme", 30),
            holds("john", "acme", 30),
            states("concert", "acme", "jane", "john"),
        )
    )
    assert [(one.kind, one.holders) for one in found.joint] == [("concert", ("jane", "john"))]
    assert [(one.controller, one.test, one.jointly) for one in found.conclusions] == [
        ("jane", "fr-l233-3", ("john",)),
        ("john", "fr-l233-3", ("jane",)),
    ]


def test_control_without_shares():
    """
    Control by other means needs no share, and passes on.
    """
    found = verdicts(states("stated-control", "acme", "jane"), holds("acme", "sub", 80))
    assert found == {
        ("jane", "acme"): "yes",
        ("acme", "sub"): "yes",
        ("jane", "sub"): "yes",
    }


def test_an_appointment_of_the_board_needs_a_share():
    """
    The right to appoint the board is a ground for a shareholder, not for a stranger.
    """
    board = states("board-appointment", "acme", "jane")
    assert verdicts(board) == {}
    assert verdicts(board, holds("jane", "acme", 1)) == {("jane", "acme"): "yes"}


def test_a_company_that_nobody_is_known_to_hold():
    """
    No statement of ownership is no statement that there is none: nothing is concluded.
    """
    assert judge(Day()).conclusions == ()
    assert verdicts(holds("acme", "acme", 5)) == {}


def test_an_interest_that_ended_is_not_counted():
    """
    A day without the row is a day without its control.
    """
    row = holds("jane", "acme", 75)
    assert verdicts(row) and not verdicts()


def test_shares_of_several_classes_are_counted_as_votes_say():
    """
    A quarter of the capital with most of the votes controls; the rest of the capital does not.
    """
    from dataclasses import replace

    founder = replace(holds("jane", "acme", 25), votes=share(60), votes_follow_capital=False)
    others = replace(holds("fund", "acme", 75), votes=share(40), votes_follow_capital=False)
    assert verdicts(founder, others) == {("jane", "acme"): "yes"}
