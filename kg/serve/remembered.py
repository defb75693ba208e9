"""
Remembered: a store that is asked the same thing once.

The store of a worker is a published graph and never changes: what a page reads
of it (every claim, every deal) the next page reads too.
"""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from ..graph import Solutions, Store

CELLS = 400_000
"""
Cells of rows that are kept, over all questions.
"""


class Remembered:
    """
    A store in front of another: the solutions of each SELECT are kept, the last used longest.
    """

    def __init__(self, store: Store, most: int = CELLS) -> None:
        self.behind, self.most, self.cells = store, most, 0
        self.names, self.ledger = store.names, store.ledger
        self._found: OrderedDict[str, Solutions] = OrderedDict()

    def select(self, query: str) -> Solutions:
        """
        The solutions of a SELECT, from memory where it was asked before.
        """
        found = self._found.get(query)
        if found is not None:
            self._found.move_to_end(query)
            return found
        found = self.behind.select(query)
        if _cells(found) <= self.most // 4:
            self._found[query] = found
            self.cells += _cells(found)
            while self.cells > self.most:
                _, old = self._found.popitem(last=False)
                self.cells -= _cells(old)
        return found

    def query(self, query: str) -> Any:
        """
        The answer to any query; only those to SELECTs of `select` are kept.
        """
        return self.behind.query(query)

    def quads(self, graph: str | None = None, subject: str | None = None) -> Iterable[Any]:
        """
        The quads of one named graph, or of all; of one subject, or of all.
        """
        return self.behind.quads(graph, subject)

    @property
    def rdf(self) -> Any:
        """
        The graph as rdflib sees it.
        """
        return self.behind.rdf


def _cells(found: Solutions) -> int:
    return (len(found) + 1) * (len(found.variables) + 1)
