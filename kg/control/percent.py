"""
Percent: bounds of a share in millionths of a percent, as a reader prints them.
"""

from decimal import Decimal

from .claims import WHOLE, Bounds

UNIT = WHOLE // 100
STRICT = 1
"""
What a strict bound adds to, or takes from, the figure that it excludes.
"""


def percent(share: Bounds, lang: str) -> tuple[str, dict[str, str]]:
    """
    How to word the bounds of a share, and its figures with their sign.

    The kinds are exact, about (a rounded figure), at-least, more-than, at-most,
    less-than, between and any.

    Examples:
        >>> percent(Bounds(44_400_000, 44_400_000), "en")
        ('exact', {'low': '44.4 %', 'high': '44.4 %', 'mid': '44.4 %'})
        >>> percent(Bounds(33_250_000, 33_350_000), "en")[1]["mid"]
        '33.3 %'
        >>> percent(Bounds(50_000_001, WHOLE), "en")[0]
        'more-than'
    """
    low, high = share.low, share.high
    over, under = low % 1000 == STRICT, high % 1000 == 1000 - STRICT
    figures = {
        "low": _figure(low - STRICT if over else low, lang),
        "high": _figure(high + STRICT if under else high, lang),
        "mid": _figure((low + high) // 2, lang),
    }
    return _kind(low, high, over=over, under=under, figures=figures), figures


def _kind(low: int, high: int, *, over: bool, under: bool, figures: dict[str, str]) -> str:
    if figures["low"] == figures["high"] and not over and not under:
        return "exact"
    if low == 0 and high >= WHOLE:
        return "any"
    if _rounded(low, high):
        return "about"
    if high >= WHOLE:
        return "more-than" if over else "at-least"
    if low == 0:
        return "less-than" if under else "at-most"
    return "between"


def _rounded(low: int, high: int) -> bool:
    """
    Whether the bounds are a figure plus and minus half of its last digit.
    """
    half, middle = (high - low) // 2, (low + high) // 2
    digit = 2 * half
    return (
        (high - low) % 2 == 0
        and digit in {UNIT // 10**decimals for decimals in range(5)}
        and middle % digit == 0
    )


def _figure(units: int, lang: str) -> str:
    """
    A percentage, to two decimals where it has more than four: '44.4 %', '44,4 %'.
    """
    value = Decimal(units) / UNIT
    if value.quantize(Decimal("0.0001")) != value:
        value = value.quantize(Decimal("0.01"))
    text = f"{value.normalize():f}"
    return f"{text.replace('.', ',')}\u00a0%" if lang == "fr" else f"{text} %"
