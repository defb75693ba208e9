"""
Shares: a printed percentage to the bounds that it allows.

A share is held as a whole number of millionths of a percent, so that sums and
thresholds are exact: 30 % and 20 % are never more than half.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from .findings import CellError

UNIT = Decimal("0.000001")
PRINTED = re.compile(r"-?[0-9]+(\.[0-9]+)?")
WHOLE = 100_000_000
"""
The whole of a company, in millionths of a percent.
"""

ROUNDING = Decimal("0.3")
"""
How far above 100 % a table of printed shares may sum: 44.4 + 33.3 + 22.2 is
99.9, and a dozen holders rounded to one digit can overshoot as much.
"""


@dataclass(frozen=True, slots=True)
class Share:
    """
    A share of a whole, in percent, with the bounds that its source allows.

    `printed` is the figure as the source gives it; `minimum` and `maximum` are
    None where the source sets no bound on that side: unknown, not zero. A
    strict bound ('more than half', 'under 10 %') has its `exclusive` flag set.
    """

    printed: Decimal | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    minimum_exclusive: bool = False
    maximum_exclusive: bool = False

    @property
    def known(self) -> bool:
        """
        Whether the source says anything about the size of the share.
        """
        return self.minimum is not None or self.maximum is not None

    @property
    def low(self) -> int:
        """
        The least that the share can be, in millionths of a percent.
        """
        if self.minimum is None:
            return 0
        return int(self.minimum / UNIT) + (1 if self.minimum_exclusive else 0)

    @property
    def high(self) -> int:
        """
        The most that the share can be, in millionths of a percent.
        """
        if self.maximum is None:
            return WHOLE
        return int(self.maximum / UNIT) - (1 if self.maximum_exclusive else 0)


UNKNOWN = Share()


def parse_share(printed: str, exactness: str, *, minimum: str = "", maximum: str = "") -> Share:
    """
    The share that three cells and an exactness describe.

    exact: both bounds are the figure. approx: plus or minus half of the last
    printed digit, unless the bounds are given. at-least, at-most: one bound.
    unknown: no figure may stand. Given bounds always win.

    Examples:
        >>> parse_share("44.4", "exact").low
        44400000
        >>> parse_share("78", "approx").maximum
        Decimal('78.5')
        >>> parse_share("", "at-least", minimum=">50").low
        50000001

    Raises:
        CellError: a cell is not a percentage, or the cells contradict each other.
    """
    low, low_exclusive = _bound(minimum, ">")
    high, high_exclusive = _bound(maximum, "<")
    figure = parse_percent(printed) if printed else None
    if figure is not None:
        if exactness == "unknown":
            raise CellError("share-unknown-figure", value=printed)
        half = _half_digit(printed) if exactness == "approx" else Decimal(0)
        if low is None and exactness in ("exact", "approx", "at-least"):
            low = max(figure - half, Decimal(0))
        if high is None and exactness in ("exact", "approx", "at-most"):
            high = min(figure + half, Decimal(100))
    share = Share(figure, low, high, low_exclusive, high_exclusive)
    if share.low > share.high:
        raise CellError("share-backwards", low=low, high=high)
    return share


def parse_percent(text: str) -> Decimal:
    """
    A percentage as a source prints it, with a dot and without the sign.

    Raises:
        CellError: the text is not a number, or not within 0 and 100.
    """
    if not PRINTED.fullmatch(text):
        raise CellError("share-unreadable", value=text)
    figure = Decimal(text)
    if not 0 <= figure <= 100:
        raise CellError("share-range", value=text)
    if figure != figure.quantize(UNIT):
        raise CellError("share-digits", value=text)
    return figure


def _bound(text: str, sign: str) -> tuple[Decimal | None, bool]:
    if not text:
        return None, False
    exclusive = text.startswith(sign)
    return parse_percent(text[1:] if exclusive else text), exclusive


def _half_digit(printed: str) -> Decimal:
    """
    Half of the last printed digit: 0.5 for 78, 0.05 for 78.0.
    """
    _, _, decimals = printed.partition(".")
    return Decimal(5).scaleb(-len(decimals) - 1)
