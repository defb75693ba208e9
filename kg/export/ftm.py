"""
FollowTheMoney: entities and the interests between them, one JSON object a line.

Only what counts is written, as in BODS. Which class is which schema stands in
the ontology's alignments. FollowTheMoney knows years, months and days: a date
that is none of these keeps as much as its first and last day share.
"""

import re
from collections.abc import Iterator
from typing import IO, Any

from ..names import KG
from .attributes import as_text, share_of, share_text
from .bods import SAID, counts
from .cyjs import text_of
from .days import Facts
from .documents import Things, first
from .drawing import Edge
from .job import Job
from .stamp import LICENCE, PUBLISHER
from .text import clean
from .vocabulary import Vocabulary
from .xml import lines_to

SPACE = "https://w3id.org/ftm#"
OWNERSHIP, LINK, PERCENTAGE = "Ownership", "UnknownLink", "percentage"
ENDS = {
    "Ownership": ("owner", "asset"),
    "Control": ("controller", "controlled"),
    "Directorship": ("director", "organization"),
    "UnknownLink": ("subject", "object"),
}
"""
The schemata of FollowTheMoney that are edges, with the names of their ends.
"""

NOT_ID = re.compile(r"[^0-9A-Za-z.-]")
COMPANIES = {"Company", "Organization", "PublicBody", "LegalEntity"}
CORPORATE = {
    "jurisdiction",
    "registrationNumber",
    "leiCode",
    "incorporationDate",
    "dissolutionDate",
}
THINGS = {*COMPANIES, "Person"}


def write_ftm(job: Job, stream: IO[bytes]) -> None:
    """
    Entities first, then the links between them.
    """
    lines_to(stream, (text_of(entity) for entity in _entities(job)))


def _entities(job: Job) -> Iterator[dict[str, Any]]:
    words, things = job.vocabulary(), Things(job)
    drawn = job.picture(planned=False, note=lambda kind, facts: _note(words, things, kind, facts))
    stamp = {
        "datasets": [PUBLISHER],
        "data_version": job.stamp.version,
        "day": job.stamp.day,
        "licence": LICENCE,
    }
    schemata = {node.id: _schema(words, node.kind, THINGS) for node in drawn.nodes}
    parties: set[str] = set()
    for edge in drawn.edges:
        if _carried(words, schemata, edge):
            parties |= {edge.source, edge.target}
    for node in drawn.nodes:
        if node.id in parties:
            said = {"name": [node.label], **node.more}
            if schemata[node.id] not in COMPANIES:
                said = {name: values for name, values in said.items() if name not in CORPORATE}
            yield _entity(node.id, schemata[node.id], said) | stamp
    for edge in job.ticked(drawn.edges):
        if schema := _carried(words, schemata, edge):
            yield _link(edge, schema, words) | stamp


def _schema(words: Vocabulary, kind: str, known: set[str]) -> str:
    return next((name for name in words.neighbours(kind, SPACE) if name in known), "")


def _carried(words: Vocabulary, schemata: dict[str, str], edge: Edge) -> str:
    """
    The schema of an edge that counts, if both of its ends have one too.
    """
    if not edge.more or not (schemata[edge.source] and schemata[edge.target]):
        return ""
    schema = _schema(words, edge.kind, set(ENDS))
    # Only a company is an asset: a share in a group of holders is a link of another kind.
    return LINK if schema == OWNERSHIP and schemata[edge.target] != "Company" else schema


def _note(words: Vocabulary, things: Things, kind: str, facts: Facts) -> Any:
    """
    What FollowTheMoney says of a claim or a party; nothing of what does not count.
    """
    documents = things.documents(facts)
    cited = {
        "sourceUrl": sorted({one.url for one in documents if one.url}),
        "publisher": sorted({one.publisher for one in documents if one.publisher}),
    }
    if kind in words.links:
        return None
    if kind not in words.edges:
        return {
            "wikidataId": _values(facts, "wikidata"),
            "jurisdiction": [country.lower() for country in _values(facts, "country")],
            "registrationNumber": _values(facts, "siren"),
            "leiCode": _values(facts, "lei"),
            "incorporationDate": _date(facts, "founded", "founded"),
            "dissolutionDate": _date(facts, "dissolved", "dissolved"),
            **cited,
        }
    if not counts(facts):
        return None
    weight = words.edges[kind].weight
    share = share_text(share_of(facts, weight)) if weight else "?"
    return {
        PERCENTAGE: [] if share == "?" else [share.removeprefix("~")],
        "role": _values(facts, "role"),
        "startDate": _date(facts, "from", "starts"),
        "endDate": _date(facts, "until", "ends"),
        **cited,
    }


def _link(edge: Edge, schema: str, words: Vocabulary) -> dict[str, Any]:
    tail, head = ENDS[schema]
    printed = [
        f"{name}: {as_text(edge.attributes[name])}" for name in SAID if name in edge.attributes
    ]
    said = {
        **edge.more,
        tail: [_id(edge.source)],
        head: [_id(edge.target)],
        "role": edge.more["role"] or [clean(words.words(edge.kind))],
        "recordId": [edge.id],
        "description": ["; ".join(printed)],
    }
    if schema != OWNERSHIP and said.pop(PERCENTAGE):
        said["description"].insert(0, edge.label)
    return _entity(edge.id, schema, said)


def _entity(id: str, schema: str, said: dict[str, list[str]]) -> dict[str, Any]:
    properties = {name: values for name, values in said.items() if values}
    return {"id": _id(id), "schema": schema, "properties": properties}


def _id(id: str) -> str:
    """
    An id of letters, digits, dots and hyphens, which is what FollowTheMoney takes.
    """
    return NOT_ID.sub(lambda found: f"-x{ord(found[0]):x}-", id)


def _values(facts: Facts, name: str) -> list[str]:
    return sorted(clean(value.value) for value in facts.get(KG + name, ()))


def _date(facts: Facts, name: str, stem: str) -> list[str]:
    """
    A printed date as a year, a month or a day: what its bounds have in common.
    """
    if KG + name not in facts:
        return []
    before, after = first(facts, f"{stem}NotBefore"), first(facts, f"{stem}NotAfter")
    if before and before == after:
        return [before]
    if before and after:
        same = next((size for size in (7, 4) if before[:size] == after[:size]), 0)
        return [before[:same]] if same else []
    printed = first(facts, name).rstrip("~?%")
    return [printed] if printed.replace("-", "").isdigit() else []
