"""
Stores: where the graph lies, and one way to ask them.

An Oxigraph store on disk is the usual one; rdflib in memory is the other. Both
answer a SELECT with the same plain Python values.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import pyoxigraph as ox

from ..errors import StoreError, UsageError
from ..names import XSD, Iri
from .ledger import Ledger
from .names_table import NamesTable

Cell = Iri | str | bool | int | Decimal | float | date | None


@dataclass(frozen=True, slots=True)
class Solutions:
    """
    The answer to a SELECT: variables, and rows of plain Python values.
    """

    variables: tuple[str, ...]
    rows: list[tuple[Cell, ...]]

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        for row in self.rows:
            yield dict(zip(self.variables, row, strict=True))

    def __len__(self) -> int:
        return len(self.rows)


class Store(Protocol):
    """
    What the rest of the house asks of a store.

    `names` is the names table beside it, None where there is none; `ledger` the
    arrays of its shareholdings, None where there are none or few.
    """

    names: NamesTable | None
    ledger: Ledger | None

    def select(self, query: str) -> Solutions:
        """
        The solutions of a SELECT over the union of all graphs.
        """

    def query(self, query: str) -> "Solutions | bool | list[ox.Triple]":
        """
        The answer to any query: solutions, a truth value, or triples.
        """

    def quads(self, graph: str | None = None, subject: str | None = None) -> Iterable[Any]:
        """
        The quads of one named graph, or of all; of one subject, or of all.
        """

    @property
    def rdf(self) -> Any:
        """
        The graph as rdflib sees it.
        """


class OxigraphStore:
    """
    A pyoxigraph store, in memory or read-only on disk.
    """

    def __init__(
        self, store: ox.Store, names: NamesTable | None = None, ledger: Ledger | None = None
    ) -> None:
        self.store = store
        self.names = names
        self.ledger = ledger

    @classmethod
    def open(
        cls, folder: Path, names: NamesTable | None = None, ledger: Ledger | None = None
    ) -> "OxigraphStore":
        """
        Open a published store read-only; any number of processes may.

        Raises:
            StoreError: there is no store, or it cannot be read.
        """
        try:
            return cls(ox.Store.read_only(str(folder)), names, ledger)
        except (OSError, ValueError, RuntimeError) as error:
            raise StoreError(
                f"The store {folder} cannot be read ({error}). Run: kg build"
            ) from None

    @classmethod
    def of(cls, quads: Iterable[ox.Quad]) -> "OxigraphStore":
        """
        A store in memory.
        """
        store = ox.Store()
        store.bulk_extend(quads)
        return cls(store)

    def query(self, query: str) -> Solutions | bool | list[ox.Triple]:
        """
        The answer to any query. SERVICE is refused: nothing here calls out.

        Raises:
            UsageError: the query cannot be read or evaluated.
        """
        guard(query)
        try:
            answer = self.store.query(query, use_default_graph_as_union=not names_dataset(query))
            if isinstance(answer, ox.QueryBoolean):
                return bool(answer)
            if isinstance(answer, ox.QueryTriples):
                return list(answer)
            variables = tuple(variable.value for variable in answer.variables)
            return Solutions(
                variables,
                [tuple(plain(solution[name]) for name in variables) for solution in answer],
            )
        except (SyntaxError, ValueError, RuntimeError, OSError) as error:
            raise UsageError(f"The query cannot be answered: {error}") from None

    def select(self, query: str) -> Solutions:
        """
        The solutions of a SELECT.
        """
        return _solutions(self.query(query))

    def quads(self, graph: str | None = None, subject: str | None = None) -> Iterable[Any]:
        """
        The quads of one named graph, or of all; of one subject, or of all.
        """
        name = ox.NamedNode(graph) if graph else None
        about = ox.NamedNode(subject) if subject else None
        return self.store.quads_for_pattern(about, None, None, name)

    @property
    def rdf(self) -> Any:
        """
        An rdflib Dataset over this very store (oxrdflib).
        """
        from oxrdflib import OxigraphStore as Bridge
        from rdflib import Dataset

        return Dataset(store=Bridge(store=self.store), default_union=True)


class MemoryStore:
    """
    rdflib in memory: slower, with nothing but Python underneath.
    """

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        import rdflib
        from rdflib.plugins import sparql

        self.names: NamesTable | None = None
        self.ledger: Ledger | None = None
        # A query with FROM <file:...> would otherwise read local files.
        sparql.SPARQL_LOAD_GRAPHS = False
        self._rdf = rdflib.Dataset(default_union=True)
        for quad in quads:
            name: Any = quad.graph_name
            graph = self._rdf.graph(rdflib.URIRef(name.value))
            graph.add(tuple(rdflib_term(part) for part in quad.triple))

    def query(self, query: str) -> Solutions | bool | list[ox.Triple]:
        """
        The answer to any query. SERVICE is refused: nothing here calls out.

        Raises:
            UsageError: the query cannot be read or evaluated.
        """
        guard(query)
        try:
            answer = self._rdf.query(query)
            if answer.type == "ASK":
                return bool(answer.askAnswer)
            if answer.type == "SELECT":
                variables = tuple(str(variable) for variable in answer.vars or ())
                found: Any = answer
                rows = [tuple(_from_rdflib(cell) for cell in row) for row in found]
                return Solutions(variables, rows)
            text = answer.graph.serialize(format="nt") if answer.graph is not None else ""
            return [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)]
        except Exception as error:  # rdflib raises whatever its parser raises
            raise UsageError(f"The query cannot be answered: {error}") from None

    def select(self, query: str) -> Solutions:
        """
        The solutions of a SELECT.
        """
        return _solutions(self.query(query))

    def quads(self, graph: str | None = None, subject: str | None = None) -> Iterable[Any]:
        """
        The quads of one named graph, or of all; of one subject, or of all.
        """
        if subject:
            yield from self._about(subject, graph)
            return
        text = self._rdf.serialize(format="nquads")
        for quad in ox.parse(text, format=ox.RdfFormat.N_QUADS):
            if graph is None or quad.graph_name == ox.NamedNode(graph):
                yield quad

    def _about(self, subject: str, graph: str | None) -> Iterator[ox.Quad]:
        import rdflib

        name = rdflib.URIRef(graph) if graph else None
        pattern: Any = (rdflib.URIRef(subject), None, None, name)
        for about, predicate, value, context in self._rdf.quads(pattern):
            triple: Any = [_ox_term(part) for part in (about, predicate, value)]
            yield ox.Quad(triple[0], triple[1], triple[2], ox.NamedNode(str(context)))

    @property
    def rdf(self) -> Any:
        """
        The rdflib Dataset itself.
        """
        return self._rdf


TEXTS = re.compile(
    r"""\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}"""
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'"""
    r"""|<(?:[^<>"{}|^`\\\x00-\x20]|\\[uU])*>|\#[^\n\r]*|\\.""",
    re.DOTALL,
)
"""
Strings, IRIs, comments, and a character that a prefixed name escapes.
"""
NAMES = re.compile(r"[?$]\w+|@[\w-]+|(?<=:)[\w%:-]+")
FROM = re.compile(r"(?<!\w)FROM(?![\w:-])", re.IGNORECASE)
DEEPEST = 200


