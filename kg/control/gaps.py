"""
Gaps: what is not known above an organization, by the part of it that depends on it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from .columns import Column
from .integrated import ALL, Interval
from .parties import Parties, Party

SHOWN = 6
WORTH_TELLING = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Missing:
    """
    What would settle the question.

    kind: `seat` (of the organization or of a holder), `person` (the country of
    a person), `shares` (of these holders in an organization), `rest` (who holds
    the rest of it), `right` (what a right that is not spelled out allows),
    `control` (whether somebody outside the Union controls it).
    `one` and `together` say beyond which part of a rest the rule is not met.
    """

    kind: str
    organization: str
    holders: tuple[str, ...] = ()
    share: Interval | None = None
    measure: str | None = None
    one: Fraction | None = None
    together: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Above:
    """
    The table of holders of every organization by one measure, and where a walk upwards stops.

    `outside` are entities outside the Union, `doubtful` those who may be,
    `ends` those whom nobody holds.
    """

    measure: str
    tables: Mapping[str, Column]
    parties: Parties
    outside: Collection[str]
    doubtful: Collection[str]
    ends: Collection[str]

    def gaps(
        self, organization: str, one: Fraction, together: Fraction
    ) -> Iterator[tuple[Fraction, Missing]]:
        """
        Each gap with the part of the organization that it leaves open at most.

        `one` and `together` are what a holder alone, and all together, may
        still have of the rest without passing a limit.
        """
        reach = {organization: ALL}
        todo = [organization]
        for held in todo:
            column, size = self.tables.get(held), reach[held]
            base = column.base if column else 0
            rest = Fraction(column.rest, base) if column and base else ALL
            unknown = _without_figure(column)
            if unknown:
                yield size * rest, Missing("shares", held, unknown, measure=self.measure)
            elif rest:
                mine = held == organization
                yield (
                    size * rest,
                    Missing(
                        "rest",
                        held,
                        share=Interval(rest, rest),
                        measure=self.measure,
                        one=one if mine and rest > one else None,
                        together=together if mine and rest > together else None,
                    ),
                )
            for block in column.blocks if column and base else ():
                part = size * Fraction(min(block.high, base), base)
                for holder in block.holders:
                    if holder in self.outside:
                        spread = size * Fraction(block.high - block.low, base)
                        if spread and holder not in unknown:
                            yield spread, Missing("shares", held, (holder,), measure=self.measure)
                    elif holder in self.doubtful:
                        natural = (self.parties.get(holder) or Party(holder)).natural
                        yield part, Missing("person" if natural else "seat", holder)
                    elif holder not in self.ends and holder not in reach:
                        reach[holder] = part
                        todo.append(holder)


def _without_figure(column: Column | None) -> tuple[str, ...]:
    blocks = column.blocks if column else ()
    return tuple(sorted({who for block in blocks if not block.known for who in block.holders}))


def largest(found: list[tuple[Fraction, Missing]]) -> list[Missing]:
    """
    The gaps that matter most, each told once: the largest first, then the nearest.
    """
    best: dict[tuple[str, str, tuple[str, ...]], tuple[Fraction, Missing]] = {}
    for size, gap in found:
        best.setdefault((gap.kind, gap.organization, gap.holders), (size, gap))
    ordered = sorted(best.values(), key=lambda entry: -entry[0])
    return [gap for size, gap in ordered if size >= WORTH_TELLING][:SHOWN]
