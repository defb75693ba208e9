"""
Import: other people's data beside ours, whole or not at all, and nothing made up.
"""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.ingest import write_relations
from kg import additions, build
from kg.cli import main
from kg.errors import InvalidData, StoreError, UsageError
from kg.findings import CATALOGUE
from kg.graph.arrays import NEVER_AFTER, NEVER_BEFORE, read_agents, read_arrays
from kg.graph.generation import current
from kg.knowledge import KnowledgeGraph
from kg.loaders import files
from kg.names import GRAPHS, KG

FIXTURES = Path(__file__).parent / "imports"
WORLD = Path(__file__).parent / "faults" / "world"
SAMPLES = Path(__file__).parents[2] / "shared" / "samples"
GLEIF = [FIXTURES / f"{name}.csv" for name in ("relations", "exceptions", "entities")]
DAY = date(2026, 1, 15)


def add(form, *paths, to, alone=True, **options):
    """
    A published import, and its graph.
    """
    made = additions.add(form, paths, to, alone=alone, on=DAY, **options)
    return made, KnowledgeGraph(made.store())


def facts(graph, kind, slug):
    """
    What the graph says of one thing: values as text by property.
    """
    found = {}
    rows = graph.store.select(
        f"SELECT ?p ?o WHERE {{ <https://w3id.org/french-cloud/id/{kind}/{slug}> ?p ?o }}"
    )
    for row in rows:
        value = str(row["o"])
        value = value.rpartition("#")[2] if value.startswith(KG) else value.rsplit("/", 1)[-1]
        found.setdefault(row["p"].slug, set()).add(value)
    return found


def count(graph, name, data_set):
    """
    The claims of a class in the graph of a data set.
    """
    (row,) = graph.store.select(
        f"SELECT (COUNT(?c) AS ?n) WHERE {{ GRAPH <{GRAPHS}import-{data_set}> {{ ?c a <{KG}{name}> }} }}"
    )
    return row["n"]


# -- what is read


def test_a_table_answers_as_the_curated_one_does(tmp_path):
    """
    Shares, bounds, names and periods of a plain table are answered like our own.
    """
    _, graph = add("table", FIXTURES / "shares.csv", to=tmp_path)
    rows = {row["holder"]: row for row in graph.owners("Nuage SAS", on="2022-01-01")}
    assert set(rows) == {"table-alpine", "table-littoral"}
    assert rows["table-alpine"]["capital"] == {"min": 62.5, "max": 62.5}
    assert rows["table-littoral"]["until"] == "2024-06-30"
    (brume,) = graph.owners("table-brume", on="2023-01-01")
    assert brume["capital"]["min"] == 50 and brume["votes"] is None
    found = graph.controllers("table-brume", on="2023-01-01", test="majority")
    assert {row["controller"] for row in found} >= {"table-nuage", "table-alpine", "table-dupont"}


def test_rows_store_and_columns_hold_the_same_number(tmp_path):
    """
    What was read, what SPARQL counts and what the arrays hold are equal, value by value.
    """
    made, graph = add("table", FIXTURES / "shares.csv", to=tmp_path)
    arrays = read_arrays(
        made.folder,
        [
            "claim",
            "holder",
            "held",
            "capital_low",
            "votes_low",
            "known",
            "follows",
            "starts_not_before",
            "ends_not_after",
            "counted",
            "graph",
        ],
    )
    agents = read_agents(made.folder)
    told = made.manifest["imports"]["table"]
    assert told["rows"] == count(graph, "Shareholding", "table") == len(arrays["claim"]) == 4
    assert made.manifest["tables"] == {"shareholdings": 4, "names": 5}
    at = list(arrays["claim"]).index(
        "https://w3id.org/french-cloud/id/shareholding/table-littoral-nuage-2021-03-01"
    )
    assert agents[arrays["holder"][at]].endswith("/table-littoral")
    assert agents[arrays["held"][at]].endswith("/table-nuage")
    assert arrays["capital_low"][at] == 37_500_000 and arrays["votes_low"][at] == 30_000_000
    assert arrays["known"][at] and not arrays["follows"][at] and arrays["counted"][at]
    epoch = date(1970, 1, 1)
    assert arrays["starts_not_before"][at] == (date(2021, 3, 1) - epoch).days
    assert arrays["ends_not_after"][at] == (date(2024, 6, 30) - epoch).days
    assert set(arrays["graph"]) == {f"{GRAPHS}import-table"}
    open_ends = arrays["ends_not_after"][arrays["ends_not_after"] == NEVER_AFTER]
    assert len(open_ends) == 3 and NEVER_BEFORE not in arrays["starts_not_before"]


