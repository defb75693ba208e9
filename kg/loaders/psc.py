"""
UK: persons with significant control of companies, as Companies House publishes them.

A nature of control is a band, so a share is known within bounds. Of natural
persons the public role is kept: a name and what they control; no birth date, no
address, no nationality. Each record is a person of its own: names are not matched.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..dates import Period, parse_span, period
from ..errors import Place
from ..findings import CellError
from ..names import Iri
from ..shares import UNKNOWN, Share
from . import lines
from .delivery import Delivery, Refused
from .files import published, texts
from .objects import field, needed, objects_of
from .rows import source_of

PUBLISHER = "Companies House"
BATCH = 500
NUMBER = re.compile(r"[A-Z]{2}[0-9]{6}|[0-9]{8}")
COMPANY = re.compile(r"(?:NI|SC)?[0-9]+")
UNITED_KINGDOM = {
    *("united kingdom", "uk", "england", "wales", "scotland", "northern ireland"),
    *("england and wales", "england & wales", "great britain"),
    *("united kingdom (england and wales)", "united kingdom (scotland)"),
}
PERSONS = ("individual-person-with-significant-control", "individual-beneficial-owner")
BODIES = (
    "corporate-entity-person-with-significant-control",
    "legal-person-person-with-significant-control",
    "corporate-entity-beneficial-owner",
    "legal-person-beneficial-owner",
)
PROTECTED = ("super-secure-person-with-significant-control", "super-secure-beneficial-owner")
STATEMENT = "persons-with-significant-control-statement"
EXEMPTIONS = "exemptions"
TOTALS = "totals#persons-of-significant-control-snapshot"

BANDS = {
    "25-to-50": Share(None, Decimal(25), Decimal(50), True, False),
    "50-to-75": Share(None, Decimal(50), Decimal(75), True, True),
    "75-to-100": Share(None, Decimal(75), Decimal(100), False, False),
    "more-than-25": Share(None, Decimal(25), Decimal(100), True, False),
}
NATURE = re.compile(
    r"(?P<what>ownership-of-shares|voting-rights|(?:part-)?right-to-share-surplus-assets"
    r"|right-to-appoint-and-remove-(?:directors|members|person)|significant-influence-or-control)"
    r"(?:-(?P<band>25-to-50|50-to-75|75-to-100|more-than-25)-percent)?"
    r"(?P<through>-as-(?:control-over-)?(?:trust|firm))?"
    r"(?:-limited-liability-partnership|-registered-overseas-entity)?"
)
MEASURES = {"ownership-of-shares": "capital", "voting-rights": "votes"}
RIGHTS = {
    "right-to-appoint-and-remove-directors": "board-appointment",
    "right-to-appoint-and-remove-members": "board-appointment",
    "right-to-appoint-and-remove-person": "board-appointment",
    "significant-influence-or-control": "significant-influence",
}


def lines_of(delivery: Delivery, paths: Sequence[Path]) -> Iterator[str]:
    """
    The lines of some snapshot files.
    """
    reader = _Reader(delivery)
    for path in paths:
        source, said = source_of(delivery, path, PUBLISHER)
        yield said
        reader.source = source
        reader.day = published(path) or delivery.day
        batch: list[str] = []
        with texts(path) as members:
            for name, stream in members:
                for line, record in objects_of(stream, name, delivery):
                    with delivery.row(name, line):
                        batch.append(reader.take(record, Place(name, line)))
                    if len(batch) >= BATCH:
                        delivery.tick(delivery.rows)
                        yield "".join(batch)
                        batch.clear()
        delivery.tick(delivery.rows)
        yield "".join(batch)


class _Reader:
    """
    What is remembered from record to record: the companies that are described.
    """

    def __init__(self, delivery: Delivery) -> None:
        self.delivery = delivery
        self.source = ""
        self.day = delivery.day

    def take(self, record: dict[str, Any], place: Place) -> str:
        """
        The lines of one record.
        """
        data = needed(record, "data", dict)
        kind = needed(data, "kind")
        if kind == TOTALS:
            return ""
        number = _number(needed(record, "company_number"), "company_number")
        company, said = self.company(number, number)
        if kind in (STATEMENT, EXEMPTIONS, *PROTECTED):
            self.delivery.counts["companies with something not known"] += 1
            return said + lines.facts(company, ("note", lines.text(_note(kind, data))))
        if kind not in (*PERSONS, *BODIES):
            codes = (*PERSONS, *BODIES, *PROTECTED, STATEMENT, EXEMPTIONS)
            raise Refused("import-code", "kind", value=kind, codes=", ".join(codes))
        slug = f"{number}-{_mark(data)}".lower()
        if not self.delivery.once(slug):
            raise Refused("import-repeated", "data.links.self", value=slug)
        claims = self.claims(data)
        when = self.period(data)
        holder, described = self.holder(kind, data, slug)
        return said + described + self.told(slug, (holder, company), claims, when, place)

    def company(self, number: str, name: str) -> tuple[Iri, str]:
        """
        A company by its number, and its lines where it comes for the first time.
        """
        iri = self.delivery.iri("organization", number.lower())
        if not self.delivery.once(iri):
            return iri, ""
        self.delivery.counts["organizations"] += 1
        kind = "Company" if COMPANY.fullmatch(number) else "Organization"
        return iri, lines.thing(iri, kind, name, self.source, country="GB")

    def holder(self, kind: str, data: dict[str, Any], slug: str) -> tuple[Iri, str]:
        """
        Who controls: a company of the same register by its number, else a node of its own.
        """
        name = field(data, "name") or " ".join(
            part
            for part in (
                field(data, f"name_elements.{one}")
                for one in ("forename", "middle_name", "surname")
            )
            if part
        )
        if not name:
            raise Refused("import-empty", "data.name")
        if kind in PERSONS:
            iri = self.delivery.iri("person", slug)
            self.delivery.counts["persons"] += 1
            return iri, lines.thing(iri, "Person", name, self.source)
        places = {
            (field(data, f"identification.{one}") or "").strip().lower()
            for one in ("country_registered", "place_registered")
        }
        given = (field(data, "identification.registration_number") or "").strip().upper()
        given = given.zfill(8) if given.isdigit() else given
        if places & UNITED_KINGDOM and NUMBER.fullmatch(given):
            return self.company(given, name)
        iri = self.delivery.iri("organization", slug)
        self.delivery.counts["organizations"] += 1
        return iri, lines.thing(iri, "Organization", name, self.source)

    def claims(self, data: dict[str, Any]) -> dict[tuple[str, str], Share]:
        """
        What the natures of control say: kind of claim and standing, each with its share.
        """
        found: dict[tuple[str, str], Share] = {}
        for nature in field(data, "natures_of_control", list) or ():
            matched = NATURE.fullmatch(str(nature))
            if not matched:
                raise Refused(
                    "import-code",
                    "data.natures_of_control",
                    value=nature,
                    codes="ownership-of-shares-25-to-50-percent, voting-rights-...",
                )
            what, band = matched["what"], matched["band"]
            # Through a trust or a firm: the shares stand in its name, not in the person's.
            standing = "indirect" if matched["through"] else "counted"
            if what in MEASURES and band:
                found[MEASURES[what], standing] = BANDS[band]
            elif what in RIGHTS and not band:
                found[RIGHTS[what], standing] = UNKNOWN
            else:
                self.delivery.left_out[what] += 1
        return found

    def period(self, data: dict[str, Any]) -> Period:
        """
        The period of a record: it began at the latest when it was notified.
        """
        notified = field(data, "notified_on")
        ceased = field(data, "ceased_on")
        attested = _day(notified, "data.notified_on") if notified else self.day
        if ceased:
            _day(ceased, "data.ceased_on")
        return period("", ceased or "", attested=attested)

    def told(
        self,
        slug: str,
        ends: tuple[Iri, Iri],
        claims: dict[tuple[str, str], Share],
        when: Period,
        place: Place,
    ) -> str:
        """
        The lines of the claims: one shareholding for capital and votes, one for each right.
        """
        until = when.ends_not_after.isoformat() if when.ends_not_after else ""
        days = lines.days(when)
        said = ""
        for standing in dict.fromkeys(standing for _, standing in claims):
            mark = "" if standing == "counted" else f"-{standing}"
            shares = (
                claims.get(("capital", standing), UNKNOWN),
                claims.get(("votes", standing), UNKNOWN),
            )
            if any(share.known for share in shares):
                claim = self.delivery.iri("shareholding", f"{slug}{mark}")
                said += lines.claim(claim, "Shareholding", "medium", self.source)
                said += lines.shareholding(claim, ends, shares, "approx")
                said += lines.period(claim, when, "", until)
                said += self.delivery.hold(
                    claim, ends, shares, days, standing=standing, place=place
                )
            for kind in dict.fromkeys(RIGHTS.values()):
                if (kind, standing) not in claims:
                    continue
                claim = self.delivery.iri("control-right", f"{slug}-{kind}{mark}")
                self.delivery.counts[kind] += 1
                said += lines.claim(claim, "ControlRight", "medium", self.source, standing=standing)
                said += lines.facts(
                    claim,
                    ("kind", lines.code("right", kind)),
                    ("holder", lines.iri(ends[0])),
                    ("organization", lines.iri(ends[1])),
                )
                said += lines.period(claim, when, "", until)
        return said


def _number(text: str, column: str) -> str:
    number = text.strip().upper()
    number = number.zfill(8) if number.isdigit() else number
    if not re.fullmatch("[A-Z0-9]{8}", number):
        raise Refused("import-value", column, value=text, wanted="01234567")
    return number


def _mark(data: dict[str, Any]) -> str:
    """
    What tells a record of a company from its others: the end of its own address.
    """
    mark: str = needed(data, "links.self").rstrip("/").rsplit("/", 1)[-1]
    if not re.fullmatch("[A-Za-z0-9_-]{1,60}", mark):
        raise Refused("import-value", "data.links.self", value=mark, wanted="/company/.../...")
    return mark


@lru_cache(1 << 14)
def _day(text: str, column: str) -> date:
    try:
        span = parse_span(text)
    except CellError:
        raise Refused("import-value", column, value=text, wanted="2015-06-30") from None
    if span.last is None or span.first != span.last:
        raise Refused("import-value", column, value=text, wanted="2015-06-30")
    return span.last


def _note(kind: str, data: dict[str, Any]) -> str:
    if kind == STATEMENT:
        since = field(data, "notified_on")
        until = field(data, "ceased_on")
        days = (f" since {since}" if since else "") + (f" until {until}" if until else "")
        return f"Stated to the register: {needed(data, 'statement')}{days}."
    if kind == EXEMPTIONS:
        return f"Exempt from naming who controls it: {', '.join(needed(data, 'exemptions', dict))}."
    return "Somebody controls it whom the register does not name: super-secure."
