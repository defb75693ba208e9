"""
Wording: shares, dates and countries as a reader of a page is told them.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from ...answers.answer import plain
from .texts import TEXTS

CHARACTERS = re.compile(r"char=(\d+),(\d+)")
WIDE = "\u00a0%"


def figure(share: Any, lang: str) -> str:
    """
    A share in words: `44.4 %`, `43.5 to 44.5 %`, `more than 50 %`, `unknown`; nothing for None.

    Bounds from 0 to 100 say nothing, and so are unknown as well.

    Examples:
        >>> figure({"min": 91, "max": None}, "en")
        'at least 91\\xa0%'
    """
    if share is None:
        return ""
    if not isinstance(share, Mapping):
        return _number(share, lang) + WIDE
    low, high = share.get("min"), share.get("max")
    if not share.get("min_exclusive") and low is not None and low == 0 and high != 0:
        low = None
    if not share.get("max_exclusive") and high is not None and high == 100 and low != 100:
        high = None
    texts = TEXTS[lang]
    if low is None and high is None:
        return texts["unknown"]
    if low is None:
        key = "less-than" if share.get("max_exclusive") else "at-most"
        return texts[key].format(share=_number(high, lang) + WIDE)
    if high is None:
        key = "more-than" if share.get("min_exclusive") else "at-least"
        return texts[key].format(share=_number(low, lang) + WIDE)
    if low == high:
        return _number(low, lang) + WIDE
    return texts["from-to"].format(low=_number(low, lang), high=_number(high, lang) + WIDE)


def amount(value: Any, lang: str) -> str:
    """
    A sum of money with its thousands apart; nothing for None.

    Examples:
        >>> amount(1700000, "en")
        '1,700,000'
    """
    if value is None:
        return ""
    text = f"{plain(value):,}" if isinstance(value, int | float | Decimal) else str(value)
    return text.replace(",", "\u202f").replace(".", ",") if lang == "fr" else text


def when(text: str | None, lang: str) -> str:
    """
    A date as published (EDTF) in words; nothing for None.

    Examples:
        >>> when("2014-03-21/2014-04-01", "en"), when("2015~", "fr")
        ('between 2014-03-21 and 2014-04-01', 'vers 2015')
    """
    if not text:
        return ""
    texts = TEXTS[lang]
    first, slash, last = str(text).partition("/")
    if slash and first == "..":
        return texts["date-by"].format(day=when(last, lang))
    if slash and last == "..":
        return texts["date-after"].format(day=when(first, lang))
    if slash:
        return texts["date-between"].format(first=when(first, lang), last=when(last, lang))
    bare = first.rstrip("~?%")
    if first.endswith(("~", "%")):
        return texts["date-about"].format(day=bare)
    return texts["date-uncertain"].format(day=bare) if first.endswith("?") else bare


def country(code: str | None, lang: str) -> str:
    """
    The name of a country by its two letters; the letters where we have no name.
    """
    return TEXTS[lang].get(f"country-{code}", code or "")


def by_source(sources: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """
    Sources of an answer, each once, with the passages in it as pairs of characters.
    """
    found: dict[str, dict[str, Any]] = {}
    for source in sources:
        one = found.setdefault(source["id"], {**source, "passages": []})
        place = CHARACTERS.fullmatch(source["locator"] or "")
        if place:
            one["passages"].append((int(place[1]), int(place[2])))
    return list(found.values())


def _number(value: Any, lang: str) -> str:
    text = str(plain(value))
    return text.replace(".", ",") if lang == "fr" else text
