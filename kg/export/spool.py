"""
Spool: records read many times and held once, on disk where they are many.
"""

import marshal
import tempfile
import weakref
from collections.abc import Iterator
from typing import Any, Generic, TypeVar

HELD = 8 << 20
"""
The bytes of records that are kept in memory before a temporary file takes them.
"""

BATCH = 128
"""
The records that are written and read at once.
"""

T = TypeVar("T")


class Spool(Generic[T]):
    """
    A list of records that grows at its end and is read from its start.

    A record is a named tuple of texts, numbers, tuples, lists and dicts.
    """

    def __init__(self, kind: type[T]) -> None:
        self._kind = kind
        self._file = tempfile.SpooledTemporaryFile(max_size=HELD)  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._last: list[tuple[Any, ...]] = []
        self._sizes: list[int] = []

    def append(self, record: Any) -> None:
        """
        Add a record.
        """
        self._last.append(tuple(record))
        if len(self._last) == BATCH:
            raw = marshal.dumps(self._last)
            self._file.write(raw)
            self._sizes.append(len(raw))
            self._last = []

    def __len__(self) -> int:
        return BATCH * len(self._sizes) + len(self._last)

    def __iter__(self) -> Iterator[T]:
        place = 0
        for size in self._sizes:
            self._file.seek(place)
            place += size
            for record in marshal.loads(self._file.read(size)):
                yield self._kind(*record)
        # What is added after a reading stands behind what was read.
        self._file.seek(place)
        for record in self._last:
            yield self._kind(*record)
