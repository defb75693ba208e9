"""
A small graph of everything that breaks a writer, for the tests of exports.
"""

from pathlib import Path

import pyoxigraph as ox

from kg import build
from kg.graph import OxigraphStore
from kg.graph.triples import quads_of
from kg.model import TABLES, read_dataset
from kg.names import KG, mint
from kg.tables import read_table, write_table

REPOSITORY = Path(__file__).resolve().parent.parent
WORLD = REPOSITORY / "tests" / "faults" / "world"
MARKED = {"⏎": "\n", "␇": "\x07", "␀": "\x00"}
"""
Characters that no table may hold, and a graph of other people's data may.
"""

NAME = """A & <B> "C" d'Œuvre; é ]]> \\ {x} %s⏎two␇lines"""
ORGANIZATIONS = [
    {"id": "nasty", "name": NAME, "kind": "company", "country": "FR"},
    {"id": "jean-martin", "name": "Jean Martin", "kind": "company"},
    {"id": "treasury", "name": "Trésor", "kind": "state", "country": "FR"},
]
PERSONS = [{"id": "jean-martin", "name": "Jean Martin"}]
SHAREHOLDINGS = [
    ("n-missing", "nasty", "alpine", {"exactness": "unknown", "from": "2014"}),
    ("n-hundred", "nasty", "boreal", {"capital": "100", "from": "2010", "until": "2012-01-01"}),
    ("n-third", "nasty", "boreal", {"capital": "33.4", "from": "2013", "until": "2014-02"}),
    ("n-itself", "boreal", "boreal", {"capital": "2.5", "from": "2014-03-01"}),
    ("n-cross", "nuage", "alpine", {"capital": "10", "votes": "12.5", "from": "2019"}),
    ("n-company", "jean-martin", "nuage", {"capital": "1", "from": "2019-02-03"}),
    ("n-by-person", "jean-martin", "nuage", {"capital": "2", "until": "2025/.."}),
    ("n-more", "treasury", "nasty", {"exactness": "at-least", "capital_min": ">50"}),
    ("n-short", "treasury", "boreal", {"capital": "5", "from": "2016", "until": "2016"}),
    ("n-range", "treasury", "boreal", {"exactness": "approx", "capital": "78", "from": "2018~"}),
    ("n-planned", "nasty", "nuage", {"capital": "9", "standing": "planned"}),
    ("n-other", "nuage", "alpine", {"capital": "11", "standing": "alternative"}),
]
APPOINTMENTS = [
    {
        "id": "n-post",
        "person": "luc-noir",
        "organization": "nasty",
        "role": NAME,
        "post": "chair",
        "from": "2020-02-30"[:7],
    }
]


def nasty_store(folder: Path) -> OxigraphStore:
    """
    The small world of the faults with the rows above, in memory; `folder` is for its tables.
    """
    rows = {
        "organizations": ORGANIZATIONS,
        "persons": PERSONS,
        "appointments": [
            {"standing": "counted", "confidence": "low", **row} for row in APPOINTMENTS
        ],
        "shareholdings": [
            {
                "id": id,
                "holder": holder,
                "held": held,
                "exactness": "exact",
                "standing": "counted",
                "confidence": "low",
                "note": NAME,
                **cells,
            }
            for id, holder, held, cells in SHAREHOLDINGS
        ],
    }
    for table in TABLES.values():
        header = table.header
        found = [dict(row.cells) for row in read_table(WORLD / table.file, header)]
        for row in rows.get(table.name, []):
            cells = {"sources": "gazette-2018", **row}
            found.append({name: str(cells.get(name, "")) for name in header})
        write_table(folder / table.file, header, found)
    dataset = read_dataset(folder)
    assert not dataset.findings, dataset.findings
    quads = [spoiled(quad) for quad in quads_of(dataset)]
    return OxigraphStore.of([*quads, *build.read_ontology(REPOSITORY / "ontology")])


def spoiled(quad: ox.Quad) -> ox.Quad:
    """
    A quad with its marks made control characters, and its holder made the person.
    """
    value = quad.object
    if isinstance(value, ox.Literal) and value.datatype.value.endswith("#string"):
        text = value.value
        for mark, character in MARKED.items():
            text = text.replace(mark, character)
        value = ox.Literal(text)
    if quad.subject.value.endswith("/n-by-person") and quad.predicate.value == KG + "holder":
        value = ox.NamedNode(mint("person", "jean-martin"))
    return ox.Quad(quad.subject, quad.predicate, value, quad.graph_name)
