"""
Evidence: sources and passages that a claim can rest on.
"""

import re
from collections.abc import Iterator

from ..dates import parse_span
from ..findings import Finding
from ..model import Dataset
from .references import unread

DIGEST = re.compile(r"[0-9a-f]{16}|[0-9a-f]{64}")


def find_repeated_sources(dataset: Dataset) -> Iterator[Finding]:
    """
    One web address under two ids.
    """
    first: dict[str, str] = {}
    for source in dataset["sources"].values():
        url = source["url"]
        if url and first.setdefault(url, source.id) != source.id:
            yield Finding(
                "source-repeated", source.place("url"), {"value": url, "other": first[url]}
            )


def find_wrong_passages(dataset: Dataset) -> Iterator[Finding]:
    """
    A passage that is no stretch of text, or whose digest is none.
    """
    for passage in dataset["passages"].values():
        start, end = passage["start"], passage["end"]
        if not 0 <= start < end:
            yield Finding(
                "passage-backwards", passage.place("end"), {"start": str(start), "end": str(end)}
            )
        if not DIGEST.fullmatch(passage["sha256"]):
            yield Finding("passage-digest", passage.place("sha256"), {"value": passage["sha256"]})


def find_foreign_evidence(dataset: Dataset) -> Iterator[Finding]:
    """
    A passage of a source that the row does not name.
    """
    passages = dataset["passages"]
    for record in dataset:
        for id in record.values.get("evidence", ()):
            if id in passages and passages[id]["source"] not in record["sources"]:
                yield Finding(
                    "evidence-unsourced",
                    record.place("evidence"),
                    {"value": id, "source": passages[id]["source"]},
                )


def find_undated(dataset: Dataset) -> Iterator[Finding]:
    """
    A counted row without start whose sources have no date: it never certainly holds.
    """
    if "sources" in unread(dataset):
        return
    for record in dataset:
        if not record.table.has_period or not record.counted or record["from"]:
            continue
        known = [source for source in record["sources"] if source in dataset["sources"]]
        if known and dataset.attested(record) is None and not _ends(record["until"]):
            yield Finding("start-unknown", record.place("from"), {"sources": ", ".join(known)})


def _ends(until: str | None) -> bool:
    return bool(until) and parse_span(until or "").last is not None


RULES = (find_repeated_sources, find_wrong_passages, find_foreign_evidence, find_undated)
