"""
Spells: shareholdings with the days on which they hold, in arrays that all days share.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .table import ArrayError, Holdings, Ids

OPEN: Final = 2**31 - 1
"""
The `until` of a row without an end.
"""

ALWAYS: Final = -(2**31)
"""
The `since` of a row without a start.
"""

Days = NDArray[np.int32]


@dataclass(frozen=True)
class Spells:
    """
    Rows of a table, each on the days from `since` to before `until`.

    Days are whole numbers, such as days since 1970-01-01, int32[m]; ALWAYS and
    OPEN where there is no bound. `table` has the rows of all days by company.
    """

    table: Holdings
    since: Days
    until: Days

    @classmethod
    def of(
        cls,
        held: ArrayLike,
        holder: ArrayLike,
        low: ArrayLike,
        high: ArrayLike | None = None,
        *,
        since: ArrayLike,
        until: ArrayLike,
        size: int | None = None,
        whole: ArrayLike | None = None,
    ) -> "Spells":
        """
        Sort rows by company and check them, as Holdings.of does. Raises ArrayError.

        Examples:
            >>> spells = Spells.of([1, 1], [0, 2], [60, 60], since=[0, 9], until=[9, OPEN])
            >>> spells.on(8).low.tolist(), spells.on(9).low.tolist()
            ([60, 0], [0, 60])
        """
        helds = np.asarray(held)
        begins, ends = _days("since", since, len(helds)), _days("until", until, len(helds))
        if bool(np.any(ends <= begins)):
            row = int(np.argmax(ends <= begins))
            raise ArrayError(
                f"row {row}: holds from {begins[row]} to before {ends[row]}. Give since < until"
            )
        if len(helds) and not bool(np.all(helds[1:] >= helds[:-1])):
            order = np.argsort(helds, kind="stable")
            begins, ends = begins[order], ends[order]
        table = Holdings.of(held, holder, low, high, size=size, whole=whole)
        return cls(table, begins, ends)

    def __len__(self) -> int:
        """
        The number of rows over all days.
        """
        return len(self.table)

    def on(self, day: int) -> Holdings:
        """
        The rows of one day: those that do not hold are of 0 units.

        Companies and holders are the arrays of all days, not copied.
        """
        table = self.table
        holds = (self.since <= day) & (day < self.until)
        low = table.low * holds
        high = low if table.exact else table.high * holds
        return replace(table, low=low, high=high)

    def changes(self, days: NDArray[np.int32]) -> list[Ids]:
        """
        For each day after the first, the companies with a row that began or ended since
        the day before it, in order.
        """
        step = np.concatenate([np.searchsorted(days, one) for one in (self.since, self.until)])
        company = np.concatenate([self.table.held, self.table.held])
        inside = (step > 0) & (step < len(days))
        key = np.unique(step[inside] * np.int64(self.table.size) + company[inside])
        step, company = np.divmod(key, max(self.table.size, 1))
        cuts = np.searchsorted(step, np.arange(1, len(days) + 1))
        found: list[Any] = np.split(company.astype(np.int32), cuts)
        return found[1 : len(days)] if len(days) > 1 else []


def _days(name: str, values: ArrayLike, rows: int) -> Days:
    found = np.asarray(values)
    if found.size == 0:
        found = found.astype(np.int32)
    if found.ndim != 1 or found.dtype.kind not in "iu":
        raise ArrayError(
            f"{name} is {found.dtype} of {found.ndim} dimensions: give whole days, "
            f"{ALWAYS} or {OPEN} where there is no bound"
        )
    if len(found) != rows:
        raise ArrayError(f"{name} has {len(found)} rows and held has {rows}: give one a row")
    if len(found) and (found.min() < ALWAYS or found.max() > OPEN):
        raise ArrayError(f"{name} goes from {found.min()} to {found.max()}: give days of 32 bits")
    return np.ascontiguousarray(found, dtype=np.int32)
