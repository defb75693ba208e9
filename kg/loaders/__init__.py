"""
Loaders: other people's ownership data, in the words of the curated tables.

One module a foreign format. Each reads its files row by row and yields
N-Triples of one named graph, so that no more than a batch of rows is in memory.
"""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from .delivery import Delivery, Known, Refused

Loader = Callable[[Delivery, Sequence[Path]], Iterator[str]]

FORMATS = {
    "bods": "Beneficial Ownership Data Standard 0.2 to 0.4, JSON array or lines",
    "gleif": "GLEIF golden copy CSV: LEI records, relationship records, reporting exceptions",
    "psc": "UK persons with significant control, JSON lines",
    "table": "a CSV or Parquet table of shareholdings: holder, held, capital, votes, from, until",
}


def loader(form: str) -> Loader:
    """
    The loader of a format of FORMATS: it yields the lines of some files.
    """
    found: Loader = import_module(f".{form}", __package__).lines_of
    return found


__all__ = ["FORMATS", "Delivery", "Known", "Loader", "Refused", "loader"]
