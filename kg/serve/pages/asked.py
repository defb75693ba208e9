"""
Asked: the parameters of a page's address.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from ...dates import parse_day
from ...errors import UsageError

Given = Mapping[str, Sequence[str]]


def one(given: Given, name: str) -> str | None:
    """
    The single value of a parameter; None where there is none.

    Raises:
        UsageError: it is given twice.
    """
    values = [value.strip() for value in given.get(name, ()) if value.strip()]
    if len(values) > 1:
        raise UsageError(f"{name} is given {len(values)} times: give it once.")
    return values[0] if values else None


def day_of(given: Given, name: str = "on", *, usual: date | None = None) -> date:
    """
    The day that is asked about; today, or the usual one, unless said.

    Raises:
        UsageError: the text is not a day.
    """
    text = one(given, name)
    return parse_day(text) if text else usual or date.today()
