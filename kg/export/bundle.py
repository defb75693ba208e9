"""
Bundles: exports of several files, in a folder or in a .zip.
"""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from .stamp import Stamp

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""
The date of every file in a .zip, so that the same graph gives the same bytes.
"""


class Bundle:
    """
    A folder or a .zip that is being filled.
    """

    def __init__(self, place: Path | zipfile.ZipFile) -> None:
        self._place = place

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """
        A stream for one file; a .zip takes one at a time.
        """
        if isinstance(self._place, Path):
            with (self._place / name).open("wb") as stream:
                yield stream
            return
        entry = zipfile.ZipInfo(name, FIRST_DAY)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        with self._place.open(entry, "w", force_zip64=True) as inner:
            yield inner

    def text(self, name: str, text: str) -> None:
        """
        A whole file.
        """
        with self.open(name) as stream:
            stream.write(text.encode())

    def readme(self, stamp: Stamp, use: str) -> None:
        """
        What the files are, of which version and day, and how they are used.
        """
        lines = [stamp.title, "", *(f"{word}: {text}" for word, text in stamp.items()), "", use]
        self.text("README.txt", "\n".join(lines) + "\n")
