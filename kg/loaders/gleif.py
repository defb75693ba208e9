"""
GLEIF: who has an LEI, who consolidates whom in its accounts, and who does not say.

Reads the golden copy as CSV, plain or zipped: LEI records, relationship records,
reporting exceptions, told apart by their header. A relationship is an accounting
consolidation: it says nothing of shares or votes, and is no ground of control.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

from ..errors import Place
from ..tables import TableError
from . import lines
from .delivery import Delivery, Refused
from .files import texts
from .gleif_relations import RELATIONS, Relations, prefixes
from .moments import day_of
from .rows import Header, rows_of, source_of, unknown_code

PUBLISHER = "GLEIF"
BATCH = 2000
LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}")
SIREN = re.compile(r"[0-9]{9}")
FRENCH_REGISTERS = ("RA000189", "RA000192")
ENTITIES = re.compile(
    r"LEI|ConformityFlag|Registration\..+"
    r"|Entity\.(LegalName|OtherEntityNames|TransliteratedOtherEntityNames|LegalAddress"
    r"|HeadquartersAddress|OtherAddresses|TransliteratedOtherAddresses|RegistrationAuthority"
    r"|LegalJurisdiction|EntityCategory|EntitySubCategory|LegalForm|AssociatedEntity"
    r"|EntityStatus|EntityCreationDate|EntityExpirationDate|EntityExpirationReason"
    r"|SuccessorEntity|LegalEntityEvents)(\..+)?"
)
EXCEPTIONS = re.compile(r"LEI|Exception\.(Category|Reason\.\d+|Reference\.\d+)")

KINDS = {
    "": "Organization",
    "GENERAL": "Organization",
    "BRANCH": "Organization",
    "SOLE_PROPRIETOR": "Organization",
    "INTERNATIONAL_ORGANIZATION": "Organization",
    "FUND": "Fund",
    "RESIDENT_GOVERNMENT_ENTITY": "PublicInstitution",
}
PARENTS = {
    "DIRECT_ACCOUNTING_CONSOLIDATION_PARENT": "direct",
    "ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT": "ultimate",
}
REASONS = (
    *("NO_KNOWN_PERSON", "NATURAL_PERSONS", "NON_CONSOLIDATING", "NO_LEI", "NON_PUBLIC"),
    *("BINDING_LEGAL_COMMITMENTS", "LEGAL_OBSTACLES", "CONSENT_NOT_OBTAINED"),
    *("DISCLOSURE_DETRIMENTAL", "DETRIMENT_NOT_EXCLUDED"),
)


def lines_of(delivery: Delivery, paths: Sequence[Path]) -> Iterator[str]:
    """
    The lines of some golden-copy files: LEI records first, whatever their order.
    """
    readers: dict[str, Callable[[_Reader, Header, str], Callable[[list[str], int], str]]] = {
        "entities": _Reader.entities,
        "relations": _Reader.relations,
        "exceptions": _Reader.exceptions,
    }
    reader = _Reader(delivery)
    yield prefixes(delivery)
    kinds = [(kind, path) for path in paths for kind in _kinds(path)]
    for wanted, read in readers.items():
        for path in dict.fromkeys(path for kind, path in kinds if kind == wanted):
            source, said = source_of(delivery, path, PUBLISHER)
            yield said
            with texts(path) as members:
                for name, stream in members:
                    yield from _batches(delivery, reader, wanted, read, name, stream, source)
    yield from reader.unnamed()


def _kinds(path: Path) -> Iterator[str]:
    with texts(path) as members:
        for name, stream in members:
            yield _kind(Header.of(stream, name), name)


def _kind(header: Header, name: str) -> str:
    if "Relationship.StartNode.NodeID" in header:
        header.check(
            RELATIONS,
            "Relationship.StartNode.NodeID",
            "Relationship.EndNode.NodeID",
            "Relationship.RelationshipType",
        )
        return "relations"
    if "Exception.Category" in header:
        header.check(EXCEPTIONS, "LEI", "Exception.Reason.1")
        return "exceptions"
    if "LEI" in header:
        header.check(ENTITIES, "Entity.LegalName")
        return "entities"
    raise TableError("import-format", Place(name, 1), form="gleif")


def _batches(
    delivery: Delivery,
    reader: "_Reader",
    wanted: str,
    read: "Callable[[_Reader, Header, str], Callable[[list[str], int], str]]",
    name: str,
    stream: IO[str],
    source: str,
) -> Iterator[str]:
    header = Header.of(stream, name)
    if _kind(header, name) != wanted:
        return
    take = read(reader, header, source)
    batch: list[str] = []
    for line, cells in rows_of(stream, header):
        delivery.rows += 1
        try:
            batch.append(take(cells, line))
        except Refused as error:
            delivery.finding(error.rule, Place(name, line, error.column), **error.details)
        if len(batch) == BATCH:
            delivery.tick(delivery.rows)
            yield "".join(batch)
            batch.clear()
    delivery.tick(delivery.rows)
    yield "".join(batch)


class _Reader:
    """
    What is remembered from row to row: who is described, who is only mentioned.
    """

    def __init__(self, delivery: Delivery) -> None:
        self.delivery = delivery
        self.described: set[str] = set()
        self.mentioned: set[str] = set()

    def term(self, lei: str, column: str) -> str:
        """
        An LEI that a row mentions, as a term.
        """
        if lei not in self.described and lei not in self.mentioned:
            known = self.delivery.known.lei.get(lei)
            if known is not None:
                self.delivery.matched[lei] = known
                return f"<{known}>"
            if not LEI.fullmatch(lei):
                raise Refused("import-value", column, value=lei, wanted="20 letters and digits")
            self.mentioned.add(lei)
        return "o:" + lei.lower()

    def relations(self, header: Header, source: str) -> Callable[[list[str], int], str]:
        """
        How a relationship record is read.
        """
        return Relations(self.delivery, header, source, self.term).take

    def unnamed(self) -> Iterator[str]:
        """
        Those that are mentioned and that no LEI record describes: named by their LEI.
        """
        alone = self.mentioned - self.described
        if not alone:
            return
        self.delivery.counts["organizations"] += len(alone)
        self.delivery.counts["organizations without a record"] += len(alone)
        for lei in sorted(alone):
            yield f'o:{lei.lower()} a k:Organization ; k:name "{lei}" ; k:lei "{lei}" .\n'

    def entities(self, header: Header, source: str) -> Callable[[list[str], int], str]:
        """
        How an LEI record is read.
        """
        delivery = self.delivery
        name_at = header["Entity.LegalName"]
        get = {
            name: header.get(column, -1)
            for name, column in (
                ("country", "Entity.LegalAddress.Country"),
                ("category", "Entity.EntityCategory"),
                ("register", "Entity.RegistrationAuthority.RegistrationAuthorityID"),
                ("number", "Entity.RegistrationAuthority.RegistrationAuthorityEntityID"),
                ("founded", "Entity.EntityCreationDate"),
                ("dissolved", "Entity.EntityExpirationDate"),
                ("status", "Registration.RegistrationStatus"),
            )
        }

        def take(cells: list[str], line: int) -> str:
            def cell(name: str) -> str:
                at = get[name]
                return cells[at] if at >= 0 else ""

            lei = cells[header["LEI"]]
            if not LEI.fullmatch(lei):
                raise Refused("import-value", "LEI", value=lei, wanted="20 letters and digits")
            if lei in self.described:
                raise Refused("import-repeated", "LEI", value=lei)
            kind = KINDS.get(cell("category"))
            if kind is None:
                raise unknown_code(cell("category"), "Entity.EntityCategory", tuple(KINDS))
            if cell("status") in ("ANNULLED", "DUPLICATE"):
                delivery.left_out[f"LEI {cell('status')}"] += 1
                return ""
            if not cells[name_at].strip():
                raise Refused("import-empty", "Entity.LegalName")
            number = cell("number").replace(" ", "")
            french = cell("register") in FRENCH_REGISTERS and SIREN.fullmatch(number)
            siren = number if french else ""
            iri, known = delivery.organization(lei.lower(), lei=lei, siren=siren)
            if known:
                # Rows that mention it must mean the curated one: by its LEI from here on.
                delivery.known.lei.setdefault(lei, iri)
                return ""
            self.described.add(lei)
            delivery.counts["organizations"] += 1
            said = lines.thing(
                iri,
                kind,
                cells[name_at].strip(),
                source,
                lei=lei,
                siren=siren,
                country=_country(cell("country")),
            )
            for name in ("founded", "dissolved"):
                if cell(name):
                    first, last = day_of(cell(name), f"Entity.{name}")
                    said += lines.facts(
                        iri,
                        (name, lines.text(cell(name)[:10])),
                        (f"{name}NotBefore", lines.day(first)),
                        (f"{name}NotAfter", lines.day(last)),
                    )
            return said

        return take

    def exceptions(self, header: Header, source: str) -> Callable[[list[str], int], str]:
        """
        How a reporting exception is read: a note of what is not known, and why.
        """
        reasons = [at for (at,) in header.groups("Exception.", "Reason.{}")]

        def take(cells: list[str], line: int) -> str:
            category = cells[header["Exception.Category"]]
            if category not in PARENTS:
                raise unknown_code(category, "Exception.Category", tuple(PARENTS))
            given = [cells[at] for at in reasons if cells[at]]
            for reason in given:
                if reason not in REASONS:
                    raise unknown_code(reason, "Exception.Reason", REASONS)
            subject = self.term(cells[header["LEI"]], "LEI")
            self.delivery.counts["reporting exceptions"] += 1
            why = ", ".join(given) or "no reason given"
            note = f"No {PARENTS[category]} accounting parent is reported: {why}."
            return f"{subject} k:note {lines.text(note)} .\n"

        return take


def _country(code: str) -> str:
    return code if re.fullmatch("[A-Z]{2}", code) else ""
