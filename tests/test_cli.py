"""
The command line: the contract of its JSON, its exit codes, its help.
"""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import REPOSITORY

from kg import build
from kg.cli import main

SOURCE_KEYS = {"id", "url", "publisher", "published", "locator"}
KEYS = {
    "owners": {
        "holder",
        "name",
        "capital",
        "votes",
        "certainty",
        "from",
        "until",
        "standing",
        "sources",
    },
    "owned": {
        "held",
        "name",
        "capital",
        "votes",
        "certainty",
        "from",
        "until",
        "standing",
        "sources",
    },
    "controllers": {
        "controller",
        "name",
        "test",
        "verdict",
        "with",
        "ultimate",
        "chain",
        "reason",
        "law",
        "certainty",
        "sources",
    },
    "controlled": {
        "controlled",
        "name",
        "test",
        "verdict",
        "with",
        "ultimate",
        "chain",
        "reason",
        "law",
        "certainty",
        "sources",
    },
    "leaders": {"person", "name", "role", "from", "until", "certainty", "sources"},
    "history": {"date", "kind", "text", "sources"},
    "deals": {
        "acquisition",
        "acquirer",
        "target",
        "sellers",
        "share",
        "price",
        "stage",
        "talks",
        "announced",
        "signed",
        "completed",
        "abandoned",
        "sources",
    },
}
DATED = ("owners", "owned", "controllers", "controlled", "leaders")


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """
    A published build of the real tables.
    """
    folder = tmp_path_factory.mktemp("graph")
    build.build(REPOSITORY / "data", folder, ontology=REPOSITORY / "ontology")
    return folder


@pytest.fixture
def kg(folder, monkeypatch):
    """
    The command line on that build, in English.
    """
    monkeypatch.setenv("KG_GRAPH", str(folder))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*arguments, input=None):
        return CliRunner().invoke(main, [str(part) for part in arguments], input=input)

    return run


@pytest.mark.parametrize("question", sorted(KEYS))
def test_the_json_is_the_contract(kg, question):
    """
    One object with the six keys; each answer has its keys, each source its five.
    """
    subject = "orange" if question in ("owned", "controlled") else "cloudwatt"
    day = ["--on", "2014-10-01"] if question in DATED else []
    result = kg(question, subject, *day, "--format", "json")
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    assert set(answer) == {"question", "subject", "on", "known_to", "answers", "notes"}
    assert answer["question"] == question
    assert answer["subject"] == {"id": subject, "name": subject.capitalize()}
    assert answer["on"] == ("2014-10-01" if day else None)
    assert answer["answers"]
    for item in answer["answers"]:
        assert KEYS[question] <= set(item)
        assert item["sources"]
        assert all(set(source) == SOURCE_KEYS for source in item["sources"])


def test_find_gives_ids_and_what_matched(kg):
    """
    A name without accents finds the organization and says which name matched.
    """
    answer = json.loads(kg("find", "caisse des depots", "--format", "json").stdout)
    assert {"id", "name", "kind", "matched"} == set(answer["answers"][0])
    assert answer["answers"][0]["id"] == "caisse-des-depots"


@pytest.mark.parametrize(
    "name",
    [
        "cloudwatt",
        "CLOUDWATT",
        "CloudWatt",
        "https://w3id.org/french-cloud/id/organization/cloudwatt",
    ],
)
def test_an_organization_goes_by_any_of_its_names(kg, name):
    """
    Id, name in any case, and IRI give the same answer.
    """
    result = kg("owners", name, "--on", "2014-10-01")
    assert result.stdout == kg("owners", "cloudwatt", "--on", "2014-10-01").stdout


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Caisse des dépôts", "caisse-des-depots"),
        ("CDC", "caisse-des-depots"),
        ("380129866", "orange"),
        ("380 129 866", "orange"),
        ("5493001EZOOA66PTBR68", "atos"),
    ],
)
def test_identifiers_and_aliases_are_names(kg, text, id):
    """
    An alias, an acronym, a SIREN with or without spaces and an LEI name their organization.
    """
    answer = json.loads(kg("owned", text, "--format", "json").stdout)
    assert answer["subject"]["id"] == id


def test_an_unknown_name_ends_with_3_and_the_nearest(kg):
    """
    A name that nothing goes by ends with 3 and offers the nearest ids.
    """
    result = kg("owners", "cloudwat")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "cloudwatt" in result.stderr


