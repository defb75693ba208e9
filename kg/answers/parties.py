"""
Parties: the kind and the country of organizations and persons, as rules read them.
"""

from ..claims import PREFIX, rows
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
from ..names import ID

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


def read_parties(store: Store) -> dict[str, Party]:
    """
    Everybody who may hold or be held, by id.
    """
    query = (
        PREFIX
        + "SELECT ?party ?type ?country WHERE { ?party kg:name ?name ; a ?type ."
        + f' FILTER (STRSTARTS(STR(?party), "{ID}organization/")'
        + f' || STRSTARTS(STR(?party), "{ID}person/"))'
        + " OPTIONAL { ?party kg:country ?country } } ORDER BY ?party"
    )
    return {
        row["party"].slug: Party(
            row["party"].slug, KINDS.get(row["type"].slug, UNKNOWN), row["country"]
        )
        for row in rows(store, query)
    }
