"""
Crowded tables of holders: counted shares that cannot all stand, found in columns.

The rule of the curated tables, for rows by the million: shares that certainly
sum to more than the whole on some day, or a holder who stands twice on the same
day, would make a majority that no source states.
"""

from pathlib import Path
from typing import Any

from ..errors import Place
from ..graph.shareholdings import DAYS
from ..shares import ROUNDING, UNIT, WHOLE

MOST = WHOLE + int(ROUNDING / UNIT)
OPEN = 2**31 - 1
"""
A day after every day, for a bound that is open.
"""


def crowded(draft: Path) -> dict[str, Place]:
    """
    The organizations of a draft table whose counted shares cannot all stand, with
    the place of a row of each.
    """
    import pyarrow.parquet as pq

    names = ["holder", "held", "standing", *DAYS[1:3], "capital_low", "votes_low", "file", "line"]
    table = pq.read_table(draft, columns=names)
    return {
        table["held"][row].as_py(): Place(
            table["file"][row].as_py() or "", table["line"][row].as_py() or 0
        )
        for row in _rows(table)
    }


def _rows(table: Any) -> list[int]:
    """
    A row of each crowded organization.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    from ..graph.shareholdings import numbered

    _, holder, held = numbered(table)
    start, end = (
        table[name].cast(pa.int32()).fill_null(OPEN).to_numpy().astype(np.int64)
        for name in DAYS[1:3]
    )
    counted = pc.equal(table["standing"], "counted").to_numpy()
    rows = np.flatnonzero(counted & (start < end))
    holder, held, start, end = holder[rows], held[rows], start[rows], end[rows]
    found: dict[int, int] = {}
    for name in ("capital_low", "votes_low"):
        low = table[name].to_numpy()[rows].astype(np.int64)
        where = np.concatenate([held, held])
        when = np.concatenate([start, end])
        change = np.concatenate([low, -low])
        order = np.lexsort((change, when, where))
        over = np.cumsum(change[order]) > MOST
        index = np.concatenate([rows, rows])[order][over]
        found.update(zip(where[order][over].tolist(), index.tolist(), strict=True))
    order = np.lexsort((start, holder, held))
    same = (held[order][1:] == held[order][:-1]) & (holder[order][1:] == holder[order][:-1])
    again = same & (start[order][1:] < end[order][:-1])
    found.update(zip(held[order][1:][again].tolist(), rows[order][1:][again].tolist(), strict=True))
    return sorted(found.values())
