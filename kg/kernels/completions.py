"""
Completions: the loops that settle what a class has of each company, holders first.

A company's table within bounds has many completions: the least counts each row
at its lower bound; the most is the completion worth most, as in
`kg.control.integrated.most`. In a ring choices depend on each other, and are
bettered until none can be.
"""

from typing import Final

from .compiled import kernel

RING: Final = 24
"""
Up to so many companies a ring is solved as a matrix; a larger one is gone round.
"""


@kernel
def _sorted(order, count, value, holder):  # type: ignore[no-untyped-def]
    # rows by the value of their holders, largest first: Shell's sort
    gap = 1
    while gap < count // 3:
        gap = 3 * gap + 1
    while gap >= 1:
        for i in range(gap, count):
            row = order[i]
            worth = value[holder[row]]
            j = i
            while j >= gap and value[holder[order[j - gap]]] < worth:
                order[j] = order[j - gap]
                j -= gap
            order[j] = row
        gap //= 3


@kernel
def _filled(total, base, budget, rest, count, order, value, holder, low, high):  # type: ignore[no-untyped-def]
    # the worth of a table in which the most valued holders take what is left of it
    for i in range(count):
        k = order[i]
        more = min(high[k] - low[k], budget)
        total += more * value[holder[k]]
        budget -= more
    return (total + rest * budget) / base


@kernel
def choose(  # type: ignore[no-untyped-def]
    one, start, holder, low, high, whole, unnamed, value, order, trial, most, write
):
    """
    The worth of a company's table, what its parts are of, and how much strangers hold.

    `write` puts the units of each row in `trial`. The worth is nan if that of a holder is.
    """
    begin, end = start[one], start[one + 1]
    own = own_high = floor = spare = 0
    total = 0.0
    for k in range(begin, end):
        if holder[k] == one:
            own += low[k]
            own_high += high[k]
        else:
            floor += low[k]
            spare += high[k] - low[k]
            total += low[k] * value[holder[k]]
    if write:
        for k in range(begin, end):
            trial[k - begin] = 0 if holder[k] == one else low[k]
    if total != total:
        return total, 0, 0
    units = whole[one] if len(whole) > 1 else whole[0]
    own, own_high = min(own, units), min(own_high, units)
    base = max(units - own, floor)
    if not most:
        return total / base if base > 0 else 0.0, base, 0
    rest = 1.0 if (unnamed[one] if len(unnamed) > 1 else unnamed[0]) else 0.0
    if spare == 0 and own == own_high:
        budget = max(0, units - own - floor)
        return (total + rest * budget) / base if base > 0 else rest, base, budget
    count = 0
    for k in range(begin, end):
        if holder[k] != one and high[k] > low[k] and value[holder[k]] > rest:
            order[count] = k
            count += 1
    _sorted(order, count, value, holder)
    # own shares at their least, then where the budget ends with a row, then at their most
    best, chosen, room, taken = -1.0, own, units - floor, 0
    for i in range(-1, count + 2):
        at = own
        if i >= 0 and own_high <= own:
            break
        if 0 <= i < count:
            taken += high[order[i]] - low[order[i]]
            at = room - taken
        elif i == count:
            at = own_high
        elif i == count + 1:
            at = room
        if i >= 0 and (at <= own or at > own_high or at > room):
            continue
        if max(units - at, floor) > 0:
            worth = _filled(
                total, max(units - at, floor), max(0, units - at - floor), rest,
                count, order, value, holder, low, high,
            )  # fmt: skip
            if worth > best:
                best, chosen = worth, at
    if best < 0:
        return rest, 0, 0
    budget = max(0, units - chosen - floor)
    for i in range(count):
        more = min(high[order[i]] - low[order[i]], budget)
        budget -= more
        if write:
            trial[order[i] - begin] += more
    return best, max(units - chosen, floor), budget


@kernel
def peel(  # type: ignore[no-untyped-def]
    start, holder, low, high, whole, unnamed, least, most, both, order, trial, todo, count
):
    """
    Settle those of `todo` whose holders are settled (not nan); how many are left.

    `least` and `most` are settled side by side if `both` are asked for: they
    read the same rows.
    """
    left = 0
    for i in range(count):
        one = todo[i]
        open_ = False
        if least[one] != least[one]:
            worth, _, _ = choose(
                one, start, holder, low, high, whole, unnamed, least, order, trial, False, False
            )
            least[one] = worth
            open_ = worth != worth
        if both and most[one] != most[one]:
            worth, _, _ = choose(
                one, start, holder, low, high, whole, unnamed, most, order, trial, True, False
            )
            most[one] = worth
            open_ = open_ or worth != worth
        if open_:
            todo[left] = one
            left += 1
    return left


@kernel
def _is_closed(node, begin, end, start, holder, low, high, whole, place):  # type: ignore[no-untyped-def]
    # whether companies hold each other whole, so that the walk never leaves them
    for i in range(begin, end):
        one = node[i]
        total = 0
        for k in range(start[one], start[one + 1]):
            total += low[k]
            if place[holder[k]] < 0 and high[k] > 0:
                return False
        if total < (whole[one] if len(whole) > 1 else whole[0]):
            return False
    return True


