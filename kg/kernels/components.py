"""
Components: companies that hold each other in a ring, holders before what they hold.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import kernel
from .table import Holdings, Ids, Starts

STOP: Final = 2**31 - 1
"""
The mark of an agent at whom the walk upwards stops.
"""


class Components(NamedTuple):
    """
    Agents in the order that a walk down needs: holders first, rings together.

    `node` int32[count] are the agents; those of component k are
    `node[cut[k]]` to `node[cut[k + 1]]` (cut int64[components + 1]).
    """

    node: Ids
    cut: Starts

    @property
    def rings(self) -> NDArray[np.int64]:
        """
        The components of more than one agent.
        """
        return np.flatnonzero(np.diff(self.cut) > 1)


def components(
    table: Holdings, about: Ids, stops: NDArray[np.bool_] | None = None, *, lines: int = 0
) -> Components:
    """
    The strongly connected components at or above agents, in one pass.

    The walk goes from a company up to its holders, along rows of at least
    `lines` units, and no further than `stops` (bool[size]). One step an agent
    and one a row; 36 bytes an agent while it runs.

    References:
        D. J. Pearce: A space-efficient algorithm for finding strongly
        connected components, Information Processing Letters 116 (2016).
    """
    mark = np.zeros(table.size, np.int32)
    if stops is not None:
        mark[stops] = STOP
    node = np.empty(table.size, np.int32)
    cut = np.zeros(table.size + 1, np.int64)
    stack, path, entry = (np.empty(table.size, np.int32) for _ in range(3))
    row = np.empty(table.size, np.int64)
    found = _components.run(
        table.work,
        *(table.start, table.holder, table.low, lines),
        *(about, mark, node, cut, stack, path, row, entry),
    )
    cut = cut[: found + 1].copy()
    return Components(node[: cut[-1]].copy(), cut)


@kernel
def _components(start, holder, low, lines, about, mark, node, cut, stack, path, row, entry):  # type: ignore[no-untyped-def]
    # mark: 0 unmet, then the earliest agent that it reaches back to; above all of these once done
    found, placed, waiting = 0, 0, 0
    index, done = 1, len(mark)
    for i in range(len(about)):
        if mark[about[i]] != 0:
            continue
        depth, path[0], row[0], entry[0] = 0, about[i], start[about[i]], index
        mark[about[i]] = index
        index += 1
        while depth >= 0:
            one, other = path[depth], -1
            k, end, earliest = row[depth], start[one + 1], mark[one]
            while k < end:
                if low[k] >= lines:
                    other = holder[k]
                    if mark[other] == 0:
                        break
                    if mark[other] < earliest:
                        earliest = mark[other]
                k += 1
            mark[one], row[depth] = earliest, k
            if k < end:
                depth += 1
                path[depth], row[depth], entry[depth] = other, start[other], index
                mark[other] = index
                index += 1
                continue
            if earliest == entry[depth]:
                index -= 1
                while waiting > 0 and mark[stack[waiting - 1]] >= earliest:
                    waiting -= 1
                    index -= 1
                    mark[stack[waiting]] = done
                    node[placed] = stack[waiting]
                    placed += 1
                mark[one] = done
                done -= 1
                node[placed] = one
                placed += 1
                found += 1
                cut[found] = placed
            else:
                stack[waiting] = one
                waiting += 1
            depth -= 1
            if depth >= 0 and mark[one] < mark[path[depth]]:
                mark[path[depth]] = mark[one]
    return found
