"""
Integrated ownership: what is held directly and through others, by product.

The share of i in j is the probability that the walk 'organization -> one of
its holders, drawn with its share', started at j, ever meets i. It is always
within 0 and 1, adds up over holders who are held by nobody, and needs no
inverse to exist: in a closed loop of companies the walk goes round for ever
and meets nobody outside.

Notes:
    With A the shares, without own shares and rescaled, and N = (I - A)^-1, it
    is N_ij / N_ii: the Y = A N of Brioschi et al. counts what i holds in
    itself through others again, the correction of Baldone et al. does not.
    Own shares leave the table, and the others are rescaled. A division is
    held whole by its legal person.

    Shares within bounds give bounds, and both are reached in one completion:
    columns vary independently and the value of one organization grows with
    those of its holders, so the worst choice in each column is the worst for
    all. Numbers are exact fractions; a cycle is solved by elimination.

    Two ways to the same share: here exact fractions, for the curated graph,
    where a verdict hangs on 24.00 % or 25 % and must not on a rounding, and
    where lots pass from holder to holder. `kg.kernels.walks` and
    `kg.kernels.classes` give it in float64 with a bound of the error, for
    millions of shareholdings; the tests hold them against this module.

References:
    Brioschi, Buzzacchi, Colombo: Risk capital financing and the separation of
    ownership and control in business groups, J. Banking and Finance 13 (1989).
    Baldone, Brioschi, Paleari: Ownership measures among firms connected by
    cross-shareholdings, Giornale degli Economisti 56 (1997). Vitali,
    Glattfelder, Battiston: The network of global corporate control, PLoS ONE
    6(10) (2011), supporting text.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from .claims import ATTACHMENT, Bounds, Day, Holding
from .columns import Column, read_columns
from .cycles import components

RULE = "integrated"
CAPITAL = "capital"
VOTES = "votes"
NOTHING, ALL = Fraction(0), Fraction(1)

Terms = tuple[list[tuple[str, Fraction]], Fraction]
"""
What an organization's value is made of: holders with their share, and a constant.
"""


@dataclass(frozen=True, slots=True)
class Interval:
    """
    The least and the most that a part of one can be, as exact fractions.
    """

    low: Fraction
    high: Fraction

    def bounds(self, whole: int) -> Bounds:
        """
        The same in units of the whole, rounded outwards.
        """
        low = self.low * whole
        high = self.high * whole
        return Bounds(
            low.numerator // low.denominator,
            -(-high.numerator // high.denominator),
        )

    def __or__(self, other: "Interval") -> "Interval":
        return Interval(min(self.low, other.low), max(self.high, other.high))


UNKNOWN = Interval(NOTHING, ALL)


def tables(day: Day, kind: str = CAPITAL) -> dict[str, Column]:
    """
    The table of holders of each organization, by `capital` or by `votes`.

    Examples:
        >>> held = Holding("1", "a", "c", capital=Bounds(6, 6), votes=Bounds(8, 8))
        >>> tables(Day([held], whole=10))["c"].least({"a"})
        6
    """
    holdings = list(day.holdings)
    if kind == CAPITAL:
        holdings = [_by_capital(holding, day.whole) for holding in holdings]
    divisions = {right.organization for right in day.rights if right.kind == ATTACHMENT}
    holdings = [holding for holding in holdings if holding.held not in divisions]
    for right in day.rights:
        if right.kind == ATTACHMENT:
            share = Bounds(day.whole, day.whole)
            holdings += (
                Holding(
                    right.claim, holder, right.organization, share, share, certain=right.certain
                )
                for holder in right.holders
            )
    return read_columns(Day(holdings, (), day.whole))


def _by_capital(holding: Holding, whole: int) -> Holding:
    known = holding.capital.low > 0 or holding.capital.high < whole
    return replace(holding, votes=holding.capital, votes_follow_capital=True, known=known)


def share(columns: Mapping[str, Column], holder: str, organization: str) -> Interval:
    """
    What one holder has of an organization, directly and through others.

    The rest of an open table is with strangers who are nobody's vehicle.

    Examples:
        >>> def held(claim, holder, held, share):
        ...     return Holding(claim, holder, held, Bounds(share, share), Bounds(share, share))
        >>> day = Day([held("1", "a", "b", 50), held("2", "b", "c", 40), held("3", "a", "c", 10)],
        ...           whole=100)
        >>> share(tables(day), "a", "c")
        Interval(low=Fraction(3, 10), high=Fraction(3, 10))
    """
    if holder == organization:
        # what it has of itself through others: the walk starts under another name
        columns = {"": columns[holder], **columns} if holder in columns else columns
        organization = ""
    return held_by(columns, [holder], [organization])[organization]


def held_by(
    columns: Mapping[str, Column],
    owners: Collection[str],
    about: Iterable[str] | None = None,
    *,
    unnamed: bool = False,
) -> dict[str, Interval]:
    """
    What a class of owners has of each organization, directly and through others.

    One pass, holders first. The walk stops at the first member of the class
    that it meets: what stands above a member changes nothing. `unnamed` says
    that strangers may be of the class too.
    """
    fixed = dict.fromkeys(owners, ALL)
    chosen = list(columns) if about is None else list(about)
    low = least(columns, fixed, chosen)
    high = most(columns, fixed, chosen, unnamed=lambda _: unnamed)
    return {one: Interval(low[one], high[one]) for one in chosen}


def least(
    columns: Mapping[str, Column], fixed: Mapping[str, Fraction], about: Iterable[str]
) -> dict[str, Fraction]:
    """
    The least value of organizations: each share at its lower bound, the rest with strangers.

    `fixed` gives the value of those where the walk stops; strangers, and those
    of whom no holder is known, are worth nothing. A lot that passes from a
    seller to a buyer inside one cycle is left out: the bound is then sound,
    and may not be reached.
    """
    values: dict[str, Fraction] = dict(fixed)

    def terms(column: Column, cycle: Collection[str]) -> Terms:
        found: list[tuple[str, Fraction]] = []
        constant = NOTHING
        for block in column.blocks:
            part = Fraction(block.low, column.base) if block.low else NOTHING
            inside = [holder for holder in block.holders if holder in cycle]
            if not inside:
                constant += part * min(values[holder] for holder in block.holders)
            elif len(block.holders) == 1:
                found.append((inside[0], part))
        return found, constant

    for cycle in components(columns, fixed, about):
        inside = set(cycle)
        system = {
            one: terms(columns[one], inside) if one in columns else ([], NOTHING) for one in cycle
        }
        values.update(_solve(system))
    return values


def most(
    columns: Mapping[str, Column],
    fixed: Mapping[str, Fraction],
    about: Iterable[str],
    *,
    unnamed: Callable[[str], bool] = lambda _: False,
    known: bool = False,
) -> dict[str, Fraction]:
    """
    The most that organizations can be worth in any completion.

    `unnamed` tells of whom strangers may hold the rest at full value. `known`
    takes shares without a figure as nothing. In each table lower bounds are
    served first, then the most valued holders up to their upper bounds, while
    all hold the whole together at most; own shares grow where that helps.

    Notes:
        In a cycle the best choice of each table depends on the values of the
        others: choices are bettered until none can be. The value of a choice
        is reached in a completion, and one that no choice betters is the
        largest, so the bound is tight. A choice is only left for a strictly
        better one, so none walks in circles.
    """
    values: dict[str, Fraction] = dict(fixed)
    for cycle in components(columns, fixed, about):
        inside = set(cycle)
        rest = {one: ALL if unnamed(one) else NOTHING for one in cycle}
        if _closed(columns, inside):
            values.update(rest)
            continue
        values.update(dict.fromkeys(cycle, NOTHING))
        chosen: dict[str, Terms] = {one: ([], NOTHING) for one in cycle}
        while True:
            better = False
            for one in cycle:
                column = columns.get(one)
                terms, value = _choice(column, values, inside, rest[one], known=known)
                if value > values[one]:
                    chosen[one], better = terms, True
            if not better:
                break
            values.update(_solve(chosen))
            if len(cycle) == 1:
                break
    return values


def _closed(columns: Mapping[str, Column], cycle: Collection[str]) -> bool:
    """
    Whether organizations hold each other whole, so that the walk never leaves them.
    """
    return all(
        one in columns
        and not columns[one].rest
        and all(set(block.holders) <= set(cycle) for block in columns[one].blocks if block.high)
        for one in cycle
    )


def _choice(
    column: Column | None,
    values: Mapping[str, Fraction],
    cycle: Collection[str],
    rest: Fraction,
    *,
    known: bool,
) -> tuple[Terms, Fraction]:
    """
    The completion of one table that is worth most, and its worth.
    """
    if column is None:
        return ([], rest), rest
    best = [max(block.holders, key=lambda one: values[one]) for block in column.blocks]
    order = sorted(range(len(best)), key=lambda index: -values[best[index]])
    blocks = column.blocks
    least_held = [block.low for block in blocks]
    spare = {
        index: max(
            0, (blocks[index].known_high if known else blocks[index].high) - least_held[index]
        )
        for index in order
        if values[best[index]] > rest
    }
    own_high = column.own_known_high if known else column.own_high
    found: tuple[Terms, Fraction] | None = None
    for own in _own(column, own_high, [spare[index] for index in order if index in spare]):
        budget = max(0, column.whole - own - column.floor)
        base = max(column.whole - own, column.floor)
        if base <= 0:
            continue
        held = dict(enumerate(least_held))
        for index in order:
            more = min(spare.get(index, 0), budget)
            held[index] += more
            budget -= more
        terms: list[tuple[str, Fraction]] = []
        constant = value = rest * Fraction(budget, base)
        for index, units in held.items():
            part = Fraction(units, base)
            value += part * values[best[index]]
            if best[index] in cycle:
                terms.append((best[index], part))
            else:
                constant += part * values[best[index]]
        if found is None or value > found[1]:
            found = (terms, constant), value
    return found if found is not None else (([], rest), rest)


def _own(column: Column, high: int, spare: Iterable[int]) -> Iterator[int]:
    """
    The numbers of own shares at which the best completion can lie.

    Between two of them the worth of the table is a ratio of straight lines,
    which has its largest value at an end.
    """
    yield column.own_low
    if high > column.own_low:
        room = column.whole - column.floor
        cuts = [high]
        taken = 0
        for units in spare:
            taken += units
            cuts.append(room - taken)
        cuts.append(room)
        yield from sorted({cut for cut in cuts if column.own_low < cut <= min(high, room)})


def _solve(system: Mapping[str, Terms]) -> dict[str, Fraction]:
    """
    The least solution of value = sum of share x value + constant, shares below one in sum.

    Those from whom no constant can be reached are worth nothing; for the
    others the walk leaves the cycle for sure, and elimination has one answer.
    """
    if len(system) == 1:
        [(one, (terms, constant))] = system.items()
        inside = sum((part for _, part in terms), NOTHING)
        return {one: constant / (1 - inside) if constant else NOTHING}
    reached = {one for one, (_, constant) in system.items() if constant > 0}
    grows = True
    while grows:
        fresh = {
            one
            for one, (terms, _) in system.items()
            if one not in reached and any(part and holder in reached for holder, part in terms)
        }
        reached |= fresh
        grows = bool(fresh)
    order = [one for one in system if one in reached]
    place = {one: index for index, one in enumerate(order)}
    rows = []
    for one in order:
        terms, constant = system[one]
        row = [NOTHING] * len(order) + [constant]
        row[place[one]] += 1
        for holder, part in terms:
            if holder in place:
                row[place[holder]] -= part
        rows.append(row)
    for pivot in range(len(rows)):
        lead = rows[pivot][pivot]
        rows[pivot] = [cell / lead for cell in rows[pivot]]
        for other in range(len(rows)):
            factor = rows[other][pivot]
            if other != pivot and factor:
                rows[other] = [
                    cell - factor * top for cell, top in zip(rows[other], rows[pivot], strict=True)
                ]
    return {one: rows[place[one]][-1] if one in place else NOTHING for one in system}
