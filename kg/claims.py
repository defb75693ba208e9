"""
Claims, read back from a store: who holds what, with which right, until when.

Questions and the control engine work on these plain records; this is the one
room that knows how the graph spells them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .control import Bounds, Day, Holding, Right
from .dates import Period
from .graph import Store
from .names import KG, RDF, Iri, code_of, term_text
from .shares import UNKNOWN, WHOLE, Share

PREFIX = f"PREFIX kg: <{KG}>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
TYPE = RDF + "type"
PERIOD = (
    " OPTIONAL { ?claim kg:startsNotBefore ?startsNotBefore }"
    " OPTIONAL { ?claim kg:startsNotAfter ?startsNotAfter }"
    " OPTIONAL { ?claim kg:endsNotBefore ?endsNotBefore }"
    " OPTIONAL { ?claim kg:endsNotAfter ?endsNotAfter }"
    " OPTIONAL { ?claim kg:from ?from } OPTIONAL { ?claim kg:until ?until }"
)
PERIOD_VARIABLES = "?startsNotBefore ?startsNotAfter ?endsNotBefore ?endsNotAfter ?from ?until"

Chosen = str | Sequence[str] | None
"""
One IRI or several that a query is about; None for all.
"""

WHOLE_READ = 20_000
"""
Up to so many claims on who holds or may decide what, a question about everybody
reads and judges them all; of more, it is refused, and the one about one
organization reads what bears on it, as it always does.
"""


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
    companies, several = read_kinds(store)
    return Claims(read_shareholdings(store), read_rights(store), companies, several)


def many_claims(store: Store, most: int = WHOLE_READ) -> bool:
    """
    Whether there are more claims about control than can be read and judged whole.
    """
    query = (
        PREFIX
        + "SELECT ?claim WHERE { { ?claim a kg:Shareholding } UNION { ?claim a kg:ControlRight }"
        + f" UNION {{ ?claim a kg:Attachment }} }} LIMIT 1 OFFSET {most}"
    )
    return bool(rows(store, query))


COMPANIES = ("Company", "JointVenture")
"""
The classes of companies: persons, families, States and funds are none.
"""


def claim_iris(claims: Claims) -> dict[str, Iri]:
    """
    The IRI of each claim that control rests on, by its id.
    """
    return {claim.claim.slug: claim.claim for claim in (*claims.shareholdings, *claims.rights)}


def read_kinds(
    store: Store, agents: Sequence[str] | None = None
) -> tuple[frozenset[str], frozenset[str]]:
    """
    The ids of those that are companies, and of groups that a source names as one holder.
    """
    classes = " ".join(f"kg:{name}" for name in (*COMPANIES, "HolderGroup"))
    chosen = f"VALUES ?type {{ {classes} }} " if agents is None else values("thing", agents)
    query = PREFIX + f"SELECT ?thing ?type WHERE {{ {chosen}?thing a ?type }}"
    found = rows(store, query)
    companies = frozenset(row["thing"].slug for row in found if row["type"].slug in COMPANIES)
    several = frozenset(row["thing"].slug for row in found if row["type"].slug == "HolderGroup")
    return companies, several


def read_shareholdings(
    store: Store, *, holder: Chosen = None, held: Chosen = None, claim: Chosen = None
) -> list[Shareholding]:
    """
    The shareholdings of some holders, in some organizations, or all, ordered by claim.
    """
    chosen = values("claim", claim)
    for end, iris in (("holder", holder), ("held", held)):
        if iris is not None:
            chosen += f"{values(end, iris)}?claim kg:{end} ?{end} . "
    found = _claims(store, chosen or "?claim a kg:Shareholding . ")
    return [
        Shareholding(
            **dated(row),
            holder=row["holder"],
            held=row["held"],
            capital=_share("capital", row),
            votes=_share("votes", row),
        )
        for row in found
        if KG + "Shareholding" in row.each["type"]
    ]


def read_rights(
    store: Store, *, organization: Chosen = None, holder: Chosen = None, claim: Chosen = None
) -> list[ControlRight]:
    """
    Control rights, and attachments of divisions, ordered by claim; each with all its holders.
    """
    if organization is not None or holder is not None:
        claim = _rights_of(store, organization, holder)
    if claim is None:
        ways = [f"?claim a kg:{name} . " for name in ("ControlRight", "Attachment")]
    else:
        ways = [values("claim", chunk) for chunk in in_chunks(_several(claim))]
    rights: dict[Iri, ControlRight] = {}
    for row in (row for way in ways for row in _claims(store, way)):
        division = KG + "Attachment" in row.each["type"]
        if not division and KG + "ControlRight" not in row.each["type"]:
            continue
        rights[row["claim"]] = ControlRight(
            **dated(row),
            kind="attachment" if division else code_of("right", row["kind"]),
            holders=(row["organization"],) if division else tuple(sorted(row.each["holder"])),
            organization=row["division"] if division else row["organization"],
        )
    return [rights[one] for one in sorted(rights)]


class _Row(dict[str, Any]):
    """
    What the graph says of a claim: a value for each property, None where it says nothing.

    `each` has the values of the properties that have several.
    """

    def __init__(self, claim: Iri) -> None:
        super().__init__(claim=claim)
        self.each: dict[str, list[Any]] = defaultdict(list)

    def __missing__(self, name: str) -> None:
        return None


def _claims(store: Store, chosen: str) -> list[_Row]:
    """
    All that the graph says of the claims that a pattern chooses, ordered by claim.

    One walk over each claim: asking for each property apart costs five times as
    much on disk.
    """
    query = PREFIX + f"SELECT ?claim ?property ?value WHERE {{ {chosen}?claim ?property ?value }}"
    found: dict[Any, _Row] = {}
    for claim, name, value in store.select(query).rows:
        row = found.get(claim)
        if row is None:
            row = found[claim] = _Row(Iri(claim))
        key = "type" if name == TYPE else str(name).removeprefix(KG)
        row[key] = value
        row.each[key].append(value)
    return [found[one] for one in sorted(found)]


def _several(iris: str | Sequence[str]) -> list[str]:
    return [iris] if isinstance(iris, str) else list(iris)


def _rights_of(store: Store, organization: Chosen, holder: Chosen) -> list[Iri]:
    """
    The rights and attachments over some organizations, and those of some holders, in order.

    The class is looked at last: a join with it would be planned from all of the
    class, for every one of the organizations.
    """
    ways = {
        (KG + "organization", KG + "ControlRight"): organization,
        (KG + "division", KG + "Attachment"): organization,
        (KG + "holder", KG + "ControlRight"): holder,
        (KG + "organization", KG + "Attachment"): holder,
    }
    found: set[Iri] = set()
    for (end, type), chosen in ways.items():
        if chosen is not None:
            query = f"SELECT ?claim ?type WHERE {{ {values('end', chosen)}?claim <{end}> ?end"
            query += " OPTIONAL { ?claim a ?type } }"
            found |= {row["claim"] for row in rows(store, query) if row["type"] == type}
    return sorted(found)


def rows(store: Store, query: str) -> list[dict[str, Any]]:
    """
    The rows of a SELECT that this package wrote itself.
    """
    return list(store.select(query))


def values(variable: str, iri: Chosen) -> str:
    """
    A VALUES line that pins a variable, or nothing.
    """
    if iri is None:
        return ""
    return f"VALUES ?{variable} {{ {' '.join(term_text(Iri(one)) for one in _several(iri))} }} "


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
