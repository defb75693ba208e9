"""
What holds for every day, whatever its claims.
"""

import doctest
import importlib
import pkgutil
from random import Random

from brute_force import draw_case
from hypothesis import given, settings
from hypothesis import strategies as st

import kg.control
from kg.control import Bounds, Day, Holding, conclude, judge
from kg.control.registry import relations
from kg.control.relation import PRESUMED, UNDETERMINED, VERDICTS, YES, Facts

NODES = [f"n{number}" for number in range(7)]


@st.composite
def days(draw: st.DrawFn) -> Day:
    """
    Days of a whole of 10 units, cycles and treasury shares included.
    """
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(NODES),
                st.sampled_from(NODES),
                st.integers(1, 9),
                st.integers(0, 3),
                st.booleans(),
            ),
            max_size=14,
        )
    )
    left = dict.fromkeys(NODES, 10)
    holdings = []
    for number, (holder, held, low, wide, certain) in enumerate(rows):
        low = min(low, left[held])
        left[held] -= low
        share = Bounds(low, min(10, low + wide))
        holdings.append(Holding(f"h{number}", holder, held, share, share, True, certain))
    return Day(holdings, whole=10)


@given(days())
@settings(max_examples=400, deadline=None, derandomize=True)
def test_certain_groups_are_laminar(day):
    """
    Two certain groups by majority are nested or disjoint: one chain of controllers each.
    """
    certain = relations(Facts(day))["majority"].groups[YES]
    groups = [set(certain.of(node)) for node in NODES]
    for one in groups:
        for other in groups:
            assert one <= other or other <= one or not one & other


@given(days())
@settings(max_examples=200, deadline=None, derandomize=True)
def test_readings_are_nested(day):
    """
    What is certain is possible: each verdict's groups hold those of the verdict before.
    """
    for relation in relations(Facts(day)).values():
        for surer, weaker in zip(
            relation.groups.values(), list(relation.groups.values())[1:], strict=False
        ):
            for node in NODES:
                assert set(surer.of(node)) <= set(weaker.of(node))


@given(days())
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_controlled_company_controls_no_more_than_its_controller(day):
    """
    Groups are transitive: the group of a member lies inside the group.
    """
    for relation in relations(Facts(day)).values():
        for groups in (relation.groups[YES], relation.sure, relation.groups[UNDETERMINED]):
            for node in NODES:
                for member in groups.of(node):
                    assert set(groups.of(member)) <= set(groups.of(node))


@given(days())
@settings(max_examples=200, deadline=None, derandomize=True)
def test_immediate_controllers_lead_everywhere(day):
    """
    `controls` by majority is the path over immediate controllers, neither more nor less.
    """
    found = [one for one in conclude(day, ["majority"]) if one.verdict == YES]
    pairs = {(one.controller, one.controlled) for one in found}
    reach = {(one.controller, one.controlled) for one in found if one.immediate}
    while more := {(a, d) for a, b in reach for c, d in reach if b == c and a != d} - reach:
        reach |= more
    assert reach == pairs


@given(days())
@settings(max_examples=200, deadline=None, derandomize=True)
def test_every_conclusion_explains_itself(day):
    """
    A chain runs from controller to controlled over steps that are given, on claims of the day.
    """
    claims = {holding.claim for holding in day.holdings}
    for one in conclude(day):
        assert (one.chain[0], one.chain[-1]) == (one.controller, one.controlled)
        assert len(set(one.chain)) == len(one.chain)
        assert set(one.chain[1:]) <= {step.organization for step in one.steps}
        assert one.steps[-1].organization == one.controlled
        assert set(one.claims) <= claims
        assert one.claims
        assert (one.certainty == "certain") == (one.verdict in (YES, PRESUMED)) == (not one.missing)
        assert one.verdict in VERDICTS


@given(days(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_order_of_claims_does_not_matter(day, random):
    """
    The same claims in another order give the same answer, in the same order.
    """
    shuffled = list(day.holdings)
    random.shuffle(shuffled)
    assert judge(Day(shuffled, whole=10)) == judge(day)


def test_open_conclusions_say_what_is_missing():
    """
    A possible or undetermined conclusion names at least one gap, with rights too.
    """
    random = Random(3)
    for _ in range(300):
        for one in conclude(draw_case(random, rights=True).day):
            assert bool(one.missing) == (one.certainty == "possible"), one


def test_examples_in_the_rooms_run():
    """
    Every example in a docstring of the package gives what it shows.
    """
    for room in pkgutil.iter_modules(kg.control.__path__, "kg.control."):
        assert doctest.testmod(importlib.import_module(room.name)).failed == 0, room.name
