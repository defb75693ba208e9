"""
Ownership graphs of a realistic shape, seeded, of any size: plain numpy arrays.

`ownership(10**7)` draws ten million shareholdings in seconds. The shape follows
what is published of real registers (`docs/benchmarks.md` sets the figures side
by side): most companies have one or two known holders and a few have thousands,
a few companies hold hundreds of others, groups form pyramids, sisters and
grandparents hold beside the parent (control by accumulation), equal partners
hold half or a third each, one company in a thousand takes part in a
cross-holding, some hold their own shares, and part of the truth is missing:
tables under 100 %, bands, shares nobody stated.

`history(10**6)` gives the same shareholdings as spells over ten years.

    from bench.graphs import ownership
    graph = ownership(10**6, seed=1)
    graph.held, graph.holder, graph.low, graph.high, graph.size
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]

WHOLE = 100_000_000
"""
The whole of a company, in millionths of a percent.
"""

OPEN = np.iinfo(np.int32).max
"""
The `until` of a spell that has no end.
"""

START = 16_436
"""
The first day of a history, 2015-01-01, in days since 1970-01-01.
"""

DAYS = 3_653
"""
How many days a history covers: ten years.
"""


@dataclass(frozen=True, slots=True)
class Graph:
    """
    Shareholdings, sorted by `held` and then `holder`; no pair twice at one time.

    Nodes are 0 to `size - 1`: companies first (`companies` of them), then
    persons and other holders whom nobody holds. `low` and `high` bound each
    share in millionths of a percent, equal where the share is known; 0 and
    `WHOLE` where nobody stated it. The lows of a company never sum above
    `WHOLE`. `since` and `until` are days since 1970-01-01 (a spell holds on
    `since` and no longer on `until`), None in a graph of one day.
    """

    held: Ints
    holder: Ints
    low: Ints
    high: Ints
    size: int
    companies: int
    since: Ints | None = None
    until: Ints | None = None

    def __len__(self) -> int:
        return len(self.held)

    def on(self, day: int) -> "Graph":
        """
        The shareholdings of one day, without dates.
        """
        if self.since is None or self.until is None:
            return self
        keep = (self.since <= day) & (day < self.until)
        return replace(
            self,
            held=self.held[keep],
            holder=self.holder[keep],
            low=self.low[keep],
            high=self.high[keep],
            since=None,
            until=None,
        )


def ownership(
    holdings: int,
    *,
    seed: int = 1,
    partial: float = 0.1,
    accumulation: float = 0.01,
    crossed: float = 0.001,
    shuffled: bool = False,
) -> Graph:
    """
    Draw a graph of exactly that many shareholdings.

    `partial` is the part of companies whose shares are bands or not stated (0
    makes every share exact), `accumulation` the part where the parent's share
    only makes a majority with a sister's or grandparent's, `crossed` the part
    that a company below them holds back. Identifiers follow age: a company is
    held by older ones, cross-holdings apart, as register numbers do;
    `shuffled` gives them at random, which is harder on the memory cache.
    """
    rng = np.random.default_rng([seed, holdings])
    degree = _degrees(rng, holdings)
    companies = len(degree)
    first = np.concatenate(([0], np.cumsum(degree)))
    held = np.repeat(np.arange(companies, dtype=np.int32), degree)
    holder, size = _holders(rng, held, first, companies)
    share = _shares(rng, held, first, degree)
    _accumulate(rng, holder, share, first, degree, companies, accumulation)
    _cross(rng, holder, share, first, companies, crossed)
    _interlock(rng, holder, first, degree, companies)
    _treasury(rng, holder, share, first, degree)
    held, holder, share = _merged(held, holder, share, holdings, size)
    low, high = _blur(rng, held, holder, share, companies, partial)
    if shuffled:
        names = rng.permutation(size).astype(np.int32)
        held, holder = names[held], names[holder]
        order = np.lexsort((holder, held))
        held, holder, low, high = held[order], holder[order], low[order], high[order]
    return Graph(held, holder, low, high, size, companies)


def history(holdings: int, *, seed: int = 1, monthly: float = 0.005, partial: float = 0.1) -> Graph:
    """
    Draw ten years of shareholdings as spells; about `holdings` hold on any day.

    Each month `monthly` of the companies change: one line passes to another
    holder, keeps its holder with another share, or ends.
    """
    graph = ownership(holdings, seed=seed, partial=partial)
    rng = np.random.default_rng([seed, holdings, 10])
    count = rng.binomial(120, monthly, graph.companies)
    starts = np.searchsorted(graph.held, np.arange(graph.companies + 1))
    lines = np.diff(starts)
    count[lines == 0] = 0
    company = np.repeat(np.arange(graph.companies), count)
    line = starts[company] + (rng.random(len(company)) * lines[company]).astype(np.int64)
    month = rng.integers(0, 120, len(line))
    day = (START + (month + rng.random(len(line))) * (DAYS / 120)).astype(np.int32)
    return _spells(rng, graph, line, day)


def _degrees(rng: np.random.Generator, holdings: int) -> NDArray[np.int64]:
    """
    How many holders each company has: 46 % one, then a Pareto tail up to 3,000.

    A few lines more than asked for, since equal lines merge later.
    """
    wanted = int(holdings * 1.025) + 32
    count = wanted // 2 + 2_000  # far more than needed: they have 2.9 on average
    kind = rng.random(count)
    tail = np.minimum(3.0 * rng.random(count) ** (-1 / 1.45), 3000).astype(np.int64)
    degree = np.where(kind < 0.46, 1, np.where(kind < 0.70, 2, np.where(kind < 0.82, 3, tail)))
    total = np.cumsum(degree)
    cut = int(np.searchsorted(total, wanted))
    degree = degree[: cut + 1]
    degree[-1] -= int(total[cut]) - wanted
    return degree


def _copied(rng: np.random.Generator, count: int, again: float) -> NDArray[np.int64]:
    """
    For each of many draws, the earlier draw that it repeats, or itself.

    With probability `again` a draw repeats one of those before it, each as
    likely: who was drawn often is drawn more (Simon 1955), and the counts get
    a tail of exponent 1/again.
    """
    place = np.arange(count)
    earlier = (rng.random(count) * place).astype(np.int64)
    return _origin(np.where(rng.random(count) < again, earlier, place))


def _origin(pointer: NDArray[np.int64]) -> NDArray[np.int64]:
    """
    Where each chain of repetitions starts.
    """
    while True:
        further = pointer[pointer]
        if np.array_equal(further, pointer):
            return pointer
        pointer = further


def _holders(
    rng: np.random.Generator, held: Ints, first: NDArray[np.int64], companies: int
) -> tuple[Ints, int]:
    """
    A holder for every line: an older company or a person, and the count of nodes.

    Three neighbourhoods in ten are of groups; in the others companies belong
    to persons, most of whom hold one company and perhaps its neighbours.
    """
    grouped = (rng.random(companies // 32 + 1) < 0.3)[np.arange(companies) // 32]
    chance = np.where(grouped, 0.3, 0.001)[held]
    chance[first[:-1]] = np.where(grouped, 0.9, 0.03)  # the first line is the parent
    corporate = rng.random(len(held)) < chance
    corporate[: first[1]] = False  # the oldest company has no older one
    holder = np.empty(len(held), dtype=np.int32)
    lines = np.flatnonzero(corporate)
    fresh = (rng.random(len(lines)) * held[lines]).astype(np.int32)
    holder[lines] = fresh[_copied(rng, len(lines), 0.55)]
    lines = np.flatnonzero(~corporate)
    start = np.searchsorted(lines, first[:-1])
    company = held[lines]
    person = _persons(rng, start[company], start[company // 6 * 6], len(lines))
    new = person == np.arange(len(lines))
    number = np.cumsum(new) - 1
    holder[lines] = (companies + number[person]).astype(np.int32)
    return holder, companies + int(new.sum())


def _persons(
    rng: np.random.Generator, start: NDArray[np.int64], around: NDArray[np.int64], count: int
) -> NDArray[np.int64]:
    """
    For each line of a person, the earlier line of the same person, or itself.

    Families hold up to six companies together: the first few lines of a table
    often repeat a line between `around`, where the first of the six begins,
    and `start`, where the company itself does. A few persons hold anywhere.
    """
    place = np.arange(count)
    kind = rng.random(count)
    near = (kind < 0.85) & (place - start < 6)
    back = start - np.ceil(rng.random(count) * 12).astype(np.int64)
    pointer = np.where(near & (back >= around), back, place)
    far = (kind > 0.99) & (start > 0)
    return _origin(np.where(far, (rng.random(count) * start).astype(np.int64), pointer))


def _shares(
    rng: np.random.Generator, held: Ints, first: NDArray[np.int64], degree: NDArray[np.int64]
) -> NDArray[np.int64]:
    """
    A share for every line: halves, thirds, and uneven tables of at most 100 %.
    """
    companies = len(degree)
    weight = rng.standard_exponential(len(held)) ** 2
    weight[first[:-1]] *= 3
    total = np.add.reduceat(weight, first[:-1])
    known = np.where(rng.random(companies) < 0.75, 1.0, rng.uniform(0.3, 1.0, companies))
    known[degree > 100] *= 0.6  # a listed company names its large holders only
    share = (weight * ((known * (WHOLE - 10_000)) / total)[held]).astype(np.int64)
    printed = (degree <= 20)[held] & (share >= 10_000)
    share[printed] -= share[printed] % 10_000  # printed to two decimals
    share = np.maximum(share, 1)
    kind = rng.random(companies)
    share[first[:-1][(degree == 1) & (kind < 0.8)]] = WHOLE
    share[((degree == 2) & (kind < 0.25))[held]] = WHOLE // 2
    share[((degree == 3) & (kind < 0.15))[held]] = WHOLE // 3
    return share


def _accumulate(
    rng: np.random.Generator,
    holder: Ints,
    share: NDArray[np.int64],
    first: NDArray[np.int64],
    degree: NDArray[np.int64],
    companies: int,
    part: float,
) -> None:
    """
    Let a sister or the grandparent hold beside the parent, in place.

    In `part` of the companies neither has a majority and both together have
    one; in as many the parent keeps what it had.
    """
    parent = holder[first[:-1]]
    fit = np.flatnonzero((degree >= 2) & (parent < companies))
    order = np.lexsort((np.arange(companies), parent))
    sister = np.full(companies, -1, dtype=np.int32)
    same = parent[order[1:]] == parent[order[:-1]]
    sister[order[1:][same]] = order[:-1][same]
    chosen = rng.permutation(fit)[: min(len(fit), int(2 * part * companies))]
    grand = parent[parent[chosen]]
    sisterly = (sister[chosen] >= 0) & (rng.random(len(chosen)) < 0.6)
    holder[first[chosen] + 1] = np.where(sisterly, sister[chosen], grand)
    split = chosen[: len(chosen) // 2]
    _scale(share, first, split, 0.35)
    share[first[split]] = rng.integers(26, 50, len(split)) * 1_000_000
    together = rng.integers(51, 61, len(split)) * 1_000_000
    share[first[split] + 1] = together - share[first[split]]


def _scale(
    share: NDArray[np.int64], first: NDArray[np.int64], chosen: NDArray[np.int64], part: float
) -> None:
    """
    Leave that part of every share of the chosen companies, in place.
    """
    count = first[chosen + 1] - first[chosen]
    within = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    lines = np.repeat(first[chosen], count) + within
    share[lines] = np.maximum((share[lines] * part).astype(np.int64), 1)


def _cross(
    rng: np.random.Generator,
    holder: Ints,
    share: NDArray[np.int64],
    first: NDArray[np.int64],
    companies: int,
    part: float,
) -> None:
    """
    Let companies hold the ones above them, in place; three in ten with a majority.
    """
    parent = holder[first[:-1]].copy()
    fit = np.flatnonzero(parent < companies)
    low = rng.permutation(fit)[: max(1, int(part * companies))] if len(fit) else fit
    above = parent[low]
    higher = parent[above]
    climb = (higher < companies) & (rng.random(len(low)) < 0.5)
    above = np.where(climb, higher, above).astype(np.int64)
    above, where = np.unique(above, return_index=True)
    low = low[where]
    strong = rng.random(len(low)) < 0.3
    _scale(share, first, above[strong], 0.4)
    share[first[above[strong]]] = 60_000_000
    holder[first[above[strong]]] = low[strong]
    holder[first[above[~strong] + 1] - 1] = low[~strong]


def _interlock(
    rng: np.random.Generator,
    holder: Ints,
    first: NDArray[np.int64],
    degree: NDArray[np.int64],
    companies: int,
) -> None:
    """
    Let the companies that hold most, one in a thousand, hold each other, in place.

    Each with eight holders or more gets four of the others among the smallest
    of them: the core of financial companies.
    """
    corporate = holder[holder < companies]
    held_by = np.bincount(corporate, minlength=companies)
    held_by[degree < 8] = 0
    core = np.argsort(-held_by, kind="stable")[: max(2, companies // 1000)]
    core = core[held_by[core] > 0]
    for slot in range(1, 5):
        holder[first[core + 1] - slot] = rng.permutation(core)


def _treasury(
    rng: np.random.Generator,
    holder: Ints,
    share: NDArray[np.int64],
    first: NDArray[np.int64],
    degree: NDArray[np.int64],
) -> None:
    """
    Let one company in two hundred hold up to a tenth of itself, in place.
    """
    chosen = np.flatnonzero((degree >= 3) & (rng.random(len(degree)) < 0.015))
    last = first[chosen + 1] - 1
    holder[last] = chosen
    share[last] = np.minimum(share[last], 10_000_000)


def _merged(
    held: Ints, holder: Ints, share: NDArray[np.int64], holdings: int, size: int
) -> tuple[Ints, Ints, NDArray[np.int64]]:
    """
    One line a pair, sorted, and as many as asked for.
    """
    key = held.astype(np.int64) * size + holder
    order = np.argsort(key, kind="stable")
    key = key[order]
    new = np.concatenate(([True], key[1:] != key[:-1]))
    starts = np.flatnonzero(new)
    share = np.add.reduceat(share[order], starts)[:holdings]
    key = key[starts][:holdings]
    return (key // size).astype(np.int32), (key % size).astype(np.int32), share


def _blur(
    rng: np.random.Generator,
    held: Ints,
    holder: Ints,
    share: NDArray[np.int64],
    companies: int,
    part: float,
) -> tuple[Ints, Ints]:
    """
    The bounds that a source gives: seven in ten of the unclear are bands.

    Bands are those of the British register (over 25, over 50, 75 and more);
    the others, and shares under the first band, are not stated at all. Own
    shares stay exact.
    """
    low = share.astype(np.int32)
    high = low.copy()
    unclear = (rng.random(companies) < part)[held] & (held != holder)
    banded = unclear & (rng.random(companies) < 0.7)[held] & (share > 25_000_000)
    unstated = unclear & ~banded
    low[unstated], high[unstated] = 0, WHOLE
    top, middle = banded & (share >= 75_000_000), banded & (share < 75_000_000)
    low[top], high[top] = 75_000_000, WHOLE
    upper = middle & (share > 50_000_000)
    low[upper], high[upper] = 50_000_001, 74_999_999
    lower = middle & (share <= 50_000_000)
    low[lower], high[lower] = 25_000_001, 50_000_000
    return low, high


def _spells(rng: np.random.Generator, graph: Graph, line: NDArray[np.int64], day: Ints) -> Graph:
    """
    Cut lines at the days where they change; each part has its holder and share.
    """
    count = len(graph)
    which = np.concatenate((np.arange(count), line))
    since = np.concatenate((START - rng.integers(0, 7_300, count), day)).astype(np.int32)
    order = np.lexsort((since, which))
    which, since = which[order], since[order]
    follows = np.concatenate(([False], which[1:] == which[:-1]))
    until = np.full(len(which), OPEN, dtype=np.int32)
    until[:-1][follows[1:]] = since[1:][follows[1:]]
    holder, low, high = graph.holder[which], graph.low[which], graph.high[which]
    kind = np.where(follows, rng.random(len(which)), 1.0)
    sold = np.flatnonzero(kind < 0.6)
    # A buyer is whoever holds a random line of an older company, so that who
    # holds much buys much, and companies stay held by older ones.
    older = (rng.random(len(sold)) * which[sold]).astype(np.int64)
    holder[sold] = graph.holder[older]
    less = np.flatnonzero((kind >= 0.6) & (kind < 0.9))
    exact = less[low[less] == high[less]]
    low[exact] = np.maximum(low[exact] * rng.uniform(0.3, 1.0, len(exact)), 1).astype(np.int32)
    high[exact] = low[exact]
    gone = (kind >= 0.9) & (kind < 1.0)
    keep = np.flatnonzero((since < until) & ~gone)
    order = keep[np.lexsort((since[keep], holder[keep], which[keep], graph.held[which[keep]]))]
    order = order[np.lexsort((since[order], holder[order], graph.held[which[order]]))]
    held = graph.held[which]
    while True:  # a holder who buys what they hold a part of already: the later line goes
        same = (held[order[1:]] == held[order[:-1]]) & (holder[order[1:]] == holder[order[:-1]])
        clash = same & (since[order[1:]] < until[order[:-1]])
        if not clash.any():
            break
        order = np.delete(order, np.flatnonzero(clash) + 1)
    return Graph(
        held[order],
        holder[order],
        low[order],
        high[order],
        graph.size,
        graph.companies,
        since[order],
        until[order],
    )
