"""
Ties: what charts draw between agents, and where it is read from.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from ..answers.deals import reached_on, read_deals
from ..answers.leadership import appointments
from ..claims import (
    PREFIX,
    Claims,
    ControlRight,
    Shareholding,
    read_claims,
    read_rights,
    read_shareholdings,
    rows,
    values,
)
from ..control.parties import Party
from ..dates import parse_span
from ..graph import Store
from ..model.codes import CODES, LEADING_POSTS
from ..names import Iri
from ..shares import UNKNOWN, Share
from .parties import read_parties, stranger

FEW = 5000
"""
How many shareholdings are read at once; of a larger graph, those of each agent when asked for.
"""

OPENINGS = ("talks", "announced", "signed")
ENDINGS = ("completed", "abandoned")
DRAWN = ("counted", "alternative", "planned")


@dataclass(frozen=True, slots=True)
class Tie:
    """
    One claim as a line of a chart, from `tails` (holders) down to `head` (held).

    `kind` is holds, part (of the same legal person), deal, or the kind of a
    right; `certainty` is that of its dates on the day asked about. The standing of
    a deal is its stage, and it is only possible where its outcome is not known.
    """

    claim: Iri
    kind: str
    tails: tuple[Iri, ...]
    head: Iri
    standing: str
    counterpart: Iri | None
    certainty: str
    starts: str
    ends: str
    capital: Share = UNKNOWN
    votes: Share = UNKNOWN

    @property
    def solid(self) -> bool:
        """
        Whether others are looked for beyond it: it holds, and it counts.
        """
        return self.standing == "counted" and self.kind != "deal"

    @property
    def share(self) -> Share:
        """
        The share that sizes the line: of the capital, else of the votes.
        """
        return self.capital if self.capital.known else self.votes

    @property
    def most(self) -> Decimal | None:
        """
        The most that it can be, of the capital or of the votes; None where neither is known.
        """
        known = [share for share in (self.capital, self.votes) if share.known]
        whole = Decimal(100)
        return max(
            (whole if share.maximum is None else share.maximum for share in known), default=None
        )


class Ties:
    """
    The ties of any agent on any day, from a store, each read once.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._above: dict[Iri, list[Any]] = {}
        self._below: dict[Iri, list[Any]] = {}
        self._latest: dict[Iri, date] = {}
        self._parties: dict[str, Party] = {}
        self._read = False

    @cached_property
    def claims(self) -> Claims:
        """
        Every claim that control rests on.
        """
        return read_claims(self.store)

    def above(self, agent: Iri, on: date) -> list[Tie]:
        """
        What holds an agent on a day.
        """
        return self._on(agent, on, up=True)

    def below(self, agent: Iri, on: date) -> list[Tie]:
        """
        What an agent holds on a day.
        """
        return self._on(agent, on, up=False)

    def _on(self, agent: Iri, on: date, *, up: bool) -> list[Tie]:
        if self._few and not self._read:
            self._read_all()
        known = self._above if up else self._below
        if agent not in known:
            known[agent] = [] if self._read else self._ask(agent, up=up)
        found = [tie for claim in known[agent] if (tie := tie_on(claim, on))]
        return [*found, *self._open_deals(agent, on, up=up)]

    def _ask(self, agent: Iri, *, up: bool) -> list[Any]:
        if up:
            return [
                *read_shareholdings(self.store, held=agent),
                *read_rights(self.store, organization=agent),
            ]
        rights = [
            right
            for organization in self._under(agent)
            for right in read_rights(self.store, organization=organization)
            if agent in right.holders
        ]
        return [*read_shareholdings(self.store, holder=agent), *rights]

    def _under(self, agent: Iri) -> list[Iri]:
        """
        The organizations in which an agent has a right, and its divisions.
        """
        chosen = values("agent", agent)
        query = (
            PREFIX
            + f"SELECT DISTINCT ?organization WHERE {{ {{ {chosen} ?claim kg:holder ?agent ;"
            + " kg:organization ?organization ; a kg:ControlRight } UNION "
            + f"{{ {chosen} ?claim kg:organization ?agent ; kg:division ?organization ;"
            + " a kg:Attachment } } ORDER BY ?organization"
        )
        return [row["organization"] for row in rows(self.store, query)]

    def _read_all(self) -> None:
        above: dict[Iri, list[Any]] = defaultdict(list)
        below: dict[Iri, list[Any]] = defaultdict(list)
        for claim in self.claims.shareholdings:
            above[claim.held].append(claim)
            below[claim.holder].append(claim)
        for right in self.claims.rights:
            above[right.organization].append(right)
            for holder in dict.fromkeys(right.holders):
                below[holder].append(right)
        self._above, self._below, self._read = dict(above), dict(below), True

    @cached_property
    def _few(self) -> bool:
        query = f"SELECT ?claim WHERE {{ ?claim a kg:Shareholding }} OFFSET {FEW} LIMIT 1"
        return not rows(self.store, PREFIX + query)

    @cached_property
    def deals(self) -> list[dict[str, Any]]:
        """
        Every deal that counts.
        """
        return [one for one in read_deals(self.store) if one["standing"] == "counted"]

    def _open_deals(self, agent: Iri, on: date, *, up: bool) -> list[Tie]:
        """
        Deals begun and, as far as is known, not over, as ties from acquirer to target.
        """
        found = []
        for deal in self.deals:
            if agent != deal["target" if up else "acquirer"]:
                continue
            stage = reached_on(deal, on)
            if stage not in OPENINGS or _certainly_over(deal, on):
                continue
            share = Share(deal["share"], deal["share"], deal["share"])
            over = any(end in deal["dates"] for end in ENDINGS)
            found.append(
                Tie(
                    deal["deal"],
                    "deal",
                    (deal["acquirer"],),
                    deal["target"],
                    stage,
                    None,
                    "certain" if over else "possible",
                    deal["dates"][stage]["date"],
                    "",
                    share,
                )
            )
        return found

    def party(self, agent: Iri) -> Party:
        """
        The kind and country of somebody.
        """
        if self._few and not self._parties:
            self._parties = read_parties(self.store)
        if agent.slug not in self._parties and not self._few:
            self._parties |= read_parties(self.store, agent)
        return self._parties.get(agent.slug) or stranger(agent)

    @cached_property
    def _posts(self) -> dict[Iri, list[dict[str, Any]]]:
        posts = defaultdict(list)
        for row in appointments(self.store):
            posts[row["organization"]].append(row)
        return dict(posts)

    def latest(self, claims: set[Iri]) -> date | None:
        """
        The first day that the date of the latest source behind some claims allows.
        """
        missing = sorted(claims - set(self._latest))
        if missing:
            self._latest |= _latest(self.store, None if self._few else missing)
        return max((self._latest[one] for one in claims if one in self._latest), default=None)

    def holdings_in(self, organization: Iri) -> list[Shareholding]:
        """
        The shareholdings in an organization over all time, counted or from other sources.
        """
        return [
            claim
            for claim in read_shareholdings(self.store, held=organization)
            if claim.standing in ("counted", "alternative")
        ]

    def posts(self, organization: Iri) -> list[dict[str, Any]]:
        """
        The appointments at an organization over all time.
        """
        if not self._few:
            return appointments(self.store, organization=organization)
        return self._posts.get(organization, [])

    def life(self, organization: Iri) -> tuple[date | None, date | None]:
        """
        The first day on which an organization can have existed, and the last.
        """
        query = (
            PREFIX
            + "SELECT ?founded ?dissolved WHERE { "
            + values("organization", organization)
            + "?organization kg:name ?name ."
            + " OPTIONAL { ?organization kg:foundedNotBefore ?founded }"
            + " OPTIONAL { ?organization kg:dissolvedNotAfter ?dissolved } }"
        )
        found = rows(self.store, query)
        return (found[0]["founded"], found[0]["dissolved"]) if found else (None, None)

    def leader(self, organization: Iri, on: date) -> tuple[Iri, str, bool] | None:
        """
        Who led an organization on a day: the person, the role, and whether it is certain.
        """
        posts = [
            (CODES["post"].index(row["post"]), sure != "certain", row["when"].starts, row)
            for row in self.posts(organization)
            if row["when"].standing == "counted"
            and row["post"] in LEADING_POSTS
            and (sure := row["when"].certainty(on))
        ]
        if not posts:
            return None
        _, unsure, _, row = min(posts, key=lambda post: (*post[:3], post[3]["claim"]))
        return row["person"], row["role"], not unsure


