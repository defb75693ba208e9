"""
A plain table of shareholdings, CSV or Parquet, with the column names of the curated one.

`holder` and `held` are ids of the table's own, so that a row needs no other file;
what is known of the two ends stands in columns such as `held_lei`.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..dates import Period, period
from ..errors import Place
from ..findings import CellError
from ..model.codes import CODES, ORGANIZATION_KINDS
from ..names import Iri
from ..shares import Share, parse_share
from ..tables import TableError
from . import lines
from .delivery import Delivery, Refused
from .files import texts, unreadable
from .rows import Header, rows_of, source_of

PUBLISHER = "own table"
BATCH = 1000
ID = re.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
ENDS = ("name", "kind", "lei", "siren", "country")
COLUMNS = (
    *("id", "holder", "held"),
    *(f"{end}_{name}" for end in ("holder", "held") for name in ENDS),
    *("capital", "capital_min", "capital_max", "votes", "votes_min", "votes_max"),
    *("exactness", "from", "until", "standing", "confidence", "note"),
)
KNOWN = re.compile("|".join(COLUMNS))
FORMS = {
    "lei": re.compile("[A-Z0-9]{18}[0-9]{2}"),
    "siren": re.compile("[0-9]{9}"),
    "country": re.compile("[A-Z]{2}"),
}
KINDS = {"": "Organization", **ORGANIZATION_KINDS, "person": "Person"}
STANDINGS = ("counted", "aggregate", "indirect", "planned")


def lines_of(delivery: Delivery, paths: Sequence[Path]) -> Iterator[str]:
    """
    The lines of some tables.
    """
    described: dict[str, Iri] = {}
    for path in paths:
        source, said = source_of(delivery, path, PUBLISHER)
        yield said
        batch: list[str] = []
        for name, line, cells in _rows(path):
            with delivery.row(name, line):
                batch.append(_take(delivery, described, cells, source, Place(name, line)))
            if len(batch) >= BATCH:
                delivery.tick(delivery.rows)
                yield "".join(batch)
                batch.clear()
        delivery.tick(delivery.rows)
        yield "".join(batch)


def _rows(path: Path) -> Iterator[tuple[str, int, dict[str, str]]]:
    if path.suffix == ".parquet":
        yield from _parquet(path)
        return
    with texts(path) as members:
        for name, stream in members:
            header = Header.of(stream, name)
            header.check(KNOWN, "holder", "held")
            for line, cells in rows_of(stream, header):
                yield name, line, dict(zip(header.cells, cells, strict=True))


def _parquet(path: Path) -> Iterator[tuple[str, int, dict[str, str]]]:
    """
    The rows of a Parquet file as text; the line is the number of the row.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            Header(path.name, file.schema_arrow.names).check(KNOWN, "holder", "held")
            line = 0
            for batch in file.iter_batches(10_000):
                for record in batch.to_pylist():
                    line += 1
                    yield path.name, line, {name: _text(value) for name, value in record.items()}
    except FileNotFoundError:
        raise TableError("import-missing-file", Place(path.name)) from None
    except (pa.ArrowException, OSError) as error:
        raise unreadable(path.name, error) from None


def _text(value: Any) -> str:
    if value is None:
        return ""
    return (
        format(value, "f").rstrip("0").rstrip(".")
        if type(value).__name__ == "Decimal"
        else str(value)
    )


