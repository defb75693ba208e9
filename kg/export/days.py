"""
Days: which things of the graph belong to the state of one day.

A claim belongs while it may hold, a deal while it is open, an event and a
figure once they may have happened, an offering while it is on sale. Agents,
sites and documents always do.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from ..dates import Period
from ..names import KG, RDF, concept

BOUNDS = ("startsNotBefore", "startsNotAfter", "endsNotBefore", "endsNotAfter")
OPENINGS = {concept("stage", name) for name in ("talks", "announced", "signed")}

Facts = dict[str, list[Any]]
ALWAYS = Period(starts_not_after=date.min)


def facts_of(quads: Iterable[Any]) -> dict[str, Facts]:
    """
    What the graph says of each subject: values by predicate.
    """
    subjects: dict[str, Facts] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        subjects[quad.subject.value][quad.predicate.value].append(quad.object)
    return subjects


def periods_of(subjects: dict[str, Facts]) -> dict[str, Period]:
    """
    The period in which each subject belongs to the state of a day.
    """
    return {iri: _period(facts, subjects) for iri, facts in subjects.items()}


def gone(subjects: dict[str, Facts], on: date) -> set[str]:
    """
    The subjects that do not belong to the state of a day, stages with their deals.
    """
    periods = periods_of(subjects)
    absent = {iri for iri, period in periods.items() if not period.possibly_holds(on)}
    stages = {stage.value for iri in absent for stage in subjects[iri].get(KG + "hasStage", ())}
    return absent | stages


def _period(facts: Facts, subjects: dict[str, Facts]) -> Period:
    types = {value.value.removeprefix(KG) for value in facts.get(RDF + "type", ())}
    if any(KG + name in facts for name in BOUNDS) or KG + "from" in facts:
        return Period(*(_day(facts, name) for name in BOUNDS))
    if "Acquisition" in types:
        return _deal(facts, subjects)
    if "Control" in types:
        start, until = _day(facts, "validFrom"), _day(facts, "validUntil")
        return Period(start, start or date.min, until, until)
    if "Offering" in types:
        return Period(
            _day(facts, "launchedNotBefore"),
            _day(facts, "launchedNotAfter"),
            _day(facts, "endedNotBefore"),
            _day(facts, "endedNotAfter"),
        )
    if types & {"Event", "Figure", "LeadershipChange", "DealStage"}:
        return Period(_day(facts, "notBefore"), _day(facts, "notAfter"))
    return ALWAYS


def _deal(facts: Facts, subjects: dict[str, Facts]) -> Period:
    """
    A deal is open from its first stage until it is completed or given up.
    """
    stages = [subjects.get(stage.value, {}) for stage in facts.get(KG + "hasStage", ())]
    openings = [one for one in stages if {v.value for v in one.get(KG + "stage", ())} & OPENINGS]
    ends = [one for one in stages if one not in openings]
    return Period(
        _least(openings or ends, "notBefore"),
        _least(openings or ends, "notAfter"),
        _least(ends, "notBefore"),
        _least(ends, "notAfter"),
    )


def _least(stages: list[Facts], name: str) -> date | None:
    return min((day for one in stages if (day := _day(one, name))), default=None)


def _day(facts: Facts, name: str) -> date | None:
    found = facts.get(KG + name)
    return date.fromisoformat(found[0].value) if found else None
