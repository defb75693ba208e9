"""
Rules that span cells, rows and tables, in the order in which they are asked.

A new rule is one function that yields findings, in the room of its noun and in
that room's `RULES`, with its words in `kg/findings.json` and one fault in
`tests/faults`.
"""

from collections.abc import Callable, Iterator

from ..findings import Finding, in_order
from ..model import Dataset
from . import (
    counterparts,
    deals,
    evidence,
    identifiers,
    lives,
    loops,
    measures,
    people,
    references,
    shareholdings,
)

ROOMS = (
    references,
    evidence,
    identifiers,
    measures,
    lives,
    counterparts,
    shareholdings,
    deals,
    people,
    loops,
)

RULES: tuple[Callable[[Dataset], Iterator[Finding]], ...] = tuple(
    rule for room in ROOMS for rule in room.RULES
)


def check(dataset: Dataset) -> list[Finding]:
    """
    What is wrong between the cells, rows and tables of a data set.

    What was wrong with single cells is in `dataset.findings` since it was read.
    """
    return in_order(finding for rule in RULES for finding in rule(dataset))
