"""
The tree of errors, and the place where something went wrong.

KgError
├── TableError        a table cannot be read as written (in tables)
├── InvalidData       tables or graph did not validate; carries every finding
├── NotFound          nothing goes by that name; carries the nearest names
├── Ambiguous         several things go by that name; carries them
├── UsageError        a question that cannot be asked like that
├── StoreError        a build is absent, damaged or made by another version
└── MissingExtra      an optional library is not installed
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """
    Where something stands in a file; lines and columns count from 1.

    `column` is the name of the CSV column, which says more to a curator than
    a number; both are empty when a whole file or row is meant.
    """

    file: str
    line: int = 0
    column: str = ""

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        column = f" {self.column}" if self.column else ""
        return f"{self.file}{line}{column}"


class KgError(Exception):
    """
    Anything that this package raises on purpose.

    `exit_code` is what the command line ends with.
    """

    exit_code = 1


class InvalidData(KgError):
    """
    Tables or a graph did not validate, so nothing was published.
    """

    def __init__(self, findings: Sequence[object]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = list(findings)


class UsageError(KgError):
    """
    A question that cannot be asked like that; the message says how to ask it.
    """

    exit_code = 2


class NotFound(KgError):
    """
    Nothing goes by that name.
    """

    exit_code = 3

    def __init__(self, message: str, *, candidates: Sequence[str] = ()) -> None:
        nearest = f" Nearest: {', '.join(candidates)}." if candidates else ""
        super().__init__(message + nearest)
        self.candidates = list(candidates)


class Ambiguous(KgError):
    """
    Several things go by that name.
    """

    exit_code = 4

    def __init__(self, message: str, *, candidates: Sequence[str]) -> None:
        super().__init__(f"{message} Which one: {', '.join(candidates)}?")
        self.candidates = list(candidates)


class StoreError(KgError):
    """
    A build is absent, damaged, or was made by another version.
    """


class MissingExtra(KgError):
    """
    An optional library is not installed; the message says which extra has it.
    """

    exit_code = 2

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(
            f"{library} is not installed. Install it with: pip install 'french-cloud[{extra}]'"
        )
