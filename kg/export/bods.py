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
from urllib.parse import quote

import pyoxigraph as ox

from ..names import BASE, KG
from .attributes import as_text, share_of
from .cyjs import text_of
from .days import Facts
from .documents import Document, Things, first
from .drawing import COUNTED, Edge, Node, Picture
from .job import Job
from .stamp import LICENCE, PUBLISHER
from .text import clean
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

ASCII_OF_A_URI = "%:/?#[]@!$&'()*+,;="
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
        self.words = job.vocabulary()
        self._known: dict[str, list[str]] = {}
        self.drawn: Picture = job.picture(planned=False, note=self._note)
        self._published = (job.stamp.made or date.today()).isoformat()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        parties: set[str] = set()
        for edge in self.drawn.edges:
            if edge.more:
                parties |= {edge.source, edge.target}
        file = {"annotations": [self._annotation()]}
        for node in self.drawn.nodes:
            if node.id in parties:
                said, cited = node.more
                yield self._statement("", node.id, node.id, said | _named(node), cited) | file
                file = {}
        for edge in self.job.ticked(self.drawn.edges):
            if edge.more:
                said, cited = edge.more
                ends = {"subject": edge.target, "interestedParty": edge.source}
                interests = [self._dated(edge, interest) for interest in said]
                said = {"isComponent": False, **ends, "interests": interests}
                yield self._statement("relationship", edge.id, edge.target, said, cited)

    def _annotation(self) -> dict[str, Any]:
        """
        What the whole file says of itself, on its first statement.
        """
        return {
            "statementPointerTarget": "/publicationDetails",
            "motivation": "commenting",
            "description": self.job.stamp.line(),
            "createdBy": {"name": PUBLISHER, "uri": BASE},
        }

    def _note(self, kind: str, facts: Facts) -> Any:
        """
        What is stated of a claim or a party, and what it cites; nothing of other claims.
        """
        cited = _cited(self.things.documents(facts))
        if kind not in self.words.edges and kind not in self.words.links:
            return self._party(kind, facts), cited
        names = self._interest_names(kind, facts) if counts(facts) else {}
        interests = []
        for name, predicate in sorted(names.items()):
            interest: dict[str, Any] = {"type": name, "directOrIndirect": "direct"}
            if share := _share(facts, predicate):
                interest["share"] = share
            interests.append(interest)
        return (interests, cited) if interests else None

    def _party(self, kind: str, facts: Facts) -> dict[str, Any]:
        types = self.words.neighbours(kind, CODES)
        code = _code(types[0]) if types else "legalEntity"
        said: dict[str, Any] = {"isComponent": False}
        if code == KNOWN_PERSON:
            # No identifiers: BODS knows passports and the like, which are not public.
            said["personType"] = code
        else:
            said["entityType"] = {"type": code, "details": self.words.label(kind)}
            country = first(facts, "country")
            if len(country) == 2:
                said["jurisdiction"] = {"name": country, "code": country}
            for ours, theirs in (("founded", "foundingDate"), ("dissolved", "dissolutionDate")):
                if day := _day(facts, ours):
                    said[theirs] = day
            if identifiers := _identifiers(facts):
                said["identifiers"] = identifiers
        return said

    def _interest_names(self, kind: str, facts: Facts) -> dict[str, str]:
        """
        The interests of a claim, each with the property that has its share.

        What its properties and codes stand for; else what its class stands for.
        """
        found: dict[str, str] = {}
        for predicate, values in sorted(facts.items()):
            if not predicate.startswith(KG):
                continue
            property = stem(predicate)
            found |= dict.fromkeys(self._interests_for(property), property)
            for value in values:
                if isinstance(value, ox.NamedNode) and self.words.code(value.value):
                    found |= dict.fromkeys(self._interests_for(value.value), "")
        return found or dict.fromkeys(self._interests_for(kind), "")

    def _interests_for(self, term: str) -> list[str]:
        if term not in self._known:
            names = map(_code, self.words.neighbours(term, TERMS))
            self._known[term] = [name for name in names if name in INTERESTS]
        return self._known[term]

    def _dated(self, edge: Edge, interest: dict[str, Any]) -> dict[str, Any]:
        """
        An interest with its days, and in words what BODS has no field for.
        """
        printed = [
            f"{name}: {as_text(edge.attributes[name])}" for name in SAID if name in edge.attributes
        ]
        dated = {**interest, "details": "; ".join([self.words.words(edge.kind), *printed])}
        if edge.start:
            dated["startDate"] = edge.start
        if edge.end:
            dated["endDate"] = edge.end
        return dated

    def _statement(
        self, kind: str, record: str, subject: str, said: dict[str, Any], cited: dict[str, Any]
    ) -> dict[str, Any]:
        content = f"{record}\n{text_of(said)}"
        statement: dict[str, Any] = {
            "statementId": hashlib.sha256(content.encode()).hexdigest()[:40],
            "declarationSubject": subject,
            "statementDate": cited.get("published", self._published),
            "recordId": record,
            "recordStatus": "new",
            "recordType": kind or ("person" if "personType" in said else "entity"),
            "recordDetails": said,
            "publicationDetails": {
                "publicationDate": self._published,
                "bodsVersion": VERSION,
                "license": LICENCE,
                "publisher": {"name": PUBLISHER, "url": BASE},
            },
        }
        if "source" in cited:
            statement["source"] = cited["source"]
        return statement


def _named(node: Node) -> dict[str, Any]:
    if "personType" in node.more[0]:
        return {"names": [{"fullName": node.label}]}
    return {"name": node.label}


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


def _cited(documents: list[Document]) -> dict[str, Any]:
    """
    The sources of a statement as one, and the day on which the latest was out.
    """
    if not documents:
        return {}
    titles = "; ".join(f"{one.publisher}: {one.title}" for one in documents)
    source: dict[str, Any] = {"type": ["thirdParty"], "description": clean(titles)}
    urls = [one.url for one in documents if one.url]
    if urls:
        # A web address may hold accents, a URI may not.
        source["url"] = quote(urls[0], safe=ASCII_OF_A_URI)
    days = [one.published for one in documents if one.published]
    published = {"published": max(days).isoformat()} if days else {}
    return {"source": source, **published}
