"""
Ledger: the counted shareholdings of a generation as arrays, sorted both ways.
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .arrays import read_arrays
from .shareholdings import AGENTS, DAYS, FILE

if TYPE_CHECKING:
    import numpy as np

LEAST = 20_000
"""
With fewer shareholdings, reading those of one organization after another is
faster than loading the arrays.
"""

FEW = 8
"""
Up to so many agents are looked up one by one: a table of all is sooner made for more.
"""

READ = ("holder", "held", "capital_low", "capital_high", "votes_low", "votes_high", *DAYS)


class Ledger:
    """
    Who holds what, whatever the day, read from a generation's columns when first asked.

    Rows are sorted by what is held: those of c are `start[c]` to `start[c + 1]`.
    `low` and `high` are the least and the most of capital and of votes, `full`
    the larger of their lower bounds, in millionths of a percent; the days are
    those of `read_arrays`. What is planned, or an alternative, is left out.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def beside(cls, folder: Path, rows: int) -> "Ledger | None":
        """
        The ledger of a generation of so many shareholdings, None where there is no need of one.
        """
        return cls(folder) if rows >= LEAST and (folder / FILE).exists() else None

    @cached_property
    def columns(self) -> "dict[str, np.ndarray[Any, Any]]":
        """
        `holder`, `held`, `low`, `high`, `full` and the four days of each row, and `start`.
        """
        import numpy as np

        from ..kernels.table import sort_by

        arrays = read_arrays(self.folder, (*READ, "counted"))
        counted = arrays["counted"]
        rows = {name: arrays[name][counted] for name in READ}
        rows["low"] = np.minimum(rows["capital_low"], rows["votes_low"])
        rows["full"] = np.maximum(rows.pop("capital_low"), rows.pop("votes_low"))
        rows["high"] = np.maximum(rows.pop("capital_high"), rows.pop("votes_high"))
        names = [name for name in rows if name != "held"]
        start, found = sort_by(rows["held"], [rows[name] for name in names], self.size)
        held = np.repeat(np.arange(self.size, dtype=np.int32), np.diff(start))
        return {**dict(zip(names, found, strict=True)), "held": held, "start": start}

    @cached_property
    def iris(self) -> Any:
        """
        The IRI of each agent by its number, an Arrow array of texts.
        """
        from pyarrow import parquet

        return parquet.read_table(self.folder / AGENTS)["iri"].combine_chunks()

    @property
    def size(self) -> int:
        """
        The number of agents.
        """
        return len(self.iris)

    def numbers(self, iris: Iterable[str]) -> list[int | None]:
        """
        The numbers of agents, None for one that neither holds nor is held.
        """
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        asked = list(iris)
        if len(asked) <= FEW:
            places = (pc.index(self.iris, one).as_py() for one in asked)
            return [place if place >= 0 else None for place in places]
        # one pass over all, against a table of those asked: the other way makes a table of all
        wanted = pa.array(asked, pa.string()).unique()
        places = pc.index_in(self.iris, value_set=wanted)
        at = np.flatnonzero(np.asarray(places.is_valid()))
        found = {wanted[places[int(one)].as_py()].as_py(): int(one) for one in at}
        return [found.get(one) for one in asked]
