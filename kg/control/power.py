"""
Power: how often a direct holder decides a vote of an organization.

A measure, not a ground of control: where nobody has a majority, it tells a
holder whose votes count from one whose votes never change the outcome.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb, factorial

from .columns import Column

RULE = "voting-power"

KNOWN_AT_LEAST = (1, 2)
"""
The part of the votes that named holders must have: at least half.

Below it a holder whom nobody named could have a majority alone, and then every
index could be zero: no figure would say anything.
"""

WIDEST = 100
"""
A share may be known to one hundredth of the votes: rounding, not ignorance.
"""

FINE = 14
"""
With more holders than this, votes are counted in tenths of a percent.
"""


@dataclass(frozen=True, slots=True)
class PowerOf:
    """
    The power of one holder: part of the votes, and two indices between 0 and 1.

    `banzhaf` is the chance that the holder's vote decides when the others vote
    yes or no at random; `shapley` that it is the pivot when all join in random
    order. `normal` is its part of the sum of all holders' `banzhaf`.
    """

    holder: str
    votes: int
    banzhaf: Fraction
    normal: Fraction
    shapley: Fraction


@dataclass(frozen=True, slots=True)
class Refusal:
    """
    Why no index is given: `empty`, `share-unknown`, `dates`, `share-range`, `little-known`.

    `holder` is the one whose votes are not known well enough; `known` the votes
    that are, of `whole`.
    """

    why: str
    holder: str | None
    known: int
    whole: int


def voting_power(column: Column | None) -> list[PowerOf] | Refusal:
    """
    The power of each direct holder of an organization, the greatest first.

    A motion passes with strictly more than half of the votes that can be
    exercised. A share known within rounding counts with its middle. What no
    named holder has is an ocean: so many holders that each counts for nothing.

    Examples:
        >>> from .claims import Bounds, Holding
        >>> from .columns import read_column
        >>> rows = [Holding(h, h, "c", Bounds(v, v), Bounds(v, v))
        ...         for h, v in (("a", 50), ("b", 49), ("c1", 1))]
        >>> [str(one.shapley) for one in voting_power(read_column("c", rows, 100))]
        ['2/3', '1/6', '1/6']

    Notes:
        Banzhaf: the ocean's yes votes are half of it, by the law of large
        numbers; where the named votes then stand exactly at the quota the
        motion passes once in two. Shapley-Shubik: the ocean joins at a steady
        rate t in [0, 1], and a holder is the pivot when it joins at a time
        where the votes before it stand within its own votes below the quota;
        the integral over t is exact. Both count coalitions by their number of
        members and votes, over the sums that occur.

    References:
        Banzhaf, Rutgers Law Review 19 (1965). Shapley, Shubik, American
        Political Science Review 48 (1954). Milnor, Shapley, Mathematics of
        Operations Research 3 (1978), oceanic games.
    """
    if column is None or not column.blocks or not column.base:
        return Refusal("empty", None, 0, column.base if column else 0)
    known = sum(block.low for block in column.blocks if block.certain and block.known)
    for block in column.blocks:
        why = ""
        if not block.known:
            why = "share-unknown"
        elif not block.certain or len(block.holders) > 1:
            why = "dates"
        elif (block.high - block.low) * WIDEST > column.whole:
            why = "share-range"
        if why:
            return Refusal(why, block.holders[0], known, column.base)
    if column.own_high - column.own_low > column.whole // WIDEST:
        return Refusal("share-range", column.held, known, column.base)
    part, of = KNOWN_AT_LEAST
    if of * known < part * column.base:
        return Refusal("little-known", None, known, column.base)
    votes: dict[str, int] = {}
    for block in column.blocks:
        [holder] = block.holders
        votes[holder] = votes.get(holder, 0) + (block.low + block.high) // 2
    return indices(votes, max(column.base, sum(votes.values())))


def indices(votes: Mapping[str, int], base: int) -> list[PowerOf]:
    """
    The indices of holders with so many votes of `base`; the rest is the ocean.
    """
    unit = 1 if len(votes) <= FINE else max(1, base // 1000)
    weights = {holder: count // unit for holder, count in votes.items() if count // unit}
    whole = base // unit
    ocean = max(0, whole - sum(weights.values()))
    counts = _coalitions(weights.values())
    found = []
    for holder, weight in weights.items():
        others = _without(counts, weight)
        banzhaf = _banzhaf(others, weight, whole, ocean, len(weights) - 1)
        shapley = _shapley(others, weight, whole, ocean, len(weights) - 1)
        found.append((holder, banzhaf, shapley))
    total = sum((banzhaf for _, banzhaf, _ in found), Fraction(0))
    powers = [
        PowerOf(holder, votes[holder], banzhaf, banzhaf / total if total else total, shapley)
        for holder, banzhaf, shapley in found
    ]
    powers += [
        PowerOf(holder, count, Fraction(0), Fraction(0), Fraction(0))
        for holder, count in votes.items()
        if holder not in weights
    ]
    return sorted(powers, key=lambda one: (-one.shapley, -one.votes, one.holder))


Counts = dict[tuple[int, int], int]


def _coalitions(weights: Iterable[int]) -> Counts:
    """
    How many coalitions there are with so many members and so many votes.
    """
    counts: Counts = {(0, 0): 1}
    for weight in weights:
        for (members, votes), number in list(counts.items()):
            key = members + 1, votes + weight
            counts[key] = counts.get(key, 0) + number
    return counts


def _without(counts: Counts, weight: int) -> Counts:
    """
    The coalitions of the others, from those of all: one holder taken out again.
    """
    others: Counts = {}
    for members, votes in sorted(counts):
        number = counts[members, votes] - others.get((members - 1, votes - weight), 0)
        if number:
            others[members, votes] = number
    return others


def _banzhaf(others: Counts, weight: int, whole: int, ocean: int, number: int) -> Fraction:
    swings = 0
    for (_, votes), count in others.items():
        before = 2 * votes + ocean
        after = before + 2 * weight
        if before <= whole <= after:
            swings += count * (_passes(after, whole, ocean) - _passes(before, whole, ocean))
    return Fraction(swings, 2 << number)


def _passes(twice: int, whole: int, ocean: int) -> int:
    """
    Twice the chance that half of this many votes pass half of the whole.
    """
    if twice == whole and ocean:
        return 1
    return 2 if twice > whole else 0


def _shapley(others: Counts, weight: int, whole: int, ocean: int, number: int) -> Fraction:
    total = Fraction(0)
    for (members, votes), count in others.items():
        if not 2 * votes <= whole < 2 * (votes + weight + ocean):
            continue
        short = Fraction(whole, 2) - votes
        if not ocean:
            if short - weight < 0 <= short:
                orders = factorial(members) * factorial(number - members)
                total += Fraction(count * orders, factorial(number + 1))
            continue
        start, end = (
            max(Fraction(0), min(Fraction(1), (short - minus) / ocean)) for minus in (weight, 0)
        )
        if start < end:
            total += count * (_beta(end, members, number) - _beta(start, members, number))
    return total


def _beta(time: Fraction, members: int, number: int) -> Fraction:
    """
    The integral of t^members (1 - t)^(number - members) from 0 to `time`.
    """
    rest = number - members
    return sum(
        (
            Fraction((-1) ** power * comb(rest, power), members + power + 1)
            * time ** (members + power + 1)
            for power in range(rest + 1)
        ),
        Fraction(0),
    )