def test_curated_builds_have_the_same_columns(tmp_path, graph):
    """
    A curated build has its table too, with a row for each shareholding.
    """
    made = build.build(WORLD, tmp_path)
    arrays = read_arrays(made.folder)
    (row,) = made.store().select(f"SELECT (COUNT(?c) AS ?n) WHERE {{ ?c a <{KG}Shareholding> }}")
    assert len(arrays["holder"]) == row["n"] == made.manifest["tables"]["shareholdings"] > 0


def test_a_consolidation_is_shown_and_is_no_control(tmp_path):
    """
    A parent in the accounts is named beside the shares and controls nothing by a rule.
    """
    made, graph = add("gleif", *GLEIF, to=tmp_path)
    child = "gleif-testchild00000000001"
    owners = graph.owners(child, on="2022-01-01")
    assert not owners.answers
    assert any("accounting consolidation" in note for note in owners.notes)
    assert not graph.controllers(child, on="2022-01-01").answers
    told = made.manifest["imports"]["gleif"]
    assert told["left_out"] == {"ANNULLED": 1, "IS_FUND-MANAGED_BY": 1}
    assert told["counts"]["reporting exceptions"] == 2


def test_gleif_periods_mean_the_relation_and_not_the_accounts(tmp_path):
    """
    An accounting year ends nothing, a lapsed registration neither; a midnight elsewhere
    leaves two days open; an inactive record without an end ended by its last update.
    """
    _, graph = add("gleif", *GLEIF, to=tmp_path)
    stem = "gleif-testchild00000000001-"
    direct = facts(graph, "control-right", stem + "testparent0000000002-d20171206")
    assert direct["startsNotBefore"] == direct["startsNotAfter"] == direct["from"] == {"2017-12-06"}
    assert "endsNotAfter" not in direct and direct["confidence"] == {"confidence-high"}
    assert direct["kind"] == {"right-accounting-consolidation"}
    assert direct["basis"] == {"100 PERCENTAGE ACCOUNTING_CONSOLIDATION"}
    ultimate = facts(graph, "control-right", stem + "testultimate00000003-u20090111")
    assert ultimate["startsNotBefore"] == {"2009-01-11"}
    assert ultimate["startsNotAfter"] == {"2009-01-12"}
    assert ultimate["kind"] == {"right-ultimate-accounting-consolidation"}
    ended = facts(graph, "control-right", "gleif-testparent0000000002-testultimate00000003-d")
    assert "startsNotBefore" not in ended and ended["startsNotAfter"] == {"2018-01-10"}
    assert ended["endsNotAfter"] == {"2024-01-10"} and ended["endsNotBefore"] == {"0001-01-01"}
    branch = facts(graph, "organization", "gleif-testbranch0000000004")
    assert branch["name"] == {"Alpine Holding Paris"}


def test_what_gleif_does_not_know_is_kept(tmp_path):
    """
    A reporting exception is a note that says why; an LEI without a record has its code as name.
    """
    _, graph = add("gleif", *GLEIF, to=tmp_path)
    found = facts(graph, "organization", "gleif-testultimate00000003")
    assert found["note"] == {
        "No direct accounting parent is reported: NATURAL_PERSONS.",
        "No ultimate accounting parent is reported: NO_KNOWN_PERSON.",
    }
    assert found["name"] == {"TESTULTIMATE00000003"}


