"""
Integrated ownership: shares through others, cycles, bounds.
"""

from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from brute_force import STRANGER, World, draw_case
from companies import day, holds, states, unknown

from kg.control import Bounds, Day, Holding
from kg.control.cycles import components
from kg.control.integrated import Interval, held_by, share, tables


def part(*claims, holder, held, kind="capital"):
    """
    The share in percent, low and high.
    """
    found = share(tables(day(*claims), kind), holder, held)
    return float(found.low * 100), float(found.high * 100)


def inverse(matrix):
    """
    The inverse of a square matrix of fractions.
    """
    size = len(matrix)
    rows = [[*row, *(Fraction(i == j) for j in range(size))] for i, row in enumerate(matrix)]
    for pivot in range(size):
        swap = next(row for row in range(pivot, size) if rows[row][pivot])
        rows[pivot], rows[swap] = rows[swap], rows[pivot]
        lead = rows[pivot][pivot]
        rows[pivot] = [cell / lead for cell in rows[pivot]]
        for other in range(size):
            factor = rows[other][pivot]
            if other != pivot and factor:
                rows[other] = [
                    a - factor * b for a, b in zip(rows[other], rows[pivot], strict=True)
                ]
    return [row[size:] for row in rows]


def hits(world: World, holder: str, organization: str) -> float:
    """
    The definition: a walk up the holders of one completion, and whether it ever meets somebody.
    """
    value = dict.fromkeys([*world.nodes, STRANGER], 0.0)
    value[holder] = 1.0
    for _ in range(400):
        for held, table in world.votes.items():
            base = world.base(held)
            if held != holder and base:
                value[held] = (
                    sum(units * value[one] for one, units in table.items() if one != held) / base
                )
    return value[organization]


def test_shares_multiply_along_a_chain_and_add_up_over_chains():
    """
    60 % of 50 % is 30 %, and what comes by another way is added.
    """
    chain = holds("a", "b", 60), holds("b", "c", 50)
    assert part(*chain, holder="a", held="c") == (30, 30)
    assert part(*chain, holds("a", "c", 5), holder="a", held="c") == (35, 35)


def test_own_shares_leave_the_table():
    """
    With 10 % of own shares, 45 % of the capital is half of what others hold.
    """
    assert part(holds("a", "c", 45), holds("c", "c", 10), holder="a", held="c") == (50, 50)


def test_a_division_is_held_whole_by_its_legal_person():
    """
    An attachment passes all of the share on.
    """
    found = part(holds("a", "b", 40), states("attachment", "unit", "b"), holder="a", held="unit")
    assert found == (40, 40)


def test_capital_and_votes_are_kept_apart():
    """
    A share of the votes is never a share of the capital.
    """
    both = Holding("1", "a", "c", Bounds(20_000_000, 20_000_000), Bounds(35_000_000, 35_000_000))
    assert part(both, holder="a", held="c") == (20, 20)
    assert part(both, holder="a", held="c", kind="votes") == (35, 35)


def test_a_cycle_never_counts_twice():
    """
    Two companies that hold 50 % of each other: the outsider with the rest of one has all of it.
    """
    claims = holds("b", "a", 50), holds("a", "b", 50), holds("x", "a", 50), holds("y", "b", 50)
    low, high = part(*claims, holder="x", held="a")
    assert low == high == pytest.approx(200 / 3)
    assert part(*claims, holder="b", held="a") == (50, 50)
    own, _ = part(*claims, holder="a", held="a")
    assert own == 25


def test_a_closed_loop_has_no_owner():
    """
    Companies that hold each other whole belong to nobody outside, and to each other whole.
    """
    loop = holds("a", "b", 100), holds("b", "a", 100), holds("x", "c", 50), holds("a", "c", 50)
    assert part(*loop, holder="x", held="a") == (0, 0)
    assert part(*loop, holder="a", held="b") == (100, 100)
    assert part(*loop, holder="x", held="c") == (50, 50)


def test_an_unknown_share_is_not_zero():
    """
    A share without a figure runs from nothing to what the others leave.
    """
    claims = unknown("a", "c"), holds("b", "c", 70)
    assert part(*claims, holder="a", held="c") == (0, 30)


