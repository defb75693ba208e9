"""
The gate: one fault, one finding, at the cell where a curator mends it.
"""

import csv
import functools
import json
import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import findings, validate
from kg.errors import Place
from kg.findings import CATALOGUE, ERROR, Finding
from kg.graph import triples
from kg.model import TABLES, read_dataset
from kg.names import KG, XSD
from kg.tables import TableError, read_table
from kg.validate import shapes

ROOT = Path(__file__).parent.parent
FAULTS = Path(__file__).parent / "faults"
WORLD = FAULTS / "world"
NOT_IN_A_CELL = {"file-missing", "file-unreadable", "shape", "shape-warning"}
"""
Rules that no table can break alone; each has a test of its own below.
"""

with (FAULTS / "expected.csv").open(encoding="utf-8", newline="") as file:
    EXPECTED = {row["fault"]: row for row in csv.DictReader(file)}


def found_in(folder: Path, tmp_path: Path) -> list[Finding]:
    """
    What is wrong with the invented world once a fault's tables lie over it.
    """
    for source in (WORLD, folder):
        for path in source.glob("*.csv"):
            shutil.copy(path, tmp_path / path.name)
    return all_findings(tmp_path)


def all_findings(folder: Path) -> list[Finding]:
    """
    What is wrong with the cells of a folder's tables, and between them.
    """
    dataset = read_dataset(folder)
    return findings.in_order([*dataset.findings, *validate.check(dataset)])


def test_the_invented_world_is_clean(tmp_path):
    """
    Tables without a fault have no finding, so that a fault's finding is its own.
    """
    assert found_in(WORLD, tmp_path) == []


@pytest.mark.parametrize("fault", sorted(EXPECTED))
def test_a_fault_is_found_where_it_is(fault, tmp_path):
    """
    Each fault gives exactly one finding, of its rule, at its file, line and column.
    """
    expected = EXPECTED[fault]
    found = found_in(FAULTS / fault, tmp_path)
    assert [
        {
            "fault": fault,
            "file": Path(finding.place.file).name,
            "line": str(finding.place.line),
            "column": finding.place.column,
            "rule": finding.rule,
            "severity": finding.severity,
        }
        for finding in found
    ] == [expected], "\n".join(map(str, found))


@pytest.mark.parametrize("fault", sorted(EXPECTED))
def test_a_finding_says_what_to_write_in_both_languages(fault, tmp_path):
    """
    Every message of every fault renders in French and English with all its blanks filled.
    """
    for finding in found_in(FAULTS / fault, tmp_path):
        for lang in ("en", "fr"):
            for text in (finding.found(lang), finding.write(lang)):
                assert text
                assert not re.search(r"[{}]|\bNone\b|\(\)", text), text


def test_every_fault_is_expected_and_every_expectation_has_its_fault():
    """
    A fault that no line expects, or a line without fault, would be a test that tests nothing.
    """
    folders = {path.name for path in FAULTS.iterdir() if path.is_dir()} - {"world"}
    assert folders == set(EXPECTED)
    for folder in folders:
        assert len(list((FAULTS / folder).iterdir())) == 1, f"{folder}: one fault, one file"


def test_every_rule_has_a_fault():
    """
    A rule without a fault has never been seen to work.
    """
    tested = {row["rule"] for row in EXPECTED.values()} | NOT_IN_A_CELL
    assert {rule for rule in CATALOGUE if not rule.startswith("import-")} == tested


def test_every_rule_has_the_same_blanks_in_both_languages():
    """
    French and English carry the same facts.
    """
    for rule in CATALOGUE.values():
        if rule.id.startswith("shape"):
            continue
        blanks = [set(re.findall(r"{(\w+)}", " ".join(rule.words[lang]))) for lang in ("en", "fr")]
        assert blanks[0] == blanks[1], rule.id
        assert rule.severity in (findings.ERROR, findings.WARNING), rule.id


def test_a_missing_folder_says_what_to_create(tmp_path):
    """
    A folder without tables is one finding, not an empty graph.
    """
    with pytest.raises(TableError) as error:
        read_dataset(tmp_path)
    assert error.value.finding.rule == "file-missing"
    assert "id,url" in error.value.finding.write("fr")


def test_a_file_that_cannot_be_opened_says_so(tmp_path):
    """
    A folder in the place of a file, or a file without leave to read, is one finding.
    """
    (tmp_path / "events.csv").mkdir()
    with pytest.raises(TableError) as error:
        read_table(tmp_path / "events.csv", TABLES["events"].header)
    assert error.value.finding.rule == "file-unreadable"


def test_rows_that_cannot_be_read_raise_no_false_alarm_elsewhere(tmp_path):
    """
    A typing error in one organization does not make every row about it dangle.
    """
    found = found_in(FAULTS / "siren-wrong", tmp_path)
    assert [finding.rule for finding in found] == ["siren-wrong"]


def test_an_unknown_id_is_told_the_nearest(tmp_path):
    """
    A misspelt id is answered with the one that was meant.
    """
    (finding,) = found_in(FAULTS / "reference-unknown-organization", tmp_path)
    assert "orage" in finding.write("en")
    assert "orage" in finding.write("fr")


def test_a_breach_of_the_whole_is_told_once(tmp_path):
    """
    A table of holders above 100 % is one finding with its sum, its day and its rows.
    """
    (finding,) = found_in(FAULTS / "shares-over-whole", tmp_path)
    assert finding.details["sum"] == "105"
    assert finding.details["day"] == "2019-12-31"
    assert "littoral-nuage:" in finding.details["rows"]


