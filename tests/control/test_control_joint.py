"""
Joint control: invented companies, a rule at a time.
"""

from companies import WHOLE, day, holds, states

from kg.control import Day, conclude, reason


def found(claims, about="nuage"):
    """
    Who controls an organization beyond a majority, with whom, how surely.
    """
    return [
        (one.controller, one.verdict, one.jointly)
        for one in conclude(claims, ["fr-l233-3"], {about})
    ]


def test_joint_control_stated_by_a_source_is_of_all_and_of_none_alone():
    """
    Each of those whom a source says to control jointly is named with the others.
    """
    claims = day(
        holds("alpine", "nuage", 50),
        holds("littoral", "nuage", 50),
        states("stated-control", "nuage", "alpine", "littoral"),
    )
    assert found(claims) == [
        ("alpine", "yes", ("littoral",)),
        ("littoral", "yes", ("alpine",)),
    ]


def test_joint_control_passes_on():
    """
    What a jointly controlled company controls is controlled jointly too.
    """
    claims = day(
        states("stated-control", "nuage", "alpine", "littoral"),
        holds("nuage", "goutte", 80),
    )
    assert found(claims, "goutte") == [
        ("alpine", "yes", ("littoral",)),
        ("littoral", "yes", ("alpine",)),
    ]


def test_a_concert_without_a_majority_is_no_control():
    """
    Acting in concert with 29 % of the votes determines nothing by itself.
    """
    claims = day(
        holds("alpine", "nuage", 20),
        holds("littoral", "nuage", 9),
        states("concert", "nuage", "alpine", "littoral"),
    )
    assert found(claims) == []


def test_a_member_who_controls_alone_controls_alone():
    """
    Where one member of a concert has the majority, the others control nothing.
    """
    claims = day(
        holds("alpine", "nuage", 60),
        holds("littoral", "nuage", 9),
        states("concert", "nuage", "alpine", "littoral"),
    )
    assert found(claims) == []


def test_who_controls_a_member_stands_above():
    """
    The parent of a member controls jointly through it.
    """
    claims = day(
        holds("summit", "alpine", 90),
        holds("alpine", "nuage", 30),
        holds("littoral", "nuage", 30),
        states("concert", "nuage", "alpine", "littoral"),
    )
    assert ("summit", "yes", ("littoral",)) in found(claims)


def test_the_reason_never_says_that_one_controls():
    """
    In both languages the text says jointly, and names the members together.
    """
    claims = day(
        holds("alpine", "nuage", 30),
        holds("littoral", "nuage", 30),
        states("concert", "nuage", "alpine", "littoral"),
    )
    one = conclude(claims, ["fr-l233-3"], {"nuage"})[0]
    assert "control Nuage jointly, neither alone" in reason(one, str.capitalize, "en")
    assert "contrôlent conjointement Nuage" in reason(one, str.capitalize, "fr")
    assert "III" in reason(one, str.capitalize, "en")


def test_creditors_for_whom_nobody_speaks_control_nothing():
    """
    A group that a source names as one holder, though nobody speaks for it, is no controller.
    """
    rows = (holds("creditors", "nuage", 74), holds("alpine", "nuage", 20))
    claims = Day(rows, whole=WHOLE, several=frozenset({"creditors"}))
    assert conclude(claims, about={"nuage"}) == []