def test_an_ambiguous_name_ends_with_4_and_the_candidates(kg, tmp_path, monkeypatch):
    """
    A name that two organizations bear ends with 4 and names both.
    """
    data = tmp_path / "data"
    shutil.copytree(REPOSITORY / "data", data)
    row = "n-thales-orange,thales,Orange,variant,,,,counted,,low,,,,opex360-2014-12-thales,\n"
    with (data / "names.csv").open("a", encoding="utf-8") as names:
        names.write(row)
    build.build(data, tmp_path / "graph", ontology=REPOSITORY / "ontology")
    monkeypatch.setenv("KG_GRAPH", str(tmp_path / "graph"))
    result = kg("owners", "Orange")
    assert result.exit_code == 4
    assert "orange" in result.stderr
    assert "thales" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("owners",),
        ("owners", "cloudwatt", "--on", "2014-13-01"),
        ("owners", "cloudwatt", "--on", "yesterday"),
        ("owners", "cloudwatt", "--format", "xml"),
        ("controllers", "cloudwatt", "--test", "feeling"),
        ("controllers", "cloudwatt", "--assume", "acq-nothing"),
        ("deals", "--stage", "rumoured"),
        ("run", "ownership/who-owns", "-p", "colour=red"),
        ("export", "docx"),
        ("export", "csv"),
        ("export", "ttl", "-o", "cloud.nq"),
        ("export", "ttl", "--dynamic"),
        ("export", "gexf-dynamic", "--on", "2015-06-30"),
        ("nonsense",),
    ],
)
def test_a_question_asked_wrongly_ends_with_2(kg, arguments):
    """
    Wrong usage ends with 2, one message on stderr, nothing on stdout.
    """
    result = kg(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert result.stderr


def test_csv_and_tsv_are_tables(kg):
    """
    CSV and TSV have one header and one row an answer, and agree.
    """
    ways = {}
    for form, delimiter in (("csv", ","), ("tsv", "\t")):
        text = kg("owners", "cloudwatt", "--on", "2014-10-01", "--format", form).stdout
        ways[form] = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    assert ways["csv"] == ways["tsv"]
    assert [row[0] for row in ways["csv"]] == ["holder", "orange", "caisse-des-depots", "thales"]


def test_turtle_holds_the_claims_behind_the_answer(kg):
    """
    `--format ttl` prints the claims that the answer rests on, as RDF that parses.
    """
    import rdflib

    text = kg("owners", "cloudwatt", "--on", "2014-10-01", "--format", "ttl").stdout
    graph = rdflib.Graph().parse(data=text, format="turtle")
    assert len(set(graph.subjects())) == 3


def test_a_pipe_gets_tsv(kg):
    """
    Without a terminal the default is TSV, and notes stay on stderr.
    """
    result = kg("owners", "cloudwatt", "--on", "2014-10-01")
    assert result.stdout.startswith("holder\tname\t")
    assert "99.9" in result.stderr
    assert "99.9" not in result.stdout


def test_french_where_asked(kg):
    """
    `--lang fr` says reasons and notes in French.
    """
    result = kg(
        "controllers", "cloudwatt", "--on", "2014-10-01", "--lang", "fr", "--format", "json"
    )
    answer = json.loads(result.stdout)
    assert "présumé" in answer["answers"][0]["reason"]
    assert "Code de commerce" in answer["answers"][0]["law"]


def test_every_command_has_help_with_an_example():
    """
    `--help` of each command says what it does and shows an example.
    """
    for name, command in main.commands.items():
        text = CliRunner().invoke(main, [name, "--help"]).stdout
        assert command.help, name
        assert f"kg {name}" in text, name


def test_every_example_in_help_runs(kg, tmp_path, monkeypatch):
    """
    The examples that `--help` shows run as they stand, and find something.
    """
    import shlex
    import shutil

    monkeypatch.chdir(tmp_path)
    shutil.copytree(REPOSITORY / "tests" / "imports", tmp_path / "tests" / "imports")
    for name, command in main.commands.items():
        if name in ("build", "check", "completion", "serve", "sparql"):
            continue
        lines = [line.strip() for line in (command.help or "").splitlines()]
        for line in lines:
            text = line.removeprefix("Example: ")
            if text.startswith(f"kg {name}"):
                result = kg(*shlex.split(text)[1:])
                assert result.exit_code == 0, f"{text}: {result.output}"


def test_a_query_of_the_library_takes_names(kg):
    """
    `kg run` takes any name for an organization, and a day.
    """
    result = kg(
        "run",
        "ownership/who-owns",
        "-p",
        "organization=Numergy",
        "-p",
        "day=2015-06-30",
        "--format",
        "json",
    )
    assert {row["holder"].rsplit("/", 1)[-1] for row in json.loads(result.stdout)} >= {
        "sfr",
        "bull",
    }


def test_sparql_answers_every_form(kg):
    """
    SELECT gives rows, ASK a truth value, CONSTRUCT Turtle; SERVICE and updates are refused.
    """
    ask = "ASK { ?s a <https://w3id.org/french-cloud/ontology#Company> }"
    assert kg("sparql", "-", input=ask).stdout == "true\n"
    select = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/french-cloud/ontology#Company> }"
    assert kg("sparql", "-", input=select).stdout.startswith("n\n")
    construct = "CONSTRUCT { ?s a <https://example.org/C> } WHERE { ?s a <https://w3id.org/french-cloud/ontology#State> }"
    assert "https://example.org/C" in kg("sparql", "-", input=construct).stdout
    service = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    assert kg("sparql", "-", input=service).exit_code == 2
    assert kg("sparql", "-", input="DELETE WHERE { ?s ?p ?o }").exit_code == 2


@pytest.mark.parametrize("form", ["ttl", "nq", "jsonld", "graphml"])
def test_exports_are_written_whole(kg, tmp_path, form):
    """
    Each format is written to its file, twice the same bytes, and leaves no draft.
    """
    paths = [tmp_path / f"one.{form}", tmp_path / f"two.{form}"]
    for path in paths:
        assert kg("export", form, "-o", path, "--on", "2015-06-30").exit_code == 0
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [path.name for path in paths]


def test_help_lists_every_format(kg):
    """
    The help of export has one line a format.
    """
    from kg.export import FORMATS

    text = kg("export", "--help").stdout
    assert all(re.search(rf"^  {form} +\S", text, re.MULTILINE) for form in FORMATS)


def test_exports_stream_to_the_output(kg):
    """
    Without a file, or with -, the export goes to stdout, whole and alone; --dynamic has time.
    """
    assert kg("export", "dot").stdout.startswith("// ")
    assert kg("export", "dot", "-o", "-").stdout == kg("export", "dot").stdout
    assert 'mode="dynamic"' in kg("export", "gexf", "--dynamic").stdout


BAD = {
    "a missing column": (
        "persons.csv",
        lambda raw: raw.replace(b"id,name,", b"id,", 1),
        "header-wrong",
    ),
    "a wrong date": (
        "shareholdings.csv",
        lambda raw: raw.replace(b",2012-09-06,", b",2012-09-36,", 1),
        "date-unreadable",
    ),
    "a percent of 440": (
        "shareholdings.csv",
        lambda raw: raw.replace(b",44.4,", b",440,", 1),
        "share-range",
    ),
    "an unknown id": (
        "shareholdings.csv",
        lambda raw: raw.replace(b",thales,cloudwatt,", b",thalys,cloudwatt,", 1),
        "reference-unknown",
    ),
    "a source that does not exist": (
        "shareholdings.csv",
        lambda raw: raw.replace(b"afp-2012-09-cloudwatt;", b"afp-2012-09-cloudwat;", 1),
        "reference-unknown",
    ),
    "a duplicate id": (
        "persons.csv",
        lambda raw: raw + raw.splitlines(keepends=True)[-1],
        "id-duplicate",
    ),
    "a file in Latin-1": (
        "persons.csv",
        lambda raw: raw.decode("utf-8").encode("latin-1", "replace"),
        "file-not-utf8",
    ),
    "an empty file": ("persons.csv", lambda raw: b"", "file-empty"),
    "a cyclic parent": (
        "attachments.csv",
        lambda raw: (
            raw
            + b"z-cycle,orange-business,orange-business,2017~,,counted,,low,,,,lmi-2022-01-reisinger,\n"
        ),
        "parent-cycle",
    ),
}


@pytest.mark.parametrize("fault", sorted(BAD))
def test_bad_input_is_one_clear_finding_and_the_last_build_answers(
    kg, folder, tmp_path, monkeypatch, fault
):
    """
    A fault in a table is one finding with its place, exit 1, and what was published still answers.
    """
    file, spoil, rule = BAD[fault]
    data = tmp_path / "data"
    shutil.copytree(REPOSITORY / "data", data)
    target = tmp_path / "graph"
    shutil.copytree(folder, target, symlinks=True)
    (data / file).write_bytes(spoil((data / file).read_bytes()))
    findings = json.loads(kg("check", data, "--format", "json").stdout)
    errors = [finding for finding in findings if finding["severity"] == "error"]
    assert [(finding["rule"], Path(finding["file"]).name) for finding in errors] == [(rule, file)]
    result = kg("build", data, "--output", target)
    assert result.exit_code == 1
    assert file in result.output
    monkeypatch.setenv("KG_GRAPH", str(target))
    assert kg("owners", "cloudwatt", "--on", "2014-10-01").exit_code == 0


def test_the_command_starts_without_the_heavy_libraries(folder):
    """
    A question loads neither pySHACL, rdflib, networkx, rich nor a data frame library.
    """
    script = (
        "import sys; from kg.cli import main\n"
        "try: main(['owners', 'cloudwatt', '--graph', sys.argv[1]])\n"
        "except SystemExit: pass\n"
        "heavy = {'rdflib', 'pyshacl', 'networkx', 'pandas', 'polars', 'rich', 'edtf'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        check=True,
    )
    assert done.stderr.splitlines()[-1] == "[]"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("command", [("rules",), ("queries",)])
def test_a_full_disk_is_one_sentence(command):
    """
    An output that takes nothing more ends in one error and exit code 2, not in a traceback.
    """
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kg", *command], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 2
    assert "the output cannot be used: No space left on device." in done.stderr
    assert "Traceback" not in done.stderr
