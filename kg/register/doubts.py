"""
Doubts: what a register says that a reader should know before trusting its conclusions.

Neither is refused: a large register is never free of them. Both can make a
majority out of a mistake, or hide one.
"""

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..shares import WHOLE
from .register import Register

UNIT = WHOLE // 100
SHOWN = 3
ODD = np.uint64(0x9E3779B97F4A7C15)


def doubts(register: Register, day: str | date | None) -> list[str]:
    """
    A sentence for each kind of doubt about a register, on a day or, without one, on its rows alone.
    """
    found = []
    again = len(repeated(register))
    if again:
        rows = "1 row repeats another" if again == 1 else f"{again} rows repeat others"
        found.append(f"{rows} in every column: shares of one holder add up, these too.")
    if day is not None:
        over, sums = overfull(register, day)
        if len(over):
            most = ", ".join(
                f"{register.columns.ids[int(one)]} {int(units) / UNIT:.10g} %"
                for one, units in zip(over[:SHOWN], sums[:SHOWN], strict=True)
            )
            many = "1 organization" if len(over) == 1 else f"{len(over)} organizations"
            dots = "..." if len(over) > SHOWN else ""
            found.append(
                f"The shares of {many} add up to more than 100 % ({most}{dots}):"
                " control is judged there by a majority of what is claimed."
            )
    return found


def overfull(register: Register, day: str | date) -> tuple[NDArray[Any], NDArray[Any]]:
    """
    The companies whose least shares on a day add up to more than all, and the sums in units.

    The largest sum first. Own shares count among the others.
    """
    holdings = register.on(day)
    ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(holdings.low, dtype=np.int64)])
    sums = ends[holdings.start[1:]] - ends[holdings.start[:-1]]
    found = np.flatnonzero(sums > WHOLE)
    found = found[np.argsort(-sums[found], kind="stable")]
    return found, sums[found]


def repeated(register: Register) -> NDArray[Any]:
    """
    The rows that are the same as an earlier one in holder, held, shares and days.
    """
    columns = register.columns
    fields = (
        *(columns.holder, columns.held, columns.low, columns.high),
        *(columns.since, columns.until, columns.maybe_since, columns.maybe_until),
    )
    # rows are compared one by one only where their mixed numbers are the same
    mixed = np.zeros(len(register), np.uint64)
    for field in fields:
        mixed = (mixed ^ field.astype(np.uint32)) * ODD
        mixed ^= mixed >> np.uint64(29)
    sorted_ = np.sort(mixed)
    twice = np.unique(sorted_[1:][sorted_[1:] == sorted_[:-1]])
    if not len(twice):
        return np.zeros(0, np.int64)
    near = np.flatnonzero(twice[np.minimum(np.searchsorted(twice, mixed), len(twice) - 1)] == mixed)
    keys: list[NDArray[Any]] = [near, *(field[near] for field in fields)]
    order = near[np.lexsort(keys)]
    same = np.logical_and.reduce([field[order][1:] == field[order][:-1] for field in fields])
    return np.sort(order[1:][same])
