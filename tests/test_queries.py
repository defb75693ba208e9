"""
The query library: every file is whole, portable, answers, and cannot be injected into.
"""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.plugins.sparql import prepareQuery

from kg import folders
from kg.build import store_of
from kg.errors import NotFound, UsageError
from kg.names import ID, KG, Iri
from kg.query import Query, fill, get, read_queries, read_query

FOLDER = folders.material("queries")
QUERIES = read_queries(FOLDER)
WORLD = Path(__file__).parent / "worlds" / "queries.ttl"
CLAIM = ID + "claim/"
NUAGE = Iri(ID + "organization/nuage")

every_query = pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())

ASKED: dict[str, dict[str, object]] = {
    "ownership/what-owns": {"holder": "alpine"},
    "control/what-controls": {"controller": "arcadia"},
    "leadership/appointments-of": {"person": "bob"},
    "state/direct-holdings": {"state": "arcadia"},
    "state/holdings-through-others": {"state": "arcadia"},
    "technology/built-on": {"technologyProvider": "ventus"},
    "technology/offers-of": {"provider": "nuage"},
    "evidence/resting-on-source": {"source": "gazette"},
    "evidence/sources-of-claim": {"claim": Iri(CLAIM + "alpine-nuage")},
    "history/ownership-changes": {"first": "2014-06-30", "last": "2014-07-01"},
    "names/find": {"text": "BRUME"},
}
"""
What each query is asked of the invented world; `organization` is nuage and `day` 2014-10-01.
"""


def asked(query: Query, **params: object) -> str:
    """
    A query filled in for the invented world.
    """
    usual: dict[str, object] = {"organization": "nuage", "day": "2014-10-01"}
    usual = {name: value for name, value in usual.items() if name in query.parameters}
    return fill(query, usual | ASKED.get(query.id, {}) | params)


Rows = list[tuple[Any, ...]]


class Oxigraph:
    """
    The invented world in pyoxigraph, everything in the default graph.
    """

    def __init__(self, files: list[Path]) -> None:
        self.store = ox.Store()
        for file in files:
            self.store.bulk_load(file.read_bytes(), format=ox.RdfFormat.TURTLE)

    def rows(self, text: str) -> Rows:
        answer = self.store.query(text)
        names = [variable.value for variable in answer.variables]
        return [tuple(self._plain(solution[name]) for name in names) for solution in answer]

    @staticmethod
    def _plain(term: Any) -> Any:
        if isinstance(term, ox.Literal):
            return comparable(term.value, term.datatype.value)
        return None if term is None else Iri(term.value)


class Rdflib:
    """
    The invented world in rdflib, everything in one graph.
    """

    def __init__(self, files: list[Path]) -> None:
        self.graph = rdflib.Graph()
        for file in files:
            self.graph.parse(file, format="turtle")

    def rows(self, text: str) -> Rows:
        answer = self.graph.query(text)
        return [tuple(self._plain(term) for term in row) for row in answer]

    @staticmethod
    def _plain(term: Any) -> Any:
        if isinstance(term, rdflib.Literal):
            return comparable(str(term), str(term.datatype))
        return None if term is None else Iri(str(term))


def comparable(text: str, datatype: str) -> object:
    """
    A literal so that two stores can be compared: numbers by value, the rest by text.
    """
    kind = datatype.rsplit("#", 1)[-1]
    return Decimal(text) if kind in ("decimal", "integer", "double") else text


@pytest.fixture(scope="module")
def worlds() -> tuple[Oxigraph, Rdflib]:
    """
    The invented world, with the ontology's codes, in both stores.
    """
    files = [WORLD, folders.material("ontology") / "codes.ttl"]
    return Oxigraph(files), Rdflib(files)


@pytest.fixture(scope="module")
def real(request: pytest.FixtureRequest) -> tuple[Any, Any]:
    """
    The real graph in both stores.
    """
    if not folders.material("data").is_dir():
        pytest.skip("the tables are not here")
    built = request.getfixturevalue("built")
    return store_of(built, "oxigraph"), store_of(built, "rdflib")


def of(worlds: tuple[Oxigraph, Rdflib], id: str, **params: object) -> list[dict[str, Any]]:
    """
    What both stores answer to a query of the library, as rows by variable.
    """
    text = asked(QUERIES[id], **params)
    first, second = (world.rows(text) for world in worlds)
    assert first == second
    return [dict(zip(QUERIES[id].returns, row, strict=True)) for row in first]


