"""
Steps: the loops of integrated ownership, up from a company and down from a holder.

A walk visits agents by rank in a queue, so that all who lead to one have been
visited before; a ring is one visit, settled by what `elimination` kept of it.
"""

from .compiled import kernel


@kernel
def push(queue, count, key):  # type: ignore[no-untyped-def]
    """
    Add a key to a queue of `count` keys, largest first out; the new count.
    """
    place = count
    while place > 0 and queue[(place - 1) >> 1] < key:
        queue[place] = queue[(place - 1) >> 1]
        place = (place - 1) >> 1
    queue[place] = key
    return count + 1


@kernel
def pop(queue, count):  # type: ignore[no-untyped-def]
    """
    Drop the largest key, `queue[0]`; the new count.
    """
    count -= 1
    key, place = queue[count], 0
    while 2 * place + 1 < count:
        child = 2 * place + 1
        if child + 1 < count and queue[child + 1] > queue[child]:
            child += 1
        if queue[child] <= key:
            break
        queue[place] = queue[child]
        place = child
    queue[place] = key
    return count


@kernel
def base_of(one, start, holder, low, whole):  # type: ignore[no-untyped-def]
    """
    What the shares of a company are parts of: own shares left out, the named at least.
    """
    own = floor = 0
    for k in range(start[one], start[one + 1]):
        if holder[k] == one:
            own += low[k]
        else:
            floor += low[k]
    units = whole[one] if len(whole) > 1 else whole[0]
    return max(units - own, floor)


@kernel
def edges(start, holder, low, whole, rank, ring, members, begin, first, to, rate, out):  # type: ignore[no-untyped-def]
    """
    Rates inside each ring and out of it, members one after another.
    """
    count = 0
    for i in range(len(members)):
        one = members[i]
        rest = base_of(one, start, holder, low, whole)
        for k in range(start[one], start[one + 1]):
            other = holder[k]
            if other != one and ring[other] == ring[one] and low[k] > 0:
                to[count] = rank[other] - begin[ring[one]]
                rate[count] = low[k]
                rest -= low[k]
                count += 1
        first[i + 1] = count
        out[i] = rest


@kernel
def _stays(b, rings, inward, stay):  # type: ignore[no-untyped-def]
    # how long walks that enter a ring as `inward` says stay at each member in all
    at, m, corner = rings.at[b], rings.size[b], rings.corner[b]
    taken = rings.at[b + 1] - at - m
    for t in range(taken):
        here = inward[rings.order[at + t]]
        if here > 0:
            for e in range(rings.start[at + b + t], rings.start[at + b + t + 1]):
                inward[rings.near[e]] += here * (rings.to[e] / rings.pivot[at + t])
    last = at + taken
    for i in range(m):
        row = corner + i * m
        here = inward[rings.order[last + i]]
        if here > 0:
            part = here / rings.matrix[row + i]
            for j in range(i + 1, m):
                inward[rings.order[last + j]] += part * rings.matrix[row + j]
    for i in range(m - 1, -1, -1):
        row = corner + i * m
        here = inward[rings.order[last + i]] / rings.matrix[row + i]
        stay[rings.order[last + i]] = here
        if here > 0:
            for j in range(i):
                inward[rings.order[last + j]] += here * rings.matrix[row + j]
    for t in range(taken - 1, -1, -1):
        total = inward[rings.order[at + t]]
        for e in range(rings.start[at + b + t], rings.start[at + b + t + 1]):
            total += stay[rings.near[e]] * rings.back[e]
        stay[rings.order[at + t]] = total / rings.pivot[at + t]


@kernel
def _recalled(b, rings, inward, stay, memory):  # type: ignore[no-untyped-def]
    # the same by what is remembered of each member that walks enter at; False if that is no gain
    at, n, wide, entries = rings.at[b], rings.at[b + 1] - rings.at[b], len(memory.scratch), 0
    for i in range(n):
        entries += 1 if inward[i] > 0 else 0
        stay[i] = 0.0
    if n < 64 or 8 * entries > n:
        return False
    for i in range(n):
        if inward[i] > 0:
            row = memory.row[at + i]
            if row < 0:
                row = memory.used[0]
                if (row + 1) * wide > len(memory.stay):
                    return False
                memory.used[0] += 1
                memory.row[at + i] = row
                for j in range(n):
                    memory.scratch[j] = 0.0
                memory.scratch[i] = 1.0
                _stays(b, rings, memory.scratch, memory.stay[row * wide : (row + 1) * wide])
            for j in range(n):
                stay[j] += inward[i] * memory.stay[row * wide + j]
    return True