def test_bands_are_bounds_and_the_private_life_stays_out(tmp_path):
    """
    Of a person with significant control the graph has the name and bounds, nothing else.
    """
    made, graph = add("psc", FIXTURES / "persons.jsonl", to=tmp_path)
    held = facts(graph, "shareholding", "psc-01234567-aaa111")
    assert held["votesMinimum"] == {"50"} and held["votesMaximum"] == {"75"}
    assert held["votesMinimumExclusive"] == held["votesMaximumExclusive"] == {"True"}
    assert held["startsNotAfter"] == {"2017-05-02"} and "startsNotBefore" not in held
    person = facts(graph, "person", "psc-01234567-aaa111")
    assert set(person) == {"22-rdf-syntax-ns", "type", "label", "name", "source"} - {
        "22-rdf-syntax-ns"
    }
    everything = " ".join(map(str, made.store().quads(f"{GRAPHS}import-psc")))
    for private in ("1901", "Invented Row", "ZZ9", "Testish", "Testland"):
        assert private not in everything
    controllers = graph.controllers("psc-01234567", on="2022-01-01", test="majority")
    assert [(row["controller"], row["certainty"]) for row in controllers] == [
        ("psc-01234567-aaa111", "certain")
    ]


def test_what_stands_in_a_trust_or_cannot_all_stand_is_not_counted(tmp_path):
    """
    Shares through a trust, and two holders of more than 75 % each, make nobody a controller.
    """
    made, graph = add("psc", FIXTURES / "persons.jsonl", to=tmp_path)
    trust = facts(graph, "shareholding", "psc-01234567-bbb222-indirect")
    assert trust["standing"] == {"standing-indirect"} and trust["until"] == {"2019-03-31"}
    assert facts(graph, "organization", "psc-07654321")["name"] == {"Fictive Nominees Limited"}
    for slug in ("psc-sc999999-eee555", "psc-sc999999-fff666"):
        assert facts(graph, "shareholding", slug)["standing"] == {"standing-indirect"}
    assert not graph.controllers("psc-sc999999", on="2022-01-01").answers
    told = made.manifest["imports"]["psc"]["counts"]
    assert told["organizations whose shares cannot all stand"] == 1
    assert told["companies with something not known"] == 2
    assert not read_arrays(made.folder, ["counted"])["counted"].all()


def test_the_newest_bods_statement_of_a_record_holds(tmp_path):
    """
    A closed record ended by its day; what a chain explains is not added up; nobody named is told.
    """
    made, graph = add("bods", FIXTURES / "statements.json", to=tmp_path)
    held = facts(graph, "shareholding", "bods-r1")
    assert held["capital"] == {"60"} and held["votesMinimum"] == {"50"}
    assert held["endsNotAfter"] == {"2021-06-30"} and held["startsNotBefore"] == {"2018-02-01"}
    assert held["standing"] == {"standing-counted"}
    assert facts(graph, "shareholding", "bods-r2")["standing"] == {"standing-indirect"}
    (note,) = facts(graph, "organization", "bods-alpine")["note"]
    assert "subjectUnableToConfirm" in note
    left_out = made.manifest["imports"]["bods"]["left_out"]
    assert left_out["statements that a newer one replaces"] == 1
    assert "1901" not in " ".join(map(str, made.store().quads()))


def test_older_bods_is_read_as_the_newer(tmp_path):
    """
    In 0.2 a strict bound is a flag, and a replaced statement no longer holds.
    """
    _, graph = add("bods", FIXTURES / "statements-0.2.jsonl", to=tmp_path)
    assert facts(graph, "shareholding", "bods-oc1") == {}
    held = facts(graph, "shareholding", "bods-oc2")
    assert held["votesMinimum"] == {"50"} and held["votesMinimumExclusive"] == {"True"}
    assert held["votesMaximum"] == {"75"} and held["votesMaximumExclusive"] == {"True"}


