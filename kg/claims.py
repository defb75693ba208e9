"""
Claims, read back from a store: who holds what, with which right, until when.

Questions and the control engine work on these plain records; this is the one
room that knows how the graph spells them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .control import Bounds, Day, Holding, Right
from .dates import Period
from .graph import Store
from .names import KG, Iri, code_of, term_text
from .shares import UNKNOWN, WHOLE, Share

PREFIX = f"PREFIX kg: <{KG}>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
PERIOD = (
    " OPTIONAL { ?claim kg:startsNotBefore ?startsNotBefore }"
    " OPTIONAL { ?claim kg:startsNotAfter ?startsNotAfter }"
    " OPTIONAL { ?claim kg:endsNotBefore ?endsNotBefore }"
    " OPTIONAL { ?claim kg:endsNotAfter ?endsNotAfter }"
    " OPTIONAL { ?claim kg:from ?from } OPTIONAL { ?claim kg:until ?until }"
)
PERIOD_VARIABLES = "?startsNotBefore ?startsNotAfter ?endsNotBefore ?endsNotAfter ?from ?until"


@dataclass(frozen=True, slots=True)
class Dated:
    """
    A claim with its period: as published (`starts`, `ends`) and as bounds.
    """

    claim: Iri
    period: Period
    starts: str
    ends: str
    standing: str
    counterpart: Iri | None

    def certainty(self, day: date) -> str | None:
        """
        `certain`, `possible`, or None where it does not hold on the day.
        """
        if self.standing == "planned" or not self.period.possibly_holds(day):
            return None
        return "certain" if self.period.certainly_holds(day) else "possible"


@dataclass(frozen=True, slots=True)
class Shareholding(Dated):
    """
    Who holds which share of whom. `votes` is UNKNOWN where no source gives them.
    """

    holder: Iri
    held: Iri
    capital: Share
    votes: Share


@dataclass(frozen=True, slots=True)
class ControlRight(Dated):
    """
    A power that is not a shareholding; an attachment has its own kind.
    """

    kind: str
    holders: tuple[Iri, ...]
    organization: Iri


@dataclass(frozen=True, slots=True)
class Claims:
    """
    Every claim that control rests on; the ids of the companies, and of the
    groups that a source names as one holder though nobody speaks for them.
    """

    shareholdings: list[Shareholding]
    rights: list[ControlRight]
    companies: frozenset[str] | None = None
    several: frozenset[str] = frozenset()

    def on(self, day: date) -> Day:
        """
        What holds on a day, as the control engine takes it.
        """
        holdings = [
            _holding(claim, day, certain=certainty == "certain")
            for claim in self.shareholdings
            if claim.standing == "counted" and (certainty := claim.certainty(day))
        ]
        rights = [
            Right(
                claim.claim.slug,
                claim.kind,
                tuple(holder.slug for holder in claim.holders),
                claim.organization.slug,
                certainty == "certain",
            )
            for claim in self.rights
            if claim.standing == "counted" and (certainty := claim.certainty(day))
        ]
        return Day(holdings, rights, companies=self.companies, several=self.several)

    def days(self) -> list[date]:
        """
        The days on which a conclusion may change, in order.
        """
        return sorted(
            {
                bound
                for claim in (*self.shareholdings, *self.rights)
                if claim.standing == "counted"
                for bound in claim.period.bounds()
            }
        )


def _holding(claim: Shareholding, day: date, *, certain: bool) -> Holding:
    starts, ends = claim.period.starts_not_after, claim.period.ends_not_before
    votes = claim.votes if claim.votes.known else claim.capital
    return Holding(
        claim=claim.claim.slug,
        holder=claim.holder.slug,
        held=claim.held.slug,
        capital=Bounds(claim.capital.low, claim.capital.high),
        votes=Bounds(votes.low, votes.high),
        votes_follow_capital=not claim.votes.known,
        certain=certain,
        known=votes.known,
        starts=claim.starts,
        ends=claim.ends,
        begun=starts is not None and starts <= day,
        unended=ends is None or day < ends,
    )


def read_claims(store: Store) -> Claims:
    """
    Every claim that control rests on.
    """
    return Claims(
        read_shareholdings(store),
        read_rights(store),
        # Joint ventures are companies too; persons, families, States and funds are none.
        read_agents(store, "Company", "JointVenture"),
        read_agents(store, "HolderGroup"),
    )


def read_agents(store: Store, *types: str) -> frozenset[str]:
    """
    The ids of the agents of some classes, not of their subclasses.
    """
    classes = " ".join(f"kg:{name}" for name in types)
    query = PREFIX + f"SELECT ?thing WHERE {{ VALUES ?type {{ {classes} }} ?thing a ?type }}"
    return frozenset(row["thing"].slug for row in rows(store, query))


def read_shareholdings(
    store: Store, *, holder: str | None = None, held: str | None = None
) -> list[Shareholding]:
    """
    The shareholdings of a holder, in an organization, or all, ordered by claim.
    """
    shares = [
        f"{kind}{part}"
        for kind in ("capital", "votes")
        for part in ("", "Minimum", "Maximum", "MinimumExclusive", "MaximumExclusive")
    ]
    query = (
        PREFIX
        + f"SELECT ?claim ?holder ?held ?standing ?counterpart {PERIOD_VARIABLES} "
        + " ".join(f"?{name}" for name in shares)
        + " WHERE { "
        + values("holder", holder)
        + values("held", held)
        + "?claim kg:held ?held ; kg:holder ?holder ; kg:standing ?standing ;"
        + " a kg:Shareholding ."
        + " OPTIONAL { ?claim kg:counterpart ?counterpart }"
        + PERIOD
        + "".join(f" OPTIONAL {{ ?claim kg:{name} ?{name} }}" for name in shares)
        + " } ORDER BY ?claim"
    )
    return [
        Shareholding(
            **dated(row),
            holder=row["holder"],
            held=row["held"],
            capital=_share("capital", row),
            votes=_share("votes", row),
        )
        for row in rows(store, query)
    ]


def read_rights(store: Store, *, organization: str | None = None) -> list[ControlRight]:
    """
    Control rights, and attachments of divisions, ordered by claim.
    """
    chosen = values("organization", organization)
    query = (
        PREFIX
        + f"SELECT ?claim ?kind ?holder ?organization ?standing ?counterpart {PERIOD_VARIABLES}"
        + " WHERE { "
        + f"{{ {chosen} ?claim kg:organization ?organization ; kg:holder ?holder ; kg:kind ?kind ;"
        + " a kg:ControlRight . } UNION "
        + f"{{ {chosen} ?claim kg:division ?organization ; kg:organization ?holder ;"
        + ' a kg:Attachment . BIND("attachment" AS ?kind) }'
        + " ?claim kg:standing ?standing . OPTIONAL { ?claim kg:counterpart ?counterpart }"
        + PERIOD
        + " } ORDER BY ?claim ?holder"
    )
    rights: dict[Iri, ControlRight] = {}
    for row in rows(store, query):
        claim = row["claim"]
        holders = (*rights[claim].holders, row["holder"]) if claim in rights else (row["holder"],)
        rights[claim] = ControlRight(
            **dated(row),
            kind=code_of("right", row["kind"]),
            holders=holders,
            organization=row["organization"],
        )
    return list(rights.values())


def rows(store: Store, query: str) -> list[dict[str, Any]]:
    """
    The rows of a SELECT that this package wrote itself.
    """
    return list(store.select(query))


def values(variable: str, iri: str | Sequence[str] | None) -> str:
    """
    A VALUES line that pins a variable, or nothing.
    """
    if iri is None:
        return ""
    chosen = [iri] if isinstance(iri, str) else list(iri)
    return f"VALUES ?{variable} {{ {' '.join(term_text(Iri(one)) for one in chosen)} }} "


def dated(row: dict[str, Any]) -> dict[str, Any]:
    """
    The fields of a dated claim that a row of a SELECT holds.
    """
    return {
        "claim": row["claim"],
        "period": Period(
            row["startsNotBefore"],
            row["startsNotAfter"],
            row["endsNotBefore"],
            row["endsNotAfter"],
        ),
        "starts": row["from"] or "",
        "ends": row["until"] or "",
        "standing": code_of("standing", row["standing"]),
        "counterpart": row.get("counterpart"),
    }


def _share(name: str, row: dict[str, Any]) -> Share:
    if row[f"{name}Minimum"] is None and row[f"{name}Maximum"] is None and row[name] is None:
        return UNKNOWN
    return Share(
        row[name],
        row[f"{name}Minimum"],
        row[f"{name}Maximum"],
        bool(row[f"{name}MinimumExclusive"]),
        bool(row[f"{name}MaximumExclusive"]),
    )


def percent(units: int) -> Decimal:
    """
    Millionths of a percent as a percentage.
    """
    value = (Decimal(units) * 100 / WHOLE).normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def in_chunks(items: Iterable[str], size: int = 50) -> list[list[str]]:
    """
    Ids in lots: a long VALUES makes some stores plan a product.
    """
    every = list(items)
    return [every[start : start + size] for start in range(0, len(every), size)]
