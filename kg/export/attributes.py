"""
Attributes: what a claim or a thing says of itself, as names and values that every
reader of graphs takes.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ..names import KG
from ..shares import Share
from .days import Facts

Value = str | float | bool | tuple[str, ...]

RESERVED = {
    "source": "sources",
    "kind": "kind_code",
    "name": "full_name",
    **{word: f"{word}_" for word in ("id", "type", "label", "weight", "target", "key")},
    **{word: f"{word}_" for word in ("start", "end", "relation", "class", "iri", "certainty")},
}
"""
Names of properties that mean something else to readers of graphs, and ours for them.
"""


def share_of(facts: Facts, predicate: str) -> Share:
    """
    The share that a property and its bounds give; unknown where they are not there.
    """
    low, high, printed = (
        Decimal(found[0].value) if (found := facts.get(predicate + side)) else None
        for side in ("Minimum", "Maximum", "")
    )
    exclusive = [f"{predicate}{side}Exclusive" in facts for side in ("Minimum", "Maximum")]
    return Share(printed, low, high, *exclusive)


def share_text(share: Share) -> str:
    """
    A share in a few characters: 44.4, ~78, >50, 25-50, or ? where it is unknown.
    """
    low, high = (
        "" if bound is None else f"{bound.normalize():f}"
        for bound in (share.minimum, share.maximum)
    )
    if low and low == high:
        return low
    if share.printed is not None and low and high:
        return f"~{share.printed.normalize():f}"
    if low and high:
        return f"{low}-{high}"
    if low:
        return f"{'>' if share.minimum_exclusive else '>='}{low}"
    if high:
        return f"{'<' if share.maximum_exclusive else '<='}{high}"
    return "?"


def name_of(predicate: str) -> str:
    """
    The attribute for a property: kg:capitalMinimum is capital_minimum.
    """
    found = NAMES.get(predicate)
    if found is None:
        bare = predicate.removeprefix(KG)
        snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in bare).lstrip("_")
        found = NAMES[predicate] = RESERVED.get(snake, snake)
    return found


NAMES: dict[str, str] = {}


def fitted(columns: dict[str, str], attributes: dict[str, Value]) -> Iterator[tuple[str, Any]]:
    """
    The attributes that are there, by name, each as its column's type.

    A `strings` column has tuples, a `string` column texts, whatever the one
    value of this record looked like.
    """
    for name in sorted(attributes):
        value, kind = attributes[name], columns[name]
        if kind == "strings":
            yield name, value if isinstance(value, tuple) else (as_text(value),)
        elif kind in ("string", "date"):
            yield name, as_text(value)
        else:
            yield name, value


def as_text(value: Value) -> str:
    """
    A value as one text: several are joined by semicolons, truth is true or false.
    """
    if isinstance(value, tuple):
        return "; ".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
