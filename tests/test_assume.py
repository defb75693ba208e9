"""
What if: deals taken as done.
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.answers.assume import Deal, transfer
from kg.control import Bounds, Day, Holding
from kg.errors import NotFound, UsageError

UNIT = 1_000_000
DAY = "2015-01-15"


def row(holder, held, low, high=None, *, certain=True, votes=None):
    capital = Bounds(round(low * UNIT), round((low if high is None else high) * UNIT))
    own = capital if votes is None else Bounds(round(votes * UNIT), round(votes * UNIT))
    return Holding(f"{holder}-{held}", holder, held, capital, own, votes is None, certain)


def shares(day, held="c"):
    """
    What each holds after the deal, in percent, as low and high.
    """
    found = {}
    for one in day.held(held):
        low, high = found.get(one.holder, (0, 0))
        found[one.holder] = (low + one.capital.low / UNIT, high + one.capital.high / UNIT)
    return found


def deal(share, *sellers, acquirer="a", **how):
    units = None if share is None else round(share * UNIT)
    return Deal("deal", acquirer, "c", units, sellers, **how)


def test_all_that_the_sellers_hold_passes():
    """
    Without a share, the sellers' rows pass whole, with their votes.
    """
    day = transfer(
        Day([row("a", "c", 40), row("b", "c", 33), row("d", "c", 27, votes=30)]),
        deal(None, "b", "d"),
        str,
    )
    assert shares(day) == {"a": (100, 100)}
    assert sum(one.votes.low for one in day.held("c")) == 103 * UNIT


def test_printed_roundings_pass_whole():
    """
    55.5 % from holders of 33.3 and 22.2 is all they have, and so is 55.6.
    """
    rows = [row("a", "c", 44.4), row("b", "c", 33.3), row("d", "c", 22.2)]
    for share in (55.5, 55.6):
        found = shares(transfer(Day(rows), deal(share, "b", "d"), str))
        assert found == {"a": (pytest.approx(99.9), pytest.approx(99.9))}


def test_a_smaller_share_is_taken_in_proportion():
    """
    30 % from holders of 40 and 20 is 20 and 10; votes follow.
    """
    rows = [row("a", "c", 40), row("b", "c", 40), row("d", "c", 20)]
    found = shares(transfer(Day(rows), deal(30, "b", "d"), str))
    assert found == {"a": (70, 70), "b": (20, 20), "d": (10, 10)}


def test_sellers_who_certainly_hold_less_are_an_error():
    """
    The error names who holds how much of what.
    """
    with pytest.raises(UsageError, match=r"b at most 22.2 % of c on that day: not 60 %"):
        transfer(Day([row("b", "c", 22.2)]), deal(60, "b"), str)
    with pytest.raises(UsageError, match="not any share"):
        transfer(Day([row("a", "c", 60), row("e", "c", 40)]), deal(None, "b"), str)


def test_sellers_who_may_hold_as_much_keep_what_is_left():
    """
    From a holder of 20 to 60 %, 30 % pass and at most 30 stay.
    """
    found = shares(transfer(Day([row("b", "c", 20, 60)]), deal(30, "b"), str))
    assert found == {"a": (30, 30), "b": (0, 30)}


def test_a_seller_without_a_row_sells_from_what_nobody_is_known_to_hold():
    """
    A named seller whose share no source gives can hold what the others leave.
    """
    found = shares(transfer(Day([row("e", "c", 60)]), deal(30, "b"), str))
    assert found == {"e": (60, 60), "a": (30, 30)}
    with pytest.raises(UsageError, match="b at most 0 %"):
        transfer(Day([row("e", "c", 100)]), deal(30, "b"), str)


def test_without_sellers_the_rest_is_bought():
    """
    The share comes from what no known holder has; where there is no room, sellers are asked for.
    """
    rows = [row("a", "c", 30), row("b", "c", 30)]
    assert shares(transfer(Day(rows), deal(40), str)) == {"a": (70, 70), "b": (30, 30)}
    with pytest.raises(UsageError, match=r"leave 40 % on that day, less than 50 %. Name the sell"):
        transfer(Day(rows), deal(50), str)


def test_everything_is_bought():
    """
    100 % is everything, whoever holds it.
    """
    rows = [row("a", "c", 30), row("b", "c", 30)]
    assert shares(transfer(Day(rows), deal(100), str)) == {"a": (100, 100)}


def test_a_share_that_the_source_does_not_say_is_unknown():
    """
    A deal of the tables without a share passes an unknown share: neither all nor nothing.
    """
    found = transfer(Day([row("b", "c", 100)]), deal(None, "b", unsaid=True), str)
    assert shares(found) == {"b": (0, 100), "a": (0, 100)}
    assert not any(one.known for one in found.held("c") if one.holder == "a")


@given(
    st.lists(st.integers(1, 25 * UNIT), min_size=1, max_size=4),
    st.integers(1, 100 * UNIT),
)
def test_shares_are_moved_and_never_made(held, share):
    """
    After a deal between known holders the known shares sum to what they did, or it is refused.
    """
    rows = [
        Holding(f"h{i}", f"h{i}", "c", Bounds(units, units), Bounds(units, units), True)
        for i, units in enumerate(held)
    ]
    names = tuple(f"h{i}" for i in range(len(held)))
    try:
        day = transfer(Day(rows), Deal("deal", "a", "c", share, names), str)
    except UsageError:
        assert share > sum(held)
        return
    assert abs(sum(one.capital.low for one in day.held("c")) - sum(held)) <= len(held)


def test_a_deal_of_the_tables(graph):
    """
    Kept, gained and lost are told, and what is lost keeps its verdict of before.
    """
    answer = graph.controllers("cloudwatt", on=DAY, assume="acq-cloudwatt-orange-2015")
    found = {(item["controller"], item["test"]): item for item in answer}
    assert found["orange", "majority"]["change"] == "gained"
    assert found["orange", "majority"]["sources"]
    lost = found["orange", "fr-l233-3"]
    assert (lost["change"], lost["verdict"], lost["before"]) == ("lost", "presumed", "presumed")
    assert "acq-cloudwatt-orange-2015" in answer.notes[0]


@pytest.mark.parametrize(
    "said",
    [
        "orange buys 10 of cloudwatt from thales",
        "Orange buys 10 % of Cloudwatt from Thales, Caisse des dépôts",
        "Orange achète 10 % de Cloudwatt à Thales et Caisse des dépôts",
        "orange buys cloudwatt from thales",
    ],
)
def test_a_deal_in_words(graph, said):
    """
    Buyer, share, target and sellers go by any name, in English or French.
    """
    answer = graph.controllers("cloudwatt", on=DAY, assume=said)
    assert ("orange", "majority", "yes") in {
        (item["controller"], item["test"], item["verdict"]) for item in answer
    }


def test_several_deals_one_after_the_other(graph):
    """
    Deals are applied in order: what the first buys the second can sell.
    """
    answer = graph.controllers(
        "cloudwatt",
        on=DAY,
        assume=["thales buys cloudwatt from orange", "google buys 60 of cloudwatt from thales"],
    )
    assert {item["controller"] for item in answer if item["change"] == "gained"} >= {"google"}
    assert not any(item["controller"] == "thales" and item["change"] != "lost" for item in answer)


def test_a_deal_already_done_changes_nothing(graph):
    """
    A deal completed by the day is kept, not applied twice.
    """
    answer = graph.controllers("cloudwatt", on="2015-06-30", assume="acq-cloudwatt-orange-2015")
    assert {item["change"] for item in answer} == {"kept"}
    assert "already" in answer.notes[0]


def test_a_signed_deal_without_a_share(graph):
    """
    Where the source gives no share, control is undetermined after the deal, not given away.
    """
    answer = graph.controllers("sfr", on="2026-09-15", assume="acq-trio-sfr-2026")
    found = {(item["controller"], item["test"]): item["verdict"] for item in answer}
    assert found["bouygues-telecom", "majority"] == "undetermined"
    assert found["altice-france", "majority"] == "undetermined"


def test_a_planned_claim_can_be_assumed(graph):
    """
    A planned holding stands as if it held.
    """
    claims = ["h-etat-francais-projet-andromede-2011-08-01", "h-orange-projet-andromede-2011-08-01"]
    answer = graph.controllers(
        "projet-andromede", on=date(2011, 9, 1), assume=claims, test="voting-power"
    )
    assert answer.question == "controllers"
    explained = graph.explain("orange", "projet-andromede", on="2011-09-01", assume=claims)
    assert any(link["claim"] == claims[1] for item in explained for link in item["links"])


@pytest.mark.parametrize(
    ("said", "error", "message"),
    [
        ("orange buys 60 of cloudwatt from thales", UsageError, "at most 22.2 %"),
        ("orange buys 20 of cloudwatt", UsageError, "Name the sellers"),
        ("orange buys 0 of cloudwatt from thales", UsageError, "changes nothing"),
        ("orange buys 120 of cloudwatt from thales", UsageError, "not a percentage"),
        ("orange buys 5 of cloudwatt from orange", UsageError, "cannot sell to itself"),
        ("acq-cloudwat", UsageError, "Nearest: acq-cloudwatt-numergy-merger-talk"),
        ("orange buys 5 of clodwat from thales", NotFound, "clodwat"),
    ],
)
def test_impossible_deals_are_told(graph, said, error, message):
    """
    What cannot be assumed is an error that says why and how to write it.
    """
    with pytest.raises(error, match=message):
        graph.controllers("cloudwatt", on=DAY, assume=said)


def test_explain_under_an_assumption(graph):
    """
    The explanation counts the deal, and says each verdict of before.
    """
    answer = graph.explain("orange", "cloudwatt", on=DAY, assume="acq-cloudwatt-orange-2015")
    found = {item["test"]: (item["before"], item["verdict"], item["change"]) for item in answer}
    assert found["majority"] == ("no", "yes", "changed")
    assert found["fr-l233-2"] == ("yes", "no", "changed")


@pytest.mark.parametrize("text", ["<script>", 'a "b"', "http://a b<>", "a{b}", "a\\b"])
def test_what_can_be_no_address_is_no_deal(graph, text):
    """
    A text with characters that no IRI may hold is refused in words like any other.
    """
    with pytest.raises(UsageError, match="is not a deal"):
        graph.controllers("orange", on=DAY, assume=[text])