def test_parquet_and_csv_are_one_table(tmp_path):
    """
    The same rows in Parquet make the same graph.
    """
    import pyarrow.csv
    import pyarrow.parquet as pq

    pq.write_table(pyarrow.csv.read_csv(FIXTURES / "shares.csv"), tmp_path / "shares.parquet")
    one, _ = add("table", FIXTURES / "shares.csv", to=tmp_path / "a")
    two, _ = add("table", tmp_path / "shares.parquet", to=tmp_path / "b")
    assert one.manifest["quads"] == two.manifest["quads"]
    assert one.manifest["imports"]["table"]["counts"] == two.manifest["imports"]["table"]["counts"]


def test_archives_are_read_as_their_content(tmp_path):
    """
    Zip and gzip give what the plain file gives.
    """
    plain = (FIXTURES / "relations.csv").read_bytes()
    (tmp_path / "relations.csv.gz").write_bytes(gzip.compress(plain))
    with zipfile.ZipFile(tmp_path / "relations.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("relations.csv", plain)
    quads = {
        add("gleif", path, to=tmp_path / path.name.replace(".", ""))[0].manifest["quads"]
        for path in (
            FIXTURES / "relations.csv",
            tmp_path / "relations.csv.gz",
            tmp_path / "relations.zip",
        )
    }
    assert len(quads) == 1


# -- beside the curated graph


@pytest.fixture
def world(tmp_path):
    """
    An invented curated graph, one of its organizations with an LEI and a counted holder.
    """
    return build.build(WORLD, tmp_path / "world")


def held_with_identifier(world):
    """
    A curated organization that is held and has a SIREN or an LEI.
    """
    rows = world.store().select(
        f"SELECT ?held ?siren ?lei WHERE {{ ?c a <{KG}Shareholding> ; <{KG}held> ?held ;"
        f" <{KG}standing> <{KG}standing-counted> OPTIONAL {{ ?held <{KG}siren> ?siren }}"
        f" OPTIONAL {{ ?held <{KG}lei> ?lei }} FILTER(BOUND(?siren) || BOUND(?lei)) }} ORDER BY ?held"
    )
    return next(iter(rows))


def test_the_same_identifier_is_the_same_organization_and_a_name_is_not(world, tmp_path):
    """
    An imported claim joins the curated organization by identifier, beside its counted claims.
    """
    row = held_with_identifier(world)
    column, value = ("siren", row["siren"]) if row["siren"] else ("lei", row["lei"])
    path = tmp_path / "other.csv"
    path.write_text(
        f"holder,held,held_name,held_{column},capital\n"
        f"rival,x,Another name,{value},90\nrival,y,{row['held'].slug},,80\n"
    )
    made, graph = add("table", path, to=tmp_path / "world", alone=False)
    told = made.manifest["imports"]["table"]
    assert told["matched"] == {value: row["held"]}
    claim = facts(graph, "shareholding", "table-rival-x")
    assert claim["held"] == {row["held"].slug} and claim["standing"] == {"standing-alternative"}
    assert len(claim["counterpart"]) == 1
    assert facts(graph, "shareholding", "table-rival-y")["held"] == {"table-y"}
    found = graph.store.select(f"SELECT ?n WHERE {{ <{row['held']}> <{KG}name> ?n }}")
    assert len(found) == 1


def test_an_import_replaces_itself_and_leaves_the_others(world, tmp_path):
    """
    Done again, a data set is what its files now say; the curated graph and others stay.
    """
    folder = tmp_path / "world"
    add("psc", FIXTURES / "persons.jsonl", to=folder, alone=False)
    add("table", FIXTURES / "shares.csv", to=folder, alone=False)
    less = tmp_path / "less.csv"
    less.write_text("holder,held,capital\nalpine,nuage,100\n")
    made, graph = add("table", less, to=folder, alone=False)
    assert count(graph, "Shareholding", "table") == 1
    assert count(graph, "Shareholding", "psc") == 4
    assert facts(graph, "shareholding", "table-alpine-nuage")["capital"] == {"100"}
    curated = world.manifest["tables"]["shareholdings"]
    assert made.manifest["tables"]["shareholdings"] == curated + 5
    assert made.manifest["counts"] == world.manifest["counts"]
    assert {row["id"] for row in graph.find("Nuage")} >= {"table-nuage"}


def test_a_new_build_keeps_the_imports(world, tmp_path):
    """
    Building the tables again does not lose the data that was taken in.
    """
    folder = tmp_path / "world"
    add("table", FIXTURES / "shares.csv", to=folder, alone=False)
    again = build.build(WORLD, folder)
    graph = KnowledgeGraph(again.store())
    assert count(graph, "Shareholding", "table") == 4
    assert again.manifest["imports"]["table"]["rows"] == 4
    assert graph.owners("table-nuage", on="2022-01-01").answers


# -- what is refused

PSC = '{"company_number":"%s","data":{"kind":"%s","name":"X","natures_of_control":["%s"],"links":{"self":"/a/%s"}}}\n'
BODY = "corporate-entity-person-with-significant-control"
GOOD = PSC % ("01234567", BODY, "voting-rights-25-to-50-percent", "a1")
RELATION = (
    "Relationship.StartNode.NodeID,Relationship.EndNode.NodeID,Relationship.RelationshipType,"
    "Relationship.Period.1.startDate,Relationship.Period.1.endDate,Relationship.Period.1.periodType\n"
)
ROW = "TESTCHILD00000000001,TESTPARENT0000000002,IS_DIRECTLY_CONSOLIDATED_BY,%s,%s,RELATIONSHIP_PERIOD\n"
STATEMENT = (
    '{"statementId":"x","statementDate":"2020-01-01","recordId":"r","recordType":"relationship",'
    '"recordDetails":{"subject":"a","interestedParty":"b","interests":[]}}\n'
)
CLOSED = (
    '[{"statementDate":"2020-01-01","recordId":"a","recordType":"entity","recordDetails":'
    '{"entityType":{"type":"legalEntity"},"name":"A"}},\n'
    '{"statementDate":"2020-01-01","recordId":"b","recordType":"entity","recordDetails":'
    '{"entityType":{"type":"legalEntity"},"name":"B"}},\n'
    '{"statementDate":"2020-01-01","recordId":"r","recordType":"relationship","recordDetails":'
    '{"subject":"a","interestedParty":"b","interests":[{"type":"shareholding",'
    '"startDate":"2020-01-01","endDate":"2019-01-01"}]}}]\n'
)

REFUSED = [
    ("table", "a.csv", "", "import-empty-file", 0, ""),
    ("table", "a.csv", "holder,held,colour\na,b,c\n", "import-column-unknown", 1, "colour"),
    ("table", "a.csv", "holder,capital\na,5\n", "import-column-missing", 1, "held"),
    ("table", "a.csv", "holder,held,held\na,b,c\n", "import-column-twice", 1, "held"),
    ("table", "a.csv", "holder,held,capital\na,b\n", "row-cells", 2, ""),
    ("table", "a.csv", 'holder,held\na,"b\n', "row-broken", 2, ""),
    ("table", "a.csv", "holder,held,capital\na,b,5\na,c,7O\n", "share-unreadable", 3, "capital"),
    ("table", "a.csv", "holder,held,capital\na,b,101\n", "share-range", 2, "capital"),
    ("table", "a.csv", "holder,held,from\na,b,yesterday\n", "date-unreadable", 2, "from"),
    ("table", "a.csv", "holder,held\n,b\n", "import-empty", 2, "holder"),
    ("table", "a.csv", "holder,held\na b,b\n", "import-value", 2, "holder"),
    ("table", "a.csv", "holder,held,held_kind\na,b,shop\n", "import-code", 2, "held_kind"),
    ("table", "a.csv", "holder,held\na,a\n", "import-itself", 2, "holder"),
    ("table", "a.csv", "id,holder,held\ns1,a,b\ns1,a,c\n", "import-repeated", 3, "id"),
    ("table", "a.csv", "holder,held,capital\na,b,60\nc,b,60\n", "import-crowded", 3, ""),
    ("table", "a.csv", b"holder,held\na,\xe9\n", "file-not-utf8", 2, ""),
    ("table", "a.parquet", b"PAR1no", "file-unreadable", 0, ""),
    ("gleif", "a.csv", "name,age\nx,3\n", "import-format", 1, ""),
    (
        "gleif",
        "a.csv",
        RELATION + ROW % ("2020-01-01", "2019-01-01"),
        "import-backwards",
        2,
        "endDate",
    ),
    ("gleif", "a.csv", RELATION + ROW % ("soon", ""), "import-value", 2, "startDate"),
    (
        "gleif",
        "a.csv",
        RELATION + (ROW % ("2020-01-01", "")) * 2,
        "import-repeated",
        3,
        "Relationship.StartNode.NodeID",
    ),
    (
        "gleif",
        "a.csv",
        RELATION + (ROW % ("2020-01-01", "")).replace("IS_D", "IS_NOT_D"),
        "import-code",
        2,
        "Relationship.RelationshipType",
    ),
    ("psc", "a.json", GOOD + "{]\n", "import-json", 2, ""),
    (
        "psc",
        "a.json",
        GOOD.replace("voting", "waving"),
        "import-code",
        1,
        "data.natures_of_control",
    ),
    (
        "psc",
        "a.json",
        PSC % ("1/2", BODY, "voting-rights-25-to-50-percent", "a"),
        "import-value",
        1,
        "company_number",
    ),
    ("psc", "a.json", GOOD.replace(BODY, "ghost"), "import-code", 1, "kind"),
    ("bods", "a.json", STATEMENT, "import-dangling", 1, "recordDetails.subject"),
    ("bods", "a.json", CLOSED, "import-period", 3, "interests.startDate"),
]
"""
Format, file, content; the rule that it breaks, with line and column.
"""

ELSEWHERE = {"import-missing-file", "import-expands", "import-members"}
"""
Rules with a test of their own.
"""


@pytest.mark.parametrize(("form", "name", "content", "rule", "line", "column"), REFUSED)
def test_a_bad_row_is_one_finding_and_nothing_is_published(
    tmp_path, form, name, content, rule, line, column
):
    """
    What cannot be read is told once, where it stands, and nothing is published or left behind.
    """
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InvalidData) as told:
        add(form, path, to=tmp_path / "graph")
    (finding,) = told.value.findings
    assert (finding.rule, finding.place.line, finding.place.column) == (rule, line, column)
    for lang in ("en", "fr"):
        assert name in finding.text(lang) and "{" not in finding.text(lang)
    assert not (tmp_path / "graph" / "current").exists()
    assert not list((tmp_path / "graph").glob(".building-*"))