def slugs(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    """
    Some columns of rows, IRIs as their slugs.
    """
    return [
        tuple(row[n].slug if isinstance(row[n], Iri) else row[n] for n in names) for row in rows
    ]


# --- the files


def test_the_library_is_large_enough():
    """
    The library has the topics and the number of questions that we promise.
    """
    assert len(QUERIES) >= 24
    assert {id.split("/")[0] for id in QUERIES} == {
        "ownership", "control", "leadership", "deals", "state",
        "technology", "market", "evidence", "history", "names",
    }  # fmt: skip


@every_query
def test_a_query_parses_anywhere(query: Query):
    """
    Every file is SPARQL 1.1 as it stands, for rdflib and for Oxigraph.
    """
    prepareQuery(query.text)
    ox.Store().query(query.text)


@every_query
def test_a_query_is_portable(query: Query):
    """
    No file names a graph, calls another server, or uses a store's own functions.
    """
    text = re.sub(r"<[^<>\s]*>|\"[^\"]*\"|#\+?[^\n]*", " ", query.text)
    words = set(re.findall(r"[A-Za-z_]\w*", text))
    assert not words & {"GRAPH", "SERVICE", "FROM", "INSERT", "DELETE", "LATERAL"}
    assert not re.search(r"\b(xsd|kg|rdf|rdfs|skos|prov):\w+\s*\(", text)


@every_query
def test_a_header_says_what_comes_back(query: Query):
    """
    `returns` names the variables of the SELECT, in their order.
    """
    answer = ox.Store().query(query.text)
    assert list(query.returns) == [variable.value for variable in answer.variables]


@every_query
def test_a_header_reads_like_a_question(query: Query):
    """
    The description asks, the summary fits a line, and there are tags.
    """
    assert "?" in query.description
    assert len(query.summary) <= 80
    assert query.tags


@every_query
def test_the_order_of_rows_is_fixed(query: Query):
    """
    Every query orders its rows, so that two runs can be compared.
    """
    last = query.text.strip().splitlines()[-1]
    assert last.startswith("ORDER BY ")


@every_query
def test_lines_are_readable(query: Query):
    """
    Lines are at most 100 wide, save the one with the parameters.
    """
    long = [line for line in query.text.splitlines() if len(line) > 100]
    assert all(line.lstrip().startswith("VALUES (") for line in long), long


def test_the_readme_lists_every_query():
    """
    The README of the library lists each query with its summary and parameters.
    """
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([\w/-]+)` \| (.*) \| (.*) \|$", text, re.MULTILINE)
    assert listed == [
        (query.id, query.summary, ", ".join(query.parameters)) for query in QUERIES.values()
    ]


# --- the answers, on an invented world


@every_query
def test_both_stores_answer_alike(query: Query, worlds: tuple[Oxigraph, Rdflib]):
    """
    Every query finds something in the invented world, the same rows in the same order.
    """
    text = asked(query)
    first, second = (world.rows(text) for world in worlds)
    assert first == second
    assert first
    assert len(set(first)) == len(first)


def test_owners_on_a_day(worlds):
    """
    Owners are counted rows first; announced rows are left out; sources are counted.
    """
    rows = of(worlds, "ownership/who-owns")
    assert slugs(rows, "holder", "capital", "standing", "certainty", "source", "sources") == [
        ("alpine", Decimal("62.5"), "counted", "certain", "gazette", 2),
        ("caisse", None, "counted", "certain", "gazette", 1),
        ("alpine", Decimal("60"), "alternative", "certain", "herald", 1),
        ("arcadia", Decimal("10"), "indirect", "possible", "herald", 1),
    ]


@pytest.mark.parametrize(
    ("day", "certainty"),
    [
        ("2011-12-31", None),
        ("2012-01-01", "possible"),
        ("2012-01-30", "possible"),
        ("2012-01-31", "certain"),
        ("2016-05-31", "certain"),
        ("2016-06-01", "possible"),
        ("2016-06-29", "possible"),
        ("2016-06-30", None),
    ],
)
def test_certainty_follows_the_bounds(worlds, day, certainty):
    """
    Certain from the last possible start to the first possible end, possible around it.
    """
    rows = of(worlds, "ownership/who-owns", day=day)
    found = [row["certainty"] for row in rows if row["shareholding"] == CLAIM + "alpine-nuage"]
    assert found == ([certainty] if certainty else [])


def test_an_unknown_start_is_possible_before_its_first_source(worlds):
    """
    Where no source gives a start, the claim possibly holds before, certainly after its source.
    """
    before = of(worlds, "ownership/who-owns", day="1990-01-01")
    after = of(worlds, "ownership/who-owns", day="2014-03-01")
    assert ("littoral", "possible") in slugs(before, "holder", "certainty")
    assert ("littoral", "certain") in slugs(after, "holder", "certainty")


def test_sums_keep_unknown_apart_from_zero(worlds):
    """
    An unknown share adds nothing to the least total, anything to the most, and is counted.
    """
    rows = of(worlds, "ownership/capital-sums")
    names = ("held", "holdings", "unknown", "capital", "minimum", "maximum")
    assert (
        "nuage", 2, 1, Decimal("62.5"), Decimal("62.5"), Decimal("100"),
    ) in slugs(rows, *names)  # fmt: skip


def test_changes_between_two_days(worlds):
    """
    On the day of a sale the seller's row goes and the buyer's comes.
    """
    rows = of(worlds, "history/ownership-changes")
    assert slugs(rows, "holder", "before", "after") == [
        ("caisse", "absent", "certain"),
        ("littoral", "certain", "absent"),
    ]


def test_membership_of_the_union_is_dated(worlds):
    """
    A British holder is inside the European Union in 2014, outside from February 2020.
    """
    rows = of(worlds, "ownership/holders-outside-eu", day="2014-03-15")
    assert slugs(rows, "holder") == [("ventus",)]
    text = asked(QUERIES["ownership/holders-outside-eu"], day="2014-03-15")
    text = text.replace('"2020-02-01"', '"2014-01-01"')
    for world in worlds:
        assert [row[2].slug for row in world.rows(text)] == ["littoral", "ventus"]


def test_control_is_read_from_the_conclusions(worlds):
    """
    Each conclusion shows on the days for which it is drawn, and on no other.
    """
    rows = of(worlds, "control/who-controls")
    assert slugs(rows, "controller", "certainty", "immediate", "ultimate") == [
        ("alpine", "certain", "true", "false"),
        ("arcadia", "certain", "false", "true"),
    ]
    june = of(worlds, "control/who-controls", day="2016-06-15")
    assert slugs(june, "controller", "certainty") == [("alpine", "possible")]
    assert of(worlds, "control/who-controls", day="2016-06-30") == []
    assert slugs(of(worlds, "control/ultimate-controllers"), "controller") == [("arcadia",)]


def test_nobody_leads_between_two_leaders(worlds):
    """
    Between the last day of one leader and the first of the next, no row is made up.
    """
    assert of(worlds, "leadership/who-leads", day="2014-04-10") == []
    rows = of(worlds, "leadership/who-leads", day="2014-04-25")
    assert slugs(rows, "person", "certainty", "interim") == [("bob", "possible", "true")]


def test_interlocks_tell_certain_from_possible(worlds):
    """
    Two posts overlap certainly if a day lies in both whatever the dates are.
    """
    rows = of(worlds, "leadership/interlocks")
    assert slugs(rows, "organization", "other", "certainty") == [
        ("alpine", "nuage", "possible"),
        ("alpine", "parc", "possible"),
        ("nuage", "parc", "certain"),
    ]


def test_open_deals(worlds):
    """
    A completed deal is open until its day; one given up on an unknown day stays possible.
    """
    winter = of(worlds, "deals/open", day="2014-01-15")
    assert slugs(winter, "acquisition", "stage", "certainty") == [
        ("deal-dropped", "signed", "possible"),
        ("deal-done", "announced", "certain"),
    ]
    later = of(worlds, "deals/open", day="2015-02-01")
    assert slugs(later, "acquisition", "stage", "certainty") == [
        ("deal-talks", "talks", "certain"),
        ("deal-dropped", "signed", "possible"),
    ]


def test_deals_of_a_year(worlds):
    """
    A deal is listed in the year in which it reached the stage that is asked for.
    """
    rows = of(worlds, "deals/by-stage-and-year", stage="announced", year=2013)
    assert slugs(rows, "acquisition", "certainty") == [("deal-done", "certain")]
    assert of(worlds, "deals/by-stage-and-year", stage="announced", year="2014") == []


def test_the_state_holds_through_others(worlds):
    """
    Holdings of controlled, overseen and doubly removed bodies are found, each with its way.
    """
    rows = of(worlds, "state/holdings-through-others")
    assert slugs(rows, "held", "through", "way", "certainty") == [
        ("nuage", "alpine", "controlled", "certain"),
        ("nuage", None, "indirect row", "possible"),
        ("nuage", "caisse", "overseen", "certain"),
        ("ventus-lab", "parc", "controlled by an overseen body", "certain"),
    ]


def test_foreign_technology_looks_behind_the_provider(worlds):
    """
    Technology of a French firm counts as foreign while a foreign one stands above it.
    """
    rows = of(worlds, "technology/foreign-technology")
    assert slugs(rows, "offering", "country", "controller") == [
        ("offer-us", "US", None),
        ("offer-lab", "FR", "ventus"),
    ]
    later = of(worlds, "technology/foreign-technology", day="2018-01-01")
    assert slugs(later, "offering") == [("offer-us",)]


def test_differing_sources_show_both_values(worlds):
    """
    An alternative stands beside the counted claim, value by value.
    """
    rows = of(worlds, "evidence/where-sources-differ")
    found = slugs(rows, "counted", "alternative", "property", "says", "counts")
    assert (
        "alpine-nuage",
        "alpine-nuage-herald",
        "capital",
        Decimal("60"),
        Decimal("62.5"),
    ) in found


def test_one_source_only(worlds):
    """
    A claim with two sources is not listed as resting on one.
    """
    rows = of(worlds, "evidence/one-source-only")
    claims = {claim for (claim,) in slugs(rows, "claim")}
    assert "littoral-nuage" in claims
    assert not claims & {"alpine-nuage", "born"}


def test_a_name_of_its_day(worlds):
    """
    The name borne on the day comes first; without a dated name, today's stands alone.
    """
    assert slugs(of(worlds, "names/name-on-day"), "name", "certainty", "today") == [
        ("Brume", "certain", "Nuage")
    ]
    both = of(worlds, "names/name-on-day", day="2015-06-01")
    assert slugs(both, "name", "certainty") == [("Nuage", "possible"), ("Brume", "possible")]
    alone = of(worlds, "names/name-on-day", organization="parc")
    assert slugs(alone, "name", "kind", "nameClaim") == [("Parc", None, None)]


# --- the answers, on the real graph


@every_query
def test_every_example_finds_something(query: Query, real: tuple[Any, Any]):
    """
    Run as it stands on the real graph, every query finds a row, the same rows in both stores.
    """
    first, second = (store.select(query.text) for store in real)
    assert len(first) > 0
    assert first.variables == second.variables == tuple(query.returns)
    assert first.rows == second.rows


AGREEING = [
    ("owners", "ownership/who-owns", "claim", "shareholding"),
    ("leaders", "leadership/who-leads", "claim", "appointment"),
    ("controllers", "control/who-controls", "controller", "controller"),
]


@pytest.mark.parametrize(("method", "id", "key", "variable"), AGREEING)
@pytest.mark.parametrize("day", ["2014-10-01", "2024-01-01"])
def test_the_library_agrees_with_the_python_answers(
    method: str, id: str, key: str, variable: str, day: str, graph: Any
):
    """
    For every organization that is held, SPARQL and Python give the same answer of the day.
    """
    held = graph.store.select(f"SELECT DISTINCT ?held {{ ?claim <{KG}held> ?held }}")
    for (organization,) in held.rows:
        answers = getattr(graph, method)(organization, on=day).answers
        counted = [row for row in answers if row.get("standing", "counted") == "counted"]
        rows = graph.run(id, organization=organization, day=day)
        found = [row for row in rows if row.get("standing", "counted") == "counted"]
        assert {(row[variable].slug, row["certainty"]) for row in found} == {
            (row[key], row["certainty"]) for row in counted
        }, organization


# --- the reader and the filler

MINIMAL = """#+ summary: Who
#+ description: Who is it?
#+ tags: [who, {tag}]
#+ parameters: {{day: "the day, in full", n: a number}}
#+ returns: {{who: who it is}}
SELECT ?who WHERE {{
  VALUES (?day ?n) {{ ("2014-10-01"^^xsd:date 1.5) }}
}}
"""


def test_a_comma_in_a_meaning_is_quoted():
    """
    A meaning that holds a comma stands in double quotes.
    """
    query = read_query("who", MINIMAL.format(tag="when"))
    assert query.parameters["day"].meaning == "the day, in full"
    assert query.example("n") == Decimal("1.5")
    assert query.example("other") is None
    assert query.tags == ("who", "when")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("#+ summary: Who", "#+ sumary: Who"),
        ("#+ summary: Who\n", ""),
        ("description: Who is it?", "description: Who: is it?"),
        ("tags: [who, when]", "tags: who"),
        ("tags: [who, when]", "tags: [who,, when]"),
        ("who: who it is", "who: who, is it"),
        ("n: a number", "m: a number"),
        ("1.5", "now()"),
        ("1.5", ""),
        ("}\n", "  VALUES (?n) { (2) }\n}\n"),
        ("xsd:date", "xsd:gYear"),
    ],
)
def test_a_broken_file_is_refused(old, new):
    """
    A file that breaks the grammar is refused with its place and what to write.
    """
    text = MINIMAL.format(tag="when")
    assert old in text
    with pytest.raises(UsageError, match=r"^queries/who\.rq:\d+: .*; .*\.$"):
        read_query("who", text.replace(old, new, 1))


@every_query
def test_filling_in_the_examples_changes_nothing(query: Query):
    """
    A query filled with nothing, or with its own examples, is the same question.
    """
    examples = {name: query.example(name) for name in query.parameters}
    assert fill(query, {}) == fill(query, examples)
    prepareQuery(fill(query, {}))


def test_a_parameter_takes_an_id_or_an_iri():
    """
    An id is read as one of the example's kind, `kind/id` and IRIs as what they say.
    """
    query = QUERIES["ownership/who-owns"]
    assert fill(query, {"organization": "nuage"}) == fill(query, {"organization": NUAGE})
    assert fill(query, {"organization": "nuage"}) == fill(query, {"organization": str(NUAGE)})
    assert f"<{ID}person/ada>" in fill(query, {"organization": "person/ada"})


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ({"day": "2014"}, "2014-10-01"),
        ({"day": "2014-02-30"}, "2014-10-01"),
        ({"day": 2014}, "a day such as"),
        ({"organization": "Nuage SAS"}, "an id such as cloudwatt"),
        ({"organization": 7}, "an id such as cloudwatt"),
        ({"organisation": "nuage"}, "organization: .*; day: "),
    ],
)
def test_a_wrong_value_says_what_to_write(params, says):
    """
    A value of another kind, or a parameter that is not there, is refused with the remedy.
    """
    with pytest.raises(UsageError, match=says):
        fill(QUERIES["ownership/who-owns"], params)


@pytest.mark.parametrize("year", ["MMXIV", "2014.5", True, float("nan"), None])
def test_a_number_is_a_number(year):
    """
    Where the example is a whole number, nothing else is taken.
    """
    with pytest.raises(UsageError, match="a number such as 2014"):
        fill(QUERIES["deals/by-stage-and-year"], {"year": year})


INJECTIONS = [
    "x> } DELETE",
    "http://x> } DELETE WHERE { ?s ?p ?o } #",
    "https://example.org/a b",
    "nuage>) } ?s ?p ?o . #",
    '"^^xsd:date) }',
    "x\n} DROP ALL",
]


@pytest.mark.parametrize("value", INJECTIONS)
def test_an_injected_iri_is_refused(value):
    """
    A text that would close the term and go on is no IRI and no day.
    """
    query = QUERIES["ownership/who-owns"]
    for given_value in (value, Iri(value)):
        with pytest.raises(UsageError, match="write an id such as"):
            fill(query, {"organization": given_value})
    with pytest.raises(UsageError):
        fill(query, {"day": value})


@pytest.mark.parametrize("value", [*INJECTIONS, '") } #', "\\", '\\"', "'", "$1 \\1"])
def test_an_injected_text_is_inert(value, worlds):
    """
    A text stays a text, whatever it holds, and the query asks for just that.
    """
    text = fill(QUERIES["names/find"], {"text": value})
    assert len(text.splitlines()) == len(QUERIES["names/find"].text.splitlines())
    for world in worlds:
        assert world.rows(text) == []


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\\\0")))
def test_any_text_comes_through_whole(value):
    """
    What is put in a text parameter is what the store sees.
    """
    text = fill(QUERIES["names/find"], {"text": value})
    line = next(line for line in text.split("\n") if "VALUES" in line)
    (row,) = ox.Store().query(f"SELECT ?text WHERE {{ {line} }}")
    assert row["text"].value == value


def test_an_unknown_query_names_the_nearest():
    """
    A misspelt id fails and names what was meant; the last part of an id is enough.
    """
    with pytest.raises(NotFound) as error:
        get(QUERIES, "ownership/who-own")
    assert "ownership/who-owns" in error.value.candidates
    assert get(QUERIES, "who-owns") is QUERIES["ownership/who-owns"]
