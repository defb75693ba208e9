"""
The oracle: control by accumulation straight from the definition, one set at a time.

Nothing here is shared with the kernels but the rows that it reads.
"""

from random import Random

Row = tuple[int, int, int]
"""
Company held, holder, units.
"""


def group(rows, size, seed, whole):
    """
    The least set: recomputed from nothing until it stays the same.
    """
    members = {seed}
    while True:
        more = set()
        for company in range(size):
            if company in members:
                continue
            if 2 * held_by(rows, members, company) > base(rows, company, whole):
                more.add(company)
        if not more:
            return members
        members |= more


def held_by(rows, members, company):
    return sum(u for c, h, u in rows if c == company and h != c and h in members)


def base(rows, company, whole):
    """
    The votes that count: the whole without treasury shares, or all that is claimed.
    """
    own = sum(u for c, h, u in rows if c == h == company)
    floor = sum(u for c, h, u in rows if c == company != h)
    return max(whole - own, floor)


def pairs(rows, size, whole):
    return {(x, y) for x in range(size) for y in group(rows, size, x, whole) - {x}}


def expected(rows, size, whole):
    """
    Parents, tops, classes and self-control, read off the pairs.
    """
    found = pairs(rows, size, whole)
    label = []
    for x in range(size):
        label.append(min([x] + [y for y in range(size) if {(x, y), (y, x)} <= found]))
    classes = {}
    for x in range(size):
        classes.setdefault(label[x], []).append(x)
    classes = {k: v for k, v in classes.items() if len(v) > 1}
    parent, top, itself = [], [], []
    for x in range(size):
        above = {label[y] for y in range(size) if (y, x) in found and label[y] != label[x]}
        nearest = [a for a in above if all(b == a or (b, a) in found for b in above)]
        assert len(nearest) == (1 if above else 0), "controllers form one chain"
        parent.append(nearest[0] if nearest else -1)
        highest = [a for a in above if not any((b, a) in found for b in above - {a})]
        top.append(highest[0] if highest else label[x])
        mine = group(rows, size, x, whole)
        if not any((y, x) in found for y in range(size) if y != x) and 2 * held_by(
            rows, mine, x
        ) > base(rows, x, whole):
            itself.append(x)
    return parent, top, sorted(classes.values()), itself


def draw(random: Random, *, over: bool = False):
    """
    A small graph: cycles, treasury shares, ties, duplicate and unsorted lines.
    """
    size, whole = random.randint(1, 12), random.choice([4, 6, 10, 100])
    rows = []
    companies = random.sample(range(size), random.randint(1, size))
    few = random.sample(range(size), random.randint(1, size))
    for company in companies:
        left = whole
        pieces = random.choice([1, 1, 2, 2, 3, 3, 4, 6])
        for _ in range(pieces):
            holder = random.choice(few if random.random() < 0.7 else range(size))
            units = random.choice(
                [
                    left,
                    left // 2,
                    whole // 2,
                    whole * 3 // 10,
                    whole * 6 // 10,
                    random.randint(0, whole),
                ]
            )
            if not over:
                units = min(units, left)
                left -= units
            rows.append((company, holder, units))
    random.shuffle(rows)
    return rows, size, whole