def tie_on(claim: Shareholding | ControlRight, on: date) -> Tie | None:
    """
    A claim as a tie, where it may hold on a day and a chart draws it.
    """
    if claim.standing not in DRAWN or not claim.period.possibly_holds(on):
        return None
    certainty = "certain" if claim.period.certainly_holds(on) else "possible"
    common = (claim.standing, claim.counterpart, certainty, claim.starts, claim.ends)
    if isinstance(claim, Shareholding):
        return Tie(
            claim.claim,
            "holds",
            (claim.holder,),
            claim.held,
            *common,
            claim.capital,
            claim.votes,
        )
    kind = "part" if claim.kind == "attachment" else claim.kind
    return Tie(claim.claim, kind, tuple(dict.fromkeys(claim.holders)), claim.organization, *common)


def _certainly_over(deal: dict[str, Any], on: date) -> bool:
    ends = [deal["dates"].get(stage) for stage in ENDINGS]
    return any(row and row["notAfter"] and row["notAfter"] <= on for row in ends)


def _latest(store: Store, claims: list[Iri] | None) -> dict[Iri, date]:
    """
    The latest source of each claim, those that corroborate it included.
    """
    standing = "<https://w3id.org/french-cloud/ontology#standing-corroborating>"
    chosen = values("claim", claims)
    query = (
        PREFIX
        + f"SELECT ?claim ?published WHERE {{ {{ {chosen} ?claim kg:source ?source }} UNION "
        + f"{{ {chosen} ?said kg:counterpart ?claim ; kg:standing {standing} ;"
        + " kg:source ?source } ?source kg:published ?published }"
    )
    found: dict[Iri, date] = {}
    for row in rows(store, query):
        first = parse_span(row["published"]).first
        if first and first > found.get(row["claim"], date.min):
            found[row["claim"]] = first
    return found
