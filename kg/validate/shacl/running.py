"""
Running the queries of a shapes graph over an Oxigraph store, in memory or on disk.

Oxigraph lets go of Python's lock while it answers, so a few threads share the
queries. The store keeps a number's value and not its digits: 25.10 is told as 25.1.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from .messages import messages_of
from .model import Constraint, Result, Shape
from .paths import Step
from .queries import Compiler, Query
from .reading import read_shapes
from .terms import SUBCLASS, Term

Kind = tuple[str, str]
"""
A shape and a constraint component, by which breaches are counted.
"""


@dataclass(slots=True)
class Report:
    """
    What was found: results, and how many there are of each kind even if not all are kept.

    `roots` are the nodes that were looked at, None for all.
    """

    results: list[Result] = field(default_factory=list)
    counts: Counter[Kind] = field(default_factory=Counter)
    roots: set[Term] | None = None

    @property
    def conforms(self) -> bool:
        """
        Whether nothing was found, whatever its severity.
        """
        return not self.counts

    @property
    def total(self) -> int:
        """
        How many breaches there are.
        """
        return sum(self.counts.values())


class Engine:
    """
    The shapes of a graph, ready to be run over any store.

    `hierarchy` are subclass links that hold beside those of the store itself.

    Raises:
        ShapesError: a shape cannot be read, or no query can check it.
    """

    def __init__(
        self,
        shapes: Iterable[ox.Triple | ox.Quad],
        hierarchy: Iterable[ox.Triple | ox.Quad] = (),
    ) -> None:
        self.shapes: list[Shape] = read_shapes(shapes)
        self.links: set[tuple[Any, Any]] = {
            (link.subject, link.object) for link in hierarchy if link.predicate == SUBCLASS
        }
        for _ in Compiler({}, len).queries(self.shapes):
            pass  # what cannot be compiled is refused here, not in the midst of a run

    def run(
        self,
        store: ox.Store,
        *,
        each: int | None = None,
        graphs: Collection[ox.NamedNode] | None = None,
        threads: int | None = None,
        shapes: list[Shape] | None = None,
        keep: Callable[[Term], bool] | None = None,
        tell: Callable[[int, int], None] | None = None,
        size: Callable[[str], int] | None = None,
        classes: Mapping[Term, tuple[Term, ...]] | None = None,
    ) -> Report:
        """
        What the shapes find in a store.

        At most `each` results of a kind are kept, and all are counted. `graphs`
        are the named graphs to look at; without, the union of all. `keep` says
        of a target's node whether it is looked at; `tell` is told how many
        queries of how many have been answered; `size` guesses at the solutions
        of a triple pattern in place of counting them.
        """
        session = Session(store, graphs)
        classes = classes if classes is not None else self.classes(session)
        compiler = Compiler(classes, size or session.size)
        queries = list(compiler.queries(self.shapes if shapes is None else shapes))
        report, seen = Report(), set[Any]()
        with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
            answers = pool.map(lambda query: session.rows(query, keep), queries)
            for done, (query, rows) in enumerate(zip(queries, answers, strict=True), 1):
                _collect(report, seen, query, rows, each)
                if tell is not None:
                    tell(done, len(queries))
        return report

    def classes(self, session: "Session") -> dict[Term, tuple[Term, ...]]:
        """
        Each class with itself and all classes below it.
        """
        below: dict[Any, set[Any]] = defaultdict(set)
        for lower, upper in self.links | session.subclasses():
            below[upper].add(lower)
        closed: dict[Term, tuple[Term, ...]] = {}
        for top in below:
            found: dict[Term, None] = {}
            front: list[Term] = [top]
            while front:
                kind = front.pop()
                if kind not in found:
                    found[kind] = None
                    front += below.get(kind, ())
            named = (kind for kind in found if isinstance(kind, ox.NamedNode))
            closed[top] = tuple(sorted(named, key=str))
        return closed


class Session:
    """
    One store as the queries see it.
    """

    def __init__(self, store: ox.Store, graphs: Collection[ox.NamedNode] | None = None) -> None:
        self.store = store
        self._view: dict[str, Any] = {"use_default_graph_as_union": True}
        if graphs is not None:
            self._view = {"default_graph": list(graphs)}
        self._sizes: dict[str, int] = {}

    def ask(self, text: str) -> Any:
        """
        The answer to a query.
        """
        return self.store.query(text, **self._view)

    def size(self, pattern: str) -> int:
        """
        How many solutions a pattern has.
        """
        if pattern not in self._sizes:
            (solution,) = self.ask(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
            self._sizes[pattern] = int(solution["n"].value)
        return self._sizes[pattern]

    def _subjects(self, pattern: str) -> int:
        """
        How many different `?this` a pattern has.
        """
        (solution,) = self.ask(f"SELECT (COUNT(DISTINCT ?this) AS ?n) WHERE {{ {pattern} }}")
        return int(solution["n"].value)

    def subclasses(self) -> set[tuple[Any, Any]]:
        """
        The subclass links of the store.
        """
        found = self.ask(f"SELECT ?lower ?upper WHERE {{ ?lower {SUBCLASS} ?upper }}")
        return {(solution["lower"], solution["upper"]) for solution in found}

    def rows(
        self, query: Query, keep: Callable[[Term], bool] | None
    ) -> list[tuple[Constraint, tuple[Term | None, ...]]]:
        """
        The constraints that rows of an answer break, with focus, value, path and what tells
        equal rows apart.
        """
        if query.crowded and self.size(query.crowded) == self._subjects(query.crowded):
            return []
        answer = self.ask(query.text)
        names = [variable.value for variable in answer.variables]
        found: list[tuple[Constraint, tuple[Term | None, ...]]] = []
        again: set[str] = set()
        for row in answer:
            if keep is not None and not keep(row["root" if "root" in names else "this"]):
                continue
            cells = tuple(
                row[name] if name in names else None
                for name in ("this", "value", "path", "tag", "other", "root")
            )
            for index, constraint in enumerate(query.constraints):
                flag = row[f"c{index}"] if len(query.constraints) > 1 else None
                if flag is None or flag.value == "true":
                    again.add(constraint.parameter)
                    found.append((constraint, cells))
        if again and query.details:
            told = {id(detail.constraints[0]) for detail in query.details}
            found = [(c, cells) for c, cells in found if id(c) not in told]
            for detail in query.details:
                if detail.constraints[0].parameter in again:
                    found += self.rows(detail, keep)
        return found


def _collect(
    report: Report,
    seen: set[Any],
    query: Query,
    rows: Iterable[tuple[Constraint, tuple[Term | None, ...]]],
    each: int | None,
) -> None:
    """
    Add the rows of one query, each once.
    """
    shape = query.shape
    for constraint, cells in rows:
        source = constraint.source
        key = (shape.node, query.route, id(constraint), *cells)
        if key in seen:
            continue
        seen.add(key)
        kind = (str(shape.node), constraint.component)
        report.counts[kind] += 1
        if each is not None and report.counts[kind] > each:
            continue
        focus, value, predicate = cells[:3]
        if constraint.parameter == "sparql" and value is None and shape.path is None:
            value = focus
        path = Step(predicate) if isinstance(predicate, ox.NamedNode) else shape.path
        if focus is not None:
            report.results.append(
                Result(
                    focus,
                    path,
                    value,
                    constraint.component,
                    shape.node,
                    shape.severity.value,
                    messages_of(shape, constraint, value, cells),
                    cells[-1] or focus,
                    source,
                )
            )
