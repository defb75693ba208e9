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

T = TypeVar("T")


class Spool(Generic[T]):
    """
    A list of records that grows at its end and is read from its start.

    A record is a class made from a tuple of texts, numbers, tuples and dicts,
    and unmade by its `plain()`.
    """

    def __init__(self, kind: type[T]) -> None:
        self._kind = kind
        self._file = tempfile.SpooledTemporaryFile(max_size=HELD)  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._count = 0

    def append(self, record: Any) -> None:
        """
        Add a record.
        """
        self._file.write(marshal.dumps(record.plain()))
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[T]:
        self._file.seek(0)
        for _ in range(self._count):
            yield self._kind(*marshal.load(self._file))
