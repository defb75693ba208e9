"""
Bearing: who can be controlled by whom at all, so that only those are looked at closely.

Everything here errs on one side: an agent is left out only where no rule of
control, in no completion of what is not known, lets it in.
"""

from .compiled import kernel

PART, OF = 2, 5
"""
More than two fifths: the least share that a rule of control is content with.
"""


@kernel
def weigh(rows, days, first, last, columns, found):  # type: ignore[no-untyped-def]
    """
    What each row can be on some day of a stretch of time, and what each company's rows sum to.

    `alive` is 1 for a row that may hold on one of the days, `least` what it is
    on all of them, `most` what it can be, own shares left out of both. `floor`
    is what others hold at least, `out` the own shares at most. A company of
    which more than the whole is claimed has no floor.
    """
    start, holder, low, high, full = rows
    may, sure, unsure, over = days
    whole, floor, out = columns
    alive, least, most = found
    for company in range(len(start) - 1):
        claimed, surely, own = 0, 0, 0
        for row in range(start[company], start[company + 1]):
            alive[row], least[row], most[row] = 0, 0, 0
            if may[row] > last or over[row] <= first:
                continue
            alive[row] = 1
            claimed += full[row]
            if holder[row] == company:
                own += high[row]
                continue
            most[row] = high[row]
            if sure[row] <= first and last < unsure[row]:
                least[row] = low[row]
                surely += low[row]
        if claimed > whole:
            surely = 0
            for row in range(start[company], start[company + 1]):
                least[row] = 0
        floor[company], out[company] = surely, min(own, whole)


@kernel
def climb(above, gate, mark, queue, count):  # type: ignore[no-untyped-def]
    """
    Add to a queue all from whom a way of holders leads to somebody in it; how many there are.

    `above` are, by company, the holders of shares and those of powers. The
    holders of a company are followed where `gate` is not 0. `mark` is 1 for
    whoever stands in the queue.
    """
    start, holder, alive, power_start, power_holder = above
    head = 0
    while head < count:
        company = queue[head]
        head += 1
        if gate[company] == 0:
            continue
        for row in range(start[company], start[company + 1]):
            one = holder[row]
            if alive[row] != 0 and mark[one] == 0:
                mark[one] = 1
                queue[count] = one
                count += 1
        for row in range(power_start[company], power_start[company + 1]):
            one = power_holder[row]
            if mark[one] == 0:
                mark[one] = 1
                queue[count] = one
                count += 1
    return count


@kernel
def may_pass(company, high, low, columns):  # type: ignore[no-untyped-def]
    """
    Whether holders of at most `high` and at least `low` can have more than two fifths.

    The others keep at least what they surely hold; own shares may leave the votes.
    """
    whole, floor, own = columns
    budget = max(0, whole - max(0, floor[company] - low))
    votes = min(high, budget)
    out = min(own[company], budget - votes)
    return votes > 0 and 5 * votes > 2 * (whole - out)


@kernel
def descend(seed, below, columns, inside, marks, stamp):  # type: ignore[no-untyped-def]
    """
    All that one agent may control by some rule: how many, itself first in the queue.

    `below` are, by holder, the companies held and those under a power. Companies
    where `inside` is 0 never join. What is stamped with `stamp` counts. The
    seed joins again, which `again[0]` tells, where what it controls may control it.
    """
    start, held, low, high, power_start, power_over = below
    joined, counted, lows, highs, queue, again = marks
    joined[seed] = stamp
    queue[0] = seed
    again[0] = 0
    count, head = 1, 0
    while head < count:
        member = queue[head]
        head += 1
        for row in range(start[member], start[member + 1]):
            company = held[row]
            if high[row] == 0 or inside[company] == 0 or company == member:
                continue
            if joined[company] == stamp and company != seed:
                continue
            if counted[company] != stamp:
                counted[company] = stamp
                lows[company], highs[company] = 0, 0
            lows[company] += low[row]
            highs[company] += high[row]
            if may_pass(company, highs[company], lows[company], columns):
                if company == seed:
                    again[0] = 1
                else:
                    joined[company] = stamp
                    queue[count] = company
                    count += 1
        for row in range(power_start[member], power_start[member + 1]):
            company = power_over[row]
            if company == seed:
                if member != seed:
                    again[0] = 1
            elif inside[company] != 0 and joined[company] != stamp:
                joined[company] = stamp
                queue[count] = company
                count += 1
    return count


@kernel
def sift(seeds, below, columns, inside, marks, controllable):  # type: ignore[no-untyped-def]
    """
    Set `controllable` to 1 for all that somebody else among the seeds may control; give the work.

    Notes:
        What may be controlled by an agent that is itself controllable is
        controllable by the one above it, and is marked from there; but for
        those who control each other, whom `again` marks.
    """
    queue, again = marks[4], marks[5]
    work = 0
    for i in range(len(seeds)):
        seed = seeds[i]
        if controllable[seed] != 0:
            continue
        count = descend(seed, below, columns, inside, marks, i + 1)
        work += count
        for k in range(1, count):
            controllable[queue[k]] = 1
        if again[0] != 0:
            controllable[seed] = 1
    return work
