"""
Short ways to write an invented day.
"""

from kg.control import WHOLE, Bounds, Conclusion, Day, Holding, Right, conclude

PERCENT = WHOLE // 100


def share(low: float, high: float | None = None) -> Bounds:
    """
    A share in percent, or between two percentages.
    """
    return Bounds(round(low * PERCENT), round((low if high is None else high) * PERCENT))


def holds(holder: str, held: str, low: float, high: float | None = None, **how: object) -> Holding:
    """
    A certain holding whose votes follow its capital, with an id of its own.
    """
    claim = str(how.pop("claim", f"{holder}-{held}"))
    bounds = share(low, high)
    return Holding(claim, holder, held, bounds, bounds, votes_follow_capital=True, **how)  # type: ignore[arg-type]


def unknown(holder: str, held: str) -> Holding:
    """
    A holding without a figure.
    """
    return holds(holder, held, 0, 100, known=False)


def states(kind: str, organization: str, *holders: str, certain: bool = True) -> Right:
    """
    A right, with an id of its own.
    """
    return Right(f"{kind}-{organization}", kind, holders, organization, certain)


def verdicts(*claims: Holding | Right, test: str | None = None) -> dict[tuple[str, str], str]:
    """
    The verdict on each pair, without its rule: `majority` and `fr-l233-3` never both say yes.
    """
    found: dict[tuple[str, str], str] = {}
    for one in conclusions(*claims, test=test):
        pair = one.controller, one.controlled
        if found.get(pair) not in ("yes", "presumed"):
            found[pair] = one.verdict
    return found


def conclusions(*claims: Holding | Right, test: str | None = None) -> list[Conclusion]:
    return conclude(day(*claims), [test] if test else None)


def day(*claims: Holding | Right) -> Day:
    return Day(
        [claim for claim in claims if isinstance(claim, Holding)],
        [claim for claim in claims if isinstance(claim, Right)],
    )
