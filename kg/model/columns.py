"""
Kinds of column: how a cell is read, and what may stand in it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from ..dates import parse_span
from ..findings import CellError
from ..shares import Share, parse_percent, parse_share
from .codes import CODES, ORGANIZATION_KINDS

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column of a table. `what` says in a finding what an empty cell should hold.
    """

    name: str
    required: bool = False
    what: ClassVar[str] = "a text"

    def parse(self, text: str) -> Any:
        """
        The value of a cell; an empty cell is None.

        Raises:
            CellError: the cell breaks a rule.
        """
        if not text:
            if self.required:
                raise CellError("cell-required", what=self.what)
            return None
        return self.read(text)

    def read(self, text: str) -> Any:
        """
        The value of a cell that is not empty.
        """
        return text


@dataclass(frozen=True, slots=True)
class Id(Column):
    """
    The row's own id.
    """

    what: ClassVar[str] = "an id"

    def read(self, text: str) -> str:
        if not SLUG.fullmatch(text):
            raise CellError("id-form", value=text)
        return text


@dataclass(frozen=True, slots=True)
class Text(Column):
    """
    Free text.
    """


@dataclass(frozen=True, slots=True)
class Url(Column):
    """
    A web address.
    """

    what: ClassVar[str] = "a web address"

    def read(self, text: str) -> str:
        if not URL.fullmatch(text):
            raise CellError("url-wrong", value=text)
        return text


@dataclass(frozen=True, slots=True)
class Reference(Column):
    """
    An id of a row of another table; `tables` are those where it may stand.
    """

    tables: tuple[str, ...] = ()
    what: ClassVar[str] = "an id"


@dataclass(frozen=True, slots=True)
class References(Reference):
    """
    Several ids, parted by semicolons. `singular` names the property of one.
    """

    singular: str = ""
    what: ClassVar[str] = "one id or several, parted by semicolons"

    def parse(self, text: str) -> tuple[str, ...]:
        if not text and self.required:
            raise CellError("cell-required", what=self.what)
        return tuple(part for part in text.split(";")) if text else ()


@dataclass(frozen=True, slots=True)
class Code(Column):
    """
    A code of a list.
    """

    scheme: str = ""
    what: ClassVar[str] = "a code"

    def read(self, text: str) -> str:
        if text not in CODES[self.scheme]:
            raise CellError(
                "code-unknown", value=text, scheme=self.scheme, codes=", ".join(CODES[self.scheme])
            )
        return text


@dataclass(frozen=True, slots=True)
class Kind(Column):
    """
    The kind of an organization, which is its class in the ontology.
    """

    what: ClassVar[str] = "a kind of organization"

    def read(self, text: str) -> str:
        if text not in ORGANIZATION_KINDS:
            raise CellError(
                "code-unknown",
                value=text,
                scheme="organization-kind",
                codes=", ".join(ORGANIZATION_KINDS),
            )
        return text


@dataclass(frozen=True, slots=True)
class Flag(Column):
    """
    yes, or empty for no.
    """

    def parse(self, text: str) -> bool:
        if text not in ("", "yes"):
            raise CellError("flag-unreadable", value=text)
        return text == "yes"


@dataclass(frozen=True, slots=True)
class Number(Column):
    """
    A number; `whole` refuses decimals.
    """

    whole: bool = False
    what: ClassVar[str] = "a number"

    def read(self, text: str) -> Decimal:
        if not re.fullmatch(r"-?[0-9]{1,30}(\.[0-9]{1,12})?", text):
            raise CellError("number-unreadable", value=text)
        number = Decimal(text)
        if self.whole and number != int(number):
            raise CellError("number-unreadable", value=text)
        return number


@dataclass(frozen=True, slots=True)
class Percent(Column):
    """
    A percentage that is not a shareholding, such as the share that a deal moves.
    """

    what: ClassVar[str] = "a percentage"

    def read(self, text: str) -> Decimal:
        return parse_percent(text)


@dataclass(frozen=True, slots=True)
class Bound(Column):
    """
    A bound of a share; read together with its figure by `read_share`.
    """


@dataclass(frozen=True, slots=True)
class Dated(Column):
    """
    A date: something happened on some day that it allows.
    """

    what: ClassVar[str] = "a date"

    def read(self, text: str) -> str:
        parse_span(text)
        return text


@dataclass(frozen=True, slots=True)
class Siren(Column):
    """
    The nine digits under which a French company is registered (INSEE).
    """

    def read(self, text: str) -> str:
        from stdnum.fr import siren

        if len(text) != 9 or not siren.is_valid(text):
            raise CellError("siren-wrong", value=text)
        return text


@dataclass(frozen=True, slots=True)
class Lei(Column):
    """
    A Legal Entity Identifier (ISO 17442); its checksum is checked with the graph's rules.
    """

    def read(self, text: str) -> str:
        if not re.fullmatch(r"[A-Z0-9]{18}[0-9]{2}", text):
            raise CellError("lei-form", value=text)
        return text


@dataclass(frozen=True, slots=True)
class Wikidata(Column):
    """
    The id of an item of Wikidata.
    """

    def read(self, text: str) -> str:
        if not re.fullmatch(r"Q[1-9][0-9]*", text):
            raise CellError("wikidata-wrong", value=text)
        return text


def read_share(name: str, cells: Mapping[str, str]) -> Share:
    """
    The share that a figure, its two bounds and the row's exactness describe.

    Raises:
        CellError: the cells contradict each other.
    """
    return parse_share(
        cells[name],
        cells["exactness"],
        minimum=cells[f"{name}_min"],
        maximum=cells[f"{name}_max"],
    )
