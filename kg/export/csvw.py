"""
The tables as CSV, with metadata for CSV on the Web: what `kg build` reads back.

The columns are those of the curated tables; `csv-metadata.json` says what each
holds, which is a key, and which points at another table (W3C CSVW).
"""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import IO, Any

from ..graph.rows import cells_of, table_of
from ..graph.triples import CURATED
from ..model.columns import Column, Flag, Number, Percent, Reference, References, Url
from ..model.schema import TABLES, Table
from ..names import KG, camel
from .bundle import Bundle
from .job import Job
from .stamp import PUBLISHER, Stamp
from .subjects import Subjects
from .text import clean
from .vocabulary import Vocabulary

METADATA = "csv-metadata.json"


def write_csv(job: Job, bundle: Bundle) -> None:
    """
    Every table, and `csv-metadata.json` that describes them.
    """
    things = Subjects(job.store, CURATED)
    rows = _by_table(job)
    for table in TABLES.values():
        with bundle.open(table.file) as stream:
            _write(job, stream, table, things, rows[table.name])
    metadata = metadata_of(job.stamp, job.vocabulary())
    bundle.text(METADATA, json.dumps(metadata, ensure_ascii=False, indent=1) + "\n")
    bundle.readme(job.stamp, "kg build . --output graph")


def _by_table(job: Job) -> dict[str, list[str]]:
    """
    The IRIs of each table's rows, by id.
    """
    found: dict[str, list[str]] = defaultdict(list)
    query = f"SELECT ?s ?c WHERE {{ GRAPH <{CURATED}> {{ ?s a ?c }} }}"
    for iri, kind in job.store.select(query).rows:
        table = table_of([str(kind)])
        if table and str(iri) not in job.absent():
            found[table.name].append(str(iri))
    for iris in found.values():
        iris.sort(key=lambda iri: iri.rsplit("/", 1)[-1])
    return found


def _write(job: Job, stream: IO[bytes], table: Table, things: Subjects, iris: list[str]) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.header)
    absent = job.absent()
    for iri in job.ticked(iris):
        facts = {
            predicate: [value for value in values if value.value not in absent]
            for predicate, values in things.facts(iri).items()
        }
        cells = cells_of(table, iri, facts, things.facts)
        writer.writerow(clean(cells[name]).strip() for name in table.header)
    text.flush()
    text.detach()


def metadata_of(stamp: Stamp, vocabulary: Vocabulary) -> dict[str, Any]:
    """
    The CSVW description of the tables, in French and English where the ontology is.
    """
    said: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": stamp.lang}],
        "dc:title": stamp.title,
        "dc:license": {"@id": stamp.plain()["licence"]},
        "dc:publisher": PUBLISHER,
        "dc:description": stamp.line(),
    }
    if stamp.known_to:
        said["dc:modified"] = _day(stamp.known_to)
    if stamp.on:
        said["dc:valid"] = _day(stamp.on)
    said["dialect"] = {"encoding": "utf-8", "lineTerminators": ["\n"], "header": True}
    said["tables"] = [_table(table, vocabulary) for table in TABLES.values()]
    return said


def _day(day: date) -> dict[str, str]:
    return {"@value": day.isoformat(), "@type": "xsd:date"}


def _table(table: Table, vocabulary: Vocabulary) -> dict[str, Any]:
    keys = [
        {
            "columnReference": column.name,
            "reference": {"resource": f"{column.tables[0]}.csv", "columnReference": "id"},
        }
        for column in table.columns
        if isinstance(column, Reference) and len(column.tables) == 1
    ]
    schema: dict[str, Any] = {
        "columns": list(_columns(table, vocabulary)),
        "primaryKey": "id",
    }
    if keys:
        schema["foreignKeys"] = keys
    return {
        "url": table.file,
        "dc:title": vocabulary.label(KG + table.type),
        "rdfs:seeAlso": {"@id": KG + table.type},
        "tableSchema": schema,
    }


def _columns(table: Table, vocabulary: Vocabulary) -> Iterator[dict[str, Any]]:
    for column in table.columns:
        singular = column.singular if isinstance(column, References) else column.name
        found: dict[str, Any] = {
            "name": column.name,
            "titles": column.name,
            "dc:description": vocabulary.label(KG + camel(singular)),
            "datatype": _datatype(column),
        }
        if column.required:
            found["required"] = True
        if isinstance(column, References):
            found["separator"] = ";"
        if column.name != "id" and not isinstance(column, References):
            found["propertyUrl"] = KG + camel(singular)
        yield found


def _datatype(column: Column) -> Any:
    if isinstance(column, Number):
        return "integer" if column.whole else "decimal"
    if isinstance(column, Percent):
        return {"base": "decimal", "minimum": 0, "maximum": 100}
    if isinstance(column, Url):
        return "anyURI"
    if isinstance(column, Flag):
        return {"base": "string", "format": "yes"}
    return "string"
