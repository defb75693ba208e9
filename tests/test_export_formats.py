"""
Formats: what each file says, read back by other people's readers.
"""

import json
import re
import sys
import zipfile
from datetime import date

import exported
import igraph
import networkx
import pyarrow.parquet
import pytest
import rdflib
import rustworkx
from conftest import REPOSITORY
from lxml import etree
from nasty import nasty_store
from rdflib.compare import isomorphic

from kg.errors import UsageError
from kg.export import FORMATS, export, picture
from kg.export.formats import Format
from kg.graph.triples import CURATED, quads_of
from kg.model import read_dataset

SAMPLES = REPOSITORY.parent / "shared" / "samples"
RESERVED = {
    "id",
    "type",
    "label",
    "weight",
    "source",
    "target",
    "start",
    "end",
    "kind",
    "key",
    "name",
}
GRAPHS = tuple(exported.READERS)
DAYS = (None, date(2015, 6, 30))


@pytest.fixture(scope="module")
def nasty(tmp_path_factory):
    """
    The small graph of everything that breaks a writer.
    """
    return nasty_store(tmp_path_factory.mktemp("nasty"))


@pytest.fixture(scope="module", params=["nasty", "real"])
def store(request):
    """
    Both graphs.
    """
    if request.param == "nasty":
        return request.getfixturevalue("nasty")
    return request.getfixturevalue("graph").store


def written(store, form, folder, on=None, name=""):
    """
    The path of an export.
    """
    one = FORMATS[form]
    path = folder / (name or f"{form}{one.endings[0] if one.endings else ''}")
    return export(store, form, path, on=on, manifest={"data": "abc", "built": "2026-11-01"})


@pytest.mark.parametrize("form", GRAPHS)
def test_every_edge_comes_back(store, tmp_path, form):
    """
    Nodes, and of each edge its id, ends, relation, dates as printed and share: all are read back.
    """
    planned = form != "gexf-dynamic"
    nodes, edges = exported.expected(store, planned=planned)
    found_nodes, found = exported.read(form, written(store, form, tmp_path))
    assert (found_nodes, found) == (nodes, edges)
    assert len({edge[0] for edge in found}) == len(found)


@pytest.mark.parametrize("form", [form for form in GRAPHS if form != "gexf-dynamic"])
def test_a_day_has_its_own_edges(store, tmp_path, form):
    """
    The snapshot of a day is the picture of that day, and has fewer edges.
    """
    on = date(2015, 6, 30)
    nodes, edges = exported.expected(store, on)
    assert exported.read(form, written(store, form, tmp_path, on)) == (nodes, edges)
    assert 0 < len(edges) < len(exported.expected(store)[1])


def test_an_unknown_share_is_absent_everywhere(nasty, tmp_path):
    """
    No format turns a missing share into 0 or NaN, and no weight is made of it.
    """
    for form in GRAPHS:
        _, edges = exported.read(form, written(nasty, form, tmp_path))
        (missing,) = [edge for edge in edges if edge[0] == "n-missing"]
        assert missing[-1] is None, form
    lines = written(nasty, "bods", tmp_path, name="x.jsonl").read_text(encoding="utf-8")
    statements = {one["recordId"]: one for one in map(json.loads, lines.splitlines())}
    (interest,) = statements["n-missing"]["recordDetails"]["interests"]
    assert interest["type"] == "shareholding" and "share" not in interest
    entities = read_ftm(written(nasty, "ftm", tmp_path))
    assert "percentage" not in entities["n-missing"]["properties"]
    assert entities["n-third"]["properties"]["percentage"] == ["33.4"]
    assert entities["n-more"]["properties"]["percentage"] == [">50"]


