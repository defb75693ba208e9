"""
Sovereignty: the capital rule of SecNumCloud 3.2, section 19.6, on one day.

The seat, central administration or main establishment of the provider is in
the Union. Entities seated outside it hold, directly or indirectly, no more
than 24 % of the capital and of the votes one by one, no more than 39 % all
together, and have neither a veto nor the power to name most of a board.

The text does not say what 'indirectly' means, so it is read twice: by product
of shares along chains, and by attribution, what an intermediary controlled
from outside the Union holds being counted whole. Our reading of a public rule,
not a decision of ANSSI.

Notes:
    A walk upwards stops at the first entity outside the Union: a European
    parent of a holder from elsewhere does not cure it. Holders whom nobody
    named, and companies of which no holder is known, may be anybody's, in the
    Union or not; but holders outside the Union who are named apart are taken
    as apart unless a claim links them. Public bodies have no shareholders.
    A natural person has no seat, and the text speaks of entities: a person is
    never counted as outside for certain, and as inside only where the country
    is known to be in the Union. So are families. Several holders given
    together count in the sum; alone, none of them is known to have it all.
    Own shares leave the table. A veto or an agreement is looked for among the
    claims, never inferred.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .attribution import MEASURES, Structure
from .claims import AGREEMENT, ATTACHMENT, BOARD, CONCERT, GOLDEN_SHARE, STATED, Day, Right
from .cycles import components
from .gaps import Above, Missing, largest
from .integrated import Interval
from .outsiders import ATTRIBUTION, READINGS, Figures, Outsiders
from .parties import Parties, in_union
from .relation import YES

RULE = "secnumcloud-19.6"
MET, NOT_MET, UNDETERMINED = "met", "not_met", "undetermined"
ONE = Fraction(24, 100)
TOGETHER = Fraction(39, 100)


@dataclass(frozen=True, slots=True)
class Fault:
    """
    A limit that is passed for certain.

    kind: `seat`, `one` (a holder above 24 %), `together` (above 39 %),
    `control` (of the organization, by whatever right), `presumed` (control that
    article L.233-3 II presumes), `board`, `veto`. `share` is what the claims say.
    """

    kind: str
    holder: str | None = None
    reading: str | None = None
    measure: str | None = None
    share: Interval | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """
    The rule applied to one organization, or to the legal person that it belongs to.

    `largest` is the largest holder outside the Union that is known, with its
    figures; without one, `figures_of_one` are what a single holder whom nobody
    named may have. `together` is what is held from outside the Union, unknown
    rests included in its upper bounds.
    """

    organization: str
    legal_person: str
    verdict: str
    readings: Mapping[str, str]
    country: str | None
    within: bool | None
    largest: str | None
    figures_of_one: Figures
    together: Figures
    faults: tuple[Fault, ...]
    missing: tuple[Missing, ...]
    claims: tuple[str, ...]


def legal_person(day: Day, organization: str) -> str:
    """
    The legal person that a division is part of; the organization itself if it is one.
    """
    seen = {organization}
    while True:
        above = [
            right.holders[0]
            for right in day.over(organization)
            if right.kind == ATTACHMENT and right.certain and len(right.holders) == 1
        ]
        if len(set(above)) != 1 or above[0] in seen:
            return organization
        organization = above[0]
        seen.add(organization)


def assess(day: Day, parties: Parties, organization: str, on: date) -> Assessment:
    """
    Whether an organization meets the capital rule on a day: met, not met or undetermined.

    Met only if every limit certainly holds under both readings, not met if one
    is certainly passed under either.

    Examples:
        >>> from .claims import Bounds, Holding
        >>> from .parties import COMPANY, FAMILY, Party
        >>> rows = [Holding("1", "f", "c", Bounds(79, 79), Bounds(79, 79))]
        >>> parties = {"c": Party("c", COMPANY, "FR"), "f": Party("f", FAMILY, "FR")}
        >>> assess(Day(rows, whole=100), parties, "c", date(2026, 1, 1)).verdict
        'met'
    """
    legal = legal_person(day, organization)
    above = Outsiders(Structure(day.upstream([legal])), parties, legal, on)
    return _Case(organization, above).judge()


@dataclass(frozen=True, slots=True)
class _Case:
    """
    One organization against the rule, with what is held above it.
    """

    organization: str
    above: Outsiders

    def judge(self) -> Assessment:
        """
        Every limit, then the verdict.
        """
        above = self.above
        country = above.party(above.legal).country
        within = in_union(country, above.on)
        together = above.together()
        candidates = [None, *sorted(self.above.outside | self.above.doubtful)]
        alone = {one: above.alone(one) for one in candidates}
        faults = tuple(self._faults(within, together, alone))
        readings = {reading: self._by(reading, within, together, alone) for reading in READINGS}
        if any(fault.kind in ("control", "presumed") for fault in faults):
            readings[ATTRIBUTION] = NOT_MET
        settled = all(verdict == MET for verdict in readings.values())
        open_rights = list(self._open_rights())
        verdict = NOT_MET if faults else MET if settled and not open_rights else UNDETERMINED
        missing: list[Missing] = []
        if verdict == UNDETERMINED:
            if within is None:
                missing.append(Missing("seat", self.above.legal))
            missing += open_rights
            if not settled:
                missing += self._gaps(together)
        largest, figures = self._largest(alone[None])
        return Assessment(
            organization=self.organization,
            legal_person=self.above.legal,
            verdict=verdict,
            readings=readings,
            country=country,
            within=within,
            largest=largest,
            figures_of_one=figures,
            together=together,
            faults=faults,
            missing=tuple(dict.fromkeys(missing)),
            claims=self._claims(faults),
        )

    @staticmethod
    def _by(
        reading: str,
        within: bool | None,
        together: Figures,
        alone: Mapping[str | None, Figures],
    ) -> str:
        """
        The verdict on seat and shares under one reading alone.
        """
        sums = [together[reading, measure] for measure in MEASURES]
        parts = [figures[reading, measure] for figures in alone.values() for measure in MEASURES]
        if (
            within is False
            or any(share.low > TOGETHER for share in sums)
            or any(share.low > ONE for share in parts)
        ):
            return NOT_MET
        fits = all(share.high <= TOGETHER for share in sums)
        return (
            MET if within and fits and all(share.high <= ONE for share in parts) else UNDETERMINED
        )

    def _largest(self, nobody: Figures) -> tuple[str | None, Figures]:
        """
        The largest known holder outside the Union, the nearest of equals.
        """
        direct = {holding.holder for holding in self.above.structure.day.held(self.above.legal)}
        found = []
        for one in sorted(self.above.outside):
            figures = self.above.known(one)
            low = max(share.low for share in figures.values())
            high = max(share.high for share in figures.values())
            if high:
                found.append(((-low, -high, one not in direct, one), figures))
        if not found:
            return None, nobody
        key, figures = min(found, key=lambda entry: entry[0])
        return key[3], figures

    def _faults(
        self,
        within: bool | None,
        together: Figures,
        alone: Mapping[str | None, Figures],
    ) -> Iterator[Fault]:
        if within is False:
            yield Fault("seat")
        above = [
            (share.low, one, key)
            for one, figures in alone.items()
            if one is not None
            for key, share in figures.items()
            if share.low > ONE
        ]
        if above:
            _, one, key = max(above, key=lambda entry: entry[0])
            yield Fault("one", one, *key, self.above.known(one)[key])
        beyond = [
            (share.low, key, share) for key, share in together.items() if share.low > TOGETHER
        ]
        if beyond and not above:
            _, (reading, measure), share = max(beyond, key=lambda entry: entry[0])
            yield Fault("together", None, reading, measure, share)
        groups = self.above.structure.sure
        controllers = [
            one for one in sorted(self.above.outside) if self.above.legal in groups.of(one)
        ]
        if controllers and not above:
            nearest = min(controllers, key=lambda one: (len(groups.of(one)), one))
            sure = self.above.structure.relation.groups[YES]
            yield Fault("control" if self.above.legal in sure.of(nearest) else "presumed", nearest)
        insiders = {member for one in self.above.outside for member in groups.of(one)}
        for right in self.above.structure.day.over(self.above.legal):
            kind = {BOARD: "board", GOLDEN_SHARE: "veto"}.get(right.kind)
            named = [one for one in right.holders if one in insiders]
            if kind and right.certain and named:
                yield Fault(kind, named[0])

    def _open_rights(self) -> Iterator[Missing]:
        """
        Rights of which nobody says whether they are a veto, or whose holder may be outside.
        """
        groups = self.above.structure.sure
        possible = {
            member
            for one in self.above.outside | self.above.doubtful
            for member in (one, *groups.of(one))
        }
        for right in self.above.structure.day.over(self.above.legal):
            holders = tuple(
                one
                for one in right.holders
                if one in possible and not self.above.party(one).natural
            )
            if holders and _may_be_a_veto(right):
                yield Missing("right", self.above.legal, holders)

    def _gaps(self, together: Figures) -> list[Missing]:
        """
        What is not known above the organization, where its figures leave a doubt.
        """
        found: list[tuple[Fraction, Missing]] = []
        for measure in MEASURES:
            shares = [together[reading, measure] for reading in READINGS]
            if any(share.high > ONE for share in shares):
                above = Above(
                    measure,
                    self.above.structure.tables[measure],
                    self.above.parties,
                    self.above.outside,
                    self.above.doubtful,
                    self.above.ends,
                )
                spare = TOGETHER - max(share.low for share in shares)
                found += above.gaps(self.above.legal, ONE, spare)
        return largest(found)

    def _claims(self, faults: tuple[Fault, ...]) -> tuple[str, ...]:
        """
        The claims that the figures rest on: all that the walk upwards meets.
        """
        stops = self.above.outside | self.above.doubtful | self.above.ends
        found: dict[str, None] = {}
        tables = self.above.structure.tables[MEASURES[0]]
        met = [one for cycle in components(tables, stops, [self.above.legal]) for one in cycle]
        for one in (self.organization, *reversed(met)):
            column = tables.get(one)
            for block in column.blocks if column else ():
                found.update(dict.fromkeys(block.claims))
            found.update(dict.fromkeys(column.own_claims if column else ()))
            found.update(dict.fromkeys(right.claim for right in self.above.structure.day.over(one)))
        for fault in faults:
            if fault.kind in ("control", "presumed") and fault.holder:
                why = self.above.structure.sure.explain(fault.holder, self.above.legal)
                found.update(dict.fromkeys(claim for step in why.steps for claim in step.claims))
        return tuple(found)


def _may_be_a_veto(right: Right) -> bool:
    if right.kind in (AGREEMENT, CONCERT, GOLDEN_SHARE, BOARD):
        return True
    return right.kind == STATED and len(right.holders) > 1
