"""
Register: what pages call things, and where each thing's page is.
"""

from datetime import date
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from ...claims import PREFIX, rows
from ...knowledge import KnowledgeGraph
from ...names import BASE, ID, KG, SKOS, Iri, concept

ONTOLOGY = BASE + "ontology"


class Register:
    """
    The names of one graph in one language, read once.
    """

    def __init__(self, graph: KnowledgeGraph) -> None:
        self.graph, self.lang = graph, graph.lang

    @cached_property
    def agents(self) -> dict[str, Iri]:
        """
        Organizations and persons by id; an organization where both have one.
        """
        return {iri.slug: iri for iri in sorted(self.graph.directory.things, reverse=True)}

    @cached_property
    def labels(self) -> dict[str, str]:
        """
        The labels of the ontology's terms and codes.
        """
        query = (
            f"SELECT ?term ?label {{ ?term <{SKOS}prefLabel> ?label"
            f' FILTER (LANG(?label) = "{self.lang}") }}'
        )
        found = rows(self.graph.store, query)
        return {str(row["term"]): str(row["label"]) for row in found}

    @cached_property
    def titles(self) -> dict[str, str]:
        """
        The labels of everything that is no agent; a source by its publisher and date.
        """
        query = PREFIX + (
            "SELECT ?thing ?label ?publisher ?published { ?thing rdfs:label ?label ."
            f' FILTER (STRSTARTS(STR(?thing), "{ID}"))'
            " OPTIONAL { ?thing kg:publisher ?publisher }"
            " OPTIONAL { ?thing kg:published ?published } }"
        )
        return {
            str(row["thing"]): ", ".join(filter(None, (row["publisher"], row["published"])))
            or str(row["label"])
            for row in rows(self.graph.store, query)
        }

    @cached_property
    def claims(self) -> dict[str, str]:
        """
        The path of each claim's page by its id.
        """
        query = PREFIX + "SELECT ?claim { ?claim kg:standing ?standing } ORDER BY ?claim"
        found = (row["claim"] for row in rows(self.graph.store, query))
        return {iri.slug: "/" + iri.removeprefix(ID) for iri in found}

    def who(self, slug: str, on: date | None = None) -> dict[str, Any]:
        """
        An agent by its id: its name on a day, and the path of its page if it has one.
        """
        iri = self.agents.get(slug)
        if iri is None:
            return {"id": slug, "name": slug, "path": None}
        name = self.graph.directory.name(iri, on)
        return {"id": slug, "name": name, "path": "/" + iri.removeprefix(ID)}

    def code(self, scheme: str, code: str) -> str:
        """
        The label of a code, or the code itself where the ontology has none.
        """
        return self.labels.get(concept(scheme, code), code)

    def term(self, name: str) -> str:
        """
        The label of a class or property by its local name.
        """
        return self.labels.get(KG + name, name)

    def shown(self, term: Any) -> dict[str, Any]:
        """
        A value of a triple or row for a page: its text, and the path or address it leads to.
        """
        iri = term.value if isinstance(term, ox.NamedNode) else term
        if not isinstance(term, ox.NamedNode | Iri):
            return {"text": None, "path": None, "url": None}
        if iri.startswith(ID):
            agent = self.graph.directory.things.get(Iri(iri))
            text = self.graph.directory.name(agent.iri) if agent else self.titles.get(iri)
            return {"text": text or Iri(iri).slug, "path": "/" + iri[len(ID) :], "url": None}
        if iri.startswith(KG):
            text = self.labels.get(iri, Iri(iri).slug)
            return {"text": text, "path": f"/ontology#{Iri(iri).slug}", "url": None}
        return {"text": iri, "path": None, "url": iri}
