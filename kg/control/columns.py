"""
Column: the votes of one organization on one day, holder by holder, within bounds.

A completion of a column gives every block a number of votes within its
bounds, and the rest to holders whom nobody named, one or many (an open
table). Columns vary independently of each other.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from .claims import Bounds, Day, Holding


@dataclass(frozen=True, slots=True)
class Block:
    """
    Votes that move together.

    One holder, except for a lot that passes from a seller to a buyer on a day
    that is not known: then `holders` are the two, and one of them holds it.
    `known_high` is the most that the claims with a positive figure allow: 'less
    than half' says no more of how much it is than no figure. `stated` are the
    bounds that the claims give, whether or not they hold on the day; `known`
    says that each of them has a figure.
    """

    holders: tuple[str, ...]
    low: int
    high: int
    known_high: int
    stated: Bounds
    known: bool
    claims: tuple[str, ...]
    certain: bool
    follows: bool


@dataclass(frozen=True, slots=True)
class Column:
    """
    The blocks of one organization, and its own shares, which carry no vote.

    `own_low` and `own_high` bound the treasury shares; `floor` is the sum of
    the blocks' lower bounds. A column whose lower bounds sum to more than the
    whole (`overfull`) has no completion: a majority of what is claimed is
    then asked for, and upper bounds are not cut by what others hold.
    """

    held: str
    whole: int
    blocks: tuple[Block, ...]
    floor: int
    own_low: int
    own_high: int
    own_known_high: int
    own_claims: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """
        Whether every holder's votes are one number.
        """
        exact = self.own_low == self.own_high == self.own_known_high and not self.overfull
        return exact and all(
            block.low == block.high == block.known_high and len(block.holders) == 1
            for block in self.blocks
        )

    @property
    def known(self) -> bool:
        """
        Whether every claim has a positive figure.
        """
        return self.own_high == self.own_known_high and all(
            block.high == block.known_high for block in self.blocks
        )

    @property
    def overfull(self) -> bool:
        return self.floor + self.own_low > self.whole

    @property
    def base(self) -> int:
        """
        The most votes that can be exercised.
        """
        return max(self.whole - self.own_low, self.floor)

    @property
    def rest(self) -> int:
        """
        The most that a single holder whom nobody named can hold.
        """
        return max(0, self.whole - self.own_low - self.floor)

    def holders(self) -> Iterator[str]:
        """
        The holders, each once for each of its blocks.
        """
        for block in self.blocks:
            yield from block.holders

    def least(self, group: Container[str]) -> int:
        """
        The least that a group holds in any completion.

        Examples:
            >>> column = read_column("c", [Holding("1", "a", "c", Bounds(2, 6), Bounds(2, 6))], 10)
            >>> column.least({"a"}), column.most({"a"}).votes
            (2, 6)
        """
        return sum(
            block.low
            for block in self.blocks
            if block.low and all(holder in group for holder in block.holders)
        )

    def most(self, group: Container[str], *, unknown: bool = True) -> "Most":
        """
        The completion in which a group holds the largest part of the votes.

        `unknown` False leaves out shares without a figure.
        """
        high = touched = 0
        for block in self.blocks:
            if any(holder in group for holder in block.holders):
                high += block.high if unknown else block.known_high
                touched += block.low
        return self.fill(high, touched, unknown=unknown)

    def fill(self, high: int, touched: int, *, unknown: bool = True) -> "Most":
        """
        The largest part for holders whose upper bounds sum to `high`.

        `touched` is the sum of the lower bounds of their blocks: the others'
        lower bounds and the treasury shares at their least stay outside.

        Notes:
            With W votes of the group and t treasury shares out of T, a quota q
            is passed when W > q (T - t), that is W + q t > q T. W and t share
            one budget, W + t <= T - (others' lower bounds), and W weighs 1
            against q <= 1/2 for t: W is filled first, then t. The same order
            maximises W / (T - t), whose gain from W, 1 / (T - t), is at least
            that from t, W / (T - t)^2, since W <= T - t. The least is W at
            its lower bound with t at its own, and the rest with strangers.
        """
        others = 0 if self.overfull else self.floor - touched
        budget = max(0, self.whole - others)
        votes = max(0, min(high, budget - self.own_low))
        own_high = self.own_high if unknown else self.own_known_high
        own = max(self.own_low, min(own_high, budget - votes))
        return Most(votes, self.whole - own)

    def share(self, low: int, most: "Most") -> Bounds:
        """
        Bounds of a part of the votes that can be exercised, in units of the whole.
        """
        least = low * self.whole // self.base if self.base else 0
        top = -(-most.votes * self.whole // most.base) if most.base else 0
        return Bounds(min(least, self.whole), min(max(least, top), self.whole))


@dataclass(frozen=True, slots=True)
class Most:
    """
    The votes of a group, and the votes that can be exercised, in one completion.
    """

    votes: int
    base: int

    def passes(self, part: int, of: int) -> bool:
        """
        Whether the votes are strictly more than `part` / `of` of the base.
        """
        return of * self.votes > part * self.base


def read_columns(day: Day) -> dict[str, Column]:
    """
    The column of each organization that is held, in order.
    """
    return {held: read_column(held, day.held(held), day.whole) for held in sorted(_helds(day))}


def _helds(day: Day) -> set[str]:
    return {holding.held for holding in day.holdings}


def read_column(held: str, holdings: Iterable[Holding], whole: int) -> Column:
    """
    The column of votes that the rows about one organization make.

    Two certain rows of a holder are two lots and add up. Possible rows of a
    holder are versions of one lot, of which one at most holds; where each
    ends when the next starts, one of them does hold. A lot of the same size
    that one holder has until a day and another from that day has passed from
    the one to the other, and is counted once.

    Own shares leave the denominator. Where a source prints votes apart from
    capital, its votes may already leave them out: they then may count or not.
    """
    rows = sorted(holdings, key=lambda row: (row.holder, row.claim))
    pairs: dict[str, list[Holding]] = {}
    for row in rows:
        pairs.setdefault(row.holder, []).append(row)
    blocks: list[Block] = []
    single: list[Holding] = []
    for of_pair in pairs.values():
        blocks += (_block((row,), row.votes.low) for row in of_pair if row.certain)
        possible = [row for row in of_pair if not row.certain]
        if len(possible) == 1:
            single += possible
        elif possible:
            low = min(row.votes.low for row in possible) if _follow(possible) else 0
            blocks.append(_block(possible, low))
    blocks += _transfers(held, single)
    own = [block for block in blocks if held in block.holders]
    blocks = [block for block in blocks if held not in block.holders]
    blocks.sort(key=lambda block: (block.holders, block.claims))
    printed = any(not block.follows for block in blocks)
    own_low = sum(0 if printed and block.follows else block.low for block in own)
    own_high = min(whole, sum(block.high for block in own))
    own_known_high = min(whole, sum(block.known_high for block in own))
    own_claims = tuple(claim for block in own for claim in block.claims)
    floor = sum(block.low for block in blocks)
    return Column(
        held=held,
        whole=whole,
        blocks=tuple(blocks),
        floor=floor,
        own_low=min(own_low, whole),
        own_high=own_high,
        own_known_high=own_known_high,
        own_claims=own_claims,
    )


def _block(rows: Iterable[Holding], low: int) -> Block:
    rows = tuple(rows)
    return Block(
        holders=tuple(dict.fromkeys(row.holder for row in rows)),
        low=low,
        high=max(row.votes.high for row in rows),
        known_high=max((row.votes.high for row in rows if row.known and row.votes.low), default=0),
        stated=Bounds(min(row.votes.low for row in rows), max(row.votes.high for row in rows)),
        known=all(row.known for row in rows),
        claims=tuple(row.claim for row in rows),
        certain=all(row.certain for row in rows),
        follows=all(row.votes_follow_capital for row in rows),
    )


def _follow(rows: list[Holding]) -> bool:
    """
    Whether the rows follow each other without a gap, so that one of them holds.
    """
    first = [row for row in rows if not any(_passes(other, row) for other in rows)]
    last = [row for row in rows if not any(_passes(row, other) for other in rows)]
    if len(first) != 1 or len(last) != 1 or not (first[0].begun and last[0].unended):
        return False
    reached = set()
    row: Holding | None = first[0]
    while row is not None and row.claim not in reached:
        reached.add(row.claim)
        here = row
        row = next((other for other in rows if _passes(here, other)), None)
    return len(reached) == len(rows)


def _passes(one: Holding, other: Holding) -> bool:
    return one is not other and bool(one.ends) and one.ends == other.starts


def _transfers(held: str, rows: list[Holding]) -> list[Block]:
    """
    Blocks of holders with one possible row each; a lot that passes on is one block.
    """
    blocks: list[Block] = []
    paired: set[str] = set()
    for row in rows:
        buyers = [other for other in rows if _same_lot(held, row, other)]
        if len(buyers) != 1 or row.claim in paired or buyers[0].claim in paired:
            continue
        sellers = [other for other in rows if _same_lot(held, other, buyers[0])]
        if len(sellers) == 1:
            paired |= {row.claim, buyers[0].claim}
            blocks.append(_block((row, buyers[0]), row.votes.low))
    blocks += (_block((row,), 0) for row in rows if row.claim not in paired)
    return blocks


def _same_lot(held: str, seller: Holding, buyer: Holding) -> bool:
    return (
        _passes(seller, buyer)
        and held not in (seller.holder, buyer.holder)
        and seller.known
        and buyer.known
        and seller.begun
        and buyer.unended
        and (seller.capital, seller.votes) == (buyer.capital, buyer.votes)
    )
