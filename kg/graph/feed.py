"""
Feed: lines of Turtle that a store loads while they are being made.
"""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox


class Feed:
    """
    Text in pieces as a stream of bytes that a store reads.

    An error of the one who makes the pieces, an interruption too, reaches the one
    who loads as itself: the store would hide it behind its own.
    """

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces: Iterator[str] = iter(pieces)
        self._rest = memoryview(b"")
        self.failed: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        """
        The next bytes, at most `size`; none at the end.
        """
        try:
            while not self._rest:
                piece = next(self._pieces, None)
                if piece is None:
                    return b""
                self._rest = memoryview(piece.encode())
        except BaseException as error:
            self.failed = error
            raise
        taken = self._rest[:size] if size >= 0 else self._rest
        self._rest = self._rest[len(taken) :]
        return bytes(taken)


def load(store: ox.Store, pieces: Iterable[str], graph: str) -> None:
    """
    Load lines into a named graph of a store at once; nothing of them is kept here.

    N-Triples are Turtle: only a loader of many like rows needs prefixes. The
    lines are taken as well formed: IRIs are made of checked ids, and texts are
    escaped by the store's own writer.
    """
    feed = Feed(pieces)
    try:
        store.bulk_load(
            feed,  # type: ignore[arg-type]
            format=ox.RdfFormat.TURTLE,
            to_graph=ox.NamedNode(graph),
            lenient=True,
        )
    except BaseException:
        if feed.failed is not None:
            raise feed.failed from None
        raise
