"""
SVG as text: elements, numbers and escapes, with nothing but the standard library.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
LEFT_TO_RIGHT = "\u200e"
SPACES = re.compile(r"[ \t\r\n\u2028\u2029]+")
CLASS = re.compile(r' class="([^"]*)"')
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)

Rules = Mapping[str, Mapping[str, str]]


def clean(text: str) -> str:
    """
    A text on one line, without the characters that XML forbids.
    """
    return SPACES.sub(" ", CONTROL.sub("", text)).strip(" ")


def named(name: str) -> str:
    """
    A name on one line, closed so that figures after it stay in order.

    After Hebrew or Arabic letters a figure would be shown before them, and its
    percent sign beside the next figure: a mark of direction ends the name.
    """
    text = clean(name)
    written = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
    return f"{text}{LEFT_TO_RIGHT}" if written else text


def escape(text: str) -> str:
    """
    A text as XML holds it, in an element or between double quotes.
    """
    text = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")


def number(value: float) -> str:
    """
    A coordinate with one decimal at most: the same bytes whatever the machine.
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def element(name: str, *children: str, **attributes: object) -> str:
    """
    An element; `data_claim` is written data-claim, `class_` class, None is left out.

    Children are markup, already escaped.
    """
    parts = [
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None and value != ""
    ]
    inside = "".join(children)
    opening = f"<{name}{''.join(parts)}"
    return f"{opening}>{inside}</{name}>" if inside else f"{opening}/>"


def words(name: str, text: str, **attributes: object) -> str:
    """
    An element that holds a text.
    """
    return element(name, escape(text), **attributes)


def _value(value: object) -> str:
    return number(value) if isinstance(value, float) else escape(str(value))


def path(points: Iterable[tuple[float, float]], *, close: bool = False) -> str:
    """
    The `d` of a polyline.
    """
    steps = [f"{number(x)} {number(y)}" for x, y in points]
    return "M" + " L".join(steps) + ("Z" if close else "")


def sheet(rules: Rules, root: str) -> str:
    """
    Rules by class as CSS that reaches nothing outside the root's class.
    """
    return "".join(
        f".{root} .{name}{{{';'.join(f'{key}:{value}' for key, value in body.items())}}}"
        for name, body in rules.items()
    )


def inlined(svg: str, rules: Rules) -> str:
    """
    The same picture with attributes instead of a style sheet, for renderers that read none.
    """

    def attributes(found: re.Match[str]) -> str:
        merged: dict[str, str] = {}
        # Rules win in the order of the sheet, as in CSS, not in that of the attribute.
        chosen = set(found[1].split())
        for name, body in rules.items():
            if name in chosen:
                merged |= body
        return "".join(f' {key}="{escape(value)}"' for key, value in merged.items())

    return CLASS.sub(attributes, STYLE.sub("", svg))
