"""
After a change: nothing that a whole run would tell is missed, and nothing else is told.
"""

import random

import graphs
import pyoxigraph as ox
import pytest
from random_shapes import Dice

from kg.validate.shacl import Engine, check_changes
from kg.validate.shacl.terms import SUBCLASS

SHAPES = """
ex:Walks a sh:NodeShape ; sh:targetClass ex:A ;
    sh:property [ sh:path ( ex:p ex:q ) ; sh:maxCount 1 ; sh:class ex:B ] ,
        [ sh:path [ sh:inversePath ex:p ] ; sh:maxCount 1 ] ,
        [ sh:path [ sh:zeroOrMorePath ex:q ] ; sh:nodeKind sh:IRI ; sh:disjoint ex:r ] ,
        [ sh:path ( [ sh:inversePath [ sh:alternativePath ( ex:q ex:r ) ] ] ex:p ) ;
          sh:minCount 1 ] ,
        [ sh:path ex:r ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ] .
ex:Back a sh:NodeShape ; sh:targetObjectsOf ex:r ;
    sh:property [ sh:path [ sh:inversePath ( ex:p [ sh:oneOrMorePath ex:q ] ) ] ;
        sh:qualifiedValueShape [ sh:class ex:B ] ; sh:qualifiedMaxCount 1 ] ;
    sh:not [ sh:property [ sh:path ex:q ; sh:hasValue ex:n3 ] ] .
ex:Subjects a sh:NodeShape ; sh:targetSubjectsOf ex:q ;
    sh:closed true ; sh:ignoredProperties ( rdf:type ex:p ex:q ) ;
    sh:xone ( [ sh:class ex:A ] [ sh:property [ sh:path ex:p ; sh:node ex:Leaf ;
        sh:minCount 1 ] ] ) .
ex:Leaf sh:property [ sh:path [ sh:zeroOrOnePath ex:p ] ; sh:class ex:B ] .
ex:Named a sh:NodeShape ; sh:targetNode ex:n1 , ex:n2 ;
    sh:property [ sh:path ex:p ; sh:equals ex:q ] .
ex:C rdfs:subClassOf ex:B .
"""


def graph(dice, size):
    """
    Random triples over a few nodes, properties and classes.
    """
    nodes = [ox.NamedNode(f"http://example.org/n{index}") for index in range(12)]
    classes = [ox.NamedNode(f"http://example.org/{name}") for name in "ABC"]
    properties = [ox.NamedNode(f"http://example.org/{name}") for name in "pqr"]
    found = set()
    while len(found) < size:
        subject = dice.choice(nodes)
        if dice.random() < 0.3:
            found.add(ox.Triple(subject, graphs.TYPE, dice.choice(classes)))
        else:
            value = dice.choice([*nodes, *nodes, ox.Literal("x")])
            found.add(ox.Triple(subject, dice.choice(properties), value))
    return found


def told(results, roots=None, inside=True):
    """
    Results with the node they come from, as far as that is, or is not, one of `roots`.
    """
    return sorted(
        (*result.key, str(result.root))
        for result in results
        if roots is None or (result.root in roots) is inside
    )


def compare(engine, before, after, changed):
    """
    The report after a change, once it has been seen to be the whole run's at its roots, and
    the whole run the same as before elsewhere.
    """
    store = graphs.store_of(after)
    report = check_changes(store, engine, changed)
    whole = engine.run(store).results
    old = engine.run(graphs.store_of(before)).results
    assert told(report.results) == told(whole, report.roots)
    if report.roots is not None:
        assert told(whole, report.roots, False) == told(old, report.roots, False)
    return report


@pytest.mark.parametrize("by", ["triples", "nodes"])
def test_random_edits_of_random_graphs_miss_nothing(by):
    """
    Along sequences, inverses, closures, nested and qualified shapes, a random edit
    gives what a whole run gives at the nodes it looked at, and turns nothing elsewhere.
    """
    engine = Engine(graphs.turtle(SHAPES), graphs.turtle(SHAPES))
    turned = partial = 0
    for seed in range(60):
        dice = random.Random(seed)
        before = graph(dice, 30)
        removed = set(dice.sample(sorted(before, key=str), dice.randrange(3)))
        added = graph(dice, dice.randrange(1, 3)) - before
        changed = removed | added
        if by == "nodes":
            changed = {
                node
                for triple in changed
                for node in (triple.subject, triple.object)
                if isinstance(node, ox.NamedNode)
            }
        report = compare(engine, before, (before - removed) | added, changed)
        turned += bool(report.results)
        partial += report.roots is not None and len(report.roots) < 12
    assert turned > 20
    assert by == "nodes" or partial > 20


def test_edits_under_random_shapes_miss_nothing():
    """
    Whatever the shapes are, a random edit is judged as by a whole run.
    """
    turned = 0
    for seed in range(80):
        dice = Dice(seed)
        engine, before = Engine(dice.shapes(5)), set(dice.data(35))
        removed = set(dice.sample(sorted(before, key=str), 2))
        removed = {triple for triple in removed if triple.predicate != SUBCLASS}
        added = {triple for triple in dice.data(2) if triple.predicate != SUBCLASS} - before
        report = compare(engine, before, (before - removed) | added, removed | added)
        assert report.roots is not None
        turned += bool(report.results)
    assert turned > 40


@pytest.mark.parametrize("seed", range(4))
def test_edits_of_the_real_graph_miss_nothing(seed):
    """
    Forty seeded edits of the real graph are judged as by a whole run.
    """
    after, changed = graphs.edits(graphs.real(), 40, seed)
    report = compare(graphs.engine(), graphs.real(), after, changed)
    assert report.roots is not None
    assert 0 < len(report.roots) < 1000


def test_a_changed_class_is_run_whole():
    """
    A subclass link may turn any verdict: then every focus node is looked at.
    """
    shapes = graphs.turtle("ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:class ex:B .")
    before = graphs.turtle("ex:a a ex:A . ex:A rdfs:subClassOf ex:B .")
    report = check_changes(graphs.store_of(before[:1]), Engine(shapes), before[1:])
    assert report.roots is None
    assert report.total == 1
    by_name = check_changes(graphs.store_of(before[:1]), Engine(shapes), [before[1].subject])
    assert by_name.total == 1


def test_named_graphs_are_looked_at_as_asked():
    """
    A change in one graph is judged in that graph alone when it is named, else in the union.
    """
    shapes = graphs.turtle(
        "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
    )
    first, second = graphs.turtle("ex:a a ex:A ; ex:p 1 .")
    one, two = (ox.NamedNode(f"http://example.org/graph/{name}") for name in ("one", "two"))
    store = ox.Store()
    store.add(ox.Quad(first.subject, first.predicate, first.object, one))
    store.add(ox.Quad(second.subject, second.predicate, second.object, two))
    engine = Engine(shapes)
    assert check_changes(store, engine, [second]).total == 0
    assert check_changes(store, engine, [second], graphs=[one]).total == 1
    assert engine.run(store, graphs=[one]).total == 1
    assert engine.run(store).total == 0


def test_a_constraint_that_may_look_anywhere_is_run_whole():
    """
    A `sh:sparql` constraint finds what a change far from its focus nodes breaks.
    """
    shapes = graphs.turtle(
        "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:sparql [ sh:select "
        "'''SELECT $this WHERE { $this a <http://example.org/A> . "
        "<http://example.org/x> <http://example.org/p> ?v }''' ] ."
    )
    data = graphs.turtle("ex:a a ex:A . ex:x ex:p 1 .")
    report = check_changes(graphs.store_of(data), Engine(shapes), [data[1]])
    assert report.total == 1
