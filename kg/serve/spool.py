"""
Spool: where a result is written while it is not yet known whether it is too large.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

INLINE = 256 * 1024
"""
Bytes up to which a result stays in memory; a larger one goes to a file.
"""


class TooLarge(Exception):
    """
    A result beyond a limit; says which.
    """


class Spool:
    """
    Bytes in memory while they are few, then in a file, up to a limit of bytes and of rows.

    Rows are counted as they go by, so that a result of too many stops before it
    is whole. `form` is json, xml, csv or tsv; any other has no rows.
    """

    def __init__(self, folder: Path, most: int, rows: int, form: str = "") -> None:
        self.folder, self.most, self.rows = folder, most, rows
        self.size = self.counted = 0
        self.memory = bytearray()
        self.path: Path | None = None
        self._count = COUNTERS.get(form, _none)()
        self._file: IO[bytes] | None = None

    def write(self, data: bytes) -> int:
        """
        Take some bytes.

        Raises:
            TooLarge: there are more bytes or rows than a result may have.
        """
        self.size += len(data)
        if self.size > self.most:
            raise TooLarge(f"The result is larger than {self.most} bytes: add a LIMIT or a FILTER.")
        self.counted += self._count(bytes(data))
        if self.counted > self.rows:
            raise TooLarge(f"The result has more than {self.rows} rows: add a LIMIT or a FILTER.")
        if self._file is None and len(self.memory) + len(data) > INLINE:
            descriptor, name = tempfile.mkstemp(dir=self.folder)
            self.path, self._file = Path(name), os.fdopen(descriptor, "wb")
            self._file.write(self.memory)
            self.memory.clear()
        if self._file is None:
            self.memory += data
        else:
            self._file.write(data)
        return len(data)

    def flush(self) -> None:
        """
        Bring the file to disk.
        """
        if self._file is not None:
            self._file.flush()

    def close(self) -> None:
        """
        End writing.
        """
        if self._file is not None:
            self._file.close()

    def drop(self) -> None:
        """
        Forget what was written.
        """
        self.close()
        if self.path is not None:
            self.path.unlink()
            self.path = None
        self.memory.clear()


Counter = Callable[[bytes], int]


def _none() -> Counter:
    return lambda data: 0


def _xml() -> Counter:
    # in text and attributes `<` is escaped, so the tag is a row's; it may be cut in two
    rest = b""

    def count(data: bytes) -> int:
        nonlocal rest
        seen = rest + data
        rest = seen[-len(b"<result>") + 1 :]
        return seen.count(b"<result>")

    return count


def _tsv() -> Counter:
    # a line end in a literal is written as \n; the first line is the header
    header = 1

    def count(data: bytes) -> int:
        nonlocal header
        found = data.count(b"\n")
        taken = min(header, found)
        header -= taken
        return found - taken

    return count


def _csv() -> Counter:
    # a line end within quotes is part of a value; a quote in a value is doubled
    inside, header = False, 1

    def count(data: bytes) -> int:
        nonlocal inside, header
        found = 0
        for place, part in enumerate(data.split(b'"')):
            if place:
                inside = not inside
            if not inside:
                found += part.count(b"\n")
        taken = min(header, found)
        header -= taken
        return found - taken

    return count


def _json() -> Counter:
    # outside of strings only two rows are parted by `},{`
    inside, rest = False, b""

    def count(data: bytes) -> int:
        nonlocal inside, rest
        seen = rest + data
        ends = len(seen) - len(seen.rstrip(b"\\"))
        rest = seen[len(seen) - ends :] if ends % 2 else b""
        seen = seen[: len(seen) - len(rest)].replace(b"\\\\", b"").replace(b'\\"', b"")
        outside = bytearray()
        for place, part in enumerate(seen.split(b'"')):
            if place:
                inside = not inside
                outside += b"."
            if not inside:
                outside += part
        tail = len(outside) - len(outside.rstrip(b"},"))
        if not inside and tail and not rest:
            rest = bytes(outside[len(outside) - tail :])
            del outside[len(outside) - tail :]
        return outside.count(b"},{")

    return count


COUNTERS: dict[str, Callable[[], Counter]] = {
    "json": _json,
    "xml": _xml,
    "csv": _csv,
    "tsv": _tsv,
}
