"""
Triples to rows: what `triples` did, undone.

A thing of the graph becomes the cells of its table, such that reading them
again gives the same triples.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any

from ..findings import CellError
from ..model.codes import ORGANIZATION_KINDS
from ..model.columns import Bound, Code, Column, Flag, Id, Kind, Reference, References
from ..model.schema import STAGES, TABLES, Table
from ..names import KG, RDF, Iri, camel, code_of
from ..shares import Share, parse_share

Facts = Mapping[str, list[Any]]
KINDS = {KG + name: code for code, name in ORGANIZATION_KINDS.items()}
CLASSES = {
    **{KG + table.type: table for table in TABLES.values()},
    **dict.fromkeys(KINDS, TABLES["organizations"]),
}
"""
The table of each class.
"""


def table_of(types: Iterable[str]) -> Table | None:
    """
    The table in which a thing of these classes stands; None for none.
    """
    return next((CLASSES[one] for one in types if one in CLASSES), None)


def cells_of(
    table: Table, iri: str, facts: Facts, look_up: Callable[[str], Facts]
) -> dict[str, str]:
    """
    The cells of a thing. `look_up` gives the facts of another: a deal has stages.
    """
    cells = {column.name: _cell(column, iri, facts) for column in table.columns}
    if "exactness" in cells:
        for name in ("capital", "votes"):
            cells |= _share_cells(name, facts, cells["exactness"])
    if table.name == "acquisitions":
        for stage in facts.get(KG + "hasStage", ()):
            found = look_up(stage.value)
            kind = code_of("stage", found[KG + "stage"][0].value)
            if kind in STAGES:
                cells[kind] = str(found[KG + "date"][0].value)
    return cells


def _cell(column: Column, iri: str, facts: Facts) -> str:
    if isinstance(column, Id):
        return Iri(iri).slug
    if isinstance(column, Kind):
        kinds = (KINDS.get(one.value) for one in facts.get(RDF + "type", ()))
        return next((kind for kind in kinds if kind), "")
    singular = column.singular if isinstance(column, References) else column.name
    values = [value.value for value in facts.get(KG + camel(singular), ())]
    if isinstance(column, Bound) or not values:
        return ""
    if isinstance(column, Reference):
        return ";".join(sorted(Iri(value).slug for value in values))
    if isinstance(column, Code):
        return code_of(column.scheme, values[0])
    if isinstance(column, Flag):
        return "yes" if values[0] == "true" else ""
    return str(min(values))


def _share_cells(name: str, facts: Facts, exactness: str) -> dict[str, str]:
    """
    A share's figure; its bounds only where the figure does not give them.
    """
    figure = _number(facts, name)
    low, high = _number(facts, f"{name}Minimum"), _number(facts, f"{name}Maximum")
    wanted = Share(
        figure,
        low,
        high,
        KG + f"{name}MinimumExclusive" in facts,
        KG + f"{name}MaximumExclusive" in facts,
    )
    printed = _plain(figure)
    cells = {name: printed, f"{name}_min": "", f"{name}_max": ""}
    # Where the figure alone does not stand with this exactness, its bounds do.
    with suppress(CellError):
        if parse_share(printed, exactness) == wanted:
            return cells
    cells[f"{name}_min"] = (">" if wanted.minimum_exclusive else "") + _plain(low)
    cells[f"{name}_max"] = ("<" if wanted.maximum_exclusive else "") + _plain(high)
    return cells


def _number(facts: Facts, name: str) -> Decimal | None:
    found = facts.get(KG + name)
    return Decimal(found[0].value) if found else None


def _plain(number: Decimal | None) -> str:
    return "" if number is None else format(number.normalize(), "f")
