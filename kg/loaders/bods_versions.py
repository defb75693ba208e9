"""
BODS before 0.4: a statement of 0.1 to 0.3 in the form of 0.4.
"""

import re
from typing import Any

from .delivery import Refused
from .objects import field, needed

TYPES = {
    "entityStatement": "entity",
    "personStatement": "person",
    "ownershipOrControlStatement": "relationship",
}
INTERESTS = {
    "influence-or-control": "otherInfluenceOrControl",
    "rights-to-surplus-assets": "rightsToSurplusAssetsOnDissolution",
    "settlor-of-trust": "settlor",
    "trustee-of-trust": "trustee",
    "protector-of-trust": "protector",
    "beneficiary-of-trust": "beneficiaryOfLegalArrangement",
    "other-influence-or-control-of-trust": "otherInfluenceOrControl",
}


def as_current(record: dict[str, Any]) -> dict[str, Any]:
    """
    A statement in the form of 0.4; one that has it already as it is.

    Before 0.4 a statement has no record: it is one of its own, which `replaces`
    the statements that it names.

    Raises:
        Refused: the type of the statement is none of the known ones.
    """
    if "statementType" not in record:
        return record
    kind = TYPES.get(needed(record, "statementType"))
    if kind is None:
        codes = ", ".join(TYPES)
        raise Refused("import-code", "statementType", value=record["statementType"], codes=codes)
    details = dict(record)
    if kind == "entity":
        details["entityType"] = {"type": _camel(needed(record, "entityType"))}
    elif kind == "person":
        details["personType"] = _camel(field(record, "personType") or "knownPerson")
    else:
        details["subject"] = needed(record, "subject.describedByEntityStatement")
        party = needed(record, "interestedParty", dict)
        described = (
            party.get("describedByEntityStatement"),
            party.get("describedByPersonStatement"),
        )
        details["interestedParty"] = next(filter(None, described), party.get("unspecified") or {})
        details["interests"] = [_interest(one) for one in field(record, "interests", list) or ()]
    return {
        "recordId": needed(record, "statementID"),
        "recordType": kind,
        "recordDetails": details,
        "statementDate": field(record, "statementDate")
        or field(record, "publicationDetails.publicationDate"),
        "replaces": field(record, "replacesStatements", list) or (),
    }


def _camel(code: str) -> str:
    return re.sub(r"-(\w)", lambda found: found[1].upper(), code)


def _interest(one: Any) -> dict[str, Any]:
    if not isinstance(one, dict):
        raise Refused("import-value", "interests", value=one, wanted="an object")
    kind = needed(one, "type")
    share = dict(field(one, "share", dict) or {})
    for side in ("Minimum", "Maximum"):
        strict = share.pop(f"exclusive{side}", None)
        if strict is True:
            share[f"exclusive{side}"] = share.pop(side.lower(), None)
    level = field(one, "interestLevel") or field(one, "directOrIndirect")
    found = {**one, "type": INTERESTS.get(kind) or _camel(kind), "share": share}
    return {**found, "directOrIndirect": level} if level else found
