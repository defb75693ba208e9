"""
Parties: the kind and the country of organizations and persons, as rules read them.
"""

from collections.abc import Iterable

from ..claims import PREFIX, in_chunks, rows, values
from ..control.parties import (
    COMPANY,
    DIVISION,
    FAMILY,
    FUND,
    GROUP,
    NATURAL,
    STATE,
    UNKNOWN,
    Party,
)
from ..graph import Store

KINDS = {
    "Company": COMPANY,
    "JointVenture": COMPANY,
    "PublicInstitution": STATE,
    "State": STATE,
    "Fund": FUND,
    "Family": FAMILY,
    "HolderGroup": GROUP,
    "Division": DIVISION,
    "Business": DIVISION,
    "Person": NATURAL,
}
"""
What each class of the ontology is for the rules; anything else is unknown.
"""


def read_parties(store: Store, agents: Iterable[str]) -> dict[str, Party]:
    """
    Some of those who may hold or be held, by id.
    """
    found: dict[str, Party] = {}
    for chunk in in_chunks(sorted(agents)):
        query = (
            PREFIX
            + f"SELECT ?party ?type ?country WHERE {{ {values('party', chunk)}"
            + "?party kg:name ?name ; a ?type . OPTIONAL { ?party kg:country ?country } }"
            + " ORDER BY ?party"
        )
        for row in rows(store, query):
            slug, kind = row["party"].slug, KINDS.get(row["type"].slug, UNKNOWN)
            found[slug] = Party(slug, kind, row["country"])
    return found