def test_every_rule_of_an_import_is_broken_here():
    """
    A rule that no fault breaks has never been seen to work.
    """
    rules = {rule for rule in CATALOGUE if rule.startswith("import-")}
    assert rules == {case[3] for case in REFUSED if case[3] in rules} | ELSEWHERE


def test_an_absent_file_is_told(tmp_path):
    """
    A path that leads nowhere is a finding and not a trace.
    """
    with pytest.raises(InvalidData, match="no such file"):
        add("psc", tmp_path / "none.json", to=tmp_path / "graph")


def test_an_archive_that_expands_without_end_is_refused(tmp_path, monkeypatch):
    """
    A small archive of much text, or of many files, stops the import early.
    """
    monkeypatch.setattr(files, "FREE", 1 << 16)
    bomb = tmp_path / "bomb.csv.gz"
    bomb.write_bytes(gzip.compress(b"holder,held\n" + b"a,b\n" * 300_000))
    with pytest.raises(InvalidData) as told:
        add("table", bomb, to=tmp_path / "graph", skip_bad=True)
    assert told.value.findings[-1].rule == "import-expands"
    crowd = tmp_path / "crowd.zip"
    with zipfile.ZipFile(crowd, "w") as archive:
        for number in range(files.MEMBERS + 1):
            archive.writestr(f"{number}.csv", "holder,held\n")
    with pytest.raises(InvalidData, match="holds 17 files"):
        add("table", crowd, to=tmp_path / "graph")


