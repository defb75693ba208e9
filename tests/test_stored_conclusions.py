"""
What the graph stores about control is what the engine concludes, on every day.
"""

from datetime import date, timedelta

import pytest

from kg.answers.conclusions import claims_behind, jointly, read_conclusions, spans
from kg.claims import read_claims
from kg.control import CONTROLS, RULES, conclude

SAMPLE = 6
"""
One change day in so many is compared in the quick suite.
"""


@pytest.fixture(scope="module")
def claims(graph):
    """
    Every claim that control rests on.
    """
    return read_claims(graph.store)


@pytest.fixture(scope="module")
def stored(graph):
    """
    Every stored conclusion.
    """
    return read_conclusions(graph.store)


def concluded(claims, day):
    return {
        (one.controlled, one.controller, one.test, one.verdict, one.certainty, one.chain)
        for one in conclude(claims.on(day))
    }


def kept(stored, day):
    return {
        (
            one.controlled.slug,
            one.controller.slug,
            one.test,
            one.verdict,
            one.certainty,
            tuple(one.chain.split()),
        )
        for one in stored
        if one.holds(day)
    }


def check(claims, stored, days):
    for day in days:
        assert kept(stored, day) == concluded(claims, day), day


def test_stored_conclusions_are_those_of_the_day(claims, stored):
    """
    Pair, test, verdict, certainty and chain, for every organization on a sample of change days.
    """
    days = claims.days()
    assert len(days) > 200
    check(claims, stored, [date.min, *days[::SAMPLE], days[-1]])


@pytest.mark.slow
def test_stored_conclusions_are_those_of_every_day(claims, stored):
    """
    The same on every change day, and on the day before it.
    """
    days = claims.days()
    check(claims, stored, days)
    check(claims, stored, [day - timedelta(days=1) for day in days])


def test_periods_of_one_conclusion_do_not_overlap(graph, claims, stored):
    """
    One pair and test has one verdict a day, alone and jointly apart, and no period is empty.
    """
    behind = claims_behind(graph.store, [one.node for one in stored])
    last = {}
    for one in stored:
        assert one.until is None or (one.start or date.min) < one.until
        others = jointly(claims.rights, behind[one.node], one.controller)
        key = one.controlled, one.controller, one.test, others
        if key in last and last[key] is not None:
            assert one.start >= last[key], one
        assert key not in last or last[key] is not None, one
        last[key] = one.until


def test_only_rules_of_control_are_stored(stored):
    """
    The graph holds conclusions about control; stakes and measures are computed when asked for.
    """
    assert {one.test for one in stored} == set(CONTROLS)


def test_spans_tell_the_strongest_verdict(claims, stored):
    """
    On a day the span of a pair says what the strongest of its conclusions says.
    """
    strength = {"undetermined": 1, "possible": 1, "presumed": 2, "yes": 3}
    of_pair = spans(stored)
    for day in claims.days()[::40]:
        best = {}
        for one in stored:
            if one.holds(day):
                pair = one.controlled, one.controller
                best[pair] = max(best.get(pair, 0), strength[one.verdict])
        told = {
            pair: span.strength
            for pair, every in of_pair.items()
            for span in every
            if span.holds(day)
        }
        assert told == best, day


def test_every_rule_has_a_concept(graph):
    """
    The registry and the scheme of rules have the same ids.
    """
    query = """
        PREFIX kg: <https://w3id.org/french-cloud/ontology#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?id WHERE { ?rule skos:inScheme kg:rule-scheme ; skos:notation ?id }
    """
    assert {row["id"] for row in graph.sparql(query)} == set(RULES)
