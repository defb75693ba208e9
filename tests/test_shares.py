"""
Shares: printed percentages and the bounds that they allow.
"""

from decimal import Decimal

import pytest

from kg.findings import CellError
from kg.shares import WHOLE, parse_share


def test_an_exact_share_is_its_figure():
    """
    An exact share has its figure as both bounds.
    """
    share = parse_share("44.4", "exact")
    assert (share.minimum, share.maximum) == (Decimal("44.4"), Decimal("44.4"))
    assert share.low == share.high == 44_400_000


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [("78", "77.5", "78.5"), ("9.4", "9.35", "9.45"), ("100", "99.5", "100"), ("0", "0", "0.5")],
)
def test_an_approximate_share_allows_half_its_last_digit(printed, low, high):
    """
    About 78 % is 77.5 to 78.5 %, and never more than the whole.
    """
    share = parse_share(printed, "approx")
    assert (share.minimum, share.maximum) == (Decimal(low), Decimal(high))


def test_one_bound_leaves_the_other_side_unknown():
    """
    At least 91 % has no upper bound, at most 36 % no lower bound: None, not 100 or 0.
    """
    assert parse_share("91", "at-least").maximum is None
    assert parse_share("36", "at-most").minimum is None


def test_an_unknown_share_is_not_zero():
    """
    A share without figure has no bound, and may be anything up to the whole.
    """
    share = parse_share("", "unknown")
    assert not share.known
    assert share.minimum is None
    assert (share.low, share.high) == (0, WHOLE)


def test_more_than_half_is_more_than_half():
    """
    A strict bound lies strictly above: '>50' alone makes a majority.
    """
    share = parse_share("", "at-least", minimum=">50")
    assert 2 * share.low > WHOLE
    assert parse_share("", "at-most", maximum="<10").high < 10_000_000


def test_given_bounds_win_over_rounding():
    """
    Bounds that the curator writes replace those of the printed digits.
    """
    share = parse_share("78", "approx", minimum="75", maximum="80")
    assert (share.minimum, share.maximum) == (Decimal(75), Decimal(80))


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        (("440", "exact", "", ""), "share-range"),
        (("-1", "exact", "", ""), "share-range"),
        (("7O", "exact", "", ""), "share-unreadable"),
        (("44,4", "exact", "", ""), "share-unreadable"),
        (("nan", "exact", "", ""), "share-unreadable"),
        (("1e1", "exact", "", ""), "share-unreadable"),
        (("1_4", "exact", "", ""), "share-unreadable"),
        (("+5", "exact", "", ""), "share-unreadable"),
        (("14.", "exact", "", ""), "share-unreadable"),
        (("١٠", "exact", "", ""), "share-unreadable"),
        (("1.1234567", "exact", "", ""), "share-digits"),
        (("40", "unknown", "", ""), "share-unknown-figure"),
        (("", "approx", "60", "40"), "share-backwards"),
    ],
)
def test_a_wrong_share_breaks_one_rule(cells, rule):
    """
    Each kind of wrong share breaks its own rule.
    """
    printed, exactness, low, high = cells
    with pytest.raises(CellError) as caught:
        parse_share(printed, exactness, minimum=low, maximum=high)
    assert caught.value.rule == rule
