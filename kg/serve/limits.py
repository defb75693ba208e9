"""
Limits: what one query, one client and one worker may take.
"""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """
    How much is allowed; every refusal names the limit that was met.

    `seconds` a query may run, `own` our own questions and pages; one that has used
    `quantum` seconds of processor time is a long one, of which `long` run at a time;
    `waiting` is how many may wait for a worker in each of the two lines, and `spares` are
    workers that stand ready;
    `result` and `request` are bytes, `rows` those of a SELECT, `memory` the
    address space of a worker and `cached` what is kept of answers, in bytes.
    """

    workers: int = 2
    seconds: float = 10.0
    own: float = 30.0
    quantum: float = 0.1
    long: int = 2
    spares: int = 2
    waiting: int = 64
    rows: int = 200_000
    result: int = 64 * MIB
    request: int = 100_000
    memory: int = 2048 * MIB
    cached: int = 64 * MIB
