"""
Changes: what is not the same on two days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..claims import PREFIX, Claims, Shareholding, read_claims, read_rights, rows
from ..control import CONTROLS, WHOLE, Bounds
from ..errors import UsageError
from ..graph import Store
from ..model.codes import LEADING_POSTS
from ..model.schema import STAGES
from ..names import Iri
from .answer import Answer, Item
from .conclusions import Span, jointly, read_conclusions, resting_on, spans
from .deals import reached_on, read_deals
from .evidence import Evidence
from .leadership import appointments
from .naming import Directory
from .ownership import bounds
from .phrases import phrase, share_bounds
from .question import refuse_many

KINDS = ("controller-gained", "controller-lost", "shareholding", "leader", "name", "deal")
COLUMNS = ("kind", "organization", "name", "about", "date", "before", "after")


@dataclass(frozen=True, slots=True)
class Change:
    """
    One thing that differs: `about` is the controller, holder, person or deal.
    """

    kind: str
    organization: Iri
    about: str
    date: str | None
    before: Any
    after: Any
    claims: tuple[Iri, ...]
    more: Item


def changes(
    store: Store,
    directory: Directory,
    since: date,
    until: date,
    lang: str,
    *,
    kind: str | None = None,
) -> Answer:
    """
    What differs between two days: controllers, holders, leaders, names, deals.

    A day is compared with the other, not with the days between: what began and
    ended meanwhile is no change. One controller counts once for an organization,
    with its strongest verdict; a verdict that becomes stronger (open, presumed,
    yes) is a gain.

    Raises:
        UsageError: the first day is after the second, or there is no such kind.
    """
    if since > until:
        raise UsageError(f"{since} is after {until}: write the earlier day first.")
    if kind is not None and kind not in KINDS:
        raise UsageError(f"'{kind}' is not a kind of change: write one of {', '.join(KINDS)}.")
    refuse_many(store, lang)
    claims = read_claims(store)
    found = [
        *_controllers(store, since, until),
        *_shareholdings(claims, since, until),
        *_leaders(store, since, until),
        *_names(store, directory, since, until),
        *_deals(store, since, until),
    ]
    chosen = [one for one in found if kind in (None, one.kind)]
    chosen.sort(key=lambda one: (one.organization, KINDS.index(one.kind), one.about, str(one.more)))
    evidence = Evidence(store, (claim for one in chosen for claim in one.claims))
    items = [
        {
            "kind": one.kind,
            "organization": one.organization.slug,
            "name": directory.name(one.organization, until),
            "about": one.about,
            "date": one.date,
            "before": one.before,
            "after": one.after,
            **one.more,
            "sources": evidence.of(*one.claims) if one.claims else [],
            "claims": [claim.slug for claim in one.claims],
        }
        for one in chosen
    ]
    notes = [] if items else [phrase("changes-none", lang)]
    return Answer("changes", None, None, items, notes, evidence.known_to(), COLUMNS)


def _controllers(store: Store, since: date, until: date) -> Iterator[Change]:
    stored = [one for one in read_conclusions(store) if one.test in CONTROLS]
    differing = []
    for periods in spans(stored).values():
        old = next((one for one in periods if one.holds(since)), None)
        new = next((one for one in periods if one.holds(until)), None)
        if _strength(old) != _strength(new):
            differing.append((periods, old, new))
    nodes = (node for _, old, new in differing for one in (old, new) if one for node in one.nodes)
    behind, rights = resting_on(store, nodes), read_rights(store)
    for periods, old, new in differing:
        gained = _strength(new) > _strength(old)
        told = new if gained else old
        assert told is not None
        day = _begins(periods, told) if gained else _ends(periods, told)
        there = [(one, on) for one, on in ((old, since), (new, until)) if one]
        claims = [
            claim
            for one, on in there
            for node in one.nodes
            if node.holds(on)
            for claim in behind[node]
        ]
        chain = next(
            node.chain for one, on in there if one is told for node in one.nodes if node.holds(on)
        )
        yield Change(
            "controller-gained" if gained else "controller-lost",
            told.controlled,
            told.controller.slug,
            day.isoformat() if day else None,
            old.verdict if old else None,
            new.verdict if new else None,
            tuple(dict.fromkeys(claims)),
            {
                "test": told.test,
                "chain": chain.split(),
                "with": [one.slug for one in jointly(rights, claims, told.controller)],
            },
        )


def _strength(one: Span | None) -> int:
    return one.strength if one else 0


def _begins(periods: list[Span], one: Span) -> date | None:
    """
    The day from which the verdict was as strong without a break.
    """
    place = periods.index(one)
    start = one.start
    while (
        place and periods[place - 1].until == start and periods[place - 1].strength >= one.strength
    ):
        place -= 1
        start = periods[place].start
    return start


def _ends(periods: list[Span], one: Span) -> date | None:
    """
    The day until which the verdict was as strong without a break.
    """
    until = one.until
    for other in periods[periods.index(one) + 1 :]:
        if other.start != until or other.strength < one.strength:
            break
        until = other.until
    return until


def _shareholdings(claims: Claims, since: date, until: date) -> Iterator[Change]:
    before, after = _held(claims, since), _held(claims, until)
    for pair in {**before, **after}:
        old, new = before.get(pair, []), after.get(pair, [])
        shares = _share(old, "capital"), _share(new, "capital")
        votes = _share(old, "votes"), _share(new, "votes")
        if bool(old) == bool(new) and shares[0] == shares[1] and votes[0] == votes[1]:
            continue
        row = (new or old)[0]
        yield Change(
            "shareholding",
            row.held,
            row.holder.slug,
            (new[0].starts if new else old[0].ends) or None,
            *shares,
            tuple(one.claim for one in (*old, *new)),
            {"votes_before": votes[0], "votes_after": votes[1]},
        )


def _held(claims: Claims, on: date) -> dict[tuple[Iri, Iri], list[Shareholding]]:
    found: dict[tuple[Iri, Iri], list[Shareholding]] = {}
    for claim in claims.shareholdings:
        if claim.standing == "counted" and claim.certainty(on):
            found.setdefault((claim.held, claim.holder), []).append(claim)
    return found


def _share(claims: list[Shareholding], kind: str) -> Item | None:
    """
    What the rows of one holder allow together; None where there is none.
    """
    shares = [getattr(claim, kind) for claim in claims]
    known = [share for share in shares if share.known]
    if not known:
        return None if kind == "votes" or not shares else {"min": None, "max": None}
    if len(shares) == 1:
        return dict(bounds(shares[0]))
    low = sum(share.low for share in known)
    return dict(share_bounds(Bounds(low, max(low, min(WHOLE, sum(one.high for one in shares))))))


def _leaders(store: Store, since: date, until: date) -> Iterator[Change]:
    leading = [
        row
        for row in appointments(store)
        if row["post"] in LEADING_POSTS and row["when"].standing == "counted"
    ]
    seats: dict[tuple[Iri, Iri], tuple[list[Any], list[Any]]] = {}
    for row in leading:
        for side, day in enumerate((since, until)):
            if row["when"].certainty(day):
                both = seats.setdefault((row["organization"], row["person"]), ([], []))
                both[side].append(row)
    for (organization, person), (old, new) in seats.items():
        roles = _roles(old), _roles(new)
        if roles[0] == roles[1]:
            continue
        when = new[0]["when"].starts if new else old[0]["when"].ends
        claims = dict.fromkeys(row["claim"] for row in (*old, *new))
        yield Change("leader", organization, person.slug, when or None, *roles, tuple(claims), {})


def _roles(seats: list[Any]) -> str | None:
    return ", ".join(sorted({row["role"] for row in seats})) or None


def _names(store: Store, directory: Directory, since: date, until: date) -> Iterator[Change]:
    query = (
        PREFIX
        + "SELECT ?claim ?organization ?name ?from WHERE { ?claim a kg:Name ;"
        + " kg:organization ?organization ; kg:name ?name ; kg:kind kg:name-kind-legal ."
        + " OPTIONAL { ?claim kg:from ?from } } ORDER BY ?claim"
    )
    borne: dict[Iri, list[dict[str, Any]]] = {}
    for row in rows(store, query):
        borne.setdefault(row["organization"], []).append(row)
    for iri, names in borne.items():
        before, after = directory.name(iri, since), directory.name(iri, until)
        if before != after:
            told = [row for row in names if row["name"] in (before, after)]
            day = next((row["from"] for row in told if row["name"] == after), None)
            claims = tuple(row["claim"] for row in told)
            yield Change("name", iri, iri.slug, day, before, after, claims, {})


def _deals(store: Store, since: date, until: date) -> Iterator[Change]:
    for deal in read_deals(store):
        before, after = reached_on(deal, since), reached_on(deal, until)
        if deal["standing"] != "counted" or before == after:
            continue
        yield Change(
            "deal",
            deal["target"],
            deal["deal"].slug,
            deal["dates"][after]["date"] if after in STAGES else None,
            before,
            after,
            (deal["deal"],),
            {"acquirer": deal["acquirer"].slug},
        )
