"""
Register: questions about all organizations at once, answered as Arrow tables.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..dates import parse_day
from ..errors import NotFound
from ..kernels.table import Holdings
from .columns import EPOCH, Columns, read_columns

CERTAIN = "certain"
POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Register:
    """
    Shareholdings of any size, to be asked who controls whom on a day.

    Agents go by the texts of `columns.ids`; every answer is a `pyarrow.Table`
    whose agents are dictionary-encoded over the same texts. Memory: some 45
    bytes a shareholding for the columns, 20 for a day, 45 an agent for its
    control, beside the texts themselves.
    """

    columns: Columns

    def __len__(self) -> int:
        return len(self.columns)

    @property
    def agents(self) -> int:
        """
        The number of agents, holders and held.
        """
        return len(self.columns.ids)

    def on(self, day: str | date) -> Holdings:
        """
        What holds or may hold on a day, as the kernels take it.

        A row that only may hold is at least nothing. Several such rows of one
        holder in one company are versions of one lot, of which the largest
        counts as the most; where each ends when the next starts one of them
        does hold, and the smallest counts as the least. A lot that passes to
        another holder on an unknown day is at least nothing for both, though
        one of them has it: what is certain here is so, and what is possible
        may be a little more than can be.
        """
        place = _number(day)
        columns = self.columns
        may = (columns.maybe_since <= place) & (place < columns.maybe_until)
        sure = (columns.since <= place) & (place < columns.until) & may
        low, high = np.where(sure, columns.low, 0), columns.high
        maybe = np.flatnonzero(may & ~sure)
        if len(maybe):
            kept, least, most = _versions(columns, maybe, place)
            may[maybe] = False
            may[kept] = True
            high = high.copy()
            low[kept], high[kept] = least, most
        rows = np.flatnonzero(may)
        held, holder, low, high = columns.held[rows], columns.holder[rows], low[rows], high[rows]
        low = self._printed(rows, held, holder, low)
        exact = bool(np.array_equal(low, high))
        return Holdings.of(held, holder, low, low if exact else high, size=self.agents)

    def _printed(
        self, rows: NDArray[Any], held: NDArray[Any], holder: NDArray[Any], low: NDArray[Any]
    ) -> NDArray[Any]:
        """
        Own shares that votes printed apart from capital may leave out already count as unsure.
        """
        own = held == holder
        follows = self.columns.follows[rows]
        if not own.any() or follows.all():
            return low
        printed = np.zeros(self.agents, np.bool_)
        printed[held[~follows & ~own]] = True
        return np.where(own & follows & printed[held], 0, low)

    def controllers(self, day: str | date) -> Any:
        """
        Who controls each organization by a majority of the votes, for sure.

        A row for each organization that somebody controls: `controlled`,
        `immediate` (the nearest controller), `ultimate` (the one above whom
        there is nobody), `mutual` (it and its controllers control each other),
        `level` (how many stand above it). In the order of the table's agents.

        References:
            Commerce Code, art. L.233-3 I 1° and L.233-4; `kg.kernels.forest`.
        """
        import pyarrow as pa

        from ..kernels.forest import find_forest

        forest = find_forest(self.on(day))
        parent, ultimate = forest.parent, forest.ultimate.copy()
        immediate = parent.copy()
        mutual = np.zeros(self.agents, np.bool_)
        mutual[forest.member] = True
        # members of one class have each other: the nearest other one is named
        heads = forest.member[forest.class_start[:-1]]
        for head, start, end in zip(
            heads, forest.class_start[:-1], forest.class_start[1:], strict=True
        ):
            members = forest.member[start:end]
            immediate[members] = head
            immediate[head] = members[1] if len(members) > 1 else -1
            if len(members) > 1:
                ultimate[head] = head
        found = np.flatnonzero(immediate >= 0).astype(np.int32)
        return pa.table(
            {
                "controlled": self._named(found),
                "immediate": self._named(immediate[found]),
                "ultimate": self._named(ultimate[found]),
                "mutual": mutual[found],
                "level": forest.slices.depth[found],
            }
        )

    def pairs(self, day: str | date, *, possible: bool = False) -> Any:
        """
        Every pair of controller and controlled by a majority of the votes.

        `controller`, `controlled` and `certainty`: certain in every completion
        of what is not known; with `possible` also those of some completion.
        """
        import pyarrow as pa

        from ..kernels.forest import find_forest

        holdings = self.on(day)
        controller, controlled = find_forest(holdings).pairs()
        certain = len(controller)
        if possible and not holdings.exact:
            from ..kernels.closure import possible_pairs

            controllers, controlleds = possible_pairs(holdings)
            known = _keys(controller, controlled)
            fresh = ~np.isin(_keys(controllers, controlleds), known, assume_unique=True)
            controller = np.concatenate([controller, controllers[fresh]])
            controlled = np.concatenate([controlled, controlleds[fresh]])
        codes = np.zeros(len(controller), np.int8)
        codes[certain:] = 1
        return pa.table(
            {
                "controller": self._named(controller),
                "controlled": self._named(controlled),
                "certainty": pa.DictionaryArray.from_arrays(codes, [CERTAIN, POSSIBLE]),
            }
        )

    def held_by(self, members: Collection[str], day: str | date, *, unnamed: bool = False) -> Any:
        """
        What a class of owners has of each organization, directly and through others.

        `organization`, `low` and `high` in percent, a row for each of which
        they have or may have something. `unnamed` says that strangers may be
        of the class too.

        Raises:
            NotFound: a member is no agent of the table.
        """
        import pyarrow as pa

        from ..kernels.classes import class_share

        owners = np.zeros(self.agents, np.bool_)
        owners[self._places(members)] = True
        share = class_share(self.on(day), owners, unnamed=unnamed)
        found = np.flatnonzero((share.high > 0) & ~owners).astype(np.int32)
        return pa.table(
            {
                "organization": self._named(found),
                "low": 100 * share.low[found],
                "high": 100 * share.high[found],
            }
        )

    def _named(self, places: NDArray[np.int32]) -> Any:
        import pyarrow as pa

        return pa.DictionaryArray.from_arrays(pa.array(places, pa.int32()), self.columns.ids)

    def _places(self, names: Collection[str]) -> NDArray[Any]:
        import pyarrow as pa
        import pyarrow.compute as pc

        wanted = pa.array(list(names), pa.large_string())
        places = pc.index_in(wanted, value_set=self.columns.ids)
        if places.null_count:
            unknown = [
                name for name, place in zip(names, places, strict=True) if not place.is_valid
            ]
            raise NotFound(f"No agent of the table goes by {', '.join(unknown[:5])}.")
        return np.asarray(places)


def read_register(source: Any) -> Register:
    """
    A register from a Parquet or CSV file, or from a table of Arrow, polars or pandas.

    Examples:
        >>> import pyarrow
        >>> table = pyarrow.table({"holder": ["a", "a", "b"], "held": ["b", "c", "c"],
        ...                        "votes": [60.0, 30.0, 30.0]})
        >>> read_register(table).pairs("2020-01-01")["controlled"].to_pylist()
        ['b', 'c']

    Raises:
        RegisterError: the columns or a cell are not as `read_columns` describes.
    """
    return Register(read_columns(source))


def _number(day: str | date) -> int:
    return (parse_day(day) if isinstance(day, str) else day).toordinal() - EPOCH


def _keys(one: NDArray[np.int32], other: NDArray[np.int32]) -> NDArray[np.int64]:
    return (one.astype(np.int64) << 32) | other.astype(np.int64)


def _versions(
    columns: Columns, rows: NDArray[Any], day: int
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """
    Of uncertain rows of one holder in one company, one row with the least and the most.
    """
    ends = (columns.maybe_since[rows], columns.holder[rows], columns.held[rows])
    order = rows[np.lexsort(ends)]
    held, holder = columns.held[order], columns.holder[order]
    same = (held[1:] == held[:-1]) & (holder[1:] == holder[:-1])
    first = np.flatnonzero(np.concatenate([[True], ~same]))
    last = np.append(first[1:], len(order)) - 1
    before, after = order[:-1], order[1:]
    passes = (columns.until[before] == columns.maybe_since[after]) & (
        columns.maybe_until[before] == columns.since[after]
    )
    linked = np.concatenate([[True], passes])
    linked[first] = True
    follows = (
        np.logical_and.reduceat(linked, first)
        & (last > first)
        & (columns.since[order[first]] <= day)
        & (day < columns.until[order[last]])
    )
    least = np.where(follows, np.minimum.reduceat(columns.low[order], first), 0)
    return order[first], least, np.maximum.reduceat(columns.high[order], first)
