"""
A world: shareholdings of a realistic shape as claims, seeded, of any size.

`write_world(path, 10**6)` writes N-Triples in the project's vocabulary: the
spells of `bench.graphs.history` as shareholdings with their sources, companies
and persons with names, countries and identifiers, and a few rights, leaders,
new names and deals, so that every question has something to find.
`build_world(folder, 10**6)` loads them as a generation that `kg` opens:

    kg owners c1 --graph FOLDER
"""

import json
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyoxigraph as ox
from pyarrow import parquet

from bench.graphs import OPEN, WHOLE, Graph, history
from kg.graph.generation import FORMAT, Generation
from kg.graph.names_table import FILE, Named, write_names
from kg.graph.shareholdings import AGENTS, DAYS, ROWS
from kg.graph.shareholdings import FILE as SHAREHOLDINGS
from kg.names import GRAPHS, ID, KG, RDF, XSD, mint

WORLD = GRAPHS + "world"
SOURCES = 200
COUNTRIES = ("FR", "FR", "FR", "DE", "LU", "NL", "GB", "US", "CH", "JP")
TRADES = ("Cloud", "Systems", "Energie", "Finance", "Industrie", "Holding", "Immobilier", "Data")
FORMS = ("SA", "SAS", "SARL", "GmbH", "Ltd", "NV", "Inc", "SE")
FIRST = ("Anne", "Bruno", "Chloé", "David", "Élise", "Farid", "Gaël", "Hélène", "Inès", "Jean")
SYLLABLES = (
    "ba",
    "cor",
    "dan",
    "el",
    "fi",
    "gra",
    "hel",
    "ion",
    "jur",
    "ka",
    "lum",
    "mer",
    "nov",
    "or",
    "pra",
    "quin",
    "ro",
    "sol",
    "tec",
    "ur",
    "val",
    "wes",
    "xen",
    "yor",
    "zen",
)


