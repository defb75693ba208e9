"""
Change: the groups that a change of some companies can touch, and their new tops.
"""

from .compiled import kernel


@kernel
def read_columns(changed, day, rows, spells, whole, single, spread):  # type: ignore[no-untyped-def]
    """
    Set the units of changed companies to those of a day, and who alone holds a majority.

    `spread` is 1 for a company of which only several hold a majority.
    """
    start, holder, units = rows
    low, since, until = spells
    for i in range(len(changed)):
        company = changed[i]
        best, lead, floor, own = -1, 0, 0, 0
        for row in range(start[company], start[company + 1]):
            units[row] = low[row] if since[row] <= day < until[row] else 0
            one, votes = holder[row], units[row]
            if one == company:
                own += votes
                continue
            floor += votes
            if one == best:
                lead += votes
            elif lead >= votes:
                lead -= votes
            else:
                best, lead = one, votes - lead
        base = max(floor, whole[company if len(whole) > 1 else 0] - own)
        held = 0
        for row in range(start[company], start[company + 1]):
            if holder[row] == best:
                held += units[row]
        single[company] = best if 2 * held > base else -1
        spread[company] = 1 if 2 * held <= base and 2 * floor > base else 0


@kernel
def add_tree(one, ring, inside, stamp, region, count):  # type: ignore[no-untyped-def]
    """
    Add a tree to the region, if it is not there; how many are in the region.
    """
    while inside[one] != stamp:
        inside[one] = stamp
        region[count] = one
        count += 1
        one = ring[one]
    return count


@kernel
def dissolve(changed, single, top, ring, inside, stamp, region):  # type: ignore[no-untyped-def]
    """
    Put the trees of changed companies in the region, and those of who holds them alone,
    and find the tops by single majorities; how many are in the region.
    """
    count = 0
    for i in range(len(changed)):
        count = add_tree(changed[i], ring, inside, stamp, region, count)
    at = 0
    while at < count:
        one = single[region[at]]
        if one >= 0:
            count = add_tree(one, ring, inside, stamp, region, count)
        at += 1
    for i in range(count):
        one = region[i]
        top[one] = -1 if single[one] >= 0 else one
    for i in range(count):
        one = region[i]
        while top[one] == -1:
            top[one] = -2
            one = single[one]
        head = top[one]
        if head == -2:
            head, other = one, single[one]
            while other != one:
                head = min(head, other)
                other = single[other]
        one = region[i]
        while top[one] == -2:
            top[one] = head
            one = single[one]
    return count


@kernel
def list_columns(region, begin, end, by_holder, units, spread, seen, stamp, listed, count):  # type: ignore[no-untyped-def]
    """
    List the companies, only held by several, that agents of the region are or hold; how many.
    """
    start, held, row = by_holder
    for i in range(begin, end):
        one = region[i]
        if spread[one] and seen[one] != stamp:
            seen[one] = stamp
            listed[count] = one
            count += 1
        for k in range(start[one], start[one + 1]):
            company = held[k]
            if spread[company] and seen[company] != stamp and units[row[k]] > 0:
                seen[company] = stamp
                listed[count] = company
                count += 1
    return count


@kernel
def top_of(top, one):  # type: ignore[no-untyped-def]
    """
    The top of an agent's group so far.
    """
    one = top[one]
    while top[one] != one:
        one = top[one]
    return one


@kernel
def holds_most(company, rows, whole, top):  # type: ignore[no-untyped-def]
    """
    The top of the group that holds a majority of a company, or -1.
    """
    start, holder, units = rows
    best, lead, floor, own = -1, 0, 0, 0
    for row in range(start[company], start[company + 1]):
        one, votes = holder[row], units[row]
        if one == company:
            own += votes
        elif votes:
            floor += votes
            group = top_of(top, one)
            if group == best:
                lead += votes
            elif lead >= votes:
                lead -= votes
            else:
                best, lead = group, votes - lead
    base = max(floor, whole[company if len(whole) > 1 else 0] - own)
    held = 0
    for row in range(start[company], start[company + 1]):
        one = holder[row]
        if one != company and units[row] and top_of(top, one) == best:
            held += units[row]
    return best if 2 * held > base else -1


@kernel
def join(listed, rows, whole, top, ring, inside, stamp, region, count):  # type: ignore[no-untyped-def]
    """
    Join listed companies to the groups that hold them, and bring both in the region;
    how many are in it, and how many were joined.
    """
    joined = 0
    for i in range(len(listed)):
        company = listed[i]
        if top[company] != company:
            continue
        group = holds_most(company, rows, whole, top)
        if group >= 0 and group != company:
            count = add_tree(company, ring, inside, stamp, region, count)
            count = add_tree(group, ring, inside, stamp, region, count)
            top[company] = group
            joined += 1
    return count, joined


@kernel
def regroup(region, rows, whole, single, spread, top, ring, special, stamp, nested):  # type: ignore[no-untyped-def]
    """
    Final tops of a region and its new rings; list those whose nesting is not plain; how many.
    """
    for i in range(len(region)):
        one = region[i]
        top[one] = top_of(top, one)
        ring[one] = one
    for i in range(len(region)):
        one = region[i]
        head = top[one]
        if one != head:
            ring[one], ring[head] = ring[head], one
        if single[one] >= 0 and one == head:
            special[head] = stamp
        if spread[one] and (one != head or holds_most(one, rows, whole, top) == one):
            special[head] = stamp
    count = 0
    for i in range(len(region)):
        if special[top[region[i]]] == stamp:
            nested[count] = region[i]
            count += 1
    return count


@kernel
def record(region, parent, top, old_parent, old_top, began, day, rows):  # type: ignore[no-untyped-def]
    """
    Write what ends on a day, and take over what holds from it on; how many rows ended.

    A parent of -1 with oneself on top is no control by anybody; -2 is a class.
    """
    controlled, immediate, ultimate, since = rows
    count = 0
    for i in range(len(region)):
        one = region[i]
        if parent[one] == old_parent[one] and top[one] == old_top[one]:
            continue
        if old_parent[one] != -1:
            controlled[count] = one
            immediate[count] = max(old_parent[one], -1)
            ultimate[count] = old_top[one]
            since[count] = began[one]
            count += 1
        old_parent[one] = parent[one]
        old_top[one] = top[one]
        began[one] = day
    return count
