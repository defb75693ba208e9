"""
Files: foreign files as text, plain, gzip or zip, with limits.

A small archive can hold more than any disk. What comes out is counted while it
is read, and reading stops where the total, or the ratio to what went in, passes
what real deliveries have.
"""

import gzip
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

from ..errors import Place
from ..tables import TableError

MOST_BYTES = 64 << 30
"""
The most that one file may hold once expanded: 64 GiB.
"""

RATIO = 200
"""
How many times its size a file may expand to; text of registers reaches 20.
"""

FREE = 16 << 20
"""
What may come out before the ratio is looked at.
"""

MEMBERS = 16
DAY = re.compile(r"(?<![0-9])(20[0-9]{2})-?(0[1-9]|1[0-2])-?(0[1-9]|[12][0-9]|3[01])(?![0-9])")


class Capped(io.RawIOBase):
    """
    A stream that ends in an error once more comes out than a sound file holds.
    """

    def __init__(self, stream: IO[bytes], size: int, name: str, left: list[int]) -> None:
        self._stream = stream
        self._size = max(size, 1)
        self._name = name
        self._left = left
        self._out = 0

    def readable(self) -> bool:
        """
        Yes.
        """
        return True

    def readinto(self, buffer: Any) -> int:
        """
        Read on, and count.
        """
        try:
            part = self._stream.read(len(buffer))
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
            raise unreadable(self._name, error) from None
        buffer[: len(part)] = part
        self._out += len(part)
        self._left[0] -= len(part)
        if self._left[0] < 0 or (self._out > FREE and self._out > RATIO * self._size):
            raise TableError(
                "import-expands", Place(self._name), out=self._out, size=self._size, ratio=RATIO
            )
        return len(part)


def unreadable(name: str, error: object) -> TableError:
    """
    The error of a file that cannot be read.
    """
    reason = getattr(error, "strerror", None) or str(error)
    return TableError("file-unreadable", Place(name), reason=reason)


@contextmanager
def texts(path: Path) -> Iterator[Iterator[tuple[str, IO[str]]]]:
    """
    The texts of a file, each with its name for findings: one, or a zip's members.

    Raises:
        TableError: the file cannot be read, is no sound archive, or expands too much.
    """
    with ExitStack() as stack:
        yield _texts(path, stack)


def _texts(path: Path, stack: ExitStack) -> Iterator[tuple[str, IO[str]]]:
    left = [MOST_BYTES]
    try:
        size = path.stat().st_size
        raw = stack.enter_context(path.open("rb"))
        magic = raw.peek(4)[:4]
        if magic[:2] == b"\x1f\x8b":
            packed = stack.enter_context(gzip.GzipFile(fileobj=raw))
            yield path.name, _decoded(Capped(cast(IO[bytes], packed), size, path.name, left))
        elif magic == b"PK\x03\x04":
            archive = stack.enter_context(zipfile.ZipFile(raw))
            members = [one for one in archive.infolist() if not one.is_dir()]
            if len(members) > MEMBERS:
                raise TableError(
                    "import-members", Place(path.name), members=len(members), most=MEMBERS
                )
            for one in members:
                name = f"{path.name}/{one.filename}"
                opened = stack.enter_context(archive.open(one))
                yield name, _decoded(Capped(opened, one.compress_size, name, left))
        else:
            yield path.name, _decoded(Capped(raw, size, path.name, left))
    except FileNotFoundError:
        raise TableError("import-missing-file", Place(path.name)) from None
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise unreadable(path.name, error) from None


def _decoded(stream: io.RawIOBase) -> IO[str]:
    buffered = io.BufferedReader(stream, 1 << 18)
    return io.TextIOWrapper(buffered, encoding="utf-8-sig", newline="")


def not_utf8(name: str, line: int, error: UnicodeDecodeError) -> TableError:
    """
    The error of a text that is not UTF-8; `line` is the one on which the part that
    could not be decoded starts.
    """
    line += error.object.count(b"\n", 0, error.start)
    byte = f"{error.object[error.start]:02x}"
    return TableError("file-not-utf8", Place(name, line), byte=byte)


def digest(path: Path) -> str:
    """
    The SHA-256 of a file, by which a delivery is known again.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise TableError("import-missing-file", Place(path.name)) from None
    except OSError as error:
        raise unreadable(path.name, error) from None


def published(path: Path) -> date | None:
    """
    The day that a file carries in its name, as registers name their deliveries.

    Examples:
        >>> published(Path("persons-snapshot-2024-05-21.zip"))
        datetime.date(2024, 5, 21)
    """
    found = DAY.search(path.name)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
