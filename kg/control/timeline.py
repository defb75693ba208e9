"""
Timeline: conclusions over many days, each with the period on which it holds.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .claims import Day
from .conclusions import conclude
from .verdicts import Conclusion

Signature = frozenset[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Period:
    """
    A conclusion on [start, until). `until` is None where it still holds on the last day.
    """

    conclusion: Conclusion
    start: date
    until: date | None


def timeline(
    days: Iterable[date],
    claims_on: Callable[[date], Day],
    about: Collection[str] | None = None,
) -> list[Period]:
    """
    The conclusions on each day and until the next one, equal neighbours merged.

    `about` restricts them to these controlled organizations.

    `days` are the days on which claims may begin or end, in order. `claims_on`
    gives the claims of such a day; the same claim id always states the same.
    Ordered by controlled, rule, controller, start.

    Notes:
        Who controls an organization depends on what lies above it alone. From
        one day to the next only organizations at or below a column that
        changed are judged again, on the claims above them.
    """
    held: dict[str, dict[Conclusion, date]] = {}
    before: Mapping[str, Signature] = {}
    below: Mapping[str, set[str]] = {}
    periods: list[Period] = []
    for day in days:
        claims = claims_on(day)
        now, under = _signatures(claims), _below(claims)
        changed = {one for one in {*before, *now} if before.get(one) != now.get(one)}
        touched = _reach(changed, below) | _reach(changed, under)
        if about is not None:
            touched &= set(about)
        fresh: dict[str, list[Conclusion]] = {}
        if touched:
            for conclusion in conclude(claims.upstream(touched), about=touched):
                fresh.setdefault(conclusion.controlled, []).append(conclusion)
        for organization in touched:
            old = held.pop(organization, {})
            new = {one: old.pop(one, day) for one in fresh.get(organization, ())}
            periods += (Period(conclusion, start, day) for conclusion, start in old.items())
            if new:
                held[organization] = new
        before, below = now, under
    for conclusions in held.values():
        periods += (Period(conclusion, start, None) for conclusion, start in conclusions.items())
    periods.sort(
        key=lambda one: (
            one.conclusion.controlled,
            one.conclusion.test,
            one.conclusion.controller,
            one.start,
        )
    )
    return periods


def _signatures(claims: Day) -> dict[str, Signature]:
    """
    What the column and the rights of each organization are made of.
    """
    parts: dict[str, list[tuple[object, ...]]] = {}
    for holding in claims.holdings:
        parts.setdefault(holding.held, []).append(
            (holding.claim, holding.holder, holding.certain, holding.begun, holding.unended)
        )
    for right in claims.rights:
        parts.setdefault(right.organization, []).append((right.claim, right.certain))
    return {organization: frozenset(made) for organization, made in parts.items()}


def _below(claims: Day) -> dict[str, set[str]]:
    """
    The organizations in which each agent holds something or has a right.
    """
    found: dict[str, set[str]] = {}
    for holding in claims.holdings:
        found.setdefault(holding.holder, set()).add(holding.held)
    for right in claims.rights:
        for holder in right.holders:
            found.setdefault(holder, set()).add(right.organization)
    return found


def _reach(seeds: set[str], below: Mapping[str, set[str]]) -> set[str]:
    """
    The organizations at or below any of the seeds.
    """
    seen, todo = set(seeds), list(seeds)
    while todo:
        fresh = below.get(todo.pop(), set()) - seen
        seen |= fresh
        todo += fresh
    return seen
