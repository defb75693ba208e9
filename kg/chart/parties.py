"""
Parties: the kind and the country of those whom a chart shows.
"""

from ..answers.parties import KINDS
from ..claims import PREFIX, rows, values
from ..control.parties import UNKNOWN, Party
from ..graph import Store
from ..names import ID, Iri


def stranger(agent: Iri) -> Party:
    """
    Somebody of whom nothing is known.
    """
    return Party(agent.slug, UNKNOWN)


def read_parties(store: Store, agent: Iri | None = None) -> dict[str, Party]:
    """
    The kind and country of everybody, or of one, by id.
    """
    query = (
        PREFIX
        + f"SELECT ?party ?type ?country WHERE {{ {values('party', agent)}"
        + "?party kg:name ?name ; a ?type ."
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
