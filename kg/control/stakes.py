"""
Stakes: shares of the capital that the law names, subsidiary and participation.

They count capital, not votes, and own shares stay in the denominator. What a
controlled company holds counts as its controller's (art. L.233-4).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from .claims import Day, Holding
from .columns import Column, Most, read_column, read_columns
from .groups import Groups, Reading
from .joint import members as stood_behind
from .relation import POSSIBLE, PRESUMED, UNDETERMINED, YES, Facts, Relation
from .steps import Explanation, Power, Step

SUBSIDIARY = "fr-l233-1"
PARTICIPATION = "fr-l233-2"
CAPITAL = "capital"

OWN = "\0own"
"""
Who holds the own shares of a company, which count in its capital.
"""


MOST_OPEN = 10
"""
Up to so many rows that may not hold, each is tried with and without.
"""


@dataclass(frozen=True, slots=True)
class Band:
    """
    The shares of the capital that a rule names: above `least`, up to `most`.

    Both are fractions of the capital. `strict` leaves out `least` itself.
    """

    least: tuple[int, int]
    most: tuple[int, int] = (1, 1)
    strict: bool = False

    def reached(self, votes: int, base: int) -> bool:
        """
        Whether a part is at or, where strict, above the least of the band.
        """
        part, of = self.least
        return of * votes > part * base or (not self.strict and of * votes == part * base)

    def passed(self, votes: int, base: int) -> bool:
        """
        Whether a part is above the most of the band.
        """
        part, of = self.most
        return of * votes > part * base


BANDS = {
    SUBSIDIARY: Band((1, 2), strict=True),
    PARTICIPATION: Band((1, 10), (1, 2)),
}
"""
More than half; from a tenth to a half, both included.
"""


def relate(facts: Facts, rule: str, control: Relation) -> Relation:
    """
    Which company has which other as its subsidiary, or has a participation in it.

    x has a stake in y when x, a company, holds with the companies that it
    controls under article L.233-3 a share of the capital of y that lies in the
    band of the rule: strictly more than half (subsidiary), or a tenth to a half
    (participation). `control` is the relation of `fr-l233-3`: a stake that rests
    on a presumed control is itself `presumed`.

    Notes:
        The text says 'between 10 and 50 %' without saying whether the bounds
        are in: they are read as included, since more than half is a subsidiary.
        In one completion the share is what the group then holds, so the least
        over completions is that of the certain group, and the most that of the
        possible group; a participation must keep both within its band.

    References:
        Commerce Code, art. L.233-1, L.233-2 and L.233-4.
    """
    columns = capital_columns(facts)
    band, day = BANDS[rule], facts.day
    sure, wide = control.groups[YES], control.groups[UNDETERMINED]
    readings = {
        YES: Reading.CERTAIN,
        PRESUMED: Reading.CERTAIN,
        POSSIBLE: Reading.KNOWN,
        UNDETERMINED: Reading.POSSIBLE,
    }
    groups: dict[str, Groups] = {
        verdict: Stakes(columns, control.groups[verdict], reading, band, day, (sure, wide))
        for verdict, reading in readings.items()
    }
    return Relation(rule, groups)


def capital_columns(facts: Facts) -> Mapping[str, Column]:
    """
    The capital of each organization, holder by holder, own shares as a holder's.
    """
    day = facts.day
    apart = {
        row.held for row in day.holdings if not row.votes_follow_capital or row.holder == row.held
    }
    rows = [_capital(row, day.whole) for row in day.holdings if row.held in apart]
    return {**facts.columns, **read_columns(Day(rows, whole=day.whole))}


def capital_column(day: Day, held: str) -> Column:
    """
    The capital of one organization, holder by holder, own shares as a holder's.
    """
    rows = day.held(held)
    if any(not row.votes_follow_capital or row.holder == held for row in rows):
        rows = [_capital(row, day.whole) for row in rows]
    return read_column(held, rows, day.whole)


def _capital(row: Holding, whole: int) -> Holding:
    known = row.known if row.votes_follow_capital else row.capital.high - row.capital.low < whole
    return replace(
        row,
        holder=OWN if row.holder == row.held else row.holder,
        votes=row.capital,
        votes_follow_capital=False,
        known=known,
    )


class Stakes(Groups):
    """
    Whom a company has a stake in, in the form of groups: itself first, then those.

    `control` are the groups whose holdings count as their controller's.
    """

    def __init__(
        self,
        columns: Mapping[str, Column],
        control: Groups,
        reading: Reading,
        band: Band,
        day: Day,
        limits: tuple[Groups, Groups],
    ) -> None:
        self.columns = columns
        self.reading = reading
        self.powers = self.late = ()
        self._control, self._band, self._day = control, band, day
        self._sure, self._wide = limits
        self._groups: dict[str, dict[str, int]] = {}
        self._above: dict[str, list[str]] | None = None
        self._held: dict[str, set[str]] = {}
        for held, column in columns.items():
            for holder in column.holders():
                self._held.setdefault(holder, set()).add(held)

    def of(self, controller: str) -> Mapping[str, int]:
        """
        A company, and those in which it has the stake, in order.
        """
        found = self._groups.get(controller)
        if found is None:
            found = self._groups[controller] = {controller: 0}
            alone = controller != OWN and len(stood_behind(controller)) == 1
            if alone and self._day.is_company(controller):
                members = self._control.of(controller)
                helds = {held for one in members for held in self._held.get(one, ())}
                for held in sorted(filter(self._day.is_company, helds - {controller})):
                    if self._in_band(self.columns[held], controller):
                        found[held] = len(found)
        return found

    def _in_band(self, column: Column, controller: str) -> bool:
        group = self._control.of(controller)
        if self.reading is Reading.CERTAIN:
            reached = self._band.reached(column.least(group), column.base)
            most = column.most(self._wide.of(controller))
            return reached and not self._band.passed(most.votes, most.base)
        touched = sum(
            block.low for block in column.blocks if any(one in group for one in block.holders)
        )
        return any(
            self._reached(column.fill(high, touched)) and not self._band.passed(low, column.base)
            for low, high in self._parts(column, group, controller)
        )

    def _parts(
        self, column: Column, group: Mapping[str, int], controller: str
    ) -> Iterator[tuple[int, int]]:
        """
        Bounds of what the group holds, for each choice of what may not count.

        A row whose dates are imprecise, or whose holder may not be of the group,
        counts with its share or not at all, never with a part of it.
        """
        sure = self._sure.of(controller)
        choices: list[list[tuple[int, int]]] = []
        for block in column.blocks:
            if not any(one in group for one in block.holders):
                continue
            high = block.known_high if self.reading is Reading.KNOWN else block.high
            surely = all(one in sure for one in block.holders)
            low = min(block.low or block.stated.low, high)
            if surely and (block.certain or block.low):
                choices.append([(min(block.low, high), high)])
            elif len(choices) < MOST_OPEN:
                choices.append([(0, 0), (low, high)])
            else:
                choices.append([(0, high)])
        for picked in product(*choices):
            yield sum(low for low, _ in picked), sum(high for _, high in picked)

    def _reached(self, most: Most) -> bool:
        return self._band.reached(most.votes, most.base)

    def controllers(self) -> list[str]:
        """
        The companies that hold, or whose group holds, any share, in order.
        """
        holders = set(self._held)
        holders.update(*(self._control.above(holder) for holder in self._held))
        return sorted(one for one in holders if len(self.of(one)) > 1)

    def explain(self, controller: str, organization: str) -> Explanation:
        """
        The holdings of the group, and how it controls each of the holders.
        """
        members = self._control.of(controller)
        column = self.columns[organization]
        last = self._capital_step(column, controller)
        steps: dict[str, Step] = {}
        chains: list[tuple[str, ...]] = []
        for part in last.parts:
            for holder in part.holders:
                if holder == controller:
                    chains.append((controller,))
                elif holder in members:
                    why = self._control.explain(controller, holder)
                    steps |= {step.organization: step for step in why.steps}
                    chains.append(why.chain)
        steps.pop(organization, None)
        chain = next((chain for chain in chains if organization not in chain), (controller,))
        return Explanation((*steps.values(), replace(last, by=chain[-1])), (*chain, organization))

    def _capital_step(self, column: Column, controller: str) -> Step:
        members = self._control.of(controller)
        power = Power(CAPITAL, controller, column.held, ())
        step = self._counted(column, members.__contains__, power)
        return replace(step, sure=self._band.reached(column.least(members), column.base))
