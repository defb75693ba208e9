"""
The graph as nodes and edges: what a visualiser draws.

Which classes and properties are edges is declared in the ontology (kg:edgeFrom,
kg:edgeTo, kg:edgeLabel): a new kind of relation needs no change here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pyoxigraph as ox

from ..dates import Period
from ..graph import Store
from ..graph.triples import CURATED
from ..model.codes import CODES
from ..names import KG, RDF, RDFS, XSD, concept
from .attributes import Value, name_of, share_of, share_text
from .days import Facts, bounds_of, interval
from .spool import Spool
from .subjects import Ids, Subjects, ids
from .text import clean
from .vocabulary import Vocabulary, local

Tell = Callable[[str], None]
Note = Callable[[str, Facts], Any]

COUNTED = concept("standing", "counted")
PLANNED = concept("standing", "planned")
COMPLETED = concept("stage", "completed")
POSSIBLE = concept("certainty", "possible")
REACHED = [concept("stage", code) for code in CODES["stage"]]
NUMBERS = {XSD + name for name in ("decimal", "integer", "double", "float", "int", "long")}
STEP = 500
"""
How many things are read between two words to the one who waits.
"""


class Node(NamedTuple):
    """
    A node: an agent, an offering or a site. `kind` is the IRI of its class.

    `more` is what the format at work has noted of it.
    """

    id: str
    iri: str
    kind: str
    label: str
    attributes: dict[str, Value]
    more: Any = None


class Edge(NamedTuple):
    """
    An edge: one claim, or one link that a thing states, from `source` to `target`.

    `kind` is the IRI of its class or property. `weight` is None where the share
    is unknown or the claim does not count. `start` and `end` are the days of one
    half-open interval, None where open; `sure` says whether it is the certain or
    the possible one. `line` is how it is drawn: `dotted` what is planned or not
    completed, `dashed` what does not count or only possibly holds, else `solid`.
    """

    id: str
    source: str
    target: str
    kind: str
    label: str
    weight: float | None
    start: str | None
    end: str | None
    sure: str
    attributes: dict[str, Value]
    line: str = "solid"
    more: Any = None

    @property
    def iri(self) -> str:
        """
        The claim, or the thing that states the link.
        """
        return str(self.attributes["iri"])


@dataclass(slots=True)
class Picture:
    """
    Nodes and edges of a day, or of all days. Both can be read many times.

    `node_columns` and `edge_columns` give the type of each attribute: `double`,
    `boolean`, `date`, `string` or `strings`.
    """

    on: date | None
    vocabulary: Vocabulary
    nodes: Spool[Node]
    edges: Spool[Edge]
    node_columns: dict[str, str]
    edge_columns: dict[str, str]


def picture(
    store: Store,
    on: date | None = None,
    *,
    planned: bool = True,
    lang: str = "en",
    tell: Tell = lambda stage: None,
    note: Note | None = None,
) -> Picture:
    """
    Every agent and claim drawn as an edge; with a day, what may hold on that day.

    Numbers are floats, a missing value is absent. A claim that is planned never
    holds: it is in no picture of a day, and `planned=False` leaves it out of all.
    `note` makes the `more` of a node or an edge from its class and its facts, as
    plain data, while they are at hand.
    """
    drawing = Drawing(store, on, planned and on is None, lang)
    drawing.note = note or drawing.note
    for number, iri in enumerate(drawing.drawable()):
        if number % STEP == 0:
            tell("read")
        drawing.draw(iri, drawing.subjects.facts(iri))
    columns = drawing.columns
    return Picture(
        on, drawing.vocabulary, drawing.nodes, drawing.edges, columns["node"], columns["edge"]
    )


class Drawing:
    """
    A picture in the making: one pass over the things of the graph.
    """

    def __init__(self, store: Store, on: date | None, planned: bool, lang: str) -> None:
        self.on = on
        self.planned = planned
        self.vocabulary = Vocabulary(store, lang)
        self.subjects = Subjects(store, CURATED)
        self.id_of: Ids = ids(self.subjects.iris)
        self.known = set(self.subjects.iris)
        self.nodes: Spool[Node] = Spool(Node)
        self.edges: Spool[Edge] = Spool(Edge)
        self.drawn: set[str] = set()
        self.note: Note = lambda kind, facts: None
        self.columns: dict[str, dict[str, str]] = {"node": {}, "edge": {}}

    def drawable(self) -> list[str]:
        """
        The IRIs of the things that are drawn as edges, or state links, sorted.
        """
        classes = " ".join(f"<{kind}>" for kind in sorted(self.vocabulary.edges))
        links = " ".join(f"<{link}>" for link in self.vocabulary.links)
        rows = self.subjects.store.select(
            f"SELECT DISTINCT ?s WHERE {{ GRAPH <{CURATED}> {{"
            f" {{ VALUES ?kind {{ {classes} }} ?s a ?kind }}"
            f" UNION {{ VALUES ?link {{ {links} }} ?s ?link ?other }} }} }}"
        ).rows
        return sorted(str(row[0]) for row in rows)

    def draw(self, iri: str, facts: Facts) -> None:
        """
        Draw the edges that a thing stands for or states, with their ends.
        """
        rules = self.vocabulary.edges
        kind = next((one.value for one in facts[RDF + "type"] if one.value in rules), "")
        links = [link for link in self.vocabulary.links if link in facts]
        if not kind and not links:
            return
        standing = {value.value for value in facts.get(KG + "standing", ())}
        if PLANNED in standing and not self.planned:
            return
        period = self.subjects.period(facts)
        if self.on and not period.possibly_holds(self.on):
            return
        if kind:
            self._claim(iri, facts, kind, period)
        for link in links:
            words = self.vocabulary.words(link)
            edge = self._edge(link, words, None, period, {"iri": iri}, self.note(link, facts))
            for head in self._ends(facts, link):
                id = f"{self.id_of(iri)}--{local(link)}--{self.id_of(head)}"
                self._between(edge, id, iri, head)

    def _claim(self, iri: str, facts: Facts, kind: str, period: Period) -> None:
        rule = self.vocabulary.edges[kind]
        facts = self._as_of(facts)
        doubts, line = self._doubts(facts, period)
        label = self._edge_label(kind, facts, rule.weight)
        edge = self._edge(
            kind,
            f"{label} ({', '.join(doubts)})" if doubts else label,
            self._weight(facts, rule.weight) if self._counts(facts) else None,
            period,
            {**self._attributes(facts, {rule.tail, rule.head}, "edge"), "iri": iri},
            self.note(kind, facts),
        )._replace(line=line)
        pairs = [
            (tail, head)
            for tail in self._ends(facts, rule.tail)
            for head in self._ends(facts, rule.head)
        ]
        for tail, head in pairs:
            id = self.id_of(iri)
            if len(pairs) > 1:
                id = f"{id}--{self.id_of(tail)}--{self.id_of(head)}"
            self._between(edge, id, tail, head)

    def _counts(self, facts: Facts) -> bool:
        standing = {value.value for value in facts.get(KG + "standing", ())}
        return not standing or COUNTED in standing

    def _as_of(self, facts: Facts) -> Facts:
        """
        The facts of a deal with the stage that it had reached on the day, not its last one.
        """
        if KG + "hasStage" not in facts or self.on is None:
            return facts
        found = {key: value for key, value in facts.items() if key != KG + "stage"}
        stages = [self.subjects.facts(one.value) for one in facts[KG + "hasStage"]]
        reached = [
            value
            for stage in stages
            for last in stage.get(KG + "notAfter", ())
            for value in stage.get(KG + "stage", ())
            if last.value <= self.on.isoformat()
        ]
        if reached:
            found[KG + "stage"] = [max(reached, key=lambda one: REACHED.index(one.value))]
        return found

    def _doubts(self, facts: Facts, period: Period) -> tuple[list[str], str]:
        """
        What keeps a claim from being a plain fact, in words for its label, and its line.
        """
        words = self.vocabulary.label
        standing = [value.value for value in facts.get(KG + "standing", ())]
        stage = [value.value for value in facts.get(KG + "stage", ())]
        doubts = [] if self._counts(facts) else [words(one) for one in standing]
        doubts += [words(one) for one in stage]
        unsure = self.on is not None and not period.certainly_holds(self.on)
        doubts += [words(POSSIBLE)] if unsure else []
        if PLANNED in standing or (stage and COMPLETED not in stage):
            return doubts, "dotted"
        return doubts, "dashed" if unsure or not self._counts(facts) else "solid"

    def _ends(self, facts: Facts, predicate: str) -> list[str]:
        found = (value.value for value in facts.get(predicate, ()))
        return sorted(end for end in found if end in self.known)

    def _weight(self, facts: Facts, predicate: str) -> float | None:
        """
        The figure, where it is bounded on both sides: 'at least 50' weighs nothing.
        """
        share = share_of(facts, predicate)
        bounded = share.minimum is not None and share.maximum is not None
        return float(share.printed) if share.printed is not None and bounded else None

    def _edge_label(self, kind: str, facts: Facts, weight: str) -> str:
        return f"{share_text(share_of(facts, weight))} %" if weight else self.vocabulary.words(kind)

    def _edge(
        self,
        kind: str,
        label: str,
        weight: float | None,
        period: Period,
        attributes: dict[str, Value],
        more: Any,
    ) -> Edge:
        """
        An edge without its ends.
        """
        start, end, sure = interval(period)
        attributes |= {"relation": local(kind), "interval": sure}
        for name, bound in bounds_of(period):
            attribute = name_of(KG + name)
            attributes.pop(attribute, None)
            if bound is not None and bound > date.min:
                attributes[attribute] = bound.isoformat()
                self._column("edge", attribute, "date")
        if self.on:
            certain = period.certainly_holds(self.on)
            attributes["certainty"] = "certain" if certain else "possible"
        for name in ("iri", "relation", "interval", "certainty"):
            if name in attributes:
                self._column("edge", name, "string")
        days = [day.isoformat() if day else None for day in (start, end)]
        return Edge("", "", "", kind, label, weight, days[0], days[1], sure, attributes, more=more)

    def _between(self, edge: Edge, id: str, tail: str, head: str) -> None:
        self._node(tail)
        self._node(head)
        ends = (self.id_of(tail), self.id_of(head))
        self.edges.append(edge._replace(id=id, source=ends[0], target=ends[1]))

    def _node(self, iri: str) -> None:
        if iri in self.drawn:
            return
        self.drawn.add(iri)
        facts = self.subjects.facts(iri)
        kinds = [one.value for one in facts[RDF + "type"] if one.value.startswith(KG)]
        kind = kinds[0] if kinds else KG + "Thing"
        label = facts.get(RDFS + "label")
        attributes = self._attributes(facts, set(self.vocabulary.links), "node")
        attributes |= {"class": local(kind), "iri": iri}
        for name in ("class", "iri"):
            self._column("node", name, "string")
        text = clean(label[0].value) if label else self.id_of(iri)
        more = self.note(kind, facts)
        self.nodes.append(Node(self.id_of(iri), iri, kind, text, attributes, more))

    def _attributes(self, facts: Facts, skip: set[str], side: str) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for predicate, values in sorted(facts.items()):
            if predicate in skip or not predicate.startswith(KG):
                continue
            name = name_of(predicate)
            if len(values) == 1:
                kind, found[name] = self._value(values[0])
            else:
                texts = sorted(str(self._value(value)[1]) for value in values)
                kind, found[name] = "strings", tuple(texts)
            self._column(side, name, kind)
        return found

    def _value(self, value: Any) -> tuple[str, str | float | bool]:
        if isinstance(value, ox.NamedNode):
            iri = value.value
            return "string", self.vocabulary.code(iri) or clean(self.id_of(iri))
        datatype = getattr(value, "datatype", None)
        kind = datatype.value if datatype else ""
        if kind in NUMBERS:
            return "double", float(Decimal(value.value))
        if kind == XSD + "boolean":
            return "boolean", value.value in ("true", "1")
        if kind == XSD + "date":
            return "date", value.value
        return "string", clean(value.value)

    def _column(self, side: str, name: str, kind: str) -> None:
        columns = self.columns[side]
        before = columns.setdefault(name, kind)
        if before != kind:
            columns[name] = "strings" if "strings" in (before, kind) else "string"
