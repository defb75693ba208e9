"""
Assume: the claims of a day with a deal taken as done.

A deal of the tables by its id, a planned claim by its id, or a deal in words:
`orange buys 55.5 of cloudwatt from thales, caisse-des-depots`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ..claims import Claims, ControlRight, Shareholding, percent
from ..control import WHOLE, Bounds, Day, Holding, Right
from ..errors import UsageError
from ..findings import CellError
from ..graph import Store
from ..names import Iri, mint
from ..shares import ROUNDING, UNIT, parse_percent
from .deals import read_deals
from .naming import Directory
from .phrases import Namer, phrase

SLACK = int(ROUNDING / UNIT)
FIGURE = r"(?:(?P<share>\d+(?:[.,]\d+)?)\s?%?\s+(?:of\s+|de\s+|d['’]))?"
ENGLISH = rf"(?P<acquirer>.+?)\s+buys\s+{FIGURE}(?P<target>.+?)(?:\s+from\s+(?P<sellers>.+))?"
FRENCH = (
    rf"(?P<acquirer>.+?)\s+ach[eè]te\s+{FIGURE}(?P<target>.+?)(?:\s+(?:à|aux?)\s+(?P<sellers>.+))?"
)
GRAMMAR = re.compile(f"{ENGLISH}", re.IGNORECASE), re.compile(f"{FRENCH}", re.IGNORECASE)
HOW = "ACQUIRER buys [SHARE] of TARGET [from SELLER, SELLER]"


@dataclass(frozen=True, slots=True)
class Deal:
    """
    What passes from whom to whom. `share` is None for all that the sellers hold.

    `unsaid`: the source of the deal names no share. `done`: the deal was
    completed by the day asked about.
    """

    id: str
    acquirer: str
    target: str
    share: int | None
    sellers: tuple[str, ...]
    unsaid: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class Assumed:
    """
    The day with every assumption, what to tell of them, and the deals that are evidence.
    """

    day: Day
    notes: tuple[str, ...]
    deals: dict[str, Iri]


def assume(
    store: Store,
    directory: Directory,
    claims: Claims,
    on: date,
    lang: str,
    assumptions: str | Iterable[str],
    name: Namer,
) -> Assumed:
    """
    The claims of a day with deals or planned claims taken as done, one after the other.

    Raises:
        UsageError: a text is neither a deal, nor a planned claim, nor a deal in
            words; or the sellers certainly hold less than they would sell.
        NotFound, Ambiguous: a name in it.
    """
    texts = [assumptions] if isinstance(assumptions, str) else list(assumptions)
    planned = _planned(claims)
    day, notes, deals = claims.on(on), [], {}
    for number, text in enumerate(texts, 1):
        claim = planned.get(text)
        if claim is not None:
            day = _with_claim(day, claim)
            notes.append(phrase("assumed", lang, assumption=text))
            continue
        deal = _read(store, directory, text, on, number)
        if deal.id == text or text.startswith("http"):
            deals[deal.id] = mint("acquisition", deal.id)
        notes += _notes(deal, text, lang)
        if not deal.done:
            day = transfer(day, deal, name)
    return Assumed(day, tuple(notes), deals)


def parties_of(
    store: Store, directory: Directory, claims: Claims, on: date, assumptions: Iterable[str]
) -> list[str]:
    """
    The ids of those who buy, sell or are bought in deals taken as done.

    Raises:
        UsageError, NotFound, Ambiguous: as `assume` does.
    """
    planned = _planned(claims)
    parties: list[str] = []
    for number, text in enumerate(assumptions, 1):
        if text not in planned:
            deal = _read(store, directory, text, on, number)
            parties += (deal.acquirer, deal.target, *deal.sellers)
    return parties


def _planned(claims: Claims) -> dict[str, Shareholding | ControlRight]:
    every: tuple[Shareholding | ControlRight, ...] = (*claims.shareholdings, *claims.rights)
    return {claim.claim.slug: claim for claim in every if claim.standing == "planned"}


def _notes(deal: Deal, text: str, lang: str) -> list[str]:
    notes = [phrase("assumed-done" if deal.done else "assumed", lang, assumption=text)]
    if deal.unsaid and not deal.done:
        notes.append(phrase("assumed-unknown", lang, assumption=text))
    elif not deal.sellers and not deal.done and deal.share is not None and deal.share < WHOLE:
        notes.append(phrase("assumed-rest", lang))
    return notes


def _read(store: Store, directory: Directory, text: str, on: date, number: int) -> Deal:
    for grammar in GRAMMAR:
        said = grammar.fullmatch(text.strip())
        if said:
            return _said(directory, said, number)
    return _known(store, text, on)


def _said(directory: Directory, said: re.Match[str], number: int) -> Deal:
    """
    A deal in words.
    """
    share = None
    if said["share"]:
        try:
            share = int(parse_percent(said["share"].replace(",", ".")) / UNIT)
        except CellError:
            raise UsageError(f"'{said['share']}' is not a percentage: write 0 to 100.") from None
        if not share:
            raise UsageError("A share of 0 % changes nothing: write how much is bought.")
    sellers = re.split(r"\s*,\s*|\s+and\s+|\s+et\s+", said["sellers"]) if said["sellers"] else []
    target = directory.resolve(said["target"].strip(), organization=True)
    deal = Deal(
        f"assumed-{number}",
        directory.resolve(said["acquirer"].strip()).slug,
        target.slug,
        share,
        tuple(dict.fromkeys(directory.resolve(seller.strip()).slug for seller in sellers)),
    )
    if deal.acquirer in deal.sellers:
        raise UsageError(f"'{deal.acquirer}' cannot sell to itself: name other sellers.")
    return deal


def _known(store: Store, text: str, on: date) -> Deal:
    """
    A deal of the tables.
    """
    iri = Iri(text) if text.startswith("http") else mint("acquisition", text)
    try:
        found = read_deals(store, deal=iri)
    except ValueError:  # what can be no IRI is no deal either
        found = []
    if not found:
        from rapidfuzz import process

        known = [deal["deal"].slug for deal in read_deals(store)]
        near = [hit[0] for hit in process.extract(text, known, limit=5)]
        raise UsageError(f"'{text}' is not a deal. Nearest: {', '.join(near)}. Or write: {HOW}.")
    [deal] = found
    completed = deal["dates"].get("completed")
    share: Decimal | None = deal["share"]
    return Deal(
        deal["deal"].slug,
        deal["acquirer"].slug,
        deal["target"].slug,
        int(share / UNIT) if share is not None else None,
        tuple(seller.slug for seller in deal["sellers"]),
        unsaid=share is None,
        done=bool(completed and completed["notAfter"] and completed["notAfter"] <= on),
    )


def _with_claim(day: Day, claim: Shareholding | ControlRight) -> Day:
    """
    A planned claim as if it held: in place of what its holder has of the same organization.
    """
    if isinstance(claim, ControlRight):
        holders = tuple(holder.slug for holder in claim.holders)
        right = Right(claim.claim.slug, claim.kind, holders, claim.organization.slug)
        return Day(day.holdings, (*day.rights, right), day.whole, day.companies, day.several)
    votes = claim.votes if claim.votes.known else claim.capital
    row = Holding(
        claim=claim.claim.slug,
        holder=claim.holder.slug,
        held=claim.held.slug,
        capital=Bounds(claim.capital.low, claim.capital.high),
        votes=Bounds(votes.low, votes.high),
        votes_follow_capital=not claim.votes.known,
        known=votes.known,
    )
    kept = (one for one in day.holdings if (one.holder, one.held) != (row.holder, row.held))
    return Day((*kept, row), day.rights, day.whole, day.companies, day.several)


def transfer(day: Day, deal: Deal, name: Namer) -> Day:
    """
    The claims of a day after a deal.

    All that the sellers hold passes when the share is what they hold, but for
    the rounding of printed figures; else the share is taken from each seller in
    proportion to what it holds. Votes pass with the capital. Without sellers the
    share is taken from what no known holder has.

    Raises:
        UsageError: the sellers certainly hold less, or the known holders leave
            no room for a deal without sellers.
    """
    rows = day.held(deal.target)
    others = [row for row in day.holdings if row.held != deal.target]
    if deal.sellers:
        mine = [row for row in rows if row.holder in deal.sellers]
        rest = [row for row in rows if row.holder not in deal.sellers]
        made = _from_sellers(deal, mine, _room(rows, day), name)
    else:
        mine, rest = [], rows
        made = _from_anybody(deal, rows, _room(rows, day), name)
        if deal.share is None or deal.share >= WHOLE - SLACK or deal.unsaid:
            rest = []
    return Day((*others, *rest, *made), day.rights, day.whole, day.companies, day.several)


def _room(rows: Sequence[Holding], day: Day) -> int:
    """
    The most that holders whom nobody named can have.
    """
    return max(0, day.whole - sum(row.capital.low for row in rows if row.certain))


def _from_sellers(deal: Deal, rows: Sequence[Holding], room: int, name: Namer) -> list[Holding]:
    lows: dict[str, int] = dict.fromkeys(deal.sellers, 0)
    highs = dict.fromkeys(deal.sellers, 0)
    for row in rows:
        if row.certain:
            lows[row.holder] += row.capital.low
            highs[row.holder] += row.capital.high
        else:
            highs[row.holder] = max(highs[row.holder], row.capital.high)
    nameless = [seller for seller in deal.sellers if not any(row.holder == seller for row in rows)]
    low, high = sum(lows.values()), min(WHOLE, sum(highs.values()) + (room if nameless else 0))
    share = deal.share
    if (share is not None and share > high + SLACK) or (share is None and not rows):
        have = ", ".join(f"{name(one)} at most {_figure(highs[one])} %" for one in deal.sellers)
        wanted = f"{_figure(share)} %" if share is not None else "any share"
        raise UsageError(
            f"{have} of {name(deal.target)} on that day: not {wanted}."
            " Write a smaller share, or other sellers."
        )
    if deal.unsaid:
        return [*(_loosened(row) for row in rows), _gained(deal, Bounds(0, high), known=False)]
    if share is None or (abs(share - low) <= SLACK and abs(share - high) <= SLACK):
        return [replace(row, holder=deal.acquirer, claim=deal.id) for row in rows]
    if low >= share:
        kept, gone = [], 0
        for row in rows:
            if not row.certain or not row.capital.low:
                kept.append(row)
                continue
            part = share * row.capital.low // low
            kept.append(_shrunk(row, part, row.capital.low))
            gone += row.votes.low * part // row.capital.low
        follows = all(row.votes_follow_capital for row in rows)
        votes = Bounds(share, share) if follows else Bounds(gone, gone)
        return [*kept, _gained(deal, Bounds(share, share), votes=votes, follows=follows)]
    kept = [_loosened(row, high - share) for row in rows]
    return [*kept, _gained(deal, Bounds(share, share))]


def _from_anybody(deal: Deal, rows: Sequence[Holding], room: int, name: Namer) -> list[Holding]:
    if deal.unsaid:
        return [*(_loosened(row) for row in rows), _gained(deal, Bounds(0, WHOLE), known=False)]
    if deal.share is None or deal.share >= WHOLE - SLACK:
        return [_gained(deal, Bounds(WHOLE, WHOLE))]
    if deal.share > room + SLACK:
        raise UsageError(
            f"The known holders of {name(deal.target)} leave {_figure(room)} % on that day, less"
            f" than {_figure(deal.share)} %. Name the sellers: {HOW}."
        )
    return [_gained(deal, Bounds(min(deal.share, room), min(deal.share, room)))]


def _gained(
    deal: Deal,
    capital: Bounds,
    *,
    votes: Bounds | None = None,
    follows: bool = True,
    known: bool = True,
) -> Holding:
    return Holding(
        deal.id,
        deal.acquirer,
        deal.target,
        capital,
        votes or capital,
        votes_follow_capital=follows,
        known=known,
    )


def _loosened(row: Holding, most: int = WHOLE) -> Holding:
    """
    A holding of which some unknown part may be gone: it keeps `most` at the most.
    """

    def loosened(bounds: Bounds) -> Bounds:
        return Bounds(0, max(0, min(bounds.high, most)))

    return replace(row, capital=loosened(row.capital), votes=loosened(row.votes))


def _shrunk(row: Holding, part: int, whole: int) -> Holding:
    """
    A holding less a part of its capital, and of its votes in proportion.
    """

    def less(bounds: Bounds) -> Bounds:
        gone = bounds.low * part // whole
        return Bounds(max(0, bounds.low - gone), max(0, bounds.high - gone))

    return replace(row, capital=less(row.capital), votes=less(row.votes))


def _figure(units: int) -> str:
    return format(percent(units), "f")
