"""
Formats: the one table of what `kg export` writes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class Format:
    """
    A format: its name, its writer, the endings of its files, and what it is.

    `writer` is a module of this room and a function of it, loaded when it is
    used. `several` files go to a folder or a .zip. `timed` shows all days, so
    it takes none. `lines` are the endings that ask for one record a line.
    """

    name: str
    writer: str
    endings: tuple[str, ...]
    en: str
    fr: str
    several: bool = False
    timed: bool = False
    lines: tuple[str, ...] = ()

    def load(self) -> Callable[..., Any]:
        """
        The function that writes it.
        """
        module, _, function = self.writer.partition(":")
        found: Callable[..., Any] = getattr(import_module(f"{__package__}.{module}"), function)
        return found

    def summary(self, lang: str) -> str:
        """
        What it is, in one line.
        """
        return self.fr if lang == "fr" else self.en


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format(
            "ttl",
            "rdf:write_turtle",
            (".ttl",),
            "Turtle: all claims and conclusions",
            "Turtle : toutes les assertions et conclusions",
        ),
        Format(
            "nq",
            "rdf:write_nquads",
            (".nq",),
            "N-Quads: each named graph, with the ontology",
            "N-Quads : chaque graphe nommé, avec l'ontologie",
        ),
        Format(
            "jsonld",
            "jsonld:write_jsonld",
            (".jsonld", ".json"),
            "JSON-LD with its context",
            "JSON-LD avec son contexte",
        ),
        Format(
            "csv",
            "csvw:write_csv",
            (),
            "the tables, with CSVW metadata; kg build reads them back",
            "les tableaux, avec métadonnées CSVW ; kg build les relit",
            several=True,
        ),
        Format(
            "gexf",
            "gexf:write_gexf",
            (".gexf", ".xml"),
            "GEXF 1.3 for Gephi and Gephi Lite, without time",
            "GEXF 1.3 pour Gephi et Gephi Lite, sans le temps",
        ),
        Format(
            "gexf-dynamic",
            "gexf:write_gexf_dynamic",
            (".gexf", ".xml"),
            "GEXF 1.3 with the days on which each claim holds",
            "GEXF 1.3 avec les jours où chaque assertion vaut",
            timed=True,
        ),
        Format(
            "graphml",
            "graphml:write_graphml",
            (".graphml", ".xml"),
            "GraphML for networkx, igraph, Cytoscape, Gephi Lite",
            "GraphML pour networkx, igraph, Cytoscape, Gephi Lite",
        ),
        Format(
            "graphml-yed",
            "yed:write_yed",
            (".graphml", ".xml"),
            "GraphML with labels and shapes for yEd",
            "GraphML avec libellés et formes pour yEd",
        ),
        Format(
            "cyjs",
            "cyjs:write_cyjs",
            (".cyjs", ".json"),
            "Cytoscape JSON for Cytoscape and cytoscape.js",
            "JSON Cytoscape pour Cytoscape et cytoscape.js",
        ),
        Format("dot", "dot:write_dot", (".dot", ".gv"), "DOT for Graphviz", "DOT pour Graphviz"),
        Format(
            "neo4j",
            "neo4j:write_neo4j",
            (),
            "node and relationship CSV for Neo4j, with the import command",
            "CSV de nœuds et de relations pour Neo4j, avec la commande d'import",
            several=True,
        ),
        Format(
            "bods",
            "bods:write_bods",
            (".json", ".jsonl", ".ndjson"),
            "Beneficial Ownership Data Standard 0.4 (.json array, .jsonl lines)",
            "Beneficial Ownership Data Standard 0.4 (.json tableau, .jsonl lignes)",
            lines=(".jsonl", ".ndjson"),
        ),
        Format(
            "ftm",
            "ftm:write_ftm",
            (".ftm", ".json", ".jsonl", ".ndjson", ".ijson"),
            "FollowTheMoney entities, one a line",
            "entités FollowTheMoney, une par ligne",
        ),
        Format(
            "parquet",
            "parquet:write_parquet",
            (),
            "nodes and edges as Parquet tables",
            "nœuds et arcs en tables Parquet",
            several=True,
        ),
    )
}


def listing(lang: str) -> str:
    """
    Every format with its line.
    """
    width = max(map(len, FORMATS))
    return "\n".join(f"{one.name:{width}}  {one.summary(lang)}" for one in FORMATS.values())
