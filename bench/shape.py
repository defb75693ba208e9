"""
Shape: the statistics of drawn graphs, to set beside those of real ones.

`python -m bench.shape` prints the table of `docs/benchmarks.md`;
`python -m bench.shape --write` puts it there.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.kernels.forest import find_forest
from kg.kernels.table import Holdings

from .graphs import WHOLE, Graph, ownership
from .peers import majorities
from .plan import SIZES

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
START, END = "<!-- shape: made by python -m bench.shape --write -->", "<!-- end of shape -->"


def shape(graph: Graph) -> dict[str, str]:
    """
    What can be compared with published figures, by its name.
    """
    above = np.bincount(graph.held, minlength=graph.size)[: graph.companies]
    below = np.bincount(graph.holder, minlength=graph.size)
    table = np.bincount(graph.held, weights=graph.high, minlength=graph.size)[: graph.companies]
    corporate = graph.holder < graph.companies
    own = graph.held == graph.holder
    unclear = graph.low < graph.high
    return {
        "companies with a known holder": f"{np.count_nonzero(above):,}",
        "agents": f"{np.count_nonzero(above) + np.count_nonzero(below[graph.companies :]):,}",
        "holders a company, mean": f"{above[above > 0].mean():.2f}",
        "holders a company, most": f"{above.max():,}",
        "tail exponent of it": f"{_tail(above, 10):.2f}",
        "companies with one holder": _part(np.count_nonzero(above == 1), above),
        "companies held by a holder, mean": f"{below[below > 0].mean():.2f}",
        "companies held by a holder, most": f"{below.max():,}",
        "tail exponent of it ": f"{_tail(below, 10):.2f}",
        "shareholdings of companies": f"{corporate.mean():.0%}",
        "companies with a known table under 100 %": _part(
            np.count_nonzero((table < WHOLE - 1_000_000) & (above > 0)), above
        ),
        "shareholdings in bands or not stated": f"{unclear.mean():.1%}",
        "companies with own shares": _part(np.count_nonzero(own), above, 2),
        **_components(graph),
        **_control(graph, above),
    }


def _part(count: int, above: NDArray[np.int64], digits: int = 0) -> str:
    return f"{count / np.count_nonzero(above):.{digits}%}"


def _tail(counts: NDArray[np.int64], least: int) -> float:
    """
    The exponent of the tail of P(count >= k), by maximum likelihood (Hill) from `least` on.
    """
    tail = counts[counts >= least]
    if len(tail) < 10:
        return float("nan")
    return len(tail) / float(np.log(tail / (least - 0.5)).sum())


def _components(graph: Graph) -> dict[str, str]:
    """
    Strongly and weakly connected components.
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    links = csr_matrix(
        (np.ones(len(graph), dtype=np.int8), (graph.holder, graph.held)),
        shape=(graph.size, graph.size),
    )
    strong = np.bincount(connected_components(links, connection="strong")[1])
    weak = np.bincount(connected_components(links, directed=False)[1])
    weak = weak[weak > 1]
    return {
        "cycles: strong components above one": f"{np.count_nonzero(strong > 1):,}",
        "the largest": f"{strong.max():,}",
        "weak components, mean size": f"{weak.mean():.1f}",
        "the largest, part of the agents": f"{weak.max() / weak.sum():.0%}",
    }


def _control(graph: Graph, above: NDArray[np.int64]) -> dict[str, str]:
    """
    Who is controlled, at the lower bounds, and how deep chains go.
    """
    forest = find_forest(Holdings.of(graph.held, graph.holder, graph.low, size=graph.size))
    controlled = np.zeros(graph.size, dtype=bool)
    controllers, companies = forest.pairs()
    controlled[companies] = True
    alone = np.zeros(graph.size, dtype=bool)
    alone[majorities(graph)[1]] = True
    depth, pointer = 0, forest.parent[forest.parent >= 0]
    while len(pointer):
        depth += 1
        pointer = forest.parent[pointer]
        pointer = pointer[pointer >= 0]
    return {
        "controlled companies": _part(np.count_nonzero(controlled), above),
        "of them by accumulation only": f"{np.count_nonzero(controlled & ~alone):,}",
        "longest chain of controllers": f"{depth}",
        "pairs of controller and controlled": f"{len(controllers):,}",
        "most companies of one controller": f"{np.bincount(controllers).max():,}",
    }


def table(sizes: Iterable[int]) -> str:
    """
    A column for each size, as Markdown.
    """
    columns = {size: shape(ownership(size)) for size in sizes}
    names = list(next(iter(columns.values())))
    lines = [
        "| shareholdings | " + " | ".join(f"{size:,}" for size in columns) + " |",
        "| --- |" + " ---: |" * len(columns),
    ]
    lines += [
        f"| {name.strip()} | " + " | ".join(column[name] for column in columns.values()) + " |"
        for name in names
    ]
    return "\n".join(lines)


def main() -> None:
    """
    Print the table, or put it into the page.
    """
    made = table(SIZES)
    if "--write" not in sys.argv:
        print(made)
        return
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(START)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{START}\n\n{made}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