def test_bad_rows_can_be_left_out_and_are_counted(tmp_path):
    """
    With skip_bad the sound rows are published, and the manifest says how many were not.
    """
    path = tmp_path / "a.csv"
    path.write_text("holder,held,capital\na,b,5\na,c,7O\na,d,9\n")
    made, graph = add("table", path, to=tmp_path / "graph", skip_bad=True)
    assert made.manifest["imports"]["table"]["bad"] == 1
    assert count(graph, "Shareholding", "table") == 2


def test_the_shapes_are_a_gate(tmp_path):
    """
    Rows that read well and break a shape, a division with an LEI, are not published.
    """
    path = tmp_path / "a.csv"
    path.write_text("holder,held,held_kind,held_lei,capital\na,b,division,TESTCHILD00000000001,5\n")
    with pytest.raises(InvalidData) as told:
        add("table", path, to=tmp_path / "graph")
    assert {finding.rule for finding in told.value.findings} == {"shape"}
    assert not (tmp_path / "graph" / "current").exists()


def test_names_and_formats_are_checked_first(tmp_path):
    """
    An unknown format, or a name that is no slug, is a question that cannot be asked like that.
    """
    with pytest.raises(UsageError, match="not a format"):
        add("xbrl", FIXTURES / "shares.csv", to=tmp_path)
    with pytest.raises(UsageError, match="not a name"):
        add("table", FIXTURES / "shares.csv", to=tmp_path, name="../x")


