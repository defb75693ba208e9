"""
Who controls what in the French cloud market, on which day, according to whom.

    >>> import kg
    >>> graph = kg.open()
    >>> graph.owners("cloudwatt", on="2014-10-01")  # doctest: +SKIP
"""

from .answers import Answer
from .errors import Ambiguous, InvalidData, KgError, NotFound, StoreError, UsageError
from .knowledge import KnowledgeGraph, open
from .names import Iri
from .snapshot import Snapshot

__version__ = "0.1.0"

__all__ = [
    "Ambiguous",
    "Answer",
    "InvalidData",
    "Iri",
    "KgError",
    "KnowledgeGraph",
    "NotFound",
    "Snapshot",
    "StoreError",
    "UsageError",
    "open",
]
