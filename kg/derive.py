"""
Derive: what follows from the claims, as triples of a graph of its own.

Every conclusion about control is a node with its rule, verdict, period and
chain, and points at the claims that it rests on, so that any SPARQL store
answers 'who controlled X on D' without this package.
"""

from collections.abc import Iterator
from datetime import date

import pyoxigraph as ox

from .claims import claim_iris, read_claims
from .control import Period, timeline
from .graph import Store
from .graph.triples import DERIVED
from .names import KG, PROV, RDF, RDFS, XSD, Iri, concept, mint

CONCLUDED = 5_000
"""
Up to so many claims on who holds or may decide what, the conclusions of all
days are drawn while building and stored; of more, a question draws those that
it is about when it is asked (`answers.conclusions`). The manifest of a build
says which under `conclusions`: `stored` or `on demand`.
"""

DATE = ox.NamedNode(XSD + "date")


def conclusions_of(store: Store) -> Iterator[ox.Quad]:
    """
    Who controls whom over all days, from the claims of a store.
    """
    claims = read_claims(store)
    iris = claim_iris(claims)
    agents = {
        iri.slug: iri for claim in claims.shareholdings for iri in (claim.holder, claim.held)
    } | {iri.slug: iri for claim in claims.rights for iri in (*claim.holders, claim.organization)}
    graph = ox.NamedNode(DERIVED)
    for number, period in enumerate(timeline([date.min, *claims.days()], claims.on), 1):
        node = ox.NamedNode(mint("control", str(number)))
        for predicate, value in _facts(period, agents, iris):
            yield ox.Quad(node, ox.NamedNode(predicate), value, graph)


def _facts(
    period: Period, agents: dict[str, Iri], claims: dict[str, Iri]
) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
    one = period.conclusion
    yield RDF + "type", ox.NamedNode(KG + "Control")
    yield RDFS + "label", ox.Literal(" → ".join(one.chain))
    yield KG + "controller", ox.NamedNode(agents[one.controller])
    yield KG + "controlled", ox.NamedNode(agents[one.controlled])
    yield KG + "rule", ox.NamedNode(concept("rule", one.test))
    yield KG + "verdict", ox.NamedNode(concept("verdict", one.verdict))
    yield KG + "certainty", ox.NamedNode(concept("certainty", one.certainty))
    yield KG + "immediate", ox.Literal(one.immediate)
    yield KG + "ultimate", ox.Literal(one.ultimate)
    yield KG + "chain", ox.Literal(" ".join(one.chain))
    for other in one.jointly:
        yield KG + "jointController", ox.NamedNode(agents[other])
    for name, day in (("validFrom", period.start), ("validUntil", period.until)):
        if day is not None and day != date.min:
            yield KG + name, ox.Literal(day.isoformat(), datatype=DATE)
    for claim in dict.fromkeys(one.claims):
        if claim in claims:
            yield PROV + "wasDerivedFrom", ox.NamedNode(claims[claim])