def test_the_published_tables_have_no_error():
    """
    What the project publishes passes its own gate.
    """
    errors = [f for f in all_findings(ROOT / "data") if f.severity == ERROR]
    assert errors == [], validate.as_text(errors)


FINDING = Finding("share-range", Place("data/shareholdings.csv", 7, "capital"), {"value": "440"})


def test_text_is_a_place_an_editor_can_jump_to():
    """
    The text form is `file:line column: found; write`.
    """
    assert validate.as_text([FINDING]) == (
        "data/shareholdings.csv:7 capital: 440 % is not within 0 and 100; "
        "write a percentage from 0 to 100 with a dot, such as 44.4\n"
    )


def test_json_has_one_object_for_each_finding():
    """
    The JSON form is a list with rule, severity, file, line, column, found, write.
    """
    (item,) = json.loads(validate.as_json([FINDING], "fr"))
    assert item == {
        "rule": "share-range",
        "severity": "error",
        "file": "data/shareholdings.csv",
        "line": 7,
        "column": "capital",
        "found": "440 % n'est pas compris entre 0 et 100",
        "write": "écrire un pourcentage de 0 à 100 avec un point, par exemple 44.4",
    }


def test_github_lines_are_escaped():
    """
    A finding shows beside its line in a pull request, percent signs included.
    """
    line = validate.as_github([FINDING])
    assert line.startswith("::error file=data/shareholdings.csv,line=7,title=share-range::")
    assert "440 %25 is not" in line
    assert line.count("\n") == 1


def test_a_warning_is_told_apart_in_text():
    """
    A warning, which stops nothing, says that it is one.
    """
    warning = Finding("lei-wrong", Place("organizations.csv", 2, "lei"), {"value": "X"})
    assert validate.as_text([warning]).endswith("(warning)\n")
    assert validate.as_text([warning], "fr").endswith("(avertissement)\n")
    assert validate.as_github([warning]).startswith("::warning ")


@functools.cache
def world():
    """
    The invented world as quads, and the record behind each IRI.
    """
    dataset = read_dataset(WORLD)
    places = {triples.iri_of(record).value: record for record in dataset}
    return list(triples.quads_of(dataset)), places


def shapes_find(quads):
    return validate.check_shapes(quads, ROOT / "ontology", world()[1])


def with_value(subject, name, value):
    """
    The invented world with one property of one thing replaced; None takes it away.
    """
    kept = [
        quad
        for quad in world()[0]
        if not (quad.subject.value.endswith(subject) and quad.predicate.value == KG + name)
    ]
    like = next(quad for quad in world()[0] if quad.subject.value.endswith(subject))
    if value is not None:
        kept.append(ox.Quad(like.subject, ox.NamedNode(KG + name), value, like.graph_name))
    return kept


def test_the_invented_world_conforms():
    """
    What the table rules accept, the shapes accept too.
    """
    assert shapes_find(world()[0]) == []


@pytest.mark.parametrize(
    ("subject", "name", "value", "file", "column"),
    [
        ("shareholding/alpine-nuage", "holder", None, "shareholdings.csv", "holder"),
        ("shareholding/alpine-nuage", "source", None, "shareholdings.csv", "sources"),
        (
            "shareholding/alpine-nuage",
            "startsNotBefore",
            ox.Literal("2018", datatype=ox.NamedNode(XSD + "gYear")),
            "shareholdings.csv",
            "from",
        ),
        ("stage/alpine-brume-signed", "stage", None, "acquisitions.csv", "signed"),
        ("appointment/luc-nuage", "post", ox.Literal("boss"), "appointments.csv", "post"),
    ],
)
def test_a_breach_of_a_shape_is_told_at_its_cell(subject, name, value, file, column):
    """
    SHACL speaks of nodes and paths; a curator is told the file, the line and the column.
    """
    findings = shapes_find(with_value(subject, name, value))
    assert findings
    assert {(Path(f.place.file).name, f.place.column) for f in findings} == {(file, column)}
    for finding in findings:
        assert finding.rule == "shape"
        assert finding.place.line > 1
        assert finding.text("en") != finding.text("fr")


def test_a_node_without_row_is_named():
    """
    A thing of the graph that no row stands for is still told, by its own name.
    """
    graph = world()[0][0].graph_name
    stray = ox.NamedNode("https://w3id.org/french-cloud/id/person/nobody")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    findings = shapes_find([*world()[0], ox.Quad(stray, kind, ox.NamedNode(KG + "Person"), graph)])
    assert findings
    assert {finding.place.file for finding in findings} == {"person/nobody"}


NOT_COLUMNS = {
    "certainty",
    "chain",
    "controlled",
    "controller",
    "hasStage",
    "immediate",
    "rule",
    "ultimate",
    "validFrom",
    "validUntil",
    "verdict",
    "http://www.w3.org/ns/prov#wasDerivedFrom",
}
"""
The properties of conclusions, which no table holds, and the link from a deal to its stages.
"""


def test_every_property_that_a_shape_names_is_some_column():
    """
    A shape about a property that no column yields could only ever point at a whole row.
    """
    paths = {
        quad.object.value.removeprefix(KG)
        for quad in ox.parse(path=ROOT / "ontology" / "shapes.ttl")
        if quad.predicate.value.endswith("shacl#path") and isinstance(quad.object, ox.NamedNode)
    }
    known = {
        path
        for path in paths
        if any(shapes.column_of(table, KG + path) for table in TABLES.values())
    }
    assert paths - known == NOT_COLUMNS