@kernel
def better(  # type: ignore[no-untyped-def]
    node, begin, end, start, holder, low, high, whole, unnamed, value, order, trial, most,
    first, units, base, strangers, fresh,
):  # fmt: skip
    """
    Better the choice of each table of a ring, or make the first; whether any was.
    """
    found = False
    row = 0
    for i in range(begin, end):
        one = node[i]
        worth, parts, budget = choose(
            one, start, holder, low, high, whole, unnamed, value, order, trial, most, True
        )
        count = start[one + 1] - start[one]
        first[i - begin] = row
        if fresh or worth > value[one] * (1 + 1e-12):
            found = True
            base[i - begin], strangers[i - begin] = parts, budget
            if parts == 0 and worth > 0:
                base[i - begin] = strangers[i - begin] = 1
            for k in range(count):
                units[row + k] = trial[k] if parts > 0 else 0
        row += count
    first[end - begin] = row
    return found


@kernel
def rates(  # type: ignore[no-untyped-def]
    node, begin, end, start, holder, unnamed, value, place, first, units, base, strangers, gain, out
):
    """
    At which rate each member of a ring is left for good, and for what is of the class.
    """
    for i in range(begin, end):
        one = node[i]
        rest = 1.0 if (unnamed[one] if len(unnamed) > 1 else unnamed[0]) else 0.0
        leaving, total = base[i - begin], strangers[i - begin] * rest
        for k in range(start[one], start[one + 1]):
            part = units[first[i - begin] + k - start[one]]
            if place[holder[k]] >= 0:
                leaving -= part
            else:
                total += part * value[holder[k]]
        gain[i - begin], out[i - begin] = total, leaving


@kernel
def _solve(matrix, gain, out, n):  # type: ignore[no-untyped-def]
    # elimination without a difference, see `elimination`; the answer is in `gain`
    for i in range(n):
        total = out[i]
        for j in range(i + 1, n):
            total += matrix[i, j]
        matrix[i, i] = total
        for k in range(i + 1, n):
            back = matrix[k, i]
            if back > 0:
                if total > 0:
                    part = back / total
                    out[k] += part * out[i]
                    gain[k] += part * gain[i]
                    for j in range(i + 1, n):
                        matrix[k, j] += part * matrix[i, j]
                else:
                    out[k] += back
    for i in range(n - 1, -1, -1):
        total = gain[i]
        for j in range(i + 1, n):
            total += matrix[i, j] * gain[j]
        gain[i] = total / matrix[i, i] if matrix[i, i] > 0 else 0.0


@kernel
def _round(  # type: ignore[no-untyped-def]
    node, begin, end, start, holder, low, high, whole, unnamed, value, order, trial, most
):
    for i in range(begin, end):
        one = node[i]
        worth, _, _ = choose(
            one, start, holder, low, high, whole, unnamed, value, order, trial, most, False
        )
        value[one] = worth


@kernel
def _gone_round(  # type: ignore[no-untyped-def]
    node, begin, end, start, holder, low, high, whole, unnamed, value, order, trial, most,
    top, sweeps, tolerance,
):  # fmt: skip
    # values from nothing upwards and from all downwards, until they meet; whether they did
    for i in range(begin, end):
        value[node[i]], top[i - begin] = 0.0, 1.0
    for _ in range(sweeps):
        _round(
            node, begin, end, start, holder, low, high, whole, unnamed, value, order, trial, most
        )
        for i in range(begin, end):
            value[node[i]], top[i - begin] = top[i - begin], value[node[i]]
        _round(
            node, begin, end, start, holder, low, high, whole, unnamed, value, order, trial, most
        )
        gap = 0.0
        for i in range(begin, end):
            value[node[i]], top[i - begin] = top[i - begin], value[node[i]]
            gap = max(gap, top[i - begin] - value[node[i]])
        if gap <= tolerance:
            return True
    return False


@kernel
def settle(  # type: ignore[no-untyped-def]
    start, holder, low, high, whole, unnamed, most, node, cut, done, value,
    place, order, trial, first, units, base, strangers, matrix, gain, out, sweeps, tolerance,
):  # fmt: skip
    """
    Settle components in order; the first that needs to be taken apart, or their number.
    """
    while done < len(cut) - 1:
        begin, end = cut[done], cut[done + 1]
        n = end - begin
        if n == 1:
            one = node[begin]
            worth, _, _ = choose(
                one, start, holder, low, high, whole, unnamed, value, order, trial, most, False
            )
            value[one] = worth
            done += 1
            continue
        for i in range(n):
            place[node[begin + i]] = i
        met = True
        if most and _is_closed(node, begin, end, start, holder, low, high, whole, place):
            for i in range(begin, end):
                one = node[i]
                value[one] = 1.0 if (unnamed[one] if len(unnamed) > 1 else unnamed[0]) else 0.0
        elif n > RING:
            met = _gone_round(
                node, begin, end, start, holder, low, high, whole, unnamed, value, order, trial,
                most, gain, sweeps, tolerance,
            )  # fmt: skip
        else:
            fresh = True
            while better(
                node, begin, end, start, holder, low, high, whole, unnamed, value, order, trial,
                most, first, units, base, strangers, fresh,
            ):  # fmt: skip
                fresh = False
                rates(
                    node, begin, end, start, holder, unnamed, value, place,
                    first, units, base, strangers, gain, out,
                )  # fmt: skip
                for i in range(n):
                    one = node[begin + i]
                    for j in range(n):
                        matrix[i, j] = 0.0
                    for k in range(start[one], start[one + 1]):
                        if place[holder[k]] >= 0:
                            matrix[i, place[holder[k]]] += units[first[i] + k - start[one]]
                _solve(matrix, gain, out, n)
                for i in range(n):
                    value[node[begin + i]] = min(1.0, gain[i])
        for i in range(n):
            place[node[begin + i]] = -1
        if not met:
            return done
        done += 1
    return done
