"""
Elimination: the walk inside a ring of companies, settled once and for all.

A company hands its walker to each holder at the rate of its units. One company
after another is taken out of the ring: whoever led to it now leads to its
holders. Nothing is ever subtracted, since the rate at which a company is left is
the sum of what remains; so every digit is good however nearly the ring is closed.

Notes:
    Companies of few neighbours go first, kept as a sparse graph; once what is
    left is dense, it is a matrix. The relative error of any figure is at most
    about sum over steps of 2 n (d + 3) x 2^-53, for n companies left and d
    neighbours of the one taken out (O'Cinneide): 10^-14 in a ring of ten,
    at most `Factors.error` in the others.

References:
    W. K. Grassmann, M. I. Taksar, D. P. Heyman: Regenerative analysis and
    steady state distributions for Markov chains, Operations Research 33
    (1985). C. A. O'Cinneide: Entrywise perturbation theory and error analysis
    for Markov chains, Numerische Mathematik 65 (1993). The diagonal of the
    inverse: K. Takahashi, J. Fagan, M. Chin, PICA conference (1973).
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel

Floats = NDArray[np.float64]
Places = NDArray[np.int32]

DENSE: Final = 24
"""
Up to so many companies a ring is a matrix at once.
"""


class Ring(NamedTuple):
    """
    A ring of n companies, numbered from 0: rates between them, and out of it.

    The rows of company i are `start[i]` to `start[i + 1]`; `out` float64[n] is
    the rate at which it is left for good. Rates are units of the company's
    table of holders, any multiple of them will do.
    """

    start: NDArray[np.int64]
    holder: Places
    rate: Floats
    out: Floats


class Factors(NamedTuple):
    """
    A ring taken apart; n companies, of which the last m as a matrix.

    `order` int32[n] is who was taken out when; those of step t led to and from
    `near[start[t]:start[t + 1]]`, at the rates `to` and `back`, and were left
    at `pivot[t]` in sum. `matrix` float64[m, m] has rates to later companies
    above the diagonal, from them below, and sums on it. `stay` float64[n] is how long a
    walk from each stays at it in all (1 / rate), empty if not asked for.
    """

    order: Places
    start: NDArray[np.int64]
    near: Places
    to: Floats
    back: Floats
    pivot: Floats
    matrix: Floats
    stay: Floats

    @property
    def error(self) -> float:
        """
        A bound of the relative error of what is computed with them.
        """
        n, m = len(self.order), len(self.matrix)
        left = n - np.arange(n, dtype=np.float64)
        near = np.concatenate([np.diff(self.start), np.arange(m - 1, -1, -1)])
        return float(np.sum(2 * left * (near + 3)) * 2.0**-53)


def factors(ring: Ring, *, stay: bool = True) -> Factors:
    """
    Take a ring apart.

    Cost: for a matrix of m companies about m^3 multiplications (twice that
    with `stay`), and m^2 x 8 bytes kept. m is some hundred in a ring of five
    thousand companies with three holders each.
    """
    n = len(ring.out)
    pairs = max(64, 4 * len(ring.holder))
    while True:
        found = _attempt(ring, n, pairs, stay)
        if found is not None:
            return found
        pairs *= 2


def _attempt(ring: Ring, n: int, pairs: int, stay: bool) -> Factors | None:
    slots = 1 << (4 * pairs - 1).bit_length()
    slot = np.full(slots, -1, np.int32)
    other, following = np.empty(2 * pairs, np.int32), np.empty(2 * pairs, np.int32)
    rate = np.zeros(2 * pairs)
    head, degree = np.full(n, -1, np.int32), np.zeros(n, np.int32)
    used = np.zeros(2, np.int64)
    work = 10 * len(ring.holder)
    graph = (slot, other, following, rate, head, degree, used)
    if not _load.run(work, *ring[:3], *graph):
        return None
    out, order = ring.out.copy(), np.empty(n, np.int32)
    start, pivot = np.zeros(n + 1, np.int64), np.empty(n)
    near, to, back = np.empty(pairs, np.int32), np.empty(pairs), np.empty(pairs)
    place = np.full(n, -1, np.int32)
    kept = (order, start, near, to, back, pivot)
    m = _sparse.run(work, *graph, out, place, *kept, DENSE)
    if m < 0:
        return None
    matrix = np.zeros((m, m))
    _matrix.run(work, head, other, following, rate, place, order[n - m :], matrix)
    _dense.run(work + m**3 // 10, matrix, out[order[n - m :]])
    stays = np.zeros(n if stay else 0)
    if stay:
        ahead, behind = np.zeros((m, m)), np.zeros((m, m))
        _triangles.run(work + m**3 // 10, matrix, ahead, behind)
        inverse = ahead @ behind
        stays[order[n - m :]] = inverse.diagonal()
        between = np.zeros_like(rate)
        _stay.run(work, *graph[:2], between, inverse, place, *kept, n - m, stays)
    size = start[n - m]
    return Factors(
        order, start[: n - m + 1].copy(), near[:size].copy(), to[:size].copy(),
        back[:size].copy(), pivot[: n - m].copy(), matrix, stays,
    )  # fmt: skip


@kernel
def _pair(one, two, size, slot, other):  # type: ignore[no-untyped-def]
    # where the pair is or would be in the table of pairs
    low, high = min(one, two), max(one, two)
    key = low * size + high
    mask = len(slot) - 1
    place = (((key ^ (key >> 17)) * 2654435761) >> 7) & mask
    while slot[place] >= 0 and (
        other[2 * slot[place]] != high or other[2 * slot[place] + 1] != low
    ):
        place = (place + 1) & mask
    return place


@kernel
def _edge(one, two, slot, other, following, rate, head, degree, used):  # type: ignore[no-untyped-def]
    # the edge from one to two, of a pair that is made if need be; -1 if there is no room
    place = _pair(one, two, len(head), slot, other)
    if slot[place] < 0:
        pair = used[0]
        if 2 * pair >= len(other):
            return -1
        used[0] += 1
        slot[place] = pair
        low, high = min(one, two), max(one, two)
        other[2 * pair], other[2 * pair + 1] = high, low
        following[2 * pair], following[2 * pair + 1] = head[low], head[high]
        rate[2 * pair] = rate[2 * pair + 1] = 0.0
        head[low], head[high] = 2 * pair, 2 * pair + 1
        degree[low] += 1
        degree[high] += 1
    return 2 * slot[place] + (1 if one > two else 0)


@kernel
def _load(start, holder, rates, slot, other, following, rate, head, degree, used):  # type: ignore[no-untyped-def]
    for one in range(len(head)):
        for k in range(start[one], start[one + 1]):
            edge = _edge(one, holder[k], slot, other, following, rate, head, degree, used)
            if edge < 0:
                return False
            rate[edge] += rates[k]
    return True


@kernel
def _sparse(  # type: ignore[no-untyped-def]
    slot, other, following, rate, head, degree, used, out, place,
    order, start, near, to, back, pivot, small,
):  # fmt: skip
    # take out whoever has few neighbours; place is -1 while in the graph, -2 once out
    size = len(head)
    taken, limit = 0, 1
    while size - taken > small and 4 * limit < size - taken:
        before = taken
        for one in range(size):
            if place[one] != -1 or degree[one] > limit:
                continue
            begin = end = start[taken]
            edge = head[one]
            total = out[one]
            while edge >= 0:
                if place[other[edge]] == -1:
                    if end >= len(near):
                        return -1
                    near[end], to[end], back[end] = other[edge], rate[edge], rate[edge ^ 1]
                    total += rate[edge]
                    end += 1
                edge = following[edge]
            place[one] = -2
            order[taken], pivot[taken], start[taken + 1] = one, total, end
            taken += 1
            for i in range(begin, end):
                this = near[i]
                degree[this] -= 1
                # who is led to a place that nobody leaves is lost there
                out[this] += back[i] * (out[one] / total) if total > 0 else back[i]
                for j in range(i + 1, end):
                    edge = _edge(this, near[j], slot, other, following, rate, head, degree, used)
                    if edge < 0:
                        return -1
                    if total > 0:
                        rate[edge] += back[i] * (to[j] / total)
                        rate[edge ^ 1] += back[j] * (to[i] / total)
        if taken == before:
            limit += 1
    left = 0
    for one in range(size):
        if place[one] == -1:
            place[one] = left
            order[taken + left] = one
            left += 1
    return left


@kernel
def _matrix(head, other, following, rate, place, last, matrix):  # type: ignore[no-untyped-def]
    for i in range(len(last)):
        edge = head[last[i]]
        while edge >= 0:
            if place[other[edge]] >= 0:
                matrix[i, place[other[edge]]] = rate[edge]
            edge = following[edge]


@kernel
def _dense(matrix, out):  # type: ignore[no-untyped-def]
    size = len(out)
    for i in range(size):
        total = out[i]
        for j in range(i + 1, size):
            total += matrix[i, j]
        matrix[i, i] = total
        for k in range(i + 1, size):
            back = matrix[k, i]
            if back > 0:
                if total > 0:
                    part = back / total
                    out[k] += part * out[i]
                    for j in range(i + 1, size):
                        matrix[k, j] += part * matrix[i, j]
                else:
                    out[k] += back


@kernel
def _triangles(matrix, ahead, behind):  # type: ignore[no-untyped-def]
    # the inverses of the two triangles; in their product [i, j], how long from i at j in all
    size = len(matrix)
    for i in range(size):
        behind[i, i] = 1.0
        for k in range(i):
            if matrix[i, k] > 0 and matrix[k, k] > 0:
                part = matrix[i, k] / matrix[k, k]
                for j in range(k + 1):
                    behind[i, j] += part * behind[k, j]
    for i in range(size - 1, -1, -1):
        if matrix[i, i] <= 0:
            continue
        ahead[i, i] = 1.0 / matrix[i, i]
        for k in range(i + 1, size):
            part = matrix[i, k] / matrix[i, i]
            if part > 0:
                for j in range(k, size):
                    ahead[i, j] += part * ahead[k, j]


@kernel
def _stay(  # type: ignore[no-untyped-def]
    slot, other, between, inverse, place, order, start, near, to, back, pivot, taken, stays
):
    # the same for pairs of neighbours, latest first: `between` by edge
    size = len(place)
    for t in range(taken - 1, -1, -1):
        one, begin, end = order[t], start[t], start[t + 1]
        if pivot[t] <= 0:
            continue
        whole = 1.0
        for i in range(begin, end):
            this, ahead, behind = near[i], 0.0, 0.0
            for j in range(begin, end):
                that = near[j]
                if this == that:
                    there = here = stays[this]
                elif place[this] >= 0 and place[that] >= 0:
                    there = inverse[place[this], place[that]]
                    here = inverse[place[that], place[this]]
                else:
                    edge = 2 * slot[_pair(this, that, size, slot, other)] + (this > that)
                    there, here = between[edge], between[edge ^ 1]
                behind += there * back[j]
                ahead += to[j] * here
            edge = 2 * slot[_pair(one, this, size, slot, other)] + (one > this)
            between[edge], between[edge ^ 1] = ahead / pivot[t], behind / pivot[t]
            whole += to[i] * (behind / pivot[t])
        stays[one] = whole / pivot[t]
