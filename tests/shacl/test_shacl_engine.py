"""
The engine by itself: what it refuses, what it counts, what it tells, what the store does to it.
"""

import graphs
import pyoxigraph as ox
import pytest

from kg.names import XSD
from kg.validate.shacl import Engine, ShapesError
from kg.validate.shapes import find_changed_faults, find_faults

REFUSED = {
    "unknown word": "ex:S sh:targetClass ex:A ; sh:minimumCount 1 .",
    "unknown word below": "ex:S sh:targetClass ex:A ; sh:node [ sh:propertty [ sh:path ex:p ] ] .",
    "component": "ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:q ] .",
    "target of another kind": "ex:S sh:target [ sh:select 'SELECT $this {}' ] ; sh:class ex:A .",
    "rule": "ex:S sh:targetClass ex:A ; sh:rule [ sh:order 1 ] .",
    "entailment": "ex:graph sh:entailment ex:owl .",
    "recursion": "ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:node ex:S ] .",
    "lost datatype": "ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:datatype xsd:int ] .",
    "look-around": "ex:S sh:targetClass ex:A ; sh:pattern '(?=a)b' .",
    "no path": "ex:S sh:targetClass ex:A ; sh:property [ sh:class ex:B ] .",
    "empty list": "ex:S sh:targetClass ex:A ; sh:property [ sh:path () ] .",
    "endless list": "ex:S sh:targetClass ex:A ; sh:in _:l . _:l rdf:first 1 ; rdf:rest _:l .",
    "count on a node": "ex:S sh:targetClass ex:A ; sh:minCount 1 .",
    "two datatypes": "ex:S sh:targetClass ex:A ; sh:datatype xsd:date , xsd:string .",
    "count of text": "ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:minCount 'a' ] .",
    "node kind": "ex:S sh:targetClass ex:A ; sh:nodeKind ex:Stone .",
    "property as node": "ex:S sh:targetClass ex:A ; sh:node [ sh:path ex:p ] .",
    "blank node in a list": "ex:S sh:targetClass ex:A ; sh:in ( [] ) .",
    "literal as shape": "ex:S sh:targetClass ex:A ; sh:not 'x' .",
    "select without this": "ex:S sh:targetClass ex:A ; sh:sparql [ sh:select 'SELECT ?x { ?x ?p 1 }' ] .",
    "limit": "ex:S sh:targetClass ex:A ; sh:sparql [ sh:select 'SELECT $this { $this ?p 1 } LIMIT 1' ] .",
    "hidden this": "ex:S sh:targetClass ex:A ; sh:sparql [ sh:select "
    "'SELECT $this { { SELECT (COUNT(?o) AS ?n) { $this ?p ?o } } FILTER(?n > 1) }' ] .",
    "group without this": "ex:S sh:targetClass ex:A ; sh:sparql [ sh:select "
    "'SELECT $this { $this ?p ?o } GROUP BY ?o' ] .",
    "no query": "ex:S sh:targetClass ex:A ; sh:sparql [ sh:select 'SELECT $this WHERE' ] .",
    "sparql below": "ex:S sh:targetClass ex:A ; sh:not [ sh:sparql "
    "[ sh:select 'SELECT $this { $this ?p 1 }' ] ] .",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_checked_is_refused(name):
    """
    A shapes graph with anything that no query would check is an error that names the shape.
    """
    with pytest.raises(ShapesError) as error:
        Engine(graphs.turtle(REFUSED[name]))
    assert ": " in str(error.value) and str(error.value).count(". ") >= 1


def run(shapes, data, **options):
    return Engine(graphs.turtle(shapes)).run(graphs.store_of(graphs.turtle(data)), **options)


def test_a_deactivated_shape_is_not_run_and_holds_where_it_is_asked():
    """
    A deactivated shape finds nothing, and every node conforms to it.
    """
    off = "ex:Off sh:deactivated true ; sh:targetClass ex:A ; sh:class ex:B ; sh:unknown 1 ."
    assert run(off, "ex:a a ex:A .").total == 0
    assert run("ex:S sh:targetClass ex:A ; sh:not ex:Off ." + off, "ex:a a ex:A .").total == 1


def test_results_are_capped_and_all_are_counted():
    """
    Of each kind the first few are kept; the count is of all.
    """
    data = " ".join(f"ex:n{index} a ex:A ." for index in range(30))
    shapes = """ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:class ex:B ;
        sh:property [ sh:path ex:p ; sh:minCount 1 ] ."""
    report = run(shapes, data, each=4)
    assert len(report.results) == 8
    assert sorted(report.counts.values()) == [30, 30]
    assert report.total == 60
    assert not report.conforms


def test_a_result_tells_its_severity_and_words():
    """
    The shape's own severity and messages are told; without messages, plain ones in two languages.
    """
    shapes = """ex:S sh:targetClass ex:A ; sh:class ex:B ; sh:severity sh:Warning ;
        sh:message "No B."@en , "Pas un B."@fr .
        ex:T sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."""
    own, plain = sorted(run(shapes, "ex:a a ex:A .").results, key=lambda r: r.component)
    assert own.severity.endswith("#Warning")
    assert {text.value for text in own.messages} == {"No B.", "Pas un B."}
    assert [text.language for text in plain.messages] == ["en", "fr"]
    assert plain.messages[0].value == "Fewer than 1 values."


def test_values_that_cannot_be_compared_break_an_order():
    """
    A date and a number have no order, which SHACL calls a breach (pySHACL orders them by type).
    """
    shapes = "ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:lessThanOrEquals ex:q ] ."
    data = 'ex:a a ex:A ; ex:p "2020-01-01"^^xsd:date ; ex:q 140 , "2021-01-01"^^xsd:date .'
    (result,) = run(shapes, data).results
    assert result.component == "LessThanOrEqualsConstraintComponent"


def test_numbers_are_kept_by_value_and_told_apart_by_type():
    """
    The store turns 25.10 into 25.1, in data and shapes alike; 1 and 1.0 stay two values.
    """
    shapes = "ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:in ( 25.10 1 ) ] ."
    (result,) = run(shapes, "ex:a a ex:A ; ex:p 25.1 , 1 , 1.0 .").results
    assert result.value == ox.Literal("1", datatype=ox.NamedNode(XSD + "decimal"))


def test_numbers_too_long_for_the_store_are_well_formed():
    """
    An integer of forty digits is an integer, a text is not, though the store reads neither.
    """
    shapes = "ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:datatype xsd:integer ] ."
    long, wrong = '"1234567890123456789012345678901234567890"', '"many"'
    data = f"ex:a a ex:A ; ex:p {long}^^xsd:integer , {wrong}^^xsd:integer ."
    (result,) = run(shapes, data).results
    assert result.value.value == "many"


def test_a_value_in_two_graphs_is_one_value():
    """
    The same triple in two named graphs is counted once in their union.
    """
    shapes = "ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:maxCount 1 ] ."
    store = ox.Store()
    for name in ("one", "two"):
        for t in graphs.turtle("ex:a a ex:A ; ex:p 1 . ex:b a ex:A ; ex:p 2 , 3 ."):
            graph = ox.NamedNode(f"http://example.org/graph/{name}")
            store.add(ox.Quad(t.subject, t.predicate, t.object, graph))
    (result,) = Engine(graphs.turtle(shapes)).run(store).results
    assert result.focus.value == "http://example.org/b"


SUMS = """ex:S sh:targetClass ex:Company ; sh:sparql [ sh:message "{$this}: {?value} %"@en ;
    sh:select '''SELECT $this (SUM(?share) AS ?value) WHERE {
        ?holding <http://example.org/of> $this ; <http://example.org/share> ?share .
    } GROUP BY $this HAVING (SUM(?share) > 100)''' ] .
ex:Firm rdfs:subClassOf ex:Company ."""


def test_a_select_is_asked_of_all_focus_nodes_at_once():
    """
    A sum for each focus node is right although one query finds them all, and a node
    with two classes is not counted twice.
    """
    data = """ex:a a ex:Company , ex:Firm . ex:b a ex:Firm . ex:c a ex:Other .
        ex:Firm rdfs:subClassOf ex:Company .
        ex:h1 ex:of ex:a ; ex:share 60 . ex:h2 ex:of ex:a ; ex:share 30 .
        ex:h3 ex:of ex:b ; ex:share 60 . ex:h4 ex:of ex:b ; ex:share 61 .
        ex:h5 ex:of ex:c ; ex:share 500 ."""
    (result,) = run(SUMS, data).results
    assert result.focus.value == "http://example.org/b"
    assert result.messages[0].value == "http://example.org/b: 121 %"


def test_a_select_with_branches_speaks_of_the_focus_node_in_each():
    """
    `$this` is bound in every branch, also where only a filter speaks of it.
    """
    shapes = """ex:S sh:targetClass ex:A ; sh:sparql [ sh:select '''SELECT $this ?value WHERE {
        { ?value <http://example.org/p> 1 . FILTER(?value = $this) }
        UNION { $this <http://example.org/q> ?value }
        FILTER NOT EXISTS { $this <http://example.org/off> true } }''' ] ."""
    data = """ex:a a ex:A ; ex:p 1 . ex:b a ex:A ; ex:q 2 . ex:c ex:p 1 ; ex:q 2 .
        ex:d a ex:A ; ex:p 1 ; ex:off true ."""
    found = {(r.focus.value[-1], r.value.value[-1]) for r in run(shapes, data).results}
    assert found == {("a", "a"), ("b", "2")}


def test_a_store_on_disk_is_checked_as_it_lies(tmp_path):
    """
    A read-only store on disk gives what the same triples give in memory, threads or not.
    """
    triples, changed = graphs.edits(graphs.real(), 60, 7)
    graph = ox.NamedNode("http://example.org/graph")
    store = ox.Store(str(tmp_path))
    store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
    store.flush()
    del store
    disk = ox.Store.read_only(str(tmp_path))
    memory = find_faults(graphs.store_of(triples), graphs.ONTOLOGY)
    assert memory.total > 20
    assert find_faults(disk, graphs.ONTOLOGY, graphs=[graph], threads=1) == memory
    assert find_faults(disk, graphs.ONTOLOGY, threads=3) == memory
    assert find_changed_faults(disk, graphs.ONTOLOGY, changed).total >= memory.total
    (few,) = {len(find_faults(disk, graphs.ONTOLOGY, each=1).counts)}
    assert few == len(memory.counts)


def test_progress_is_told_query_by_query():
    """
    A caller can show how far a run is; the last call says that all are answered.
    """
    told = []
    graphs.engine().run(graphs.store_of(graphs.real()[:100]), tell=lambda *step: told.append(step))
    assert [done for done, _ in told] == list(range(1, told[0][1] + 1))