# -- whole or not at all


def test_an_interruption_leaves_what_was_published(tmp_path):
    """
    Ctrl-C in the midst of the rows leaves the last generation, and no draft.
    """
    add("table", FIXTURES / "shares.csv", to=tmp_path)

    def stop(rows):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add("gleif", *GLEIF, to=tmp_path, tick=stop)
    assert current(tmp_path).manifest["generation"] == 1
    assert not list(tmp_path.glob(".building-*"))
    add("gleif", *GLEIF, to=tmp_path)
    assert current(tmp_path).manifest["generation"] == 2


def test_two_imports_at_once_are_refused(tmp_path):
    """
    While one import writes, another one ends with an error that says so.
    """

    def again(rows):
        with pytest.raises(StoreError, match="Another build"):
            add("table", FIXTURES / "shares.csv", to=tmp_path)

    add("gleif", *GLEIF, to=tmp_path, tick=again)
    assert current(tmp_path).manifest["generation"] == 1


@pytest.mark.slow
def test_a_killed_import_leaves_the_last_one(tmp_path):
    """
    kill -9 while rows are loaded: the last generation answers, and the next import works.
    """
    add("table", FIXTURES / "shares.csv", to=tmp_path / "graph")
    write_relations(tmp_path / "rr.csv", 30_000)
    command = [sys.executable, "-m", "kg", "import", "gleif", str(tmp_path / "rr.csv")]
    command += ["--alone", "--output", str(tmp_path / "graph")]
    for wait in (0.0, 0.5, 1.5):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and not list((tmp_path / "graph").glob(".building-*/store")):
            time.sleep(0.01)
        time.sleep(wait)
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        reader = current(tmp_path / "graph")
        assert reader.manifest["generation"] == 1
        assert KnowledgeGraph(reader.store()).owners("table-nuage", on="2022-01-01").answers
    made, _ = add("gleif", *GLEIF, to=tmp_path / "graph")
    assert made.manifest["generation"] == 2
    assert not list((tmp_path / "graph").glob(".building-*"))


# -- the command


def test_the_command_imports_and_says_what(tmp_path):
    """
    The example of the help runs; counts on stdout, as JSON where asked.
    """
    arguments = [
        "import",
        "table",
        str(FIXTURES / "shares.csv"),
        "--alone",
        "--output",
        str(tmp_path),
    ]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0 and "shareholdings\t4" in done.stdout
    done = CliRunner().invoke(main, [*arguments, "--format", "json"])
    assert json.loads(done.stdout)["imports"]["table"]["rows"] == 4


