"""
Bands: who held an organization between two days, stacked to the whole.

Between days on which a claim may begin or end, every holder has one height.
What dates or sources leave open is drawn pale, what they do not say hatched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ..claims import Shareholding
from ..names import Iri

SLIVER, MOST_SLIVERS = 3.0, 30.0
"""
The least height of a holder whose share is not known, and of all these together,
in percent of the whole.
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """
    A part of a band between two days: from `low` to `high` percent of the stack.

    `look` is sure, pale (dates or size not sure), hatched (share not known) or
    void (holder not known, with None as holder).
    """

    holder: Iri | None
    start: date
    end: date
    low: float
    high: float
    look: str
    claims: tuple[Iri, ...] = ()

    @property
    def height(self) -> float:
        """
        In percent of the whole.
        """
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Part:
    """
    What one holder has in a stretch, before it is stacked.
    """

    holder: Iri
    look: str
    size: float | None
    claims: tuple[Iri, ...]


def stack(
    claims: Sequence[Shareholding], holders: Sequence[Iri], first: date, last: date
) -> list[Piece]:
    """
    The pieces of every holder from the first day to the last, in the order of `holders`.

    The whole is 100: where claims of unsure dates overlap, or printed shares
    add up to more, the unsure ones are made to fit the room that is left.
    """
    days = {bound for claim in claims for bound in claim.period.bounds() if first < bound < last}
    stops = [first, *sorted(days), last]
    pieces: list[Piece] = []
    for start, end in pairwise(stops):
        pieces += _stretch(claims, holders, start, end)
    return _joined(pieces)


def _stretch(
    claims: Sequence[Shareholding], holders: Sequence[Iri], start: date, end: date
) -> list[Piece]:
    parts = [part for holder in holders for part in _parts(claims, holder, start)]
    sure = sum(part.size or 0 for part in parts if part.look == "sure")
    unknown = sum(1 for part in parts if part.size is None)
    # Known shares that fill the whole leave a sliver to whoever holds an unknown one.
    kept = 100 - min(SLIVER * unknown, MOST_SLIVERS)
    shrink = min(1.0, kept / sure) if sure else 1.0
    room = 100 - sure * shrink
    pale = sum(part.size or 0 for part in parts if part.look != "sure")
    share = max(SLIVER, (room - pale) / unknown) if unknown else 0.0
    asked = pale + share * unknown
    squeeze = min(1.0, room / asked) if asked else 1.0
    pieces, at = [], 0.0
    for part in parts:
        size = share if part.size is None else part.size
        size *= shrink if part.look == "sure" else squeeze
        if size > 0:
            pieces.append(Piece(part.holder, start, end, at, at + size, part.look, part.claims))
        at += size
    if at < 99.95 and not _rounding(parts, at):
        pieces.append(Piece(None, start, end, at, 100.0, "void"))
    return pieces


def _rounding(parts: Sequence[Part], total: float) -> bool:
    """
    Whether printed shares miss the whole by their rounding only: 44.4 + 33.3 + 22.2.
    """
    return total >= 99.7 and len(parts) > 1


def _parts(claims: Sequence[Shareholding], holder: Iri, day: date) -> list[Part]:
    """
    A holder's sure part, then what its bounds or dates leave open.
    """
    found = []
    for claim in claims:
        if claim.holder != holder or not claim.period.possibly_holds(day):
            continue
        certain = claim.period.certainly_holds(day)
        size = claim.capital if claim.capital.known else claim.votes
        one = (claim.claim,)
        if not size.known:
            found.append(Part(holder, "hatched" if certain else "hatched pale", None, one))
            continue
        low = float(size.minimum or 0)
        high = float(size.maximum) if size.maximum is not None else low
        if size.printed is not None and high - low <= 1:
            low = high = float(size.printed)
        if certain and low:
            found.append(Part(holder, "sure", low, one))
        if not certain or high > low:
            found.append(Part(holder, "pale", high - low if certain else max(low, high), one))
    return found


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """
    Neighbours that differ in nothing but their days, as one.
    """
    made: list[Piece] = []
    open_: dict[tuple[object, ...], int] = {}
    for piece in pieces:
        key = (piece.holder, piece.look, round(piece.low, 3), round(piece.high, 3), piece.claims)
        at = open_.get(key)
        if at is not None and made[at].end == piece.start:
            before = made[at]
            made[at] = Piece(
                before.holder,
                before.start,
                piece.end,
                before.low,
                before.high,
                before.look,
                before.claims,
            )
        else:
            open_[key] = len(made)
            made.append(piece)
    return made


def widest(pieces: Sequence[Piece], holder: Iri, least: float) -> tuple[date, date, float, float]:
    """
    The longest stretch over which a holder's band is at least so high, for its name.

    As first day, last day, and the lower and the upper edge in percent; a
    stretch of no days where there is none.
    """
    own: dict[tuple[date, date], tuple[float, float]] = {}
    for piece in pieces:
        if piece.holder == holder:
            low, high = own.get((piece.start, piece.end), (piece.low, piece.high))
            own[piece.start, piece.end] = (min(low, piece.low), max(high, piece.high))
    spans = sorted(own)
    best = (date.min, date.min, 0.0, 0.0)
    for number, (start, end) in enumerate(spans):
        low, high = own[start, end]
        for following in [None, *spans[number + 1 :]]:
            if following is not None:
                if following[0] != end:
                    break
                low, high = max(low, own[following][0]), min(high, own[following][1])
                end = following[1]
            if high - low < least:
                break
            if end - start > best[1] - best[0]:
                best = (start, end, low, high)
    return best
