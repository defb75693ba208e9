"""
Change: the groups that a change of some companies can touch, and their new tops.
"""

from .compiled import kernel


@kernel
def read_columns(changed, day, rows, spells, state, lists):  # type: ignore[no-untyped-def]
    """
    Set the units of changed companies to those of a day, and who alone holds a majority.

    `spread` is 1 for a company of which only several hold a majority. A company
    is listed as moved where its place in a tree may be another, or else in the
    queue where a group may hold it now; how many in each. Where one holder has
    the majority before and after, nothing else in its column counts.
    """
    start, holder, units = rows
    low, since, until = spells
    whole, single, spread, top, parent = state
    moved, queue, seen, stamp = lists
    count = waiting = 0
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
        before, apart = single[company], spread[company]
        single[company] = best if 2 * held > base else -1
        spread[company] = 1 if 2 * held <= base and 2 * floor > base else 0
        placed = apart and (top[company] != company or parent[company] != -1)
        if before != single[company] or placed:
            moved[count] = company
            count += 1
        elif spread[company]:
            seen[company] = stamp
            queue[waiting] = company
            waiting += 1
    return count, waiting


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
def dissolve(moved, single, top, ring, inside, stamp, region):  # type: ignore[no-untyped-def]
    """
    Put the trees of moved companies in the region, and those of who holds them alone,
    and find tops and rings by single majorities; how many are in the region.
    """
    count = 0
    for i in range(len(moved)):
        count = add_tree(moved[i], ring, inside, stamp, region, count)
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
    for i in range(count):
        ring[region[i]] = region[i]
    for i in range(count):
        one = region[i]
        head = top[one]
        if one != head:
            ring[one], ring[head] = ring[head], one
    return count


@kernel
def add_columns(one, by_holder, units, spread, seen, stamp, queue, first, waiting):  # type: ignore[no-untyped-def]
    """
    Queue the companies, only held by several, that an agent holds; how many wait.

    The queue goes round in its array; `seen` is the stamp where a company waits.
    """
    start, held, row = by_holder
    for k in range(start[one], start[one + 1]):
        company = held[k]
        if spread[company] and seen[company] != stamp and units[row[k]] > 0:
            seen[company] = stamp
            queue[(first + waiting) % len(queue)] = company
            waiting += 1
    return waiting


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
    if lead <= base - floor:
        return -1
    for row in range(start[company], start[company + 1]):
        one = holder[row]
        if one != company and units[row] and top_of(top, one) == best:
            held += units[row]
    return best if 2 * held > base else -1


@kernel
def smaller(one, other, ring):  # type: ignore[no-untyped-def]
    """
    Which of two agents is of the smaller tree, or the first if they are alike.
    """
    here, there = ring[one], ring[other]
    while here != one and there != other:
        here, there = ring[here], ring[there]
    return one if here == one else other


@kernel
def join(rows, by_holder, state, lists, stamp, region, count, waiting):  # type: ignore[no-untyped-def]
    """
    Join companies to the groups that hold them, until nothing joins; how many agents
    are in the region then.

    Only a company that both trees hold can be held by the two together: those
    of the smaller are asked again.
    """
    whole, spread, top, ring = state
    inside, seen, queue = lists
    units = rows[2]
    for i in range(count):
        one = region[i]
        if spread[one] and seen[one] != stamp:
            seen[one] = stamp
            queue[waiting % len(queue)] = one
            waiting += 1
        waiting = add_columns(one, by_holder, units, spread, seen, stamp, queue, 0, waiting)
    first = 0
    while waiting:
        company = queue[first]
        first = (first + 1) % len(queue)
        waiting -= 1
        seen[company] = 0
        if top[company] != company:
            continue
        group = holds_most(company, rows, whole, top)
        if group < 0 or group == company:
            continue
        count = add_tree(company, ring, inside, stamp, region, count)
        count = add_tree(group, ring, inside, stamp, region, count)
        top[company] = group
        few = smaller(company, group, ring)
        one = few
        while True:
            waiting = add_columns(one, by_holder, units, spread, seen, stamp, queue, first, waiting)
            one = ring[one]
            if one == few:
                break
        ring[company], ring[group] = ring[group], ring[company]
    return count


@kernel
def regroup(region, rows, whole, single, spread, top, special, stamp, nested):  # type: ignore[no-untyped-def]
    """
    Final tops of a region; list those whose nesting is not plain; how many.
    """
    for i in range(len(region)):
        one = region[i]
        top[one] = top_of(top, one)
    for i in range(len(region)):
        one = region[i]
        head = top[one]
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
