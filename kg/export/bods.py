"""
BODS 0.4: entities, persons, and the interests that one has in another.

Only what counts is stated: a reader of BODS would add an alternative figure to
the counted one. Which class is which type, and which property or code which
interest, stands in the ontology's alignments. BODS dates are whole days: the
native ones are the certain bounds, the printed ones stand in `details`.
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import IO, Any

import pyoxigraph as ox

from ..names import BASE, KG
from .cyjs import text_of
from .days import Facts
from .documents import Document, Things, first
from .drawing import COUNTED, Edge, Node, Picture, as_text, share_of
from .job import Job
from .spool import Spool
from .stamp import PUBLISHER
from .text import clean
from .vocabulary import Vocabulary
from .xml import lines_to

TERMS = "https://vocab.openownership.org/terms#"
CODES = "https://standard.openownership.org/codelists#"
VERSION = "0.4"
KNOWN_PERSON = "knownPerson"
INTERESTS = {
    *("shareholding", "votingRights", "appointmentOfBoard", "otherInfluenceOrControl"),
    *("seniorManagingOfficial", "rightsGrantedByContract", "controlViaCompanyRulesOrArticles"),
    *("controlByLegalFramework", "boardMember", "boardChair", "unknownInterest"),
    *("conditionalRightsGrantedByContract", "rightsToProfitOrIncome", "nominee", "nominator"),
}
SAID = ("from", "until", "role", "exactness", "interval", "certainty")
"""
What a text says of an interest, for want of a field.
"""

SCHEMES = {"siren": "FR-INSEE", "lei": "XI-LEI"}
"""
The code of each register in org-id.guide.
"""


def write_bods(job: Job, stream: IO[bytes]) -> None:
    """
    One JSON array of statements, or one statement a line.
    """
    lines = (text_of(statement) for statement in Statements(job))
    lines_to(stream, lines if job.lines else _array(lines))


def _array(lines: Iterator[str]) -> Iterator[str]:
    yield "["
    comma = ""
    for line in lines:
        yield comma + line
        comma = ","
    yield "]"


class Statements:
    """
    The statements of a graph: every party before the interests that name it.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.things = Things(job)
        self.drawn: Picture = job.picture(planned=False)
        self.words: Vocabulary = self.drawn.vocabulary
        self._published = (job.stamp.made or date.today()).isoformat()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        kept: Spool[Edge] = Spool(Edge)
        parties: set[str] = set()
        for edge in self.drawn.edges:
            facts = self.things.facts(edge.iri)
            if counts(facts) and self._interest_names(edge, facts):
                kept.append(edge)
                parties |= {edge.source, edge.target}
        note = self._note()
        for node in self.drawn.nodes:
            if node.id in parties:
                yield self._party(node) | note
                note = {}
        for edge in self.job.ticked(kept):
            yield self._relationship(edge)

    def _note(self) -> dict[str, Any]:
        """
        What the whole file says of itself, on its first statement.
        """
        return {
            "annotations": [
                {
                    "statementPointerTarget": "/",
                    "motivation": "commenting",
                    "description": self.job.stamp.line(),
                    "createdBy": {"name": PUBLISHER, "uri": BASE},
                }
            ]
        }

    def _party(self, node: Node) -> dict[str, Any]:
        facts = self.things.facts(node.iri)
        kinds = self.words.neighbours(node.kind, CODES)
        kind = _code(kinds[0]) if kinds else "legalEntity"
        said: dict[str, Any] = {"isComponent": False}
        if kind == KNOWN_PERSON:
            said |= {"personType": kind, "names": [{"fullName": node.label}]}
        else:
            said["entityType"] = {"type": kind, "details": self.words.label(node.kind)}
            said["name"] = node.label
            country = first(facts, "country")
            if len(country) == 2:
                said["jurisdiction"] = {"name": country, "code": country}
            for ours, theirs in (("founded", "foundingDate"), ("dissolved", "dissolutionDate")):
                if day := _day(facts, ours):
                    said[theirs] = day
        if identifiers := _identifiers(facts):
            said["identifiers"] = identifiers
        record = "person" if kind == KNOWN_PERSON else "entity"
        return self._statement(record, node.id, node.id, said, self.things.documents(facts))

    def _relationship(self, edge: Edge) -> dict[str, Any]:
        facts = self.things.facts(edge.iri)
        said = {
            "isComponent": False,
            "subject": edge.target,
            "interestedParty": edge.source,
            "interests": list(self._interests(edge, facts)),
        }
        documents = self.things.documents(facts)
        return self._statement("relationship", edge.id, edge.target, said, documents)

    def _interest_names(self, edge: Edge, facts: Facts) -> dict[str, str]:
        """
        The interests of a claim, each with the property that has its share.

        What its properties and codes stand for; else what its class stands for.
        """
        found: dict[str, str] = {}
        for predicate, values in sorted(facts.items()):
            if not predicate.startswith(KG):
                continue
            for name in map(_code, self.words.neighbours(stem(predicate), TERMS)):
                if name in INTERESTS:
                    found[name] = stem(predicate)
            for value in values:
                if isinstance(value, ox.NamedNode) and self.words.code(value.value):
                    names = map(_code, self.words.neighbours(value.value, TERMS))
                    found |= {name: "" for name in names if name in INTERESTS}
        if not found:
            names = map(_code, self.words.neighbours(edge.kind, TERMS))
            found = {name: "" for name in names if name in INTERESTS}
        return found

    def _interests(self, edge: Edge, facts: Facts) -> Iterator[dict[str, Any]]:
        printed = [
            f"{name}: {as_text(edge.attributes[name])}" for name in SAID if name in edge.attributes
        ]
        for name, predicate in sorted(self._interest_names(edge, facts).items()):
            interest: dict[str, Any] = {
                "type": name,
                "directOrIndirect": "direct",
                "details": "; ".join([self.words.words(edge.kind), *printed]),
            }
            if share := _share(facts, predicate):
                interest["share"] = share
            if edge.start:
                interest["startDate"] = edge.start
            if edge.end:
                interest["endDate"] = edge.end
            yield interest

    def _statement(
        self,
        kind: str,
        record: str,
        subject: str,
        said: dict[str, Any],
        documents: list[Document],
    ) -> dict[str, Any]:
        content = f"{record}\n{text_of(said)}"
        days = [one.published for one in documents if one.published]
        statement: dict[str, Any] = {
            "statementId": hashlib.sha256(content.encode()).hexdigest()[:40],
            "declarationSubject": subject,
            "statementDate": max(days).isoformat() if days else self._published,
            "recordId": record,
            "recordStatus": "new",
            "recordType": kind,
            "recordDetails": said,
            "publicationDetails": {
                "publicationDate": self._published,
                "bodsVersion": VERSION,
                "license": self.job.stamp.plain()["licence"],
                "publisher": {"name": PUBLISHER, "url": BASE},
            },
        }
        if documents:
            statement["source"] = _source(documents)
        return statement


