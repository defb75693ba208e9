"""
Conclusions over time: who controlled whom, from when until when.

A graph of moderate size stores them; in a large one, those on an organization
are drawn when they are asked for, from the claims that bear on it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ..claims import PREFIX, Claims, ControlRight, claim_iris, in_chunks, rows, values
from ..control import Day, timeline
from ..graph import Store
from ..names import PROV, Iri, code_of
from ..reach import Reach


@dataclass(frozen=True, slots=True)
class Stored:
    """
    A conclusion on [start, until), as a `kg:Control` node says it.

    No start: since before the first dated claim. No end: still. `claims` are
    those that it rests on, where it was drawn and not read: it then has no node.
    """

    node: Iri | None
    controller: Iri
    controlled: Iri
    test: str
    verdict: str
    certainty: str
    chain: str
    start: date | None
    until: date | None
    claims: tuple[Iri, ...] = ()

    def holds(self, on: date) -> bool:
        """
        Whether the conclusion holds on a day.
        """
        begun = self.start is None or self.start <= on
        return begun and (self.until is None or on < self.until)


def read_conclusions(store: Store, *, organization: str | None = None) -> list[Stored]:
    """
    The stored conclusions on an organization, or all, by pair, test and day.
    """
    query = (
        PREFIX
        + "SELECT ?node ?controller ?controlled ?rule ?verdict ?certainty ?chain ?start ?until"
        + " WHERE { "
        + values("controlled", organization)
        + "?node a kg:Control ; kg:controlled ?controlled ; kg:controller ?controller ;"
        + " kg:rule ?rule ; kg:verdict ?verdict ; kg:certainty ?certainty ; kg:chain ?chain ."
        + " OPTIONAL { ?node kg:validFrom ?start } OPTIONAL { ?node kg:validUntil ?until } }"
    )
    found = [
        Stored(
            row["node"],
            row["controller"],
            row["controlled"],
            code_of("rule", row["rule"]),
            code_of("verdict", row["verdict"]),
            code_of("certainty", row["certainty"]),
            row["chain"],
            row["start"],
            row["until"],
        )
        for row in sorted(rows(store, query), key=_number)
    ]
    return sorted(found, key=_order)


def _number(row: dict[str, Any]) -> tuple[int, str]:
    """
    The place of a stored conclusion among those that were drawn with it.
    """
    node = row["node"]
    return (int(node.slug) if node.slug.isdecimal() else 0), node


def conclusions_on(store: Store, organization: Iri) -> list[Stored]:
    """
    The conclusions on one organization over all days, stored or drawn now.
    """
    if stores_conclusions(store):
        return read_conclusions(store, organization=organization)
    reach = Reach(store).deciding([organization])
    claims = reach.claims()
    agents = {agent.slug: agent for agent in reach.agents()}
    iris = claim_iris(claims)
    days = _bearing_days(claims, organization.slug)
    found = [
        Stored(
            None,
            agents[period.conclusion.controller],
            agents[period.conclusion.controlled],
            period.conclusion.test,
            period.conclusion.verdict,
            period.conclusion.certainty,
            " ".join(period.conclusion.chain),
            period.start if period.start != date.min else None,
            period.until,
            tuple(sorted({iris[id] for id in period.conclusion.claims if id in iris})),
        )
        for period in timeline(days, days.__getitem__, {organization.slug})
    ]
    return sorted(found, key=_order)


def _bearing_days(claims: Claims, organization: str) -> dict[date, Day]:
    """
    The days on which the control of an organization may change, with what lies above it.

    A day on which no claim about one of those above begins or ends changes
    neither who they are nor what they hold.
    """
    touched: dict[date, set[str]] = {date.min: {organization}}
    for claim in claims.shareholdings:
        for bound in claim.period.bounds():
            touched.setdefault(bound, set()).add(claim.held.slug)
    for right in claims.rights:
        for bound in right.period.bounds():
            touched.setdefault(bound, set()).add(right.organization.slug)
    found: dict[date, Day] = {}
    above = {organization}
    for day in sorted(touched):
        if not above.isdisjoint(touched[day]):
            found[day] = claims.on(day).upstream({organization})
            above = {organization}
            above.update(row.holder for row in found[day].holdings)
            above.update(one for right in found[day].rights for one in right.holders)
    return found


def stores_conclusions(store: Store) -> bool:
    """
    Whether a graph holds conclusions about control; a large one holds none.
    """
    return bool(rows(store, PREFIX + "SELECT ?node WHERE { ?node a kg:Control } LIMIT 1"))


def _order(one: Stored) -> tuple[str, str, str, date, str]:
    return one.controlled, one.controller, one.test, one.start or date.min, one.chain


STRENGTH = {"undetermined": 1, "possible": 1, "presumed": 2, "yes": 3}
"""
How much a verdict says: open, presumed, yes.
"""


@dataclass(frozen=True, slots=True)
class Span:
    """
    The strongest verdict on one pair on [start, until), and the nodes that give it.
    """

    controller: Iri
    controlled: Iri
    test: str
    verdict: str
    start: date | None
    until: date | None
    nodes: tuple[Stored, ...]

    @property
    def strength(self) -> int:
        """
        How much the verdict says.
        """
        return STRENGTH[self.verdict]

    def holds(self, on: date) -> bool:
        """
        Whether the verdict holds on a day.
        """
        begun = self.start is None or self.start <= on
        return begun and (self.until is None or on < self.until)


def spans(conclusions: Iterable[Stored]) -> dict[tuple[Iri, Iri], list[Span]]:
    """
    For each controlled and controller, the strongest verdict over time, oldest first.

    What a weaker test leaves open is not told where a stronger one answers.
    Neighbours of the same test and verdict are one.
    """
    pairs: dict[tuple[Iri, Iri], list[Stored]] = {}
    for one in sorted(conclusions, key=_order):
        pairs.setdefault((one.controlled, one.controller), []).append(one)
    return {pair: list(_spans(of_pair)) for pair, of_pair in pairs.items()}


def _spans(of_pair: list[Stored]) -> Iterator[Span]:
    days = sorted({day for one in of_pair for day in (one.start, one.until) if day})
    made: Span | None = None
    for start, until in zip([None, *days], [*days, None], strict=True):
        there = [one for one in of_pair if one.holds(start or date.min)]
        best = max(there, key=lambda one: STRENGTH[one.verdict], default=None)
        if made is not None:
            if best and (best.test, best.verdict) == (made.test, made.verdict):
                nodes = dict.fromkeys((*made.nodes, best))
                made = replace(made, until=until, nodes=tuple(nodes))
                continue
            yield made
        made = None
        if best is not None:
            made = Span(
                best.controller, best.controlled, best.test, best.verdict, start, until, (best,)
            )
    if made is not None:
        yield made


def claims_behind(store: Store, nodes: Iterable[str]) -> dict[Iri, list[Iri]]:
    """
    The claims that each stored conclusion rests on.
    """
    found: dict[Iri, list[Iri]] = {}
    for chunk in in_chunks(dict.fromkeys(nodes)):
        query = f"SELECT ?node ?claim WHERE {{ {values('node', chunk)}"
        query += f"?node <{PROV}wasDerivedFrom> ?claim }} ORDER BY ?node ?claim"
        for row in rows(store, query):
            found.setdefault(row["node"], []).append(row["claim"])
    return found


def resting_on(store: Store, conclusions: Iterable[Stored]) -> dict[Stored, list[Iri]]:
    """
    The claims that each conclusion, stored or drawn, rests on.
    """
    conclusions = list(conclusions)
    stored = claims_behind(store, [one.node for one in conclusions if one.node])
    return {one: stored[one.node] if one.node else list(one.claims) for one in conclusions}


def jointly(
    rights: Iterable[ControlRight], claims: Iterable[Iri], controller: Iri
) -> tuple[Iri, ...]:
    """
    With whom a controller controls, if it rests on a right that several hold together.
    """
    behind = set(claims)
    return tuple(
        sorted(
            {
                holder
                for right in rights
                if right.claim in behind and len(right.holders) > 1
                for holder in right.holders
            }
            - {controller}
        )
    )
