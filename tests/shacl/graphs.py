"""
The real graph, the shapes, and seeded faults to break them with.
"""

import functools
import random
from pathlib import Path

import pyoxigraph as ox

from kg.graph.triples import quads_of
from kg.model import read_dataset
from kg.names import KG, RDF, XSD
from kg.validate.shacl import Engine
from kg.validate.shacl.terms import ShapesGraph, sh

ROOT = Path(__file__).resolve().parents[2]
ONTOLOGY = ROOT / "ontology"
TYPE = ox.NamedNode(RDF + "type")


def turtle(text):
    """
    The triples of a Turtle text, with the usual prefixes.
    """
    head = (
        "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX ex: <http://example.org/> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        f"PREFIX xsd: <{XSD}> PREFIX rdf: <{RDF}> "
    )
    return [quad.triple for quad in ox.parse(head + text, format=ox.RdfFormat.TURTLE)]


def store_of(triples):
    """
    A store in memory of some triples, in its default graph.
    """
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    return store


@functools.cache
def shapes():
    """
    The project's shapes, and the other files of its ontology.
    """
    files = {path.name: path for path in sorted(ONTOLOGY.glob("*.ttl"))}
    own = list(ox.parse(path=files.pop("shapes.ttl"), format=ox.RdfFormat.TURTLE))
    rest = [q for path in files.values() for q in ox.parse(path=path, format=ox.RdfFormat.TURTLE)]
    return own, rest


@functools.cache
def engine():
    """
    The project's shapes, ready to run.
    """
    return Engine(*shapes())


@functools.cache
def real():
    """
    The triples of the published tables, as a store gives them back.
    """
    quads = quads_of(read_dataset(ROOT / "data"))
    return [quad.triple for quad in store_of(quad.triple for quad in quads)]


def edits(triples, number, seed):
    """
    Triples with `number` random changes, and the triples that were added or removed.

    Each change takes a triple away, gives its property a second value, or puts
    another value in its place: of a wrong type, out of range, ill-formed, another
    node of the graph, a blank node.
    """
    dice = random.Random(seed)
    triples = sorted(triples, key=str)
    kept = dict.fromkeys(triples)
    removed, added = set(), set()
    for _ in range(number):
        victim = dice.choice(triples)
        other = _other(victim, triples, dice)
        kind = dice.choice(("drop", "add", "replace"))
        if kind != "add" and victim in kept:
            del kept[victim]
            removed.add(victim)
        if kind != "drop":
            kept[other] = None
            added.add(other)
    changed = {t for t in removed if t not in kept} | (added - set(triples))
    return list(kept), changed


@functools.cache
def ordered():
    """
    The properties that some shape compares by order.

    pySHACL stops when it is to compare a date with a text, so these get only
    values of their own type; the W3C suite has the other cases.
    """
    own = ShapesGraph(shapes()[0])
    found = set()
    for name in ("lessThan", "lessThanOrEquals"):
        for shape in own.having(sh(name)):
            found |= {own.one(shape, sh("path")), *own.objects(shape, sh(name))}
    return found


WRONG = (
    ox.Literal("x"),
    ox.Literal(""),
    ox.Literal("x", language="fr"),
    ox.Literal("-3", datatype=ox.NamedNode(XSD + "decimal")),
    ox.Literal("400", datatype=ox.NamedNode(XSD + "decimal")),
    ox.Literal("7", datatype=ox.NamedNode(XSD + "integer")),
    ox.Literal("2014", datatype=ox.NamedNode(XSD + "gYear")),
    ox.Literal("2020-02-30", datatype=ox.NamedNode(XSD + "date")),
    ox.Literal("much", datatype=ox.NamedNode(XSD + "integer")),
    ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean")),
    ox.NamedNode(KG + "nothing"),
    ox.BlankNode("b1"),
)
DAYS = ("1960-01-01", "2015-06-30", "2031-12-31")


def _other(victim, triples, dice):
    """
    A triple in place of another: a value from anywhere, or another property.
    """
    if victim.predicate in ordered():
        if victim.object.datatype == ox.NamedNode(XSD + "date"):
            value = ox.Literal(dice.choice(DAYS), datatype=victim.object.datatype)
        else:
            value = ox.Literal(str(dice.randrange(900)), datatype=victim.object.datatype)
        return ox.Triple(victim.subject, victim.predicate, value)
    elsewhere = dice.choice(triples)
    if dice.random() < 0.2 and elsewhere.predicate not in ordered():
        return ox.Triple(victim.subject, elsewhere.predicate, elsewhere.object)
    value = dice.choice((*WRONG, elsewhere.subject, elsewhere.object))
    return ox.Triple(victim.subject, victim.predicate, value)
