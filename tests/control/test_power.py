"""
Voting power, against its definitions.
"""

from fractions import Fraction
from itertools import permutations, product
from random import Random

import pytest
from companies import holds, share, unknown

from kg.control import Bounds, PowerOf, Refusal, voting_power
from kg.control.columns import read_column
from kg.control.power import indices


def power_in(*rows):
    column = read_column("c", rows, 100_000_000) if rows else None
    found = voting_power(column)
    return found if isinstance(found, Refusal) else {one.holder: one for one in found}


def banzhaf_by_counting(votes: dict[str, int], whole: int) -> dict[str, Fraction]:
    """
    Every way in which all can vote; the rest has no vote.
    """
    found = dict.fromkeys(votes, 0)
    for said in product((False, True), repeat=len(votes)):
        yes = sum(count for count, vote in zip(votes.values(), said, strict=True) if vote)
        for (holder, count), vote in zip(votes.items(), said, strict=True):
            if vote and 2 * yes > whole >= 2 * (yes - count):
                found[holder] += 1
    return {one: Fraction(number, 2 ** (len(votes) - 1)) for one, number in found.items()}


def shapley_by_orders(votes: dict[str, int], whole: int) -> dict[str, Fraction]:
    """
    Every order in which all can join; the pivot turns it into a majority.
    """
    found = dict.fromkeys(votes, 0)
    orders = list(permutations(votes))
    for order in orders:
        yes = 0
        for holder in order:
            if 2 * yes <= whole < 2 * (yes + votes[holder]):
                found[holder] += 1
            yes += votes[holder]
    return {one: Fraction(number, len(orders)) for one, number in found.items()}


@pytest.mark.parametrize("batch", range(5))
def test_both_indices_are_exact(batch):
    """
    With all votes named, the indices are those that counting every case gives.
    """
    random = Random(batch)
    for _ in range(25):
        votes = {f"h{i}": random.randint(1, 40) for i in range(random.randint(1, 6))}
        whole = sum(votes.values())
        found = {one.holder: one for one in indices(votes, whole)}
        banzhaf, shapley = banzhaf_by_counting(votes, whole), shapley_by_orders(votes, whole)
        assert {one: power.banzhaf for one, power in found.items()} == banzhaf, votes
        assert {one: power.shapley for one, power in found.items()} == shapley, votes
        assert sum(power.shapley for power in found.values()) == 1 or whole % 2 == 0
        if sum(banzhaf.values()):
            assert sum(power.normal for power in found.values()) == 1


def test_the_ocean_is_the_limit_of_many_small_holders():
    """
    With the rest cut into many equal votes, the exact indices come near to those of the ocean.
    """
    named, whole = {"a": 400, "b": 150}, 1001
    ocean = {one.holder: one for one in indices(named, whole)}
    near = {one.holder: one for one in indices(named | {f"s{i}": 11 for i in range(41)}, whole)}
    for holder in named:
        assert abs(float(ocean[holder].shapley) - float(near[holder].shapley)) < 0.03
        assert abs(float(ocean[holder].banzhaf) - float(near[holder].banzhaf)) < 0.05


def test_shapley_with_an_ocean_is_the_integral():
    """
    One holder of 40 % in an ocean is the pivot two times in three.
    """
    [one] = indices({"a": 40}, 100)
    assert one.shapley == Fraction(2, 3)
    assert one.banzhaf == 1


def test_a_majority_has_all_the_power():
    """
    More than half decides always, and everybody else never.
    """
    found = power_in(holds("a", "c", 51), holds("b", "c", 49))
    assert (found["a"].banzhaf, found["a"].shapley) == (1, 1)
    assert (found["b"].banzhaf, found["b"].shapley) == (0, 0)


def test_unequal_votes_may_have_equal_power():
    """
    47, 33 and 20 % are three equals: any two decide.
    """
    found = power_in(holds("a", "c", 47), holds("b", "c", 33), holds("d", "c", 20))
    assert {one.shapley for one in found.values()} == {Fraction(1, 3)}
    assert {one.normal for one in found.values()} == {Fraction(1, 3)}


def test_own_shares_carry_no_power():
    """
    Treasury shares leave the denominator and are no player.
    """
    found = power_in(holds("c", "c", 10), holds("a", "c", 46), holds("b", "c", 44))
    assert set(found) == {"a", "b"}
    assert found["a"].shapley == 1


def test_a_holder_of_several_lots_is_one_player():
    """
    Two rows of one holder are one weight.
    """
    found = power_in(
        holds("a", "c", 30, claim="1"), holds("a", "c", 25, claim="2"), holds("b", "c", 45)
    )
    assert found["a"] == PowerOf("a", 55_000_000, Fraction(1), Fraction(1), Fraction(1))


@pytest.mark.parametrize(
    ("rows", "why", "holder"),
    [
        ((), "empty", None),
        ((unknown("a", "c"), holds("b", "c", 60)), "share-unknown", "a"),
        ((holds("a", "c", 60, certain=False), holds("b", "c", 30)), "dates", "a"),
        ((holds("a", "c", 60, 70), holds("b", "c", 30)), "share-range", "a"),
        ((holds("a", "c", 30), holds("b", "c", 19)), "little-known", None),
    ],
)
def test_refused_when_too_little_is_known(rows, why, holder):
    """
    An unknown share, imprecise dates, a wide range, or less than half of the votes named.
    """
    found = power_in(*rows)
    assert isinstance(found, Refusal)
    assert (found.why, found.holder) == (why, holder)


def test_half_of_the_votes_is_enough_to_know():
    """
    With exactly half named, an unnamed holder can block but not decide alone: not refused.
    """
    assert set(power_in(holds("a", "c", 30), holds("b", "c", 20))) == {"a", "b"}


def test_a_rounded_figure_counts_with_its_middle():
    """
    About 44.4 % is 44.4 %.
    """
    found = power_in(holds("a", "c", 44.35, 44.45), holds("b", "c", 55.55))
    assert Bounds(found["a"].votes, found["a"].votes) == share(44.4)


def test_many_holders_are_counted_in_tenths_of_a_percent():
    """
    With thirty holders an answer still comes at once, and powers still sum to one with the ocean.
    """
    votes = {f"h{i}": 2_000_000 + 37_011 * i for i in range(24)}
    found = indices(votes, 100_000_000)
    assert len(found) == 24
    assert 0 < float(sum(one.shapley for one in found)) < 1
    assert found[0].shapley >= found[-1].shapley