def _take(
    delivery: Delivery, described: dict[str, Iri], cells: dict[str, str], source: str, place: Place
) -> str:
    """
    The lines of a row.
    """
    get = cells.get
    holder, first = _end(delivery, described, cells, "holder", source)
    held, second = _end(delivery, described, cells, "held", source)
    if holder == held:
        raise Refused("import-itself", "holder", value=get("holder"))
    figures = tuple(
        get(f"{name}{part}", "") for name in ("capital", "votes") for part in ("", "_min", "_max")
    )
    shares, exactness = _shares(figures, get("exactness", ""))
    when = _period(get("from", ""), get("until", ""), delivery.day.toordinal())
    standing = get("standing") or "counted"
    if standing not in STANDINGS:
        raise Refused("import-code", "standing", value=standing, codes=", ".join(STANDINGS))
    confidence = get("confidence") or "medium"
    if confidence not in CODES["confidence"]:
        codes = ", ".join(CODES["confidence"])
        raise Refused("import-code", "confidence", value=confidence, codes=codes)
    slug = get("id") or f"{get('holder')}-{get('held')}-{get('from', '')}".rstrip("-")
    if not ID.fullmatch(slug) and get("id"):
        raise Refused("import-value", "id", value=slug, wanted="st-0001")
    slug = re.sub("[^A-Za-z0-9._-]", "-", slug)
    if not delivery.once(f"shareholding {slug}"):
        raise Refused("import-repeated", "id" if get("id") else "held", value=slug)
    claim = delivery.iri("shareholding", slug)
    days = lines.days(when)
    return (
        first
        + second
        + lines.claim(claim, "Shareholding", confidence, source, note=get("note", ""))
        + lines.shareholding(claim, (holder, held), shares, exactness)
        + lines.period(claim, when, get("from", ""), get("until", ""))
        + delivery.hold(claim, (holder, held), shares, days, standing=standing, place=place)
    )


def _end(
    delivery: Delivery, described: dict[str, Iri], cells: dict[str, str], end: str, source: str
) -> tuple[Iri, str]:
    """
    The IRI of the holder or of what is held, and its lines where it comes first.
    """
    id = cells[end]
    if id in described:
        return described[id], ""
    if not ID.fullmatch(id):
        raise Refused(
            "import-value" if id else "import-empty", end, value=id, wanted="acme-holding"
        )
    given = {name: cells.get(f"{end}_{name}", "") for name in ENDS}
    for name, form in FORMS.items():
        if given[name] and not form.fullmatch(given[name]):
            wanted = {"lei": "20 letters and digits", "siren": "9 digits", "country": "FR"}[name]
            raise Refused("import-value", f"{end}_{name}", value=given[name], wanted=wanted)
    kind = KINDS.get(given.pop("kind"))
    if kind is None or (kind == "Person" and end == "held"):
        codes = ", ".join(filter(None, KINDS))
        raise Refused("import-code", f"{end}_kind", value=cells[f"{end}_kind"], codes=codes)
    name = given.pop("name") or id
    iri, known = delivery.organization(id, lei=given["lei"], siren=given["siren"])
    if kind == "Person":
        iri, known = delivery.iri("person", id), False
        given = {}
    described[id] = iri
    if known:
        return iri, ""
    delivery.counts["persons" if kind == "Person" else "organizations"] += 1
    return iri, lines.thing(iri, kind, name, source, **given)


@lru_cache(1 << 16)
def _shares(figures: tuple[str, ...], exactness: str) -> tuple[tuple[Share, Share], str]:
    if not exactness:
        printed = figures[0] or figures[3]
        exactness = "exact" if printed else "approx" if any(figures) else "unknown"
    if exactness not in CODES["exactness"]:
        codes = ", ".join(CODES["exactness"])
        raise Refused("import-code", "exactness", value=exactness, codes=codes)
    found = []
    for name, (printed, low, high) in zip(
        ("capital", "votes"), (figures[:3], figures[3:]), strict=True
    ):
        try:
            found.append(parse_share(printed, exactness, minimum=low, maximum=high))
        except CellError as error:
            raise _refused(error, name) from None
    return (found[0], found[1]), exactness


@lru_cache(1 << 16)
def _period(starts: str, until: str, read: int) -> Period:
    from datetime import date

    try:
        return period(starts, until, attested=date.fromordinal(read))
    except CellError as error:
        raise _refused(error, "from") from None


def _refused(error: CellError, column: str) -> Refused:
    return Refused(error.rule, column, **error.details)
