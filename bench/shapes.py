"""
Shapes at size: the compiled queries, whole and after a change, beside pySHACL.

    python -m bench.shapes 1000000

A seeded graph in the project's own vocabulary: companies with their sources,
holders, shareholdings, appointments, deals and passages, about a hundred triples
a company; in one of five hundred claims a fault is planted. Figures are CPU and
wall seconds and resident memory of a process that does only that. pySHACL runs
on a graph of a size where it is bearable, the engine beside it on the same one.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

import pyoxigraph as ox

from kg import folders
from kg.names import DCTERMS, ID, KG, OA, RDF, RDFS, XSD
from kg.validate.shacl import check_changes
from kg.validate.shapes import read_engine

SEED = 2026
BEARABLE = 20_000
FAULTY = 500
"""
One claim in so many has a fault.
"""

CHANGED = 100
TYPE = ox.NamedNode(RDF + "type")
LABEL = ox.NamedNode(RDFS + "label")
DATE = ox.NamedNode(XSD + "date")
DECIMAL = ox.NamedNode(XSD + "decimal")
INTEGER = ox.NamedNode(XSD + "integer")

Value = ox.NamedNode | ox.Literal


def main(arguments: list[str] | None = None) -> None:
    """
    Print a table of what each way of validating costs.
    """
    parser = argparse.ArgumentParser(prog="python -m bench.shapes", description=__doc__)
    parser.add_argument("triples", type=int, nargs="*", default=[100_000])
    parser.add_argument("--runs", type=int, default=3, help="runs of each, of which the median")
    parser.add_argument("--one", choices=tuple(WORK), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        print(json.dumps(WORK[options.one](options.triples[0])))
        return
    print(f"{'triples':>9} {'what':34} {'CPU s':>8} {'wall s':>8} {'MiB':>6} {'results':>8}")
    for size in options.triples:
        for name in ("one thread", "all threads", "after 100 changed claims"):
            show(size, name, measure(size, name, options.runs))
    peer = measure(BEARABLE, "pySHACL", 1)
    own = measure(BEARABLE, "one thread", options.runs)
    show(BEARABLE, "pySHACL", peer)
    show(BEARABLE, "one thread", own)
    print(f"pySHACL takes {peer['cpu'] / own['cpu']:.0f} times the CPU time at {BEARABLE} triples")


def show(size: int, name: str, figures: dict[str, float]) -> None:
    """
    Print one line of the table.
    """
    print(
        f"{size:>9} {name:34} {figures['cpu']:>8.3f} {figures['wall']:>8.3f} "
        f"{figures['memory']:>6.0f} {figures['results']:>8.0f}",
        flush=True,
    )


def measure(size: int, name: str, runs: int) -> dict[str, float]:
    """
    The median run, by CPU time, each in a process of its own.
    """
    command = [sys.executable, "-m", "bench.shapes", str(size), "--one", name]
    found = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for _ in range(runs)
    ]
    return sorted(found, key=lambda figures: figures["cpu"])[len(found) // 2]


def whole(size: int, threads: int | None) -> dict[str, float]:
    """
    What validating a graph in memory costs, once it is loaded.
    """
    engine, store = read_engine(folders.material("ontology")), load(size)
    with Clock() as clock:
        report = engine.run(store, threads=threads, each=100)
    return clock.figures(report.total)


def after_change(size: int) -> dict[str, float]:
    """
    What it costs to validate again after a hundred claims changed.
    """
    engine, store = read_engine(folders.material("ontology")), load(size)
    dice = random.Random(SEED)
    claims = [
        quad.subject
        for quad in store.quads_for_pattern(None, TYPE, ox.NamedNode(KG + "Shareholding"))
    ]
    changed = []
    for claim in dice.sample(sorted(claims, key=str), min(CHANGED, len(claims))):
        share = next(store.quads_for_pattern(claim, ox.NamedNode(KG + "capital"), None), None)
        if share is not None:
            wrong = ox.Quad(claim, share.predicate, ox.Literal("120", datatype=DECIMAL))
            store.remove(share)
            store.add(wrong)
            changed += [share, wrong]
    with Clock() as clock:
        report = check_changes(store, engine, changed)
    return clock.figures(report.total)


def reference(size: int) -> dict[str, float]:
    """
    What pySHACL costs, its graphs included.
    """
    from kg.validate.shacl.reference import ask_pyshacl

    folder = folders.material("ontology")
    shapes = list(ox.parse(path=folder / "shapes.ttl", format=ox.RdfFormat.TURTLE))
    classes = list(ox.parse(path=folder / "kg.ttl", format=ox.RdfFormat.TURTLE))
    data = list(load(size))
    with Clock() as clock:
        found = ask_pyshacl(data, shapes, classes)
    return clock.figures(len(found))


WORK = {
    "one thread": lambda size: whole(size, 1),
    "all threads": lambda size: whole(size, None),
    "after 100 changed claims": after_change,
    "pySHACL": reference,
}


class Clock:
    """
    CPU and wall seconds of a block, and the most memory its process ever held.
    """

    def __enter__(self) -> "Clock":
        self._start = time.process_time(), time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self._end = time.process_time(), time.perf_counter()

    def figures(self, results: int) -> dict[str, float]:
        """
        The figures of the block.
        """
        return {
            "cpu": self._end[0] - self._start[0],
            "wall": self._end[1] - self._start[1],
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "results": results,
        }


def load(size: int) -> ox.Store:
    """
    A store in memory of about `size` triples.
    """
    store = ox.Store()
    store.bulk_extend(generate(size))
    return store


def generate(size: int, seed: int = SEED) -> Iterator[ox.Quad]:
    """
    About `size` triples of companies and what is claimed of them, always the same.
    """
    dice = random.Random(seed)
    made = number = 0
    while made < size:
        for quad in company(number, dice):
            made += 1
            yield quad
        number += 1


def node(kind: str, slug: object) -> ox.NamedNode:
    """
    A thing of the graph.
    """
    return ox.NamedNode(f"{ID}{kind}/{slug}")


def kg(name: str) -> ox.NamedNode:
    """
    A term of the ontology.
    """
    return ox.NamedNode(KG + name)


def number_of(value: object, datatype: ox.NamedNode = DECIMAL) -> ox.Literal:
    """
    A number.
    """
    return ox.Literal(str(value), datatype=datatype)


def describe(subject: ox.NamedNode, kind: str, **values: object) -> Iterator[ox.Quad]:
    """
    A thing with its type, its label and its properties; a list is several values.
    """
    yield ox.Quad(subject, TYPE, kg(kind))
    yield ox.Quad(subject, LABEL, ox.Literal(subject.value.rsplit("/", 1)[-1]))
    for name, value in values.items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                yield ox.Quad(subject, kg(name.rstrip("_")), one)  # type: ignore[arg-type]


def company(number: int, dice: random.Random) -> Iterator[ox.Quad]:
    """
    One company, its sources and people, and what is claimed of it.
    """
    own, source = node("organization", f"c{number}"), node("source", f"s{number}")
    yield from sources(number)
    yield from describe(
        own,
        dice.choice(("Company", "Company", "Company", "JointVenture", "Fund")),
        name=ox.Literal(f"Company {number}"),
        country=ox.Literal(dice.choice(("FR", "DE", "US"))),
        source=source,
        **days("founded", f"{1950 + number % 70}-01-01", f"{1950 + number % 70}-12-31"),
    )
    person = node("person", f"p{number}")
    yield from describe(person, "Person", name=ox.Literal(f"Person {number}"), source=source)
    for index in range(dice.randrange(1, 5)):
        holder = node("organization", f"c{dice.randrange(number)}") if number else person
        yield from faulted(shareholding(number, index, holder, own, dice), dice)
    yield from faulted(appointment(number, person, own, dice), dice)
    if number % 3 == 1:
        yield from faulted(deal(number, dice), dice)
    if number % 4 == 0:
        yield from passage(number, dice)


def sources(number: int) -> Iterator[ox.Quad]:
    """
    A document that claims are drawn from.
    """
    yield from describe(
        node("source", f"s{number}"),
        "Source",
        url=ox.Literal(f"https://example.org/{number}"),
        publisher=ox.Literal("Example"),
        title=ox.Literal(f"Document {number}"),
        language=ox.Literal("fr"),
        published=ox.Literal("2020-05-06"),
        **days("published", "2020-05-06", "2020-05-06"),
    )


def days(stem: str, first: str, last: str) -> dict[str, Value]:
    """
    The first and last day that a date may mean.
    """
    return {
        f"{stem}NotBefore": ox.Literal(first, datatype=DATE),
        f"{stem}NotAfter": ox.Literal(last, datatype=DATE),
    }


def claimed(number: int, dice: random.Random) -> dict[str, object]:
    """
    What every claim has: sources, standing, confidence, a period.
    """
    year = dice.randrange(1990, 2024)
    names = [node("source", f"s{number}")]
    names += (
        [node("source", f"s{dice.randrange(number)}")] if number and dice.random() < 0.4 else []
    )
    ended = dice.random() < 0.4
    return {
        "source": names,
        "standing": kg("standing-counted"),
        "confidence": kg(f"confidence-{dice.choice(('high', 'medium', 'low'))}"),
        "basis": ox.Literal("press"),
        "from_": ox.Literal(f"{year}"),
        **days("starts", f"{year}-01-01", f"{year}-12-31"),
        **(days("ends", f"{year + 1}-06-01", f"{year + 1}-06-30") if ended else {}),
    }


def shareholding(
    number: int, index: int, holder: ox.NamedNode, held: ox.NamedNode, dice: random.Random
) -> list[ox.Quad]:
    """
    A shareholding with its figure and its bounds.
    """
    share = dice.randrange(1, 20)
    voted = dice.random() < 0.4
    votes = {
        "votes": number_of(share),
        "votesMinimum": number_of(share - 0.5),
        "votesMaximum": number_of(share + 0.5),
    }
    return list(
        describe(
            node("shareholding", f"h{number}-{index}"),
            "Shareholding",
            holder=holder,
            held=held,
            exactness=kg("exactness-exact"),
            capital=number_of(share),
            capitalMinimum=number_of(share - 0.5),
            capitalMaximum=number_of(share + 0.5),
            **(votes if voted else {}),
            **claimed(number, dice),
        )
    )


def appointment(
    number: int, person: ox.NamedNode, organization: ox.NamedNode, dice: random.Random
) -> list[ox.Quad]:
    """
    A person in a post.
    """
    return list(
        describe(
            node("appointment", f"a{number}"),
            "Appointment",
            person=person,
            organization=organization,
            role=ox.Literal("P-DG"),
            post=kg("post-chair-and-chief-executive"),
            **claimed(number, dice),
        )
    )


def deal(number: int, dice: random.Random) -> list[ox.Quad]:
    """
    A purchase of another company, completed or not, with its stages.
    """
    subject = node("acquisition", f"d{number}")
    stages = [
        node("stage", f"d{number}-{name}") for name in ("announced", "completed")[: 1 + number % 2]
    ]
    claim = claimed(number, dice)
    found = list(
        describe(
            subject,
            "Acquisition",
            acquirer=node("organization", f"c{number}"),
            target=node("organization", f"c{dice.randrange(number)}"),
            share=number_of(100),
            stage=kg("stage-" + stages[-1].value.rsplit("-", 1)[-1]),
            hasStage=stages,
            **{name: claim[name] for name in ("source", "standing", "confidence", "basis")},
        )
    )
    for stage in stages:
        found += describe(
            stage,
            "DealStage",
            stage=kg("stage-" + stage.value.rsplit("-", 1)[-1]),
            date=ox.Literal("2015-03-04"),
            notBefore=ox.Literal("2015-03-04", datatype=DATE),
            notAfter=ox.Literal("2015-03-04", datatype=DATE),
        )
    return found


def passage(number: int, dice: random.Random) -> Iterator[ox.Quad]:
    """
    Where in a document something stands.
    """
    start = dice.randrange(5000)
    subject = node("passage", f"t{number}")
    yield from describe(
        subject,
        "Passage",
        source=node("source", f"s{number}"),
        start=number_of(start, INTEGER),
        end=number_of(start + 40, INTEGER),
        sha256=ox.Literal(f"{dice.getrandbits(64):016x}"),
    )
    yield ox.Quad(subject, TYPE, ox.NamedNode(OA + "FragmentSelector"))
    rfc = ox.NamedNode("http://tools.ietf.org/rfc/rfc5147")
    yield ox.Quad(subject, ox.NamedNode(DCTERMS + "conformsTo"), rfc)
    text = ox.Literal(f"char={start},{start + 40}")
    yield ox.Quad(subject, ox.NamedNode(RDF + "value"), text)


OLD = ox.Literal("1960-01-01", datatype=DATE)
WRONG: tuple[Value | None, ...] = (
    None,
    ox.Literal("much"),
    ox.Literal("140", datatype=DECIMAL),
    OLD,
    kg("nothing"),
)
"""
Values to put in place of another; a date only gives way to a date, since pySHACL stops
where it is to compare one with a text.
"""


def faulted(claim: list[ox.Quad], dice: random.Random) -> list[ox.Quad]:
    """
    A claim, rarely with one of its triples missing, doubled or wrong.
    """
    if dice.randrange(FAULTY):
        return claim
    place = dice.randrange(2, len(claim))
    victim = claim[place]
    dated = isinstance(victim.object, ox.Literal) and victim.object.datatype == DATE
    wrong = dice.choice((None, OLD) if dated else WRONG)
    kept = claim[:place] + claim[place + 1 :] if dice.random() < 0.7 else claim
    return kept if wrong is None else [*kept, ox.Quad(victim.subject, victim.predicate, wrong)]


if __name__ == "__main__":
    main()
