"""
XML: text in attributes and elements, and lines written to a stream.
"""

from collections.abc import Iterable
from typing import IO

ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def attribute(text: str) -> str:
    """
    A text as it stands between double quotes, or between two tags.
    """
    return text.translate(ESCAPES)


def lines_to(stream: IO[bytes], lines: Iterable[str]) -> None:
    """
    Write lines to a stream as UTF-8, each when its turn comes.
    """
    for line in lines:
        stream.write(line.encode())
        stream.write(b"\n")
