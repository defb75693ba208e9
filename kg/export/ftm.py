"""
FollowTheMoney: entities and the interests between them, one JSON object a line.

Only what counts is written, as in BODS. Which class is which schema stands in
the ontology's alignments. FollowTheMoney knows years, months and days: a date
that is none of these keeps as much as its first and last day share.
"""

from collections.abc import Iterator
from typing import IO, Any

from ..names import KG
from .bods import SAID, counts
from .cyjs import text_of
from .days import Facts
from .documents import Things, first
from .drawing import Edge, Node, as_text, share_of, share_text
from .job import Job
from .stamp import PUBLISHER
from .text import clean
from .vocabulary import Vocabulary
from .xml import lines_to

SPACE = "https://w3id.org/ftm#"
ENDS = {
    "Ownership": ("owner", "asset"),
    "Control": ("controller", "controlled"),
    "Directorship": ("director", "organization"),
    "UnknownLink": ("subject", "object"),
}
"""
The schemata of FollowTheMoney that are edges, with the names of their ends.
"""

COMPANIES = {"Company", "Organization", "PublicBody", "LegalEntity"}
THINGS = {*COMPANIES, "Person"}


def write_ftm(job: Job, stream: IO[bytes]) -> None:
    """
    Entities first, then the links between them.
    """
    lines_to(stream, (text_of(entity) for entity in _entities(job)))


def _entities(job: Job) -> Iterator[dict[str, Any]]:
    drawn = job.picture(planned=False)
    things = Things(job)
    stamp = {
        "datasets": [PUBLISHER],
        "data_version": job.stamp.version,
        "day": job.stamp.day,
        "licence": job.stamp.plain()["licence"],
    }
    schemata = {node.id: _schema(drawn.vocabulary, node.kind, THINGS) for node in drawn.nodes}
    parties: set[str] = set()
    for edge in drawn.edges:
        if _carried(drawn.vocabulary, schemata, edge):
            facts = things.facts(edge.iri)
            parties |= {edge.source, edge.target} if counts(facts) else set()
    for node in drawn.nodes:
        if node.id in parties:
            yield {**_thing(node, schemata[node.id], things), **stamp}
    for edge in job.ticked(drawn.edges):
        schema = _carried(drawn.vocabulary, schemata, edge)
        facts = things.facts(edge.iri) if schema else {}
        if schema and counts(facts):
            yield {**_link(edge, schema, facts, things, drawn.vocabulary), **stamp}


def _schema(words: Vocabulary, kind: str, known: set[str]) -> str:
    return next((name for name in words.neighbours(kind, SPACE) if name in known), "")


def _carried(words: Vocabulary, schemata: dict[str, str], edge: Edge) -> str:
    """
    The schema of an edge, if both of its ends have one too.
    """
    ends = schemata[edge.source] and schemata[edge.target]
    return _schema(words, edge.kind, set(ENDS)) if ends else ""


def _thing(node: Node, schema: str, things: Things) -> dict[str, Any]:
    facts = things.facts(node.iri)
    said = {"name": [node.label], "wikidataId": _values(facts, "wikidata")}
    if schema in COMPANIES:
        said |= {
            "jurisdiction": [country.lower() for country in _values(facts, "country")],
            "registrationNumber": _values(facts, "siren"),
            "leiCode": _values(facts, "lei"),
            "incorporationDate": _date(facts, "founded", "foundedNotBefore", "foundedNotAfter"),
            "dissolutionDate": _date(facts, "dissolved", "dissolvedNotBefore", "dissolvedNotAfter"),
        }
    return _entity(node.id, schema, said, facts, things)


def _link(
    edge: Edge, schema: str, facts: Facts, things: Things, words: Vocabulary
) -> dict[str, Any]:
    tail, head = ENDS[schema]
    printed = [
        f"{name}: {as_text(edge.attributes[name])}" for name in SAID if name in edge.attributes
    ]
    said = {
        tail: [edge.source],
        head: [edge.target],
        "role": [clean(first(facts, "role") or words.words(edge.kind))],
        "startDate": _date(facts, "from", "startsNotBefore", "startsNotAfter"),
        "endDate": _date(facts, "until", "endsNotBefore", "endsNotAfter"),
        "recordId": [edge.id],
        "description": ["; ".join(printed)] if printed else [],
    }
    weight = words.edges[edge.kind].weight
    share = share_text(share_of(facts, weight)) if weight else "?"
    if schema == "Ownership" and share != "?":
        said["percentage"] = [share.removeprefix("~")]
    return _entity(edge.id, schema, said, facts, things)


def _entity(
    id: str, schema: str, said: dict[str, list[str]], facts: Facts, things: Things
) -> dict[str, Any]:
    documents = things.documents(facts)
    said["sourceUrl"] = sorted({one.url for one in documents if one.url})
    said["publisher"] = sorted({one.publisher for one in documents if one.publisher})
    properties = {name: values for name, values in said.items() if values}
    return {"id": id, "schema": schema, "properties": properties}


def _values(facts: Facts, name: str) -> list[str]:
    return sorted(clean(value.value) for value in facts.get(KG + name, ()))


def _date(facts: Facts, name: str, low: str, high: str) -> list[str]:
    """
    A printed date as a year, a month or a day: what its bounds have in common.
    """
    if KG + name not in facts:
        return []
    before, after = first(facts, low), first(facts, high)
    printed = first(facts, name).rstrip("~?%")
    if before and after:
        if before == after:
            return [before]
        if before[:7] == after[:7]:
            return [before[:7]]
        return [before[:4]] if before[:4] == after[:4] else []
    return [printed] if printed.replace("-", "").isdigit() else []
