"""
Plan: what is measured, against what, and up to what size.
"""

from dataclasses import dataclass

SIZES = (10**4, 10**5, 10**6, 10**7)


@dataclass(frozen=True, slots=True)
class Method:
    """
    One way to answer a question: a module with `prepare`, `run` and `pairs`.

    `most` is the largest size it is run on; `why` says what stands against more.
    `short` is its name in the picture.
    """

    name: str
    label: str
    module: str
    most: int = 10**7
    why: str = ""
    ours: bool = False
    short: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """
    Methods on graphs of one kind, or a script with a `main` that prints its own table.

    Methods of one part with the same answer must agree at every size. A script
    gets `arguments`, or `quick` in a quick run.
    """

    name: str
    title: str
    kind: str = "ownership"
    methods: tuple[Method, ...] = ()
    sizes: tuple[int, ...] = SIZES
    script: str = ""
    arguments: tuple[str, ...] = ()
    quick: tuple[str, ...] = ()


def _peer(name: str, label: str, most: int = 10**7, why: str = "") -> Method:
    return Method(name, label, f"bench.peers.{name}", most, why, short=label.split(",")[0])


def _ours(name: str, label: str, short: str = "") -> Method:
    return Method(name, label, f"bench.peers.{name}", ours=True, short=short)


CONTROL = Part(
    "control",
    "Who controls whom, of one day",
    methods=(
        Method("pass", "one pass over the arrays", "bench.limit"),
        Method(
            "floor",
            "one pass and two look-ups a row",
            "bench.gather",
            short="floor: one pass,\ntwo look-ups a row",
        ),
        _ours("kernels", "kg: all pairs by accumulation", "kg"),
        _ours("kernels_ultimate", "kg: ultimate controllers", "kg, ultimate only"),
        _ours("kernels_chains", "kg: majority chains", "kg"),
        _peer("scipy", "scipy, rounds"),
        _peer("python", "plain Python"),
        _peer("duckdb", "DuckDB, rounds"),
        _peer("polars", "polars, rounds"),
        _peer("networkx", "networkx", 10**6, "10^7 would take some 9 GB of memory"),
        _peer("duckdb_recursive", "DuckDB, WITH RECURSIVE"),
        _peer("igraph", "igraph"),
        _peer("pyoxigraph", "pyoxigraph, property path"),
        _peer("rdflib", "rdflib, property path", 10**6, "10^7 would take some 9 GB of memory"),
    ),
)

OWNERSHIP = Part(
    "ownership",
    "Who owns how much, directly and through others",
    methods=(
        _ours("class_kernels", "kg: share of a class of owners in all companies"),
        _peer("class_python", "plain Python, sweeps", 10**6, "10^7 would take over 3 GB of memory"),
        _peer("class_scipy", "scipy, products"),
        _ours("above_kernels", "kg: owners of 105 companies"),
        _peer("above_python", "plain Python, pushes", 10**6, "10^7 would take over 3 GB of memory"),
    ),
)

DAYS = Part(
    "days",
    "Control over many days",
    kind="history",
    sizes=SIZES[:3],
    methods=(
        _ours("days_kernels", "kg: by what changes"),
        _peer("days_scratch", "kg, each month from nothing"),
    ),
)

PARTS = (
    CONTROL,
    DAYS,
    OWNERSHIP,
    Part("questions", "The curated graph", script="bench.questions"),
    Part(
        "validation",
        "Validation",
        script="bench.shapes",
        arguments=("100000", "1000000"),
        quick=("20000",),
    ),
    Part(
        "ingest",
        "From a source to the store",
        script="bench.ingest",
        quick=("--rows", "100000", "--peer-rows", "10000"),
    ),
    Part("answers", "Answers at size", script="bench.answers"),
    Part("serving", "The endpoint under load", script="bench.serving", quick=("--seconds", "5")),
)
