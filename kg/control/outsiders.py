"""
Outsiders: what is held from outside the Union above one organization, by two readings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .attribution import MEASURES, Structure, attributed, reachable
from .claims import ATTACHMENT, BOARD, STATED
from .columns import Column
from .integrated import ALL, NOTHING, Interval, least, most
from .parties import DIVISION, GROUP, STATE, Parties, Party, in_union

PRODUCT, ATTRIBUTION = "product", "attribution"
READINGS = (PRODUCT, ATTRIBUTION)

Figures = Mapping[tuple[str, str], Interval]
"""
A share by reading and by measure: ('product', 'capital') and so on.
"""


@dataclass(slots=True)
class Outsiders:
    """
    The parties above one organization on a day, by what is known of their seats.

    `outside` are entities seated outside the Union; `doubtful` those of whom
    the tables do not exclude it; `ends` those whom nobody holds. `legal` is
    the organization, a legal person unless none is known for a division.
    """

    structure: Structure
    parties: Parties
    legal: str
    on: date
    agents: list[str] = field(init=False)
    outside: set[str] = field(init=False)
    doubtful: set[str] = field(init=False)
    ends: set[str] = field(init=False)

    def __post_init__(self) -> None:
        day = self.structure.day
        found = {one for holding in day.holdings for one in (holding.holder, holding.held)}
        found |= {one for right in day.rights for one in (right.organization, *right.holders)}
        self.agents = sorted(found - {self.legal})
        within = {one: in_union(self.party(one).country, self.on) for one in self.agents}
        entities = [one for one in self.agents if not self.party(one).natural]
        self.outside = {one for one in entities if within[one] is False}
        self.doubtful = {
            one
            for one in self.agents
            if one not in self.outside and not within[one] and self.party(one).kind != DIVISION
        }
        self.ends = {
            one
            for one in self.agents
            if (self.party(one).natural or self.party(one).kind == STATE)
            and not day.held(one)
            and not any(right.kind in (ATTACHMENT, BOARD, STATED) for right in day.over(one))
        }

    def party(self, one: str) -> Party:
        """
        What is known of somebody; nothing, if the tables do not say.
        """
        return self.parties.get(one) or Party(one)

    def table(self, measure: str) -> Column | None:
        """
        The holders of the organization.
        """
        return self.structure.tables[measure].get(self.legal)

    def _unnamed(self, one: str) -> bool:
        """
        Whether strangers above somebody may be anybody: above an outsider, only claims count.
        """
        return one not in self.outside

    def product(self, measure: str, low: set[str], high: set[str]) -> Interval:
        """
        What a class holds by product; strangers may be of the class.
        """
        tables = self.structure.tables[measure]
        closed = dict.fromkeys(self.ends, NOTHING)
        bottom = least(tables, closed | dict.fromkeys(low, ALL), [self.legal])
        top = most(tables, closed | dict.fromkeys(high, ALL), [self.legal], unnamed=self._unnamed)
        return Interval(bottom[self.legal], max(bottom[self.legal], top[self.legal]))

    def attribution(self, sure: set[str], possible: set[str]) -> dict[str, Interval]:
        """
        What a class holds by attribution, by measure; strangers may be of the class.
        """
        groups = self.structure.sure
        low = {member for one in sure for member in groups.of(one)}
        seeds = low | possible | {member for one in possible for member in groups.of(one)}
        high = reachable(
            self.structure,
            seeds,
            closed=lambda one: one in self.ends,
            unnamed=self._unnamed,
        )
        return {
            measure: attributed(self.table(measure), low, high, unnamed=True)
            for measure in MEASURES
        }

    def together(self) -> dict[tuple[str, str], Interval]:
        """
        What all entities outside the Union hold.
        """
        possible = self.outside | self.doubtful
        whole = self.attribution(self.outside, possible)
        found = {}
        for measure in MEASURES:
            found[PRODUCT, measure] = self.product(measure, self.outside, possible)
            found[ATTRIBUTION, measure] = whole[measure]
        return found

    def alone(self, one: str | None) -> dict[tuple[str, str], Interval]:
        """
        What one party, or one whom nobody named, holds: strangers may be its vehicles.

        The lower bound is nothing unless it certainly is one entity outside the Union.
        """
        mine = {one} if one is not None else set()
        sure = mine if one in self.outside and self.party(one or "").kind != GROUP else set()
        whole = self.attribution(sure, mine)
        found = {}
        for measure in MEASURES:
            found[PRODUCT, measure] = self.product(measure, sure, mine)
            found[ATTRIBUTION, measure] = whole[measure]
        return found

    def known(self, one: str) -> dict[tuple[str, str], Interval]:
        """
        What a party holds by what claims say: strangers are nobody's vehicles.
        """
        sure, open_ = self.structure.sure.of(one), self.structure.open.of(one)
        found = {}
        for measure in MEASURES:
            tables = self.structure.tables[measure]
            low = least(tables, {one: ALL}, [self.legal])[self.legal]
            high = most(tables, {one: ALL}, [self.legal])[self.legal]
            found[PRODUCT, measure] = Interval(low, max(low, high))
            found[ATTRIBUTION, measure] = attributed(
                self.table(measure), sure, open_, unnamed=False
            )
        return found
