"""
BODS: the Beneficial Ownership Data Standard, 0.4 as it is, 0.1 to 0.3 read as 0.4.

The files are read twice, for a record may have several statements: the newest
holds. Of natural persons only the name is kept. An interest that a chain of
others explains, or that is said to be indirect, is shown and never added up.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..dates import Period, parse_span, period
from ..errors import Place
from ..findings import CellError
from ..names import Iri
from ..shares import UNKNOWN, Share
from . import lines
from .bods_versions import as_current
from .delivery import Delivery, Refused
from .files import texts
from .objects import field, needed, objects_of
from .rows import source_of

BATCH = 500
SLUG = re.compile("[A-Za-z0-9._-]{1,100}")
MEASURES = {"shareholding": "capital", "votingRights": "votes"}
RIGHTS = {
    "appointmentOfBoard": "board-appointment",
    "otherInfluenceOrControl": "significant-influence",
    "controlViaCompanyRulesOrArticles": "significant-influence",
    "controlByLegalFramework": "significant-influence",
    "rightsGrantedByContract": "significant-influence",
}
NO_CLAIM = (
    *("seniorManagingOfficial", "settlor", "trustee", "protector"),
    *("beneficiaryOfLegalArrangement", "rightsToSurplusAssetsOnDissolution"),
    *("rightsToProfitOrIncome", "conditionalRightsGrantedByContract", "boardMember"),
    *("boardChair", "unknownInterest", "unpublishedInterest", "enjoymentAndUseOfAssets"),
    *("rightToProfitOrIncomeFromAssets", "nominee", "nominator"),
)
GLEIF = re.compile("Relationship Type: (IS_[A-Z_-]+)")
CONSOLIDATIONS = {
    "IS_DIRECTLY_CONSOLIDATED_BY": "accounting-consolidation",
    "IS_ULTIMATELY_CONSOLIDATED_BY": "ultimate-accounting-consolidation",
}
KINDS = {
    "registeredEntity": "Organization",
    "legalEntity": "Organization",
    "arrangement": "Organization",
    "anonymousEntity": "Organization",
    "unknownEntity": "Organization",
    "state": "State",
    "stateBody": "PublicInstitution",
}
PERSONS = ("knownPerson", "anonymousPerson", "unknownPerson")
TYPES = ("entity", "person", "relationship")


def lines_of(delivery: Delivery, paths: Sequence[Path]) -> Iterator[str]:
    """
    The lines of some files of statements.
    """
    reader = _Reader(delivery)
    for path in paths:
        for _, _, record in _records(delivery, path):
            try:
                reader.meet(as_current(record))
            except Refused:
                continue  # told on the second reading
    # The first reading counts nothing and finds nothing: the second tells all.
    delivery.rows = delivery.bad = reader.read = 0
    delivery.findings.clear()
    for path in paths:
        source, said = source_of(delivery, path, _publisher(delivery, path))
        yield said
        reader.source = source
        batch: list[str] = []
        for name, line, record in _records(delivery, path):
            with delivery.row(name, line):
                batch.append(reader.take(as_current(record), Place(name, line)))
            if len(batch) >= BATCH:
                delivery.tick(delivery.rows)
                yield "".join(batch)
                batch.clear()
        delivery.tick(delivery.rows)
        yield "".join(batch)


def _records(delivery: Delivery, path: Path) -> Iterator[tuple[str, int, dict[str, Any]]]:
    with texts(path) as members:
        for name, stream in members:
            for line, record in objects_of(stream, name, delivery):
                yield name, line, record


def _publisher(delivery: Delivery, path: Path) -> str:
    """
    The publisher that the first statement names.
    """
    for _, _, record in _records(delivery, path):
        try:
            found = field(record, "publicationDetails.publisher.name")
        except Refused:
            return "not named"
        return found or "not named"
    return "not named"


class _Reader:
    """
    What the first reading found: the newest statement of each record by its number, and what it is.
    """

    def __init__(self, delivery: Delivery) -> None:
        self.delivery = delivery
        self.source = ""
        self.read = 0
        self.newest: dict[str, tuple[str, int]] = {}
        self.agents: dict[str, Iri] = {}
        self.replaced: dict[str, str] = {}

    def meet(self, record: dict[str, Any]) -> None:
        """
        First reading: which statement of a record is the newest, and its IRI.
        """
        self.read += 1
        id = needed(record, "recordId")
        for old in record.get("replaces", ()):
            self.replaced[old] = id
        said = field(record, "statementDate") or ""
        if id not in self.newest or self.newest[id][0] <= said:
            self.newest[id] = (said, self.read)
            kind = needed(record, "recordType")
            if kind == "person":
                self.agents[id] = self.delivery.iri("person", _slug(id))
            elif kind == "entity":
                self.agents[id] = self.delivery.organization(_slug(id), **_identifiers(record))[0]

    def take(self, record: dict[str, Any], place: Place) -> str:
        """
        Second reading: the lines of a statement that holds.
        """
        self.read += 1
        id = needed(record, "recordId")
        kind = needed(record, "recordType")
        if kind not in TYPES:
            raise Refused("import-code", "recordType", value=kind, codes=", ".join(TYPES))
        if id in self.replaced or self.newest[id][1] != self.read:
            self.delivery.left_out["statements that a newer one replaces"] += 1
            return ""
        if kind == "relationship":
            return self.relationship(id, record, place)
        return self.entity(id, record) if kind == "entity" else self.person(id, record)

    def entity(self, id: str, record: dict[str, Any]) -> str:
        """
        The lines of an entity; none of one that the graph knows.
        """
        kind = needed(record, "recordDetails.entityType.type")
        if kind not in KINDS:
            raise Refused(
                "import-code",
                "recordDetails.entityType.type",
                value=kind,
                codes=", ".join(KINDS),
            )
        iri, known = self.delivery.organization(_slug(id), **_identifiers(record))
        if known:
            return ""
        self.delivery.counts["organizations"] += 1
        name = field(record, "recordDetails.name") or f"not named ({id})"
        country = (
            field(record, "recordDetails.jurisdiction.code")
            or field(record, "recordDetails.incorporatedInJurisdiction.code")
            or ""
        )[:2]
        given = _identifiers(record)
        return lines.thing(
            iri,
            KINDS[kind],
            name,
            self.source,
            notes=[self._why(record, "recordDetails.unspecifiedEntityDetails")],
            country=country if re.fullmatch("[A-Z]{2}", country) else "",
            **given,
        )

    def person(self, id: str, record: dict[str, Any]) -> str:
        """
        The lines of a person: a name, and nothing else.
        """
        kind = field(record, "recordDetails.personType") or "knownPerson"
        if kind not in PERSONS:
            raise Refused(
                "import-code", "recordDetails.personType", value=kind, codes=", ".join(PERSONS)
            )
        names = field(record, "recordDetails.names", list) or []
        name = (field(names[0], "fullName") if names else None) or f"not named ({id})"
        self.delivery.counts["persons"] += 1
        note = self._why(record, "recordDetails.unspecifiedPersonDetails")
        return lines.thing(self.agents[id], "Person", name, self.source, notes=[note])

    def _why(self, record: dict[str, Any], path: str) -> str:
        reason = field(record, f"{path}.reason")
        return f"Not specified: {reason}." if reason else ""

    def agent(self, record: dict[str, Any], path: str) -> Iri | None:
        """
        The IRI that a reference of a relationship means; None where nobody is named.
        """
        value = record["recordDetails"].get(path)
        if isinstance(value, dict):
            return None
        id = needed(record, f"recordDetails.{path}")
        id = self.replaced.get(id, id)
        if id not in self.agents:
            raise Refused("import-dangling", f"recordDetails.{path}", value=id)
        return self.agents[id]

    def relationship(self, id: str, record: dict[str, Any], place: Place) -> str:
        """
        The lines of a relationship: a shareholding, and a right for each other interest.
        """
        details = needed(record, "recordDetails", dict)
        held = self.agent(record, "subject")
        holder = self.agent(record, "interestedParty")
        if held is None:
            self.delivery.left_out["relationships without a subject"] += 1
            return ""
        if holder is None:
            reason = field(details, "interestedParty.reason") or "unspecified"
            self.delivery.counts["organizations with something not known"] += 1
            note = f"Who holds it is not specified: {reason}."
            return lines.facts(held, ("note", lines.text(note)))
        if held.split("/")[-2] != "organization":
            raise Refused("import-value", "recordDetails.subject", value=held, wanted="an entity")
        chained = bool(field(details, "componentRecords", list))
        groups: dict[tuple[str, str, str, str], dict[str, Share]] = {}
        for interest in field(details, "interests", list) or [{}]:
            self.sort(interest, chained, groups)
        said = ""
        for number, (key, shares) in enumerate(groups.items()):
            slug = f"{_slug(id)}-{number}" if number else _slug(id)
            said += self.claim(slug, (holder, held), key, shares, record, place)
        return said

    def sort(
        self,
        interest: dict[str, Any],
        chained: bool,
        groups: dict[tuple[str, str, str, str], dict[str, Share]],
    ) -> None:
        """
        Put an interest with those of the same kind, standing and dates.
        """
        if not interest:
            self.delivery.left_out["relationships without interests"] += 1
            return
        kind = field(interest, "type") or "interests without a type"
        if kind in NO_CLAIM or "type" not in interest:
            self.delivery.left_out[kind] += 1
            return
        if kind not in MEASURES and kind not in RIGHTS:
            codes = ", ".join((*MEASURES, *RIGHTS, *NO_CLAIM))
            raise Refused("import-code", "interests.type", value=kind, codes=codes)
        level = field(interest, "directOrIndirect") or "unknown"
        if level not in ("direct", "indirect", "unknown"):
            codes = "direct, indirect, unknown"
            raise Refused("import-code", "interests.directOrIndirect", value=level, codes=codes)
        standing = "indirect" if chained or level == "indirect" else "counted"
        dates = (field(interest, "startDate") or "", field(interest, "endDate") or "")
        right = RIGHTS.get(kind, "")
        stated = GLEIF.fullmatch(field(interest, "details") or "")
        if stated and kind == "otherInfluenceOrControl":
            right = CONSOLIDATIONS.get(stated[1], "")
            if not right:
                self.delivery.left_out[stated[1]] += 1
                return
        shares = groups.setdefault((right, standing, *dates), {})
        if kind in MEASURES:
            shares[MEASURES[kind]] = _share(interest)

    def claim(
        self,
        slug: str,
        ends: tuple[Iri, Iri],
        key: tuple[str, str, str, str],
        shares: dict[str, Share],
        record: dict[str, Any],
        place: Place,
    ) -> str:
        """
        The lines of one claim.
        """
        right, standing, starts, until = key
        when, until = _period(record, starts, until, self.delivery.day)
        if right:
            claim = self.delivery.iri("control-right", slug)
            self.delivery.counts[right] += 1
            said = lines.claim(claim, "ControlRight", "medium", self.source, standing=standing)
            said += lines.facts(
                claim,
                ("kind", lines.code("right", right)),
                ("holder", lines.iri(ends[0])),
                ("organization", lines.iri(ends[1])),
            )
            return said + lines.period(claim, when, starts, until)
        claim = self.delivery.iri("shareholding", slug)
        both = (shares.get("capital", UNKNOWN), shares.get("votes", UNKNOWN))
        days = lines.days(when)
        return (
            lines.claim(claim, "Shareholding", "medium", self.source)
            + lines.shareholding(claim, ends, both, _exactness(both))
            + lines.period(claim, when, starts, until)
            + self.delivery.hold(claim, ends, both, days, standing=standing, place=place)
        )


def _slug(id: str) -> str:
    return id if SLUG.fullmatch(id) else hashlib.sha256(id.encode()).hexdigest()[:24]


def _identifiers(record: dict[str, Any]) -> dict[str, str]:
    """
    The LEI and the SIREN of an entity, '' where it states none.
    """
    found = {"lei": "", "siren": ""}
    for one in field(record, "recordDetails.identifiers", list) or ():
        scheme, id = field(one, "scheme") or "", (field(one, "id") or "").replace(" ", "")
        if scheme == "XI-LEI" and re.fullmatch("[A-Z0-9]{18}[0-9]{2}", id):
            found["lei"] = id
        elif scheme in ("FR-RCS", "FR-INSEE", "FR-SIREN") and re.fullmatch("[0-9]{9}", id):
            found["siren"] = id
    return found


def _share(interest: dict[str, Any]) -> Share:
    share = field(interest, "share", dict) or {}
    bounds: dict[str, Decimal | None] = {}
    for name in ("exact", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
        value = share.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            wanted = "a number from 0 to 100"
            raise Refused("import-value", f"interests.share.{name}", value=value, wanted=wanted)
        bounds[name] = None if value is None else Decimal(str(value))
        if value is not None and not 0 <= value <= 100:
            wanted = "a number from 0 to 100"
            raise Refused("import-value", f"interests.share.{name}", value=value, wanted=wanted)
    if bounds["exact"] is not None:
        return Share(bounds["exact"], bounds["exact"], bounds["exact"])
    low, high = bounds["minimum"], bounds["maximum"]
    above, below = bounds["exclusiveMinimum"], bounds["exclusiveMaximum"]
    found = Share(
        None,
        low if above is None else above,
        high if below is None else below,
        above is not None,
        below is not None,
    )
    if found.low > found.high:
        raise Refused("import-value", "interests.share", value=share, wanted="minimum <= maximum")
    return found


def _exactness(shares: tuple[Share, Share]) -> str:
    known = [share for share in shares if share.known]
    if not known:
        return "unknown"
    if all(share.printed is not None for share in known):
        return "exact"
    if all(share.maximum is None for share in known):
        return "at-least"
    return "at-most" if all(share.minimum is None for share in known) else "approx"


def _period(record: dict[str, Any], starts: str, until: str, read: date) -> tuple[Period, str]:
    """
    The period of an interest, and its end as text.

    A statement without a start was true on its day; a closed record without an
    end ended on an unknown day up to that of the statement.
    """
    said = (field(record, "statementDate") or read.isoformat())[:10]
    try:
        attested: date | None = parse_span(said).last
        if not until and field(record, "recordStatus") == "closed":
            until = f"../{said}"
            found = period(starts[:10], "", attested=attested)
            ends = found.starts_not_before or date.min
            return Period(found.starts_not_before, found.starts_not_after, ends, attested), until
        return period(starts[:10], until[:10], attested=attested), until[:10]
    except CellError as error:
        raise Refused(
            "import-period", "interests.startDate", start=starts, until=until, reason=error.rule
        ) from None
