"""
Objects: a text of JSON, one object a line or one array, read object by object.
"""

import json
from collections.abc import Iterator
from typing import IO, Any

from ..errors import Place
from ..tables import TableError
from .delivery import Delivery, Refused
from .files import not_utf8

LONGEST = 16 << 20
"""
The most characters that one object may take.
"""

ENDS = ("}", "},", "]", "}]")
BETWEEN = " \t\r\n,[]"


def objects_of(
    stream: IO[str], name: str, delivery: Delivery
) -> Iterator[tuple[int, dict[str, Any]]]:
    """
    The objects of a text, each with the line on which it starts.

    In a text of lines, a line that cannot be read is a finding of its own; in an
    array, or an object over many lines, it ends the reading.

    Raises:
        TableError: the text is not UTF-8, or is not JSON.
    """
    decoder = json.JSONDecoder()
    pending, start, line, lined = "", 1, 0, False
    try:
        for line, text in enumerate(stream, 1):
            if not pending.strip(BETWEEN):
                pending, start = "", line
            if lined:
                if text.strip():
                    found = _line(text, name, line, delivery)
                    if found is not None:
                        yield line, found
                continue
            pending += text
            if len(pending) > LONGEST:
                raise TableError("import-json", Place(name, start), reason="an object without end")
            if not text.rstrip().endswith(ENDS):
                continue
            first = line == 1 and text.lstrip().startswith("{")
            at = 0
            while rest := pending[at:].lstrip(BETWEEN):
                at = len(pending) - len(rest)
                try:
                    found, end = decoder.raw_decode(pending, at)
                except json.JSONDecodeError:
                    break
                yield start, _object(found, name, start)
                at = end
            pending = pending[at:]
            lined = first and not pending.strip(BETWEEN)
    except UnicodeDecodeError as error:
        raise not_utf8(name, line + 1, error) from None
    if pending.strip(BETWEEN):
        try:
            decoder.decode(pending.strip(BETWEEN))
        except json.JSONDecodeError as error:
            raise TableError(
                "import-json", Place(name, start + error.lineno - 1), reason=error.msg
            ) from None


def _line(text: str, name: str, line: int, delivery: Delivery) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
        if not isinstance(found, dict):
            raise ValueError("not an object")
    except ValueError as error:
        delivery.rows += 1
        delivery.finding("import-json", Place(name, line), reason=getattr(error, "msg", error))
        return None
    return found


def _object(found: Any, name: str, line: int) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise TableError("import-json", Place(name, line), reason="not an object")
    return found


def field(record: dict[str, Any], path: str, kind: type = str) -> Any:
    """
    The value at a path such as `data.name`, of one type; None where there is none.

    Raises:
        Refused: the value is of another type.
    """
    value: Any = record
    for name in path.split("."):
        if value is None:
            return None
        if not isinstance(value, dict):
            raise Refused("import-value", path, value=value, wanted="an object")
        value = value.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, kind) or (isinstance(value, str) and not _sound(value)):
        raise Refused("import-value", path, value=value, wanted=kind.__name__)
    return value


def _sound(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def needed(record: dict[str, Any], path: str, kind: type = str) -> Any:
    """
    The value at a path that must be there.

    Raises:
        Refused: it is not there, or of another type.
    """
    value = field(record, path, kind)
    if value is None:
        raise Refused("import-empty", path)
    return value
