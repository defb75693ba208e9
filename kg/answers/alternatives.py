"""
Alternatives: does a conclusion depend on which source is right?

Where another source says something else than the counted claim, the answer is
drawn again with the other claim in its place.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from ..claims import Claims, Shareholding
from ..control import RULES, Day
from ..graph import Store
from ..names import Iri
from .answer import Item, bounds_text
from .evidence import Evidence
from .phrases import Namer, phrase
from .words import number

MOST = 6
"""
Up to so many differing sources every combination is tried: 64 worlds.
"""

Pair = tuple[str, str, str]
"""
A controller, a test, and with whom it controls jointly, if it does.
"""


@dataclass(frozen=True, slots=True)
class World:
    """
    The day as it is if these sources are right, and the claims that they change.
    """

    sources: tuple[str, ...]
    claims: tuple[Shareholding, ...]
    day: Day
    single: bool

    def text(self, organization: str, name: Namer, lang: str) -> str:
        """
        What is supposed: 'if S is right (Thales 60 %, Google 40 %)'.
        """
        shares = [_said(claim, organization, name, lang) for claim in self.claims]
        return phrase("if-right", lang, sources=", ".join(self.sources), shares=", ".join(shares))

    def item(self, counted: str) -> Item:
        """
        What is supposed, for a machine; `counted` is the verdict of the counted claims.
        """
        claims = [claim.claim.slug for claim in self.claims]
        return {"id": "+".join(self.sources), "claims": claims, "counted": counted}


def _said(claim: Shareholding, organization: str, name: Namer, lang: str) -> str:
    share = claim.capital if claim.capital.known else claim.votes
    printed = share.printed
    figure = bounds_text(share.minimum, share.maximum) if printed is None else str(printed)
    text = f"{name(claim.holder.slug)} {number(figure, lang)} %"
    if claim.held.slug == organization:
        return text
    return f"{text} ({name(claim.held.slug)})"


def worlds(store: Store, claims: Claims, on: date, organization: str) -> list[World]:
    """
    The days on which other sources are right about what an organization's control rests on.

    Alternatives of one claim exclude each other; those of one source go
    together. Every combination where at most MOST sources differ, else each
    source alone; the smaller first.
    """
    units = list(_units(store, claims, on, organization))
    most = len(units) if len(units) <= MOST else 1
    found = []
    for size in range(1, most + 1):
        for chosen in combinations(units, size):
            rows = tuple(row for _, of_unit in chosen for row in of_unit)
            if len({row.counterpart for row in rows}) == len(rows):
                sources = tuple(dict.fromkeys(source for names, _ in chosen for source in names))
                found.append(World(sources, rows, _instead(claims, rows, on).on(on), size == 1))
    return found


def _instead(claims: Claims, rows: Iterable[Shareholding], on: date) -> Claims:
    """
    The claims with alternatives in place of what they differ from.
    """
    rows = tuple(rows)
    gone = {row.counterpart for row in rows} | {row.claim for row in rows}
    by_id = {claim.claim: claim for claim in claims.shareholdings}
    kept = [claim for claim in claims.shareholdings if claim.claim not in gone]
    return replace(claims, shareholdings=kept + [_counted(by_id, row, on) for row in rows])


def _counted(by_id: Mapping[Iri, Shareholding], row: Shareholding, on: date) -> Shareholding:
    """
    An alternative as a counted row: as surely there as what it stands in for.
    """
    if row.counterpart is None or not _counts(by_id, row, on):
        return replace(row, standing="counted")
    other = by_id[row.counterpart]
    return replace(
        row, standing="counted", period=other.period, starts=other.starts, ends=other.ends
    )


def _units(
    store: Store, claims: Claims, on: date, organization: str
) -> Iterator[tuple[tuple[str, ...], tuple[Shareholding, ...]]]:
    """
    Sources with the alternatives that stand or fall with them.
    """
    above = {row.held for row in claims.on(on).upstream({organization}).holdings}
    by_id = {claim.claim: claim for claim in claims.shareholdings}
    rows = [
        claim
        for claim in claims.shareholdings
        if claim.standing == "alternative"
        and claim.held.slug in {organization, *above}
        and claim.certainty(on)
        and (claim.ends or _counts(by_id, claim, on))
    ]
    evidence = Evidence(store, [row.claim for row in rows])
    left = [(row, {source["id"] for source in evidence.of(row.claim)}) for row in rows]
    while left:
        row, sources = left.pop(0)
        together = [row]
        for other, theirs in list(left):
            apart = other.counterpart not in {one.counterpart for one in together}
            if sources & theirs and apart:
                together.append(other)
                sources |= theirs
                left.remove((other, theirs))
        yield tuple(sorted(sources)), tuple(together)


def _counts(by_id: Mapping[Iri, Shareholding], claim: Shareholding, on: date) -> bool:
    """
    Whether the claim that an alternative without an end differs from holds on the day.
    """
    counted = by_id.get(claim.counterpart) if claim.counterpart else None
    return counted is not None and counted.certainty(on) is not None


def differences(
    cases: Iterable[World],
    counted: Mapping[Pair, str],
    verdicts: Callable[[Day], Mapping[Pair, str]],
) -> list[tuple[World, dict[Pair, str]]]:
    """
    The verdicts that differ in each case; what a smaller case tells is not repeated.

    `verdicts` gives those of a day; a pair without one has the verdict `no`.
    """
    told: set[tuple[Pair, str]] = set()
    found = []
    for case in cases:
        now = verdicts(case.day)
        changed = {}
        for pair in dict.fromkeys((*now, *counted)):
            verdict = now.get(pair, "no")
            if verdict != counted.get(pair, "no") and (pair, verdict) not in told:
                changed[pair] = verdict
                told.add((pair, verdict))
        found.append((case, changed))
    return found


def alternative_notes(
    apart: Iterable[tuple[World, Mapping[Pair, str]]],
    counted: Mapping[Pair, str],
    organization: str,
    name: Namer,
    lang: str,
) -> list[str]:
    """
    What depends on which source is right, and what does not.
    """
    apart = list(apart)
    if not apart:
        return [phrase("alternative-none", lang)]
    notes = []
    singles = sum(case.single for case, _ in apart)
    if singles > MOST:
        notes.append(phrase("alternative-many", lang, count=singles))
    for case, changed in apart:
        said = case.text(organization, name, lang)
        if changed:
            changes = "; ".join(
                phrase(
                    "verdict-change",
                    lang,
                    agent=name(agent),
                    test=RULES[test].title(lang),
                    before=phrase(counted.get((agent, test, others), "no"), lang),
                    after=phrase(verdict, lang),
                )
                for (agent, test, others), verdict in changed.items()
            )
            notes.append(phrase("alternative-differs", lang, case=said, changes=changes))
        elif case.single:
            notes.append(phrase("alternative-same", lang, case=said))
    return notes
