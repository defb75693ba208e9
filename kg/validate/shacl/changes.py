"""
After a change: the focus nodes whose verdict it may turn, and the shapes at these alone.

A shape reads the graph along its paths. If a triple that was added or removed
is read on the way from a focus node, the part of the way before it stands in
the graph after the change (take the first changed triple on the way), so that
walking the ways backwards from the changed triples finds every such focus node.
Their neighbourhood, as far as the shapes read, is copied to a small store in
memory, where the same queries run.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pyoxigraph as ox

from .model import Shape, Target
from .running import Engine, Report, Session
from .terms import SUBCLASS, TYPE, Term
from .walks import Read, Walk, reads_of

Change = ox.Quad | ox.Triple | ox.NamedNode | ox.BlankNode


def check_changes(
    store: ox.Store,
    engine: Engine,
    changed: Iterable[Change],
    *,
    graphs: Collection[ox.NamedNode] | None = None,
    each: int | None = None,
) -> Report:
    """
    What the shapes find at the focus nodes whose verdict a change may have turned.

    `store` is the graph after the change. `changed` are the triples that were
    added or removed; or nodes, each of which stands for any triple from it or to
    it: then name the subjects and, where a shape walks a path backwards, the
    objects too. The report's `roots` are these focus nodes; results that come
    from others are as they were before. A shape with `sh:sparql` may look
    anywhere, so it runs on the whole store, and all shapes do if a class changed.
    """
    triples, nodes = _sorted(changed)
    walk = Walk(store, graphs)
    session = Session(store, graphs)
    classes = engine.classes(session)
    if _touches_classes(triples, nodes, walk):
        return engine.run(store, graphs=graphs, each=each)
    if any(_looks_anywhere(shape) for shape in engine.shapes):
        whole = [shape for shape in engine.shapes if _looks_anywhere(shape)]
    else:
        whole = []
    local = [shape for shape in engine.shapes if shape not in whole]
    reads = {id(shape): reads_of(shape) for shape in local}
    roots = _affected(set().union(*reads.values()), walk, triples, nodes)
    walk.fetch(roots)
    at: dict[Read, set[Term]] = defaultdict(set)
    touched: list[Shape] = []
    for shape in local:
        focus = {node for node in roots if _is_target(node, shape.targets, walk, classes)}
        if focus:
            touched.append(shape)
            for read in reads[id(shape)]:
                at[read] |= focus
    small = _neighbourhood(at, walk)
    report = engine.run(
        small,
        shapes=touched,
        classes=classes,
        keep=roots.__contains__,
        size=len,
        threads=1,
        each=each,
    )
    if whole:
        rest = engine.run(store, graphs=graphs, shapes=whole, each=each)
        report.results += rest.results
        report.counts += rest.counts
    report.roots = roots
    return report


def _sorted(changed: Iterable[Change]) -> tuple[list[ox.Triple], set[Term]]:
    triples: list[ox.Triple] = []
    nodes: set[Term] = set()
    for change in changed:
        if isinstance(change, ox.NamedNode | ox.BlankNode):
            nodes.add(change)
        else:
            triples.append(change.triple if isinstance(change, ox.Quad) else change)
    return triples, nodes


def _touches_classes(triples: list[ox.Triple], nodes: set[Term], walk: Walk) -> bool:
    """
    Whether a subclass link changed, or a node that has instances or such links.
    """
    return any(triple.predicate == SUBCLASS for triple in triples) or any(
        walk.triples(node, SUBCLASS) or walk.points(TYPE, node) for node in nodes
    )


def _looks_anywhere(shape: Shape) -> bool:
    return any(constraint.parameter == "sparql" for constraint in shape.constraints) or any(
        _looks_anywhere(inner) for inner in shape.properties
    )


def _affected(
    reads: Iterable[Read], walk: Walk, triples: list[ox.Triple], nodes: set[Term]
) -> set[Term]:
    """
    The nodes from which a read meets a changed triple.
    """
    ends: dict[tuple[ox.NamedNode | None, bool], set[Term]] = defaultdict(set)
    for triple in triples:
        subject: Any = triple.subject
        value: Any = triple.object
        for predicate in (triple.predicate, None):
            ends[predicate, False].add(subject)
            ends[predicate, True].add(value)
    found: set[Term] = set()
    for read in reads:
        met = nodes | ends.get((read.predicate, read.back), set())
        if met:
            found |= walk(read.way, met, back=True)
    return found


def _is_target(
    node: Term,
    targets: Iterable[Target],
    walk: Walk,
    classes: Mapping[Term, tuple[Term, ...]],
) -> bool:
    for target in targets:
        term = target.terms[0]
        if target.kind == "node":
            if node in target.terms:
                return True
        elif target.kind == "class":
            kinds = classes.get(term, (term,))
            if any(triple.object in kinds for triple in walk.triples(node, TYPE)):
                return True
        elif isinstance(term, ox.NamedNode) and walk.triples(
            node, term, back=target.kind == "objectsOf"
        ):
            return True
    return False


def _neighbourhood(at: Mapping[Read, set[Term]], walk: Walk) -> ox.Store:
    """
    A store of the triples that reads from some focus nodes meet.
    """
    found: set[ox.Triple] = set()
    for read, focus in at.items():
        for node in walk(read.way, focus):
            found.update(walk.triples(node, read.predicate, read.back))
    store = ox.Store()
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in found)
    return store
