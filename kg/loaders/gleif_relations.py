"""
GLEIF relationship records: who consolidates whom in its accounts, and branches.

The start node is the child. A record says nothing of shares or votes. Relations
between funds are left out, and counted: the ontology has no term for them.
"""

import re
from collections.abc import Callable

from ..names import KG, XSD
from . import lines
from .delivery import Delivery, Refused
from .moments import period_lines
from .rows import Header, unknown_code

RELATIONS = re.compile(
    r"Relationship\.((Start|End)Node\.NodeID(Type)?|RelationshipType|RelationshipStatus"
    r"|Period\.\d+\.(startDate|endDate|periodType)"
    r"|Qualifiers\.\d+\.Qualifier(Dimension|Category)"
    r"|Quantifiers\.\d+\.(MeasurementMethod|QuantifierAmount|QuantifierUnits))"
    r"|Registration\.(InitialRegistrationDate|LastUpdateDate|RegistrationStatus|NextRenewalDate"
    r"|ManagingLOU|ValidationSources|ValidationDocuments|ValidationReference)"
)
CHILD = "Relationship.StartNode.NodeID"
PARENT = "Relationship.EndNode.NodeID"
BRANCH = "IS_INTERNATIONAL_BRANCH_OF"
CONSOLIDATIONS = {
    "IS_DIRECTLY_CONSOLIDATED_BY": ("d", "accounting-consolidation"),
    "IS_ULTIMATELY_CONSOLIDATED_BY": ("u", "ultimate-accounting-consolidation"),
    BRANCH: ("b", "branch"),
}
FUNDS = ("IS_FUND-MANAGED_BY", "IS_SUBFUND_OF", "IS_FEEDER_TO")
STATUSES = ("", "ACTIVE", "INACTIVE", "NULL")
VOID = ("ANNULLED", "CANCELLED", "DUPLICATE", "PENDING_VALIDATION")
STANDING = (
    *("", "PUBLISHED", "LAPSED", "RETIRED", "MERGED", "TRANSFERRED"),
    *("PENDING_TRANSFER", "PENDING_ARCHIVAL"),
)
CONFIDENCE = {
    "FULLY_CORROBORATED": "high",
    "PARTIALLY_CORROBORATED": "medium",
    "ENTITY_SUPPLIED_ONLY": "low",
    "": "medium",
}


def prefixes(delivery: Delivery) -> str:
    """
    The prefixes that the lines of relationships use: a quarter of the text to make and read.
    """
    named = {
        "k": KG,
        "x": XSD,
        **{
            letter: delivery.iri(kind, "")
            for letter, kind in (("o", "organization"), ("r", "control-right"), ("a", "attachment"))
        },
    }
    return "".join(f"@prefix {letter}: <{iri}> .\n" for letter, iri in named.items())


class Relations:
    """
    The relationship records of one file.

    `term` gives an LEI as a term, from the column that mentions it.
    """

    def __init__(
        self, delivery: Delivery, header: Header, source: str, term: Callable[[str, str], str]
    ) -> None:
        self.delivery = delivery
        self.term = term
        self._child, self._parent = header[CHILD], header[PARENT]
        self._type = header["Relationship.RelationshipType"]
        # Columns that a file may lack stand one past the end, where a row gets an empty cell.
        self._status, self._registration, self._checked, self._first, self._last = (
            header.get(name, len(header))
            for name in (
                "Relationship.RelationshipStatus",
                "Registration.RegistrationStatus",
                "Registration.ValidationSources",
                "Registration.InitialRegistrationDate",
                "Registration.LastUpdateDate",
            )
        )
        self._periods = header.groups(
            "Relationship.Period.{}.", "periodType", "startDate", "endDate"
        )
        self._amounts = header.groups(
            "Relationship.Quantifiers.{}.",
            "QuantifierAmount",
            "QuantifierUnits",
            "MeasurementMethod",
        )
        self._nodes = [at for name in (CHILD, PARENT) if (at := header.get(f"{name}Type", -1)) >= 0]
        self._tail = f"k:standing k:standing-counted ; k:source <{source}> "

    def take(self, cells: list[str], line: int) -> str:
        """
        The lines of a record; none of one that is left out.
        """
        cells.append("")
        left_out = self._left_out(cells)
        if left_out:
            self.delivery.left_out[left_out] += 1
            return ""
        relation, child, parent = cells[self._type], cells[self._child], cells[self._parent]
        if child == parent:
            raise Refused("import-itself", PARENT, value=child)
        mark, kind = CONSOLIDATIONS[relation]
        when, begun = self._period(cells)
        iri = self.term(child, CHILD)
        over = self.term(parent, PARENT)
        slug = f"{child}-{parent}-{mark}{begun}".lower()
        if not self.delivery.once(slug):
            raise Refused("import-repeated", CHILD, value=slug)
        checked = cells[self._checked]
        confidence = CONFIDENCE.get(checked)
        if confidence is None:
            raise unknown_code(checked, "Registration.ValidationSources", tuple(CONFIDENCE))
        self.delivery.counts[kind] += 1
        if relation == BRANCH:
            said = f"a:{slug} a k:Attachment ; k:division {iri} ; k:organization {over} "
        else:
            said = (
                f"r:{slug} a k:ControlRight ; k:kind k:right-{kind} ; k:holder {over}"
                f" ; k:organization {iri} "
            )
        for amount, unit, method in self._amounts:
            if cells[amount]:
                basis = f"{cells[amount]} {cells[unit]} {cells[method]}"
                said += f"; k:basis {lines.text(basis)} "
        return f"{said}; k:confidence k:confidence-{confidence} ; {self._tail}{when} .\n"

    def _left_out(self, cells: list[str]) -> str:
        """
        Why a record is left out: void, of funds, without status, or not between LEIs.
        """
        for at in self._nodes:
            if cells[at] not in ("LEI", ""):
                return f"node by {cells[at]}"
        registration = cells[self._registration]
        if registration not in STANDING:
            if registration in VOID:
                return registration
            column = "Registration.RegistrationStatus"
            raise unknown_code(registration, column, (*STANDING, *VOID))
        relation = cells[self._type]
        if relation not in CONSOLIDATIONS:
            if relation in FUNDS:
                return relation
            column = "Relationship.RelationshipType"
            raise unknown_code(relation, column, (*CONSOLIDATIONS, *FUNDS))
        status = cells[self._status]
        if status not in STATUSES:
            raise unknown_code(status, "Relationship.RelationshipStatus", STATUSES)
        return "relationship without status" if status == "NULL" else ""

    def _period(self, cells: list[str]) -> tuple[str, str]:
        """
        The lines of the dates, and the day of the start for the id.

        Only a RELATIONSHIP_PERIOD says when the relation held; an accounting
        period is one of many years.
        """
        starts = ends = ""
        for kind, start, end in self._periods:
            if cells[kind] == "RELATIONSHIP_PERIOD":
                starts, ends = cells[start], cells[end]
                break
        active = cells[self._status] != "INACTIVE" and cells[self._registration] != "RETIRED"
        attested, updated = cells[self._first], cells[self._last]
        when = period_lines(
            starts,
            ends,
            active,
            attested if not starts else "",
            updated if not active and not ends else "",
            self.delivery.day,
        )
        return when, starts[:10].replace("-", "")
