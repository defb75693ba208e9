"""
The oracle: every completion of a small world, judged from the definitions.

Nothing here is shared with the engine but the records that it reads.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from random import Random

from kg.control import Bounds, Day, Holding, Right

STRANGER = "?"


@dataclass
class Lot:
    """
    Votes that one of `holders` holds: `values` are all the numbers they may be.
    """

    held: str
    holders: tuple[str, ...]
    values: list[int]
    rows: list[Holding]

    @property
    def sized(self) -> bool:
        """
        Whether a claim gives a positive figure.
        """
        return any(row.known and row.votes.low for row in self.rows)


@dataclass
class Case:
    """
    A small world with what is not known about it.
    """

    whole: int
    lots: list[Lot] = field(default_factory=list)
    rights: list[Right] = field(default_factory=list)

    @property
    def day(self) -> Day:
        return Day([row for lot in self.lots for row in lot.rows], self.rights, self.whole)

    def nodes(self) -> list[str]:
        found = {one for lot in self.lots for one in (lot.held, *lot.holders)}
        found |= {one for right in self.rights for one in (right.organization, *right.holders)}
        return sorted(found)

    def columns(self, *, known_only: bool = False) -> dict[str, list[dict[str, int]]]:
        """
        The completions of each column: votes by holder, and the stranger's.
        """
        found: dict[str, list[dict[str, int]]] = {}
        for held in sorted({lot.held for lot in self.lots}):
            lots = [lot for lot in self.lots if lot.held == held]
            choices = [
                [(holder, value) for holder in lot.holders for value in lot.values]
                if lot.sized or not known_only
                else [(lot.holders[0], 0)]
                for lot in lots
            ]
            tables = []
            for picked in product(*choices):
                table: dict[str, int] = {}
                for holder, value in picked:
                    table[holder] = table.get(holder, 0) + value
                if sum(table.values()) <= self.whole:
                    table[STRANGER] = self.whole - sum(table.values())
                    if table not in tables:
                        tables.append(table)
            found[held] = tables
        return found

    def size(self) -> int:
        """
        The number of completions, rights included; 0 where there is none.
        """
        number = 2 ** sum(not right.certain for right in self.rights)
        for tables in self.columns().values():
            number *= len(tables)
        return number

    def worlds(self, *, known_only: bool = False) -> Iterator["World"]:
        """
        Every completion.
        """
        columns = self.columns(known_only=known_only)
        present = [[True] if right.certain else [True, False] for right in self.rights]
        for tables in product(*columns.values()):
            for flags in product(*present):
                rights = [right for right, flag in zip(self.rights, flags, strict=True) if flag]
                votes = dict(zip(columns, tables, strict=True))
                yield World(self.whole, self.nodes(), votes, rights)


@dataclass
class World:
    """
    One completion: everything is known.
    """

    whole: int
    nodes: list[str]
    votes: dict[str, dict[str, int]]
    rights: list[Right]

    def held_by(self, group: set[str], organization: str) -> int:
        table = self.votes.get(organization, {})
        return sum(table.get(one, 0) for one in group if one != organization)

    def base(self, organization: str) -> int:
        return self.whole - self.votes.get(organization, {}).get(organization, 0)

    def group(self, seed: str, powers: set[tuple[str, str]]) -> set[str]:
        """
        The least set: recomputed from nothing until it stays the same.
        """
        group = {seed}
        while True:
            more = {
                one
                for one in self.nodes
                if one not in group
                and (
                    2 * self.held_by(group, one) > self.base(one)
                    or any((member, one) in powers for member in group)
                )
            }
            if not more:
                return group
            group |= more

    def attachments(self) -> set[tuple[str, str]]:
        return {
            (right.holders[0], right.organization)
            for right in self.rights
            if right.kind == "attachment"
        }

    def powers(self) -> set[tuple[str, str]]:
        found = self.attachments()
        for right in self.rights:
            if right.kind == "stated-control" and len(right.holders) == 1:
                found.add((right.holders[0], right.organization))
        return found

    def majority(self) -> set[tuple[str, str]]:
        powers = self.attachments()
        return {(one, other) for one in self.nodes for other in self.group(one, powers) - {one}}

    def base_control(self) -> set[tuple[str, str]]:
        powers = self.powers()
        return {(one, other) for one in self.nodes for other in self.group(one, powers) - {one}}

    def control(self, *, one_stranger: bool) -> set[tuple[str, str]]:
        """
        Control under L.233-3 with presumptions; strangers are one holder, or a crowd.
        """
        powers = self.powers()
        groups = {one: self.group(one, powers) for one in self.nodes}
        presumed = {
            (one, other)
            for one in self.nodes
            for other in self.nodes
            if self.presumed(one, other, groups, one_stranger=one_stranger)
        }
        return {
            (one, other)
            for one in self.nodes
            for other in self.group(one, powers | presumed) - {one}
        }

    def presumed(self, x: str, y: str, groups: dict[str, set[str]], *, one_stranger: bool) -> bool:
        if x == y or y in groups[x] or x in groups[y]:
            return False
        mine = self.held_by(groups[x], y)
        if 5 * mine <= 2 * self.base(y):
            return False
        if one_stranger and self.votes.get(y, {}).get(STRANGER, 0) >= mine:
            return False
        for z in self.nodes:
            if z in (x, y) or any({x, z} <= groups[above] for above in self.nodes):
                continue
            if y in groups[z] or self.held_by(groups[z], y) >= mine:
                return False
        return True


def row(
    claim: str,
    holder: str,
    held: str,
    low: int,
    high: int,
    *,
    certain: bool = True,
    known: bool = True,
    starts: str = "",
    ends: str = "",
    follows: bool = True,
) -> Holding:
    """
    A holding whose votes follow its capital.
    """
    share = Bounds(low, high)
    return Holding(claim, holder, held, share, share, follows, certain, known, starts, ends)


def draw_case(random: Random, *, rights: bool = False, limit: int = 300) -> Case:
    """
    A random small world with at most `limit` completions and at least one.
    """
    while True:
        case = _draw(random, rights=rights)
        if 0 < case.size() <= limit:
            return case


def _draw(random: Random, *, rights: bool) -> Case:
    whole = random.choice([4, 5, 6, 8, 10])
    companies = [f"c{number}" for number in range(random.randint(1, 4))]
    agents = companies + [f"p{number}" for number in range(random.randint(1, 3))]
    case = Case(whole)
    for held in companies:
        left = whole
        for _ in range(random.choice([1, 2, 2, 3, 3])):
            low = random.randint(0, min(left, whole * 3 // 4 + 1))
            high = min(whole, low + random.choice([0, 0, 0, 0, 1, 2]))
            left -= low
            case.lots.append(_draw_lot(random, case, agents, held, low, high))
    if rights:
        for number in range(random.choice([0, 1, 1, 2])):
            kind = random.choice(["attachment", "stated-control", "golden-share", "concert"])
            holder, organization = random.sample([*agents, "d"], 2)
            certain = random.random() < 0.6
            case.rights.append(Right(f"r{number}", kind, (holder,), organization, certain))
    return case


def _draw_lot(random: Random, case: Case, agents: list[str], held: str, low: int, high: int) -> Lot:
    name = f"h{len(case.lots)}"
    pick = random.random()
    holder = held if random.random() < 0.08 else random.choice(agents)
    if pick < 0.07:
        rows = [row(name, holder, held, 0, case.whole, known=False)]
        return Lot(held, (holder,), list(range(case.whole + 1)), rows)
    busy = {
        one
        for lot in case.lots
        for one in lot.holders
        if lot.held == held and not all(row.certain for row in lot.rows)
    }
    if pick < 0.15 and holder not in busy:
        rows = [row(name, holder, held, low, high, certain=False)]
        return Lot(held, (holder,), list(range(high + 1)), rows)
    if pick < 0.22:
        # a version of one lot after the other: one of the two holds
        free = f"v{len(case.lots)}"
        other = min(case.whole, high + 1)
        rows = [
            row(name, free, held, low, high, certain=False, ends=name),
            row(name + "b", free, held, low, other, certain=False, starts=name),
        ]
        return Lot(held, (free,), list(range(low, other + 1)), rows)
    if pick < 0.30:
        # a lot that passes on a day not known: one of the two holds it
        pair = [agent for agent in agents if agent != held and agent not in busy]
        if len(pair) >= 2:
            seller, buyer = random.sample(pair, 2)
            rows = [
                row(name, seller, held, low, high, certain=False, ends=name),
                row(name + "b", buyer, held, low, high, certain=False, starts=name),
            ]
            return Lot(held, (seller, buyer), list(range(low, high + 1)), rows)
    return Lot(held, (holder,), list(range(low, high + 1)), [row(name, holder, held, low, high)])
