"""
Generations: a published graph's own shareholdings as a register.
"""

from typing import Any

import numpy as np

from ..graph.arrays import read_arrays
from ..graph.generation import Generation
from ..graph.shareholdings import AGENTS
from ..names import ID, KG
from ..shares import WHOLE
from .columns import EARLIEST, EPOCH, LATEST, Columns
from .register import Register

ATTACHED = f"""PREFIX kg: <{KG}>
SELECT ?holder ?held ?standing ?a ?b ?c ?d {{
  ?claim kg:division ?held
  OPTIONAL {{ ?claim a ?type }} FILTER(?type = kg:Attachment)
  OPTIONAL {{ ?claim kg:organization ?holder }} OPTIONAL {{ ?claim kg:standing ?standing }}
  OPTIONAL {{ ?claim kg:startsNotBefore ?a }} OPTIONAL {{ ?claim kg:startsNotAfter ?b }}
  OPTIONAL {{ ?claim kg:endsNotBefore ?c }} OPTIONAL {{ ?claim kg:endsNotAfter ?d }}
}} ORDER BY ?claim"""
"""
From the divisions on: a join with their class, standing or organization would be
planned from all claims that have one.
"""


def register_of(generation: Generation) -> Register:
    """
    The counted shareholdings of a published graph, from its columns on disk.

    A division counts as held whole by the organization that it is part of, as
    the rule of the majority has it. Other rights do not count: the kernels
    know votes alone. Agents go by their ids; an id that a person and an
    organization share has its kind before it.

    Raises:
        StoreError: the build has no such columns.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import parquet

    arrays = read_arrays(generation.folder)
    keep = arrays["counted"]
    iris = parquet.read_table(generation.folder / AGENTS)["iri"].combine_chunks()
    ids = pc.replace_substring_regex(iris, r"^.*/", "")
    twice = pc.value_counts(ids).filter(
        pc.greater(pc.struct_field(pc.value_counts(ids), "counts"), 1)
    )
    shared = pc.is_in(ids, value_set=pc.struct_field(twice, "values"))
    ids = pc.if_else(shared, pc.replace_substring(iris, ID, ""), ids).cast(pa.large_string())
    rows = [
        arrays[name][keep]
        for name in (
            *("holder", "held", "votes_low", "votes_high", "known", "follows"),
            *("starts_not_after", "ends_not_before", "starts_not_before", "ends_not_after"),
        )
    ]
    ids, rows = _attached(generation, iris, ids, rows)
    holder, held, low, high, known, follows, since, until, maybe_since, maybe_until = rows
    return Register(
        Columns(
            ids, holder, held, low, high, known, follows, since, until, maybe_since, maybe_until
        )
    )


def _attached(
    generation: Generation, iris: Any, ids: Any, rows: list[Any]
) -> tuple[Any, list[Any]]:
    """
    The columns with a row for each division, held whole.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    every: list[dict[str, Any]] = list(generation.store().select(ATTACHED))
    found = [row for row in every if row["standing"] == KG + "standing-counted"]
    if not found:
        return ids, rows
    ends = [str(row[name]) for name in ("holder", "held") for row in found]
    places = pc.index_in(pa.array(ends, iris.type), value_set=iris).to_pylist()
    fresh: dict[str, int] = {}
    numbers = [
        fresh.setdefault(iri, len(iris) + len(fresh)) if place is None else place
        for iri, place in zip(ends, places, strict=True)
    ]
    if fresh:
        names = [iri.rsplit("/", 1)[-1] for iri in fresh]
        ids = pa.concat_arrays([ids, pa.array(names, ids.type)])
    bounds = {
        name: [LATEST if row[name] is None else row[name].toordinal() - EPOCH for row in found]
        for name in "bcd"
    }
    first = [EARLIEST if row["a"] is None else row["a"].toordinal() - EPOCH for row in found]
    whole, count = [WHOLE] * len(found), len(found)
    added = [
        *(numbers[:count], numbers[count:], whole, whole, [True] * count, [True] * count),
        *(bounds["b"], bounds["c"], first, bounds["d"]),
    ]
    return ids, [
        np.concatenate([column, np.array(more, column.dtype)])
        for column, more in zip(rows, added, strict=True)
    ]
