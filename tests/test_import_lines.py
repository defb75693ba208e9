"""
Import does not depend on how a file is laid out in lines.
"""

import json
from pathlib import Path

import pytest

from kg import additions
from kg.graph.generation import current

FIXTURES = Path(__file__).parent / "imports"


def written(paths, folder):
    """
    Everything that an import of statements stores about claims, without sources, and its counts.
    """
    additions.add("bods", paths, folder, alone=True)
    generation = current(folder)
    query = (
        "SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } FILTER(CONTAINS(STR(?g), 'import'))"
        " FILTER(CONTAINS(STR(?s), 'shareholding') && !CONTAINS(STR(?p), 'ource')) }"
    )
    rows = generation.store().select(query)
    told = generation.manifest["imports"]["bods"]
    return sorted(tuple(map(str, row.values())) for row in rows), told["counts"], told["left_out"]


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory):
    """
    What the statements give where each stands on lines of its own.
    """
    return written([FIXTURES / "statements.json"], tmp_path_factory.mktemp("lines"))


def test_statements_on_one_line_replace_each_other(laid_out, tmp_path):
    """
    A replaced statement leaves nothing behind where a whole register is one line of JSON.
    """
    one = tmp_path / "one.json"
    one.write_text(json.dumps(json.loads((FIXTURES / "statements.json").read_text())))
    assert written([one], tmp_path / "graph") == laid_out
    assert laid_out[2]["statements that a newer one replaces"] > 0


def test_files_of_one_name_are_two_files(laid_out, tmp_path):
    """
    Statements of two files with the same name, one a folder, replace each other as those of one.
    """
    statements = json.loads((FIXTURES / "statements.json").read_text())
    paths = []
    for number, statement in enumerate(statements):
        paths.append(tmp_path / str(number) / "part.json")
        paths[-1].parent.mkdir()
        paths[-1].write_text(json.dumps([statement]))
    assert written(paths, tmp_path / "graph") == laid_out
