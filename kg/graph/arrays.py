"""
Arrays: the shareholdings of a generation as numpy columns, without a Python object a row.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import StoreError
from .shareholdings import AGENTS, DAYS, FILE, SHARES

if TYPE_CHECKING:
    import numpy as np

NEVER_BEFORE, NEVER_AFTER = -(2**31), 2**31 - 1
"""
An open bound as a day: before, and after, every day.
"""

NUMBERS = ("holder", "held", *SHARES, "known", "follows", *DAYS, "counted")


def read_arrays(
    folder: Path, columns: Sequence[str] = NUMBERS
) -> dict[str, "np.ndarray[Any, Any]"]:
    """
    Columns of a generation's shareholdings as arrays of one length.

    `holder` and `held` are int32 numbers of agents; shares are int32 millionths
    of a percent; days are int32 days since 1970-01-01, an open start before every
    day and any other open bound after every day; `known`, `follows` and `counted`
    are booleans. A planned claim is not counted. `claim` and `graph` give texts.

    Raises:
        StoreError: the generation has no such table.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    stored = ["standing" if name == "counted" else name for name in columns]
    try:
        table = pq.read_table(folder / FILE, columns=stored)
    except FileNotFoundError:
        raise StoreError(f"{folder} has no {FILE}. Run: kg build") from None
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    for name in columns:
        if name == "counted":
            standing = table["standing"].cast(pa.string())
            arrays[name] = pc.equal(standing, "counted").to_numpy()
            continue
        column = table[name]
        if name in DAYS:
            unbounded = NEVER_BEFORE if name == DAYS[0] else NEVER_AFTER
            column = column.cast(pa.int32()).fill_null(unbounded)
        elif name == "graph":
            column = column.cast(pa.string())
        arrays[name] = column.to_numpy()
    return arrays


def read_agents(folder: Path) -> list[str]:
    """
    The IRI of each agent, by its number.
    """
    import pyarrow.parquet as pq

    iris: list[str] = pq.read_table(folder / AGENTS)["iri"].to_pylist()
    return iris