def counts(facts: Facts) -> bool:
    """
    Whether a claim answers questions: formats that cannot say otherwise hold no other.
    """
    standing = {value.value for value in facts.get(KG + "standing", ())}
    return not standing or COUNTED in standing


def stem(predicate: str) -> str:
    """
    The property whose figure a bound belongs to.
    """
    for end in ("Exclusive", "Minimum", "Maximum"):
        predicate = predicate.removesuffix(end)
    return predicate


def _code(name: str) -> str:
    """
    A term of the BODS vocabulary as its code.
    """
    return name[:1].lower() + name[1:]


def _share(facts: Facts, predicate: str) -> dict[str, float]:
    """
    The bounds of a share; nothing where it is unknown.
    """
    share = share_of(facts, predicate)
    if share.minimum is not None and share.minimum == share.maximum:
        return {"exact": float(share.minimum)}
    found = {}
    if share.minimum is not None:
        name = "exclusiveMinimum" if share.minimum_exclusive else "minimum"
        found[name] = float(share.minimum)
    if share.maximum is not None:
        name = "exclusiveMaximum" if share.maximum_exclusive else "maximum"
        found[name] = float(share.maximum)
    return found


def _day(facts: Facts, name: str) -> str:
    """
    A day of the calendar, where the source gives one: nothing is rounded.
    """
    low, high = first(facts, f"{name}NotBefore"), first(facts, f"{name}NotAfter")
    return low if low == high else ""


def _identifiers(facts: Facts) -> list[dict[str, str]]:
    found = [
        {"scheme": scheme, "id": value}
        for name, scheme in SCHEMES.items()
        if (value := first(facts, name))
    ]
    if item := first(facts, "wikidata"):
        uri = f"http://www.wikidata.org/entity/{item}"
        found.append({"schemeName": "Wikidata", "id": item, "uri": uri})
    return found


def _source(documents: list[Document]) -> dict[str, Any]:
    titles = "; ".join(f"{one.publisher}: {one.title}" for one in documents)
    source: dict[str, Any] = {"type": ["thirdParty"], "description": clean(titles)}
    urls = [one.url for one in documents if one.url]
    if urls:
        source["url"] = urls[0]
    return source