@kernel
def values(b, rings, gain, value):  # type: ignore[no-untyped-def]
    """
    What walks from each member of a ring collect, which leave it at the rate `gain` for 1.

    `gain` float64[n] is used up. A place that nobody leaves is worth nothing.
    """
    at, m, corner = rings.at[b], rings.size[b], rings.corner[b]
    taken = rings.at[b + 1] - at - m
    last = at + taken
    for t in range(taken):
        here = gain[rings.order[at + t]]
        if here > 0 and rings.pivot[at + t] > 0:
            for e in range(rings.start[at + b + t], rings.start[at + b + t + 1]):
                gain[rings.near[e]] += here * (rings.back[e] / rings.pivot[at + t])
    for i in range(m):
        row = corner + i * m
        total = gain[rings.order[last + i]]
        for j in range(i):
            total += rings.matrix[row + j] * value[rings.order[last + j]]
        gain[rings.order[last + i]] = total
        pivot = rings.matrix[row + i]
        value[rings.order[last + i]] = total / pivot if pivot > 0 else 0.0
    for i in range(m - 1, -1, -1):
        row = corner + i * m
        total = gain[rings.order[last + i]]
        for j in range(i + 1, m):
            total += rings.matrix[row + j] * value[rings.order[last + j]]
        pivot = rings.matrix[row + i]
        value[rings.order[last + i]] = total / pivot if pivot > 0 else 0.0
    for t in range(taken - 1, -1, -1):
        total = gain[rings.order[at + t]]
        for e in range(rings.start[at + b + t], rings.start[at + b + t + 1]):
            total += rings.to[e] * value[rings.near[e]]
        pivot = rings.pivot[at + t]
        value[rings.order[at + t]] = total / pivot if pivot > 0 else 0.0


@kernel
def _leave(one, here, start, holder, low, rank, node, ring, rings, mass, met, queue, queued):  # type: ignore[no-untyped-def]
    # hand what is at one to its holders, but for those of its own ring
    for k in range(start[one], start[one + 1]):
        other = holder[k]
        b = ring[other]
        more = here * low[k]
        if more > 0 and other != one and (b < 0 or b != ring[one]):
            mass[other] += more
            key = rank[other]
            if b >= 0:
                key = rings.begin[b] + rings.at[b + 1] - rings.at[b] - 1
            if met[node[key]] == 0:
                met[node[key]] = 1
                queued = push(queue, queued, key)
    return queued


@kernel
def above(  # type: ignore[no-untyped-def]
    start, holder, low, whole, rank, node, ring, rings,
    mass, met, queue, inward, stay, agent, share, memory, company, least,
):  # fmt: skip
    """
    The walk up from a company: how many agents it meets with which chance, and what was left out.
    """
    count, lost = 0, 0.0
    mass[company] = 1.0
    home = ring[company]
    queue[0] = rank[company]
    if home >= 0:
        queue[0] = rings.begin[home] + rings.at[home + 1] - rings.at[home] - 1
    queued = 1
    while queued > 0:
        one = node[queue[0]]
        queued = pop(queue, queued)
        met[one] = 0
        b = ring[one]
        if b < 0:
            here = mass[one]
            mass[one] = 0.0
            if one != company:
                if here < least:
                    lost += here
                    continue
                agent[count], share[count] = one, min(1.0, here)
                count += 1
            if start[one + 1] > start[one]:
                base = base_of(one, start, holder, low, whole)
                if base > 0:
                    queued = _leave(
                        one, here / base,
                        start, holder, low, rank, node, ring, rings, mass, met, queue, queued,
                    )  # fmt: skip
            continue
        first, at, n, total = rings.begin[b], rings.at[b], rings.at[b + 1] - rings.at[b], 0.0
        for i in range(n):
            inward[i] = mass[node[first + i]]
            mass[node[first + i]] = 0.0
            total += inward[i]
        if total < least and b != home:
            lost += total
            continue
        if rings.closed[b]:
            for i in range(n):
                agent[count], share[count] = node[first + i], min(1.0, total)
                count += 1
            continue
        if not _recalled(b, rings, inward, stay, memory):
            _stays(b, rings, inward, stay)
        back = 0.0
        for i in range(n):
            one = node[first + i]
            if one != company:
                here = min(1.0, stay[i] / rings.stay[at + i])
                if here >= least:
                    agent[count], share[count] = one, here
                    count += 1
            if stay[i] > 0:
                queued = _leave(
                    one, stay[i],
                    start, holder, low, rank, node, ring, rings, mass, met, queue, queued,
                )  # fmt: skip
                if b == home:
                    for k in range(start[one], start[one + 1]):
                        if holder[k] == company and one != company:
                            back += stay[i] * low[k]
        if back > 0 and back / (1.0 + back) >= least:
            agent[count], share[count] = company, back / (1.0 + back)
            count += 1
    return count, lost