def guard(query: str) -> None:
    """
    Refuse a query that would call another server, or nests too deeply.

    Some thousand open brackets end the process inside Oxigraph's parser, so
    they are counted before it sees them. Strings, IRIs and comments are not
    looked into. Oxigraph reads keywords without a space beside them (`1SERVICE:a`), so
    SERVICE is refused within a prefix too, and FROM where it does not stand apart.

    Raises:
        UsageError: the query holds SERVICE, or a FROM that may be read in two ways, or
            brackets nest deeper than DEEPEST.
    """
    bare = bared(query)
    words = NAMES.sub("", bare).upper()
    if "SERVICE" in words:
        raise UsageError(
            "SERVICE calls another server, which this command never does."
            " A prefix that holds the word needs another name."
        )
    if words.count("FROM") != len(FROM.findall(words)):
        raise UsageError(
            "FROM stands together with another word: set it apart by a space."
            " A prefix that holds the word needs another name."
        )
    if sum(map(bare.count, "({[")) <= DEEPEST:
        return
    depth = deepest = 0
    for character in bare:
        if character in "({[":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")}]":
            depth -= 1
    if deepest > DEEPEST:
        raise UsageError(f"The query nests {deepest} brackets deep; {DEEPEST} is the most.")


def names_dataset(query: str) -> bool:
    """
    Whether a query says by FROM which graphs it is about; Oxigraph would ask the
    union of all graphs all the same.
    """
    return FROM.search(NAMES.sub("", bared(query))) is not None


@lru_cache(maxsize=16)
def bared(query: str) -> str:
    """
    A query without its strings, IRIs and comments; an escape in a name is an underscore.
    """
    return TEXTS.sub(lambda found: "_" if found[0][0] == "\\" else " ", query)


def _solutions(answer: Solutions | bool | list[ox.Triple]) -> Solutions:
    if not isinstance(answer, Solutions):
        raise UsageError("This asks for a table: write a SELECT.")
    return answer


def plain(value: Any) -> Cell:
    """
    A term as a plain Python value.
    """
    if value is None:
        return None
    if isinstance(value, ox.NamedNode):
        return Iri(value.value)
    if isinstance(value, ox.BlankNode):
        return f"_:{value.value}"
    if isinstance(value, ox.Triple):
        return str(value)
    return _literal(value.value, value.datatype.value)


def _from_rdflib(value: Any) -> Cell:
    from rdflib import BNode, URIRef

    if value is None:
        return None
    if isinstance(value, URIRef):
        return Iri(str(value))
    if isinstance(value, BNode):
        return f"_:{value}"
    return _literal(str(value), str(value.datatype) if value.datatype else XSD + "string")


def _literal(text: str, datatype: str) -> Cell:
    kind = datatype.removeprefix(XSD)
    try:
        if kind == "date":
            return date.fromisoformat(text)
        if kind == "decimal":
            return Decimal(text)
        if kind == "boolean":
            return text in ("true", "1")
        if kind in ("integer", "int", "long", "nonNegativeInteger"):
            return int(text)
        if kind in ("double", "float"):
            return float(text)
    except (ValueError, ArithmeticError):
        return text
    return text


def _ox_term(value: Any) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    from rdflib import BNode, URIRef

    if isinstance(value, URIRef):
        return ox.NamedNode(str(value))
    if isinstance(value, BNode):
        return ox.BlankNode(str(value))
    if value.language:
        return ox.Literal(str(value), language=value.language)
    datatype = ox.NamedNode(str(value.datatype or XSD + "string"))
    return ox.Literal(str(value), datatype=datatype)


def rdflib_term(value: Any) -> Any:
    """
    A term for rdflib; a plain string stays plain, or every sh:in on strings fails.
    """
    import rdflib

    if isinstance(value, ox.NamedNode):
        return rdflib.URIRef(value.value)
    if isinstance(value, ox.BlankNode):
        return rdflib.BNode(value.value)
    if value.language:
        return rdflib.Literal(value.value, lang=value.language)
    if value.datatype.value == XSD + "string":
        return rdflib.Literal(value.value)
    return rdflib.Literal(value.value, datatype=rdflib.URIRef(value.datatype.value))