class World:
    """
    A drawn graph with the words for it. Node n is `c<n>`, a company, or `p<n>`, a person.
    """

    def __init__(self, holdings: int, seed: int = 1) -> None:
        self.graph: Graph = history(holdings, seed=seed)
        rng = np.random.default_rng([seed, holdings, 7])
        self._words = rng.integers(len(SYLLABLES), size=(self.graph.size, 5)).astype(np.int8)
        self._more = rng.integers(1_000_000, size=self.graph.size)

    def id(self, node: int) -> str:
        """
        The id of a node.
        """
        return f"{'c' if node < self.graph.companies else 'p'}{node}"

    def iri(self, node: int) -> str:
        """
        The IRI of a node.
        """
        return f"{ID}{'organization/c' if node < self.graph.companies else 'person/p'}{node}"

    def name(self, node: int) -> str:
        """
        The name of a node: a few things bear the same.
        """
        one, two, three, four, five = (SYLLABLES[number] for number in self._words[node].tolist())
        more = int(self._more[node])
        if node >= self.graph.companies:
            return f"{FIRST[more % len(FIRST)]} {(one + two + three + four).capitalize()}"
        trade, form = TRADES[more % 8], FORMS[more // 8 % 8]
        return f"{(one + two + three).capitalize()} {(four + five).capitalize()} {trade} {form}"

    def identifier(self, node: int) -> str:
        """
        A made-up identifier in the place of an LEI.
        """
        return f"WORLD{node:015d}"

    def named(self) -> Iterator[Named]:
        """
        Everything that has a name, for the names table.
        """
        for node in range(self.graph.size):
            texts = (self.id(node), self.name(node))
            if node < self.graph.companies:
                texts += (self.identifier(node),)
                if self._renamed(node):
                    texts += (self.former(node),)
            yield Named(self.iri(node), texts)

    def _renamed(self, node: int) -> bool:
        return node % 50 == 3

    def former(self, node: int) -> str:
        """
        The name that one company in fifty bore before 2018.
        """
        return f"{self.name(node)} (ex {SYLLABLES[node % 25].capitalize()})"

    def lines(self) -> Iterator[str]:
        """
        The N-Triples, one thing with all its lines at a time.
        """
        for number in range(SOURCES):
            source = mint("source", f"s{number}")
            yield _lines(
                source,
                _a("Source"),
                _text("publisher", f"Register {number % 9}"),
                _text("published", f"2024-{number % 12 + 1:02d}-01"),
            )
        for node in range(self.graph.size):
            yield from self._agent(node)
        yield from self._shareholdings()

    def _agent(self, node: int) -> Iterator[str]:
        iri, name = self.iri(node), self.name(node)
        if node >= self.graph.companies:
            yield _lines(iri, _a("Person"), _text("name", name))
            return
        country = COUNTRIES[int(self._more[node]) // 64 % len(COUNTRIES)]
        yield _lines(
            iri,
            _a("Company"),
            _text("name", name),
            _text("country", country),
            _text("lei", self.identifier(node)),
        )
        source = mint("source", f"s{node % SOURCES}")
        claimed = (_to("organization", iri), _to("source", source), COUNTED)
        other = self.iri(int(self._more[node]) * 7919 % self.graph.size)
        if self._renamed(node):
            for text, ends in ((self.former(node), True), (name, False)):
                yield _lines(
                    mint("name", f"n{node}{'a' if ends else 'b'}"),
                    _a("Name"),
                    *claimed,
                    _text("name", text),
                    _to("kind", KG + "name-kind-legal"),
                    *(_ends if ends else _starts)(date(2018, 1, 1)),
                )
        if node % 10 == 1:
            person = self.iri(
                self.graph.companies + node % (self.graph.size - self.graph.companies)
            )
            yield _lines(
                mint("appointment", f"a{node}"),
                _a("Appointment"),
                *claimed,
                _to("person", person),
                _to("post", KG + "post-chief-executive"),
                _text("role", "Chief executive"),
                *_starts(date(2016, 5, 1)),
            )
        if node % 500 == 2:
            kind = ("golden-share", "board-appointment", "stated-control", "agreement")[node % 4]
            yield _lines(
                mint("control-right", f"r{node}"),
                _a("ControlRight"),
                *claimed,
                _to("holder", other),
                _to("kind", f"{KG}right-{kind}"),
                *_starts(date(2019, 3, 1)),
            )
        if node % 400 == 4:
            yield _lines(
                mint("acquisition", f"d{node}"),
                _a("Acquisition"),
                _to("acquirer", other),
                _to("target", iri),
                _to("stage", KG + "stage-announced"),
                _to("source", source),
                COUNTED,
            )

    def _shareholdings(self) -> Iterator[str]:
        graph = self.graph
        assert graph.since is not None
        assert graph.until is not None
        columns = (graph.held, graph.holder, graph.low, graph.high, graph.since, graph.until)
        epoch = date(1970, 1, 1)
        for number, row in enumerate(zip(*(one.tolist() for one in columns), strict=True)):
            held, holder, low, high, since, until = row
            parts = [
                _a("Shareholding"),
                _to("holder", self.iri(holder)),
                _to("held", self.iri(held)),
                COUNTED,
                _to("source", mint("source", f"s{number % SOURCES}")),
                *_starts(epoch + timedelta(since)),
            ]
            if until != OPEN:
                parts += _ends(epoch + timedelta(until))
            if low == high:
                parts.append(_number("capital", low))
            if low or high < WHOLE:
                parts += [_number("capitalMinimum", low), _number("capitalMaximum", high)]
            yield _lines(mint("shareholding", f"h{number}"), *parts)


def write_world(path: Path, holdings: int, seed: int = 1) -> World:
    """
    Write a world of so many shareholdings as N-Triples, and give what was drawn.
    """
    world = World(holdings, seed)
    with path.open("w", encoding="utf-8") as file:
        for lines in world.lines():
            file.write(lines)
    return world


def build_world(folder: Path, holdings: int, seed: int = 1) -> Generation:
    """
    Load a world as the published generation of a folder; a folder that has one keeps it.
    """
    place = folder / "generations" / "1"
    manifest = place / "manifest.json"
    if manifest.exists():
        return Generation(place, json.loads(manifest.read_text(encoding="utf-8")))
    place.mkdir(parents=True)
    lines = folder / "world.nt"
    world = write_world(lines, holdings, seed)
    store = ox.Store(str(place / "store"))
    store.bulk_load(path=str(lines), format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(WORLD))
    store.flush()
    del store
    lines.unlink()
    write_names(place / FILE, world.named())
    tables = {"shareholdings": write_columns(place, world)}
    full = {"format": FORMAT, "generation": 1, "conclusions": "on demand", "counts": {}}
    full["tables"] = tables
    manifest.write_text(json.dumps(full), encoding="utf-8")
    (folder / "current").symlink_to(Path("generations") / "1")
    return Generation(place, full)


def write_columns(folder: Path, world: World) -> int:
    """
    Write the shareholdings of a world as the columns of a generation; give their number.
    """
    graph, rows = world.graph, len(world.graph.held)
    known = (graph.low > 0) | (graph.high < WHOLE)
    ends = pa.array(graph.until, pa.int32(), mask=graph.until == OPEN).cast(pa.date32())
    starts = pa.array(graph.since, pa.int32()).cast(pa.date32())
    alike = pa.array(np.zeros(rows, np.int32))
    columns: dict[str, Any] = {
        "claim": pa.array(mint("shareholding", f"h{number}") for number in range(rows)),
        "holder": pa.array(graph.holder, pa.int32()),
        "held": pa.array(graph.held, pa.int32()),
    }
    columns |= dict.fromkeys(("capital_low", "votes_low"), pa.array(graph.low, pa.int32()))
    columns |= dict.fromkeys(("capital_high", "votes_high"), pa.array(graph.high, pa.int32()))
    columns |= {"known": pa.array(known), "follows": pa.array(np.ones(rows, np.bool_))}
    columns |= dict.fromkeys(DAYS[:2], starts) | dict.fromkeys(DAYS[2:], ends)
    columns["standing"] = pa.DictionaryArray.from_arrays(alike, ["counted"])
    columns["graph"] = pa.DictionaryArray.from_arrays(alike, [WORLD])
    parquet.write_table(pa.table(columns), folder / SHAREHOLDINGS, row_group_size=ROWS)
    agents = pa.array(world.iri(node) for node in range(graph.size))
    parquet.write_table(pa.table({"iri": agents}), folder / AGENTS, row_group_size=ROWS)
    return rows


def _lines(subject: str, *parts: str) -> str:
    return "".join(f"<{subject}> {part} .\n" for part in parts)


def _a(name: str) -> str:
    return f"<{RDF}type> <{KG}{name}>"


def _to(name: str, iri: str) -> str:
    return f"<{KG}{name}> <{iri}>"


def _text(name: str, text: str) -> str:
    return f'<{KG}{name}> "{text}"'


def _day(name: str, day: date) -> str:
    return f'<{KG}{name}> "{day}"^^<{XSD}date>'


def _number(name: str, units: int) -> str:
    return f'<{KG}{name}> "{units / 1_000_000:.6f}"^^<{XSD}decimal>'


def _starts(day: date) -> tuple[str, ...]:
    return _text("from", str(day)), _day("startsNotBefore", day), _day("startsNotAfter", day)


def _ends(day: date) -> tuple[str, ...]:
    return _text("until", str(day)), _day("endsNotBefore", day), _day("endsNotAfter", day)


COUNTED = f"<{KG}standing> <{KG}standing-counted>"


if __name__ == "__main__":
    import sys

    started = time.process_time()
    built = build_world(Path(sys.argv[1]), int(sys.argv[2]))
    print(f"{built.folder}: {time.process_time() - started:.1f} s CPU")