def test_upper_bounds_share_one_whole():
    """
    Two ranges of one table cannot both be at their top.
    """
    claims = holds("a", "c", 40, 60), holds("b", "c", 45, 60), holds("x", "a", 100)
    assert part(*claims, holder="x", held="c") == (40, 55)
    both = held_by(tables(day(*claims)), ["a", "b"], ["c"])["c"]
    assert both == Interval(Fraction(85, 100), Fraction(1))


def test_a_class_is_met_at_its_first_member():
    """
    A European parent does not cure a holder from elsewhere, nor count it twice.
    """
    claims = holds("us", "c", 30), holds("eu", "us", 100), holds("us2", "eu", 50)
    found = held_by(tables(day(*claims)), ["us", "us2"], ["c"])["c"]
    assert found == Interval(Fraction(3, 10), Fraction(3, 10))


def test_strangers_may_be_of_the_class():
    """
    What nobody named is in the upper bound when strangers may belong to the class.
    """
    columns = tables(day(holds("a", "c", 60), holds("x", "c", 10)))
    assert held_by(columns, ["x"], ["c"])["c"].high == Fraction(1, 10)
    assert held_by(columns, ["x"], ["c"], unnamed=True)["c"].high == 1


def test_a_long_chain_needs_no_recursion():
    """
    Ten thousand levels are walked like two.
    """
    rows = [holds(f"n{i}", f"n{i + 1}", 100) for i in range(10_000)]
    assert part(*rows, holder="n0", held="n10000") == (100, 100)


def test_holders_come_before_what_they_hold():
    """
    Cycles are given upwards first, so one pass is enough.
    """
    claims = day(holds("b", "a", 50), holds("a", "b", 50), holds("a", "c", 50), holds("c", "d", 1))
    assert [sorted(cycle) for cycle in components(tables(claims), (), ["d"])] == [
        ["a", "b"],
        ["c"],
        ["d"],
    ]


@pytest.mark.parametrize("seed", range(150))
def test_against_the_inverse(seed):
    """
    On exact tables with cycles it is N_ij / N_ii, within 0 and 1, and adds up over the top.
    """
    random = Random(seed)
    nodes = [f"n{i}" for i in range(random.randint(2, 6))]
    rows, size = [], len(nodes)
    matrix = [[Fraction(0)] * size for _ in nodes]
    held_ones = nodes[1:]
    for held in held_ones:
        cuts = sorted(random.randint(0, 20) for _ in range(3))
        for number, (start, end) in enumerate(pairwise([0, *cuts])):
            holder = random.choice(nodes)
            if end > start and holder != held:
                rows.append(
                    Holding(
                        f"{held}{number}", holder, held, *[Bounds(end - start, end - start)] * 2
                    )
                )
                matrix[nodes.index(holder)][nodes.index(held)] += Fraction(end - start, 20)
    unit = [[Fraction(i == j) - matrix[i][j] for j in range(size)] for i in range(size)]
    try:
        inverted = inverse(unit)
    except StopIteration:
        return  # a closed loop: there is no inverse
    columns = tables(Day(rows, whole=20))
    for i, holder in enumerate(nodes):
        for j, held in enumerate(nodes):
            expected = inverted[i][j] / inverted[i][i] if i != j else 1 - 1 / inverted[i][i]
            found = share(columns, holder, held)
            assert found == Interval(expected, expected), (holder, held)
            assert 0 <= found.low <= 1
    tops = [one for one in nodes if one not in columns]
    for held in columns:
        total = sum(share(columns, top, held).low for top in tops)
        assert total == held_by(columns, tops, [held])[held].low <= 1


@pytest.mark.parametrize("seed", range(120))
def test_bounds_against_every_completion(seed):
    """
    No completion gives less than the lower bound or more than the upper, and the upper is reached.
    """
    case = draw_case(Random(seed), limit=80)
    worlds = list(case.worlds())
    columns = tables(case.day, "votes")
    moving = any(len(lot.holders) > 1 for lot in case.lots)
    for holder in case.nodes():
        for held in columns:
            if holder == held:
                continue
            values = [hits(world, holder, held) for world in worlds]
            found = share(columns, holder, held)
            assert float(found.low) <= min(values) + 1e-9, (holder, held, case)
            assert float(found.high) == pytest.approx(max(values), abs=1e-9), (holder, held, case)
            if not moving:
                assert float(found.low) == pytest.approx(min(values), abs=1e-9), (
                    holder,
                    held,
                    case,
                )