def test_an_export_says_that_it_leaves_imports_out(tmp_path):
    """
    Imported data has its own licence: no export mixes it in, and none is silently empty.
    """
    add("table", FIXTURES / "shares.csv", to=tmp_path)
    for form in ("ttl", "nq", "graphml"):
        target = tmp_path / f"x.{form}"
        export = ["export", form, "--lang", "en", "--graph", str(tmp_path), "-o", str(target)]
        done = CliRunner().invoke(main, export)
        assert done.exit_code == 0
        assert "Not in this file: the imported data (table)" in done.stderr
        assert "Jeanne Dupont" not in target.read_text(encoding="utf-8")


def test_the_command_caps_its_findings(tmp_path):
    """
    Of many bad rows the first are printed and the rest counted; exit 1.
    """
    path = tmp_path / "a.csv"
    path.write_text("holder,held,capital\n" + "".join(f"a,b{n},x\n" for n in range(50)))
    done = CliRunner().invoke(
        main, ["import", "table", str(path), "--alone", "--output", str(tmp_path / "g")]
    )
    assert done.exit_code == 1
    assert done.stdout.count("a.csv:") == 20 and "a.csv:2 capital:" in done.stdout
    assert "30 more" in done.stderr and "nothing was published" in done.stderr


# -- real files

real = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")


@real
@pytest.mark.parametrize("name", ["00102498", "07068789", "10336040", "04152338"])
def test_real_uk_statements_are_read(tmp_path, name):
    """
    Open Ownership's UK statements are read whole, every record described or told.
    """
    path = SAMPLES / "bods" / "0.4-real-uk" / f"{name}.jsonl"
    made, graph = add("bods", path, to=tmp_path)
    told = made.manifest["imports"]["bods"]
    lines = path.read_text(encoding="utf-8").splitlines()
    entities = {json.loads(x)["recordId"] for x in lines if json.loads(x)["recordType"] == "entity"}
    assert told["rows"] == len(lines) and told["counts"]["organizations"] == len(entities)
    assert count(graph, "Shareholding", "bods") == told["counts"].get("shareholdings", 0)


@real
def test_real_gleif_statements_are_consolidations(tmp_path):
    """
    GLEIF parents published as BODS become accounting consolidations, and never shares.
    """
    path = SAMPLES / "bods" / "0.4-real-gleif" / "213800AG2V6YE68H5N63.jsonl"
    made, graph = add("bods", path, to=tmp_path)
    told = made.manifest["imports"]["bods"]
    text = path.read_text(encoding="utf-8")
    assert told["counts"]["accounting-consolidation"] == text.count("IS_DIRECTLY_CONSOLIDATED_BY")
    assert told["left_out"]["IS_FUND-MANAGED_BY"] == text.count("IS_FUND-MANAGED_BY")
    assert count(graph, "Shareholding", "bods") == 0


@real
def test_a_real_golden_copy_slice_is_read(tmp_path):
    """
    1,534 French LEI records: as many organizations, found by name and by LEI.
    """
    made, graph = add("gleif", SAMPLES / "gleif" / "golden-copy-fr-technology.csv", to=tmp_path)
    assert made.manifest["imports"]["gleif"]["counts"] == {"organizations": 1534}
    assert made.manifest["tables"]["names"] == 1534
    assert graph.find("2138004EWKP63NK74X09").answers[0]["name"] == "AMUNDI PE SOLUTION ALPHA 2"


@real
def test_real_psc_records_of_each_kind_are_read(tmp_path):
    """
    One record of each kind is read, and the unknown kind ends the import.
    """
    folder = SAMPLES / "companies-house" / "psc-snapshot"
    # The placeholders of the samples share one address, which tells records apart.
    together = ("psc_ceased_on", "psc_exemptions", "psc_statement", "psc_super_secure")
    for number, names in enumerate((together, ("psc_legal",), ("psc_no_match",))):
        paths = [folder / f"{name}.json" for name in names]
        made, _ = add("psc", *paths, to=tmp_path / str(number))
        assert made.manifest["imports"]["psc"]["rows"] == len(paths)
    with pytest.raises(InvalidData):
        add("psc", folder / "psc_unknown_kind.json", to=tmp_path / "other")
