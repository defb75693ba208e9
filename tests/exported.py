"""
Readers: each exported format read back by a library that is not ours.

Each reader gives the number of nodes and the edges as (id, holder, held,
relation, from, until, share), None for what is missing.
"""

import csv
import json
import re
from pathlib import Path

import networkx
import pyarrow.parquet
from lxml import etree

from kg.export import picture

GEXF = "{http://gexf.net/1.3}"
NEO4J_HEADER = re.compile(
    r"(?P<name>\w*):(?P<type>ID|LABEL|START_ID|END_ID|TYPE|IGNORE"
    r"|(?:int|long|float|double|boolean|byte|short|char|string|date|datetime)(?:\[\])?)"
)


def expected(store, on=None, *, planned=True):
    """
    The edges of the picture, as a reader should find them.
    """
    drawn = picture(store, on, planned=planned)
    edges = [
        (
            edge.id,
            edge.source,
            edge.target,
            edge.attributes["relation"],
            edge.attributes.get("from"),
            edge.attributes.get("until"),
            edge.attributes.get("capital"),
        )
        for edge in drawn.edges
    ]
    return len(drawn.nodes), sorted(edges, key=str)


def row_of(id, source, target, said):
    """
    An edge as a row, from what a reader says of it.
    """
    share = said.get("capital")
    return (
        id,
        source,
        target,
        said["relation"],
        said.get("from"),
        said.get("until"),
        None if share is None else float(share),
    )


def read_gexf(path):
    """
    The tree as lxml reads it.
    """
    tree = etree.parse(path)
    edges = [
        row_of(
            edge.get("id"),
            edge.get("source"),
            edge.get("target"),
            {one.get("for"): one.get("value") for one in edge.iter(f"{GEXF}attvalue")},
        )
        for edge in tree.iter(f"{GEXF}edge")
    ]
    return len(list(tree.iter(f"{GEXF}node"))), sorted(edges, key=str)


def read_networkx(path):
    """
    GraphML as networkx reads it.
    """
    graph = networkx.read_graphml(path, force_multigraph=True)
    edges = [row_of(key, *ends, said) for *ends, key, said in graph.edges(keys=True, data=True)]
    return graph.number_of_nodes(), sorted(edges, key=str)


def read_cyjs(path):
    """
    Cytoscape JSON, refusing what JSON has not.
    """

    def refuse(word):
        raise AssertionError(word)

    found = json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse)["elements"]
    ids = [one["data"]["id"] for side in found.values() for one in side]
    assert len(set(ids)) == len(ids)
    edges = [
        row_of(*(one["data"][name] for name in ("id", "source", "target")), one["data"])
        for one in found["edges"]
    ]
    return len(found["nodes"]), sorted(edges, key=str)


def read_neo4j(folder):
    """
    Both files as the csv module reads them, under Neo4j's rules of headers and ids.
    """
    tables = {}
    for name in ("nodes", "relationships"):
        raw = (folder / f"{name}.csv").read_text(encoding="utf-8")
        header, *rows = csv.reader(raw.splitlines(), strict=True)
        assert all(NEO4J_HEADER.fullmatch(one) for one in header), header
        assert len(set(header)) == len(header)
        tables[name] = [dict(zip(header, row, strict=True)) for row in rows]
        for row in tables[name]:
            for column, cell in row.items():
                if column.endswith(":double") and cell:
                    float(cell)
                if column.endswith(":boolean"):
                    assert cell in ("", "true", "false")
                if column.endswith(":date") and cell:
                    assert re.fullmatch(r"\d{4}-\d\d-\d\d", cell)
    known = {row[":ID"] for row in tables["nodes"]}
    assert len(known) == len(tables["nodes"])
    edges = []
    for row in tables["relationships"]:
        assert {row[":START_ID"], row[":END_ID"]} <= known
        said = {name.partition(":")[0]: cell for name, cell in row.items() if cell != ""}
        edges.append(row_of(row["id:string"], row[":START_ID"], row[":END_ID"], said))
    return len(known), sorted(edges, key=str)


def read_parquet(folder):
    """
    Both tables as pyarrow reads them.
    """
    edges = [
        row_of(row["id"], row["source"], row["target"], row)
        for row in pyarrow.parquet.read_table(folder / "edges.parquet").to_pylist()
    ]
    nodes = pyarrow.parquet.read_table(folder / "nodes.parquet")
    return nodes.num_rows, sorted(edges, key=str)


QUOTED = r'"((?:[^"\\]|\\.)*)"'
DOT_EDGE = re.compile(rf"{QUOTED} -> {QUOTED} \[id={QUOTED}.* class={QUOTED}.* tooltip={QUOTED}\];")


def read_dot(path):
    """
    The edges and nodes of a DOT file, line by line.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    edges = []
    for line in lines:
        if found := DOT_EDGE.fullmatch(line):
            source, target, id, relation, tip = found.groups()
            said = dict(part.split(": ", 1) for part in tip.split("; ") if ": " in part)
            edges.append(row_of(id, source, target, {**said, "relation": relation}))
    nodes = [line for line in lines if re.fullmatch(rf"{QUOTED} \[label={QUOTED}.*\];", line)]
    return len(nodes), sorted(edges, key=str)


READERS = {
    "gexf": read_gexf,
    "gexf-dynamic": read_gexf,
    "graphml": read_networkx,
    "graphml-yed": read_networkx,
    "cyjs": read_cyjs,
    "dot": read_dot,
    "neo4j": read_neo4j,
    "parquet": read_parquet,
}


def read(form: str, path: Path):
    """
    A file or folder of a format, read back.
    """
    return READERS[form](path)