def read_ftm(path):
    """
    The entities of an ndjson file, by id.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    entities = [json.loads(line) for line in lines]
    assert len({one["id"] for one in entities}) == len(entities)
    return {one["id"]: one for one in entities}


def test_no_attribute_takes_a_reserved_name(store):
    """
    A property of ours never goes under a word that readers of graphs understand otherwise.
    """
    drawn = picture(store)
    assert not RESERVED & {*drawn.node_columns, *drawn.edge_columns}
    ids = [one.id for side in (drawn.nodes, drawn.edges) for one in side]
    assert len(set(ids)) == len(ids)


def test_a_person_and_a_company_of_one_id_are_two_nodes(nasty):
    """
    Two things of one slug get two ids, and each keeps its own shares.
    """
    drawn = picture(nasty)
    nodes = {node.id: node.attributes["class"] for node in drawn.nodes if "martin" in node.id}
    assert nodes == {"person.jean-martin": "Person", "organization.jean-martin": "Company"}
    holders = {edge.id: edge.source for edge in drawn.edges}
    assert holders["n-by-person"] == "person.jean-martin"
    assert holders["n-company"] == "organization.jean-martin"


def test_intervals_say_whether_they_are_certain(nasty):
    """
    The native interval is the certain one; what may have held on no certain day has the possible one.
    """
    edges = {edge.id: edge for edge in picture(nasty).edges}
    assert (edges["n-hundred"].start, edges["n-hundred"].end) == ("2010-12-31", "2012-01-01")
    assert edges["n-missing"].start == "2014-12-31" and edges["n-missing"].end is None
    short = edges["n-short"]
    assert (short.start, short.end, short.sure) == ("2016-01-01", "2016-12-31", "possible")


def test_what_is_planned_is_in_no_snapshot_and_in_no_time(nasty, tmp_path):
    """
    A planned claim never holds: not on a day, not in a graph with time, not in BODS or FtM.
    """
    assert "n-planned" not in {edge.id for edge in picture(nasty, date(2030, 1, 1)).edges}
    for form in ("gexf-dynamic", "bods", "ftm"):
        assert "n-planned" not in written(nasty, form, tmp_path).read_text(encoding="utf-8")


def test_what_does_not_count_weighs_nothing(nasty, tmp_path):
    """
    An alternative figure has no weight in a graph, and is not in BODS or FtM at all.
    """
    edges = {edge.id: edge for edge in picture(nasty).edges}
    assert edges["n-cross"].weight == 10.0 and edges["n-other"].weight is None
    assert edges["n-other"].attributes["capital"] == 11.0
    assert edges["n-more"].weight is None and edges["n-more"].label == ">50 %"
    for form in ("bods", "ftm"):
        assert '"n-other"' not in written(nasty, form, tmp_path).read_text(encoding="utf-8")


# -- the readers of each format


@pytest.mark.parametrize("form", ["gexf", "gexf-dynamic", "graphml"])
def test_xml_is_valid_against_the_official_schema(store, tmp_path, form):
    """
    The XML schema of the format finds nothing wrong.
    """
    folder = SAMPLES / "xsd"
    if not folder.is_dir():
        pytest.skip(f"no schemas at {folder}: they are not part of the repository")
    name = "graphml/graphml.xsd" if form == "graphml" else "gexf/1.3/gexf.xsd"
    schema = etree.XMLSchema(etree.parse(folder / name))
    schema.assertValid(etree.parse(written(store, form, tmp_path)))


def test_gexf_opens_in_networkx(store, tmp_path):
    """
    networkx reads the snapshot: nodes, edges, ids and the sum of shares.
    """
    path = written(store, "gexf", tmp_path)
    graph = networkx.read_gexf(
        path, version="1.3" if "1.3" in networkx.readwrite.gexf.GEXF.versions else "1.2draft"
    )
    nodes, edges = exported.expected(store)
    assert graph.number_of_nodes() == nodes
    assert graph.number_of_edges() == len(edges)
    shares = [said["capital"] for *_, said in graph.edges(data=True) if "capital" in said]
    assert sum(shares) == pytest.approx(sum(edge[-1] or 0 for edge in edges))


def test_spells_end_on_the_last_day_held(nasty, tmp_path):
    """
    GEXF counts the last day in; a node is there while one of its edges is.
    """
    tree = etree.parse(written(nasty, "gexf-dynamic", tmp_path))
    spells = {
        element.get("id"): [dict(one.attrib) for one in element.iter(f"{exported.GEXF}spell")]
        for element in tree.iter(f"{exported.GEXF}edge", f"{exported.GEXF}node")
    }
    assert spells["n-hundred"] == [{"start": "2010-12-31", "end": "2011-12-31"}]
    assert spells["n-missing"] == [{"start": "2014-12-31"}]
    assert spells["nasty"][0] == {"start": "2010-12-31", "end": "2011-12-31"}
    assert len(spells["nasty"]) == 1 or spells["nasty"][1].get("start", "") > "2011-12-31"


@pytest.mark.parametrize("form", ["graphml", "graphml-yed"])
def test_graphml_opens_in_igraph(store, tmp_path, form):
    """
    igraph finds the same nodes, edges and sum of shares.
    """
    path = written(store, form, tmp_path)
    nodes, edges = exported.expected(store)
    total = sum(edge[-1] or 0 for edge in edges)
    graph = igraph.Graph.Read_GraphML(str(path))
    assert (graph.vcount(), graph.ecount()) == (nodes, len(edges))
    assert sum(one for one in graph.es["capital"] if one == one) == pytest.approx(total)


def test_graphml_opens_in_rustworkx(store, tmp_path):
    """
    rustworkx finds the same nodes, edges and sum of shares.
    """
    path = written(store, "graphml", tmp_path)
    nodes, edges = exported.expected(store)
    total = sum(edge[-1] or 0 for edge in edges)
    (other,) = rustworkx.read_graphml(str(path))
    assert (other.num_nodes(), other.num_edges()) == (nodes, len(edges))
    shares = [edge["capital"] for edge in other.edges() if edge.get("capital") is not None]
    assert sum(one for one in shares if one == one) == pytest.approx(total)


def test_yed_finds_labels_and_shapes(nasty, tmp_path):
    """
    Each node has yEd's label and shape, by its class; each edge yEd's label.
    """
    space = "{http://www.yworks.com/xml/graphml}"
    tree = etree.parse(written(nasty, "graphml-yed", tmp_path))
    shapes = {
        node.get("id"): node.find(f".//{space}Shape").get("type")
        for node in tree.iter("{http://graphml.graphdrawing.org/xmlns}node")
    }
    assert shapes["person.jean-martin"] == "ellipse" and shapes["treasury"] == "hexagon"
    labels = [one.text for one in tree.iter(f"{space}EdgeLabel")]
    assert {"? %", "100 %", "33.4 %", ">50 %", "~78 %"} <= set(labels)


def test_plans_and_other_sources_are_not_drawn_as_facts(store, tmp_path):
    """
    In DOT and yEd, what is planned is dotted and what does not count is dashed, each in words too.
    """
    space = "{http://www.yworks.com/xml/graphml}"
    dot = written(store, "dot", tmp_path).read_text(encoding="utf-8")
    lines = dict(re.findall(r'\[id="([^"]*)".* style=(\w+)', dot))
    tree = etree.parse(written(store, "graphml-yed", tmp_path))
    yed = {
        edge.get("id"): edge for edge in tree.iter("{http://graphml.graphdrawing.org/xmlns}edge")
    }
    seen = set()
    for edge in picture(store).edges:
        standing = edge.attributes.get("standing", "counted")
        drawn = yed[edge.id].find(f".//{space}LineStyle").get("type")
        if standing != "counted":
            seen.add(standing)
            assert standing in edge.label, edge.id
            wanted = "dotted" if standing == "planned" else "dashed"
            deal = edge.attributes.get("stage", "completed") != "completed"
            assert lines[edge.id] == drawn == ("dotted" if deal else wanted), edge.id
        elif edge.attributes.get("stage") in ("talks", "announced", "signed", "abandoned"):
            assert lines[edge.id] == drawn == "dotted", edge.id
        else:
            assert lines[edge.id] == "solid", edge.id
    assert {"planned", "alternative"} <= seen


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize("on", DAYS)
def test_jsonld_is_the_turtle(store, tmp_path, on):
    """
    The JSON-LD expands to the same triples as the Turtle, read by rdflib.
    """
    turtle = rdflib.Graph().parse(written(store, "ttl", tmp_path, on), format="turtle")
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(written(store, "jsonld", tmp_path, on), format="json-ld")
    union = rdflib.Graph()
    for triple in dataset.triples((None, None, None)):
        union.add(triple)
    assert len(turtle) > 100
    assert isomorphic(turtle, union)


def test_nquads_are_the_store(graph, tmp_path):
    """
    Every quad of the store is there, and beside them only what the file says of itself.
    """
    import pyoxigraph as ox

    found = set(ox.parse(path=written(graph.store, "nq", tmp_path), format=ox.RdfFormat.N_QUADS))
    more = found - set(graph.store.quads())
    assert set(graph.store.quads()) <= found
    assert {quad.subject.value for quad in more} == {CURATED}


def test_the_tables_build_the_same_graph(graph, tmp_path):
    """
    The exported tables, checked and built as if a curator wrote them, give the same quads.
    """
    from kg import build

    folder = written(graph.store, "csv", tmp_path)
    again = build.make(folder)
    assert set(again.quads) == set(graph.store.quads())


def test_nasty_tables_are_read_back(nasty, tmp_path):
    """
    Rows with every odd share, date and text give the same triples; text without control characters.
    """
    dataset = read_dataset(written(nasty, "csv", tmp_path))
    assert not dataset.findings
    plain = {triple_text(quad) for quad in quads_of(dataset)}
    ours = {triple_text(quad) for quad in nasty.quads(CURATED)}
    # One slug for two things is what the tables refuse; all else comes back.
    assert {text for text in ours - plain if "jean-martin" not in text} == set()
    assert {text for text in plain - ours if "jean-martin" not in text} == set()


def triple_text(quad):
    """
    A triple as text, its control characters out.
    """
    from kg.export.text import clean

    value = getattr(quad.object, "value", str(quad.object))
    return f"{quad.subject} {quad.predicate} {clean(value).strip()}"


def test_csv_metadata_names_every_column(nasty, tmp_path):
    """
    The CSVW description has the columns of each file, in their order, and its keys exist.
    """
    folder = written(nasty, "csv", tmp_path)
    metadata = json.loads((folder / "csv-metadata.json").read_text(encoding="utf-8"))
    columns = {}
    for table in metadata["tables"]:
        header = (folder / table["url"]).read_text(encoding="utf-8").splitlines()[0]
        columns[table["url"]] = [one["name"] for one in table["tableSchema"]["columns"]]
        assert ",".join(columns[table["url"]]) == header
    assert {path.name for path in folder.glob("*.csv")} == set(columns)
    for table in metadata["tables"]:
        for key in table["tableSchema"].get("foreignKeys", ()):
            assert key["columnReference"] in columns[table["url"]]
            assert key["reference"]["columnReference"] in columns[key["reference"]["resource"]]


def test_parquet_is_typed_and_stamped(nasty, tmp_path):
    """
    Shares are doubles, bounds are dates, sources are lists; the metadata says version and licence.
    """
    folder = written(nasty, "parquet", tmp_path)
    schema = pyarrow.parquet.read_schema(folder / "edges.parquet")
    assert str(schema.field("capital").type) == "double"
    assert str(schema.field("starts_not_after").type) == "date32[day]"
    assert schema.metadata[b"data_version"].endswith(b"+abc")


def test_bods_states_what_counts(store, tmp_path):
    """
    Every statement's parties come before it; shares, kinds and dates as printed are the graph's.
    """
    array = json.loads(written(store, "bods", tmp_path, name="x.json").read_text(encoding="utf-8"))
    lines = written(store, "bods", tmp_path, name="x.jsonl").read_text(encoding="utf-8")
    assert [json.loads(line) for line in lines.splitlines()] == array
    edges = {edge[0]: edge for edge in exported.expected(store, planned=False)[1]}
    seen, shares = set(), 0
    for one in array:
        said = one["recordDetails"]
        assert one["recordId"] not in seen
        seen.add(one["recordId"])
        if one["recordType"] != "relationship":
            continue
        assert {said["subject"], said["interestedParty"]} <= seen
        _, holder, held, relation, start, until, share = edges[one["recordId"]]
        assert (said["interestedParty"], said["subject"]) == (holder, held)
        for interest in said["interests"]:
            parts = dict(re.findall(r"(from|until): ([^;]*)", interest["details"]))
            assert (parts.get("from"), parts.get("until")) == (start, until)
            if interest["type"] == "shareholding" and "exact" in interest.get("share", {}):
                assert relation == "Shareholding" and interest["share"]["exact"] == share
                shares += 1
    assert shares >= 4


def test_bods_is_valid_against_its_schema(store, tmp_path):
    """
    The JSON schema of BODS 0.4 finds nothing wrong.
    """
    jsonschema = pytest.importorskip("jsonschema")
    referencing = pytest.importorskip("referencing")
    folder = SAMPLES / "bods" / "0.4-schema"
    if not folder.is_dir():
        pytest.skip(f"no schema at {folder}: it is not part of the repository")
    schemas = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")]
    resources = [
        (one["$id"], referencing.Resource.from_contents(one)) for one in schemas if "$id" in one
    ]
    registry = referencing.Registry().with_resources(resources)
    (statement,) = [one for one in schemas if one.get("$id") == "urn:statement"]
    validator = jsonschema.Draft202012Validator(statement, registry=registry)
    array = json.loads(written(store, "bods", tmp_path).read_text(encoding="utf-8"))
    assert list(validator.iter_errors(array)) == []


def test_ftm_says_who_owns_what(store, tmp_path):
    """
    Every end of a link is an entity; owner, asset, record and percentage are the graph's.
    """
    entities = read_ftm(written(store, "ftm", tmp_path))
    edges = {edge[0]: edge for edge in exported.expected(store, planned=False)[1]}
    owned = [one for one in entities.values() if one["schema"] == "Ownership"]
    for one in owned:
        said = one["properties"]
        _, holder, held, relation, _, _, share = edges[said["recordId"][0]]
        assert (said["owner"], said["asset"], relation) == ([holder], [held], "Shareholding")
        assert {holder, held} <= set(entities)
        if said.get("percentage", ["?"])[0].replace(".", "").isdigit():
            assert float(said["percentage"][0]) == share
    assert len(owned) >= 9


# -- what every file says of itself, and where it goes


@pytest.mark.parametrize("form", list(FORMATS))
def test_every_format_states_version_day_and_licence(nasty, tmp_path, form):
    """
    Data version, day and licence stand in the file, or in one of its files.
    """
    on = None if FORMATS[form].timed else date(2019, 6, 30)
    path = written(nasty, form, tmp_path, on)
    files = path.iterdir() if path.is_dir() else [path]
    text = " ".join(one.read_text(encoding="utf-8", errors="replace") for one in files)
    assert "+abc" in text and "creativecommons.org/licenses/by/4.0" in text
    assert on is None or "2019-06-30" in text


@pytest.mark.parametrize("form", [one.name for one in FORMATS.values() if one.several])
def test_a_zip_has_the_files_of_the_folder(nasty, tmp_path, form):
    """
    A .zip holds the same bytes as the folder, and twice the same bytes itself.
    """
    folder = written(nasty, form, tmp_path)
    archives = [written(nasty, form, tmp_path, name=f"{n}.zip") for n in (1, 2)]
    assert archives[0].read_bytes() == archives[1].read_bytes()
    with zipfile.ZipFile(archives[0]) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("form", list(FORMATS))
def test_an_export_that_fails_leaves_nothing(nasty, tmp_path, form, monkeypatch):
    """
    What was there stays when a writer breaks off, and no draft is left.
    """
    target = tmp_path / f"old{(FORMATS[form].endings or ('.zip',))[0]}"
    target.write_text("old")
    load = Format.load

    def broken(self):
        write = load(self)

        def half(job, place):
            write(job, place)
            raise OSError("disk full")

        return half

    monkeypatch.setattr(Format, "load", broken)
    with pytest.raises(UsageError, match="disk full"):
        export(nasty, form, target)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    assert target.read_text() == "old"


@pytest.mark.parametrize(
    ("form", "name", "on", "said"),
    [
        ("docx", "x.docx", None, "'docx' is not a format: write one of ttl, nq"),
        ("ttl", "x.nq", None, "x.nq is not named as ttl is: end it in .ttl"),
        ("gexf", "x.zip", None, "x.zip is not named as gexf is"),
        ("csv", "x.csv", None, "csv is several files, x.csv is one"),
        ("neo4j", "-", None, "name a folder or a .zip"),
        ("gexf-dynamic", "x.gexf", date(2015, 1, 1), "gexf-dynamic shows all days"),
    ],
)
def test_what_cannot_be_is_said(nasty, tmp_path, form, name, on, said):
    """
    An unknown format, another format's ending, a day where all are shown: each has its sentence.
    """
    with pytest.raises(UsageError, match=re.escape(said)):
        export(nasty, form, tmp_path / name if name != "-" else type(tmp_path)("-"), on=on)
    assert not list(tmp_path.iterdir())


def test_a_folder_with_files_is_left_alone(nasty, tmp_path):
    """
    Tables are not written among other files.
    """
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        export(nasty, "csv", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_both_engines_write_the_same(rdflib_graph, graph, tmp_path):
    """
    A graph in rdflib's memory and one in Oxigraph give the same GraphML.
    """
    paths = [tmp_path / "a.graphml", tmp_path / "b.graphml"]
    on = date(2014, 10, 1)
    for path, one in zip(paths, (graph, rdflib_graph), strict=True):
        export(one.store, "graphml", path, on=on)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_the_published_context_is_the_exported_one(graph):
    """
    ontology/context.jsonld is what the ontology gives; write it anew when a term is added.
    """
    from kg.export.jsonld import context_text
    from kg.export.vocabulary import Vocabulary

    path = REPOSITORY / "ontology" / "context.jsonld"
    assert path.read_text(encoding="utf-8") == context_text(Vocabulary(graph.store))


def test_records_are_held_once(nasty):
    """
    A spool gives its records again and again, also from disk, as they were.
    """
    from kg.export.drawing import Edge
    from kg.export.spool import HELD, Spool

    one = next(iter(picture(nasty).edges))
    spool = Spool(Edge)
    for number in range(3 + HELD // sys.getsizeof(str(one))):
        spool.append(one._replace(id=str(number)))
    first, second = list(spool), list(spool)
    assert first == second and len(first) == len(spool)
    assert first[7] == one._replace(id="7")