@kernel
def pairs(  # type: ignore[no-untyped-def]
    start, holder, low, whole, rank, node, ring, rings,
    mass, met, queue, inward, stay, agent, share, memory, asked, done, least, held, who, much,
):  # fmt: skip
    """
    Walks up from companies until the arrays are full: how many are done, pairs, the most left out.
    """
    filled, most = 0, 0.0
    while done < len(asked):
        count, lost = above(
            start, holder, low, whole, rank, node, ring, rings,
            mass, met, queue, inward, stay, agent, share, memory, asked[done], least,
        )  # fmt: skip
        if filled + count > len(held):
            if filled == 0:
                return done, -count, most
            break
        for i in range(count):
            held[filled], who[filled], much[filled] = asked[done], agent[i], share[i]
            filled += 1
        most = max(most, lost)
        done += 1
    return done, filled, most


@kernel
def _share_of(one, start, holder, low, whole, value):  # type: ignore[no-untyped-def]
    base, total = base_of(one, start, holder, low, whole), 0.0
    for k in range(start[one], start[one + 1]):
        if holder[k] != one:
            total += low[k] * value[holder[k]]
    return total / base if base > 0 else 0.0


@kernel
def _down(one, begin, held, node, rank, ring, rings, met, queue, queued):  # type: ignore[no-untyped-def]
    # put what one holds in the queue, smallest rank first
    for k in range(begin[one], begin[one + 1]):
        b = ring[held[k]]
        key = rank[held[k]] if b < 0 else rings.begin[b]
        if held[k] != one and met[node[key]] == 0:
            met[node[key]] = 1
            queued = push(queue, queued, -key)
    return queued


@kernel
def below(  # type: ignore[no-untyped-def]
    start, holder, low, whole, rank, node, ring, rings, begin, held,
    value, met, queue, gain, part, agent, share, one,
):  # fmt: skip
    """
    The walks that end at a holder, from each company below it: how many, and their chance.
    """
    count, home = 0, ring[one]
    value[one] = 1.0
    if home < 0:
        queued = _down(one, begin, held, node, rank, ring, rings, met, queue, 0)
    else:
        # the ring of the holder comes first, whoever of it is held by it
        queue[0], queued = -rings.begin[home], 1
        for i in range(rings.at[home + 1] - rings.at[home]):
            met[node[rings.begin[home] + i]] = 1
    met[one] = 1
    while queued > 0:
        key = -queue[0]
        queued = pop(queue, queued)
        b = ring[node[key]]
        n = 1 if b < 0 else rings.at[b + 1] - rings.at[b]
        if b < 0:
            part[0] = _share_of(node[key], start, holder, low, whole, value)
        elif rings.closed[b]:
            for i in range(n):
                part[i] = 1.0 if b == home else 0.0
        else:
            for i in range(n):
                gain[i] = 0.0
                this = node[key + i]
                if b == home:
                    gain[i] = 1.0 if this == one else 0.0
                    continue
                for k in range(start[this], start[this + 1]):
                    if ring[holder[k]] != b and holder[k] != this:
                        gain[i] += low[k] * value[holder[k]]
            values(b, rings, gain, part)
        for i in range(n):
            this = node[key + i]
            if b == home and b >= 0 and not rings.closed[b]:
                part[i] /= rings.stay[rings.at[b] + rank[one] - key]
            value[this] = 1.0 if this == one else min(1.0, part[i])
            agent[count] = this
            count += 1
            queued = _down(this, begin, held, node, rank, ring, rings, met, queue, queued)
    kept = 0
    own = 0.0 if home < 0 else _share_of(one, start, holder, low, whole, value)
    for i in range(count):
        this = agent[i]
        share[kept] = own if this == one else value[this]
        agent[kept] = this
        if this != one:
            value[this] = 0.0
        met[this] = 0
        kept += 1 if share[kept] > 0 else 0
    value[one] = 0.0
    met[one] = 0
    return kept


@kernel
def longest(start, holder, node, ring, rows, along):  # type: ignore[no-untyped-def]
    """
    The longest chain of sums and products that a share is made of, outside rings.
    """
    most = 0.0
    i = 0
    while i < len(node):
        b = ring[node[i]]
        end, before, own = i, 0.0, 0.0
        while end < len(node) and (end == i or (b >= 0 and ring[node[end]] == b)):
            one = node[end]
            own += rows[one] + 6.0
            for k in range(start[one], start[one + 1]):
                if holder[k] != one and (b < 0 or ring[holder[k]] != b):
                    before = max(before, along[holder[k]])
            end += 1
        for j in range(i, end):
            along[node[j]] = before + own
        most = max(most, before + own)
        i = end
    return most
