"""
Shareholdings: tables of holders that add up.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..findings import Finding
from ..model import Dataset, Record
from ..shares import ROUNDING, UNIT, WHOLE
from .periods import EVER, Stay, by, counted, meetings, row_of, rows_of, stays

NOT_PERSONS = ("division", "business")
"""
Kinds of organization that are no legal person and have no capital.
"""

SLACK = int(ROUNDING / UNIT)
NEARLY_WHOLE = Decimal(99)
AMOUNT_SLACK = Decimal("0.1")


def find_missing_shares(dataset: Dataset) -> Iterator[Finding]:
    """
    An exactness of which nothing is said.
    """
    for record in dataset["shareholdings"].values():
        if record["exactness"] != "unknown" and not (
            record.share("capital").known or record.share("votes").known
        ):
            yield Finding(
                "share-missing", record.place("capital"), {"exactness": record["exactness"]}
            )


def find_over_whole(dataset: Dataset) -> Iterator[Finding]:
    """
    Holders that together certainly hold more than the whole.

    One finding for each stretch of days, at the row that starts last on its first day.
    """
    for held, rows in by(stays(dataset, "shareholdings"), "held").items():
        for name in ("capital", "votes"):
            yield from _breaches(str(held[0]), rows, name)


def _breaches(held: str, rows: Sequence[Stay], name: str) -> Iterator[Finding]:
    least = {stay.record.id: stay.record.share(name).low for stay in rows}
    if sum(least.values()) <= WHOLE + SLACK:
        return
    broken = False
    for day in sorted({bound for stay in rows for bound in (stay.start, stay.end)} - {EVER}):
        there = [stay for stay in rows if stay.holds(day) and least[stay.record.id]]
        total = sum(least[stay.record.id] for stay in there)
        if total > WHOLE + SLACK and not broken:
            yield Finding(
                "shares-over-whole",
                there[-1].record.place(name),
                {
                    "held": held,
                    "sum": percent(total),
                    "day": day.isoformat(),
                    "rows": rows_of([stay.record for stay in there]),
                },
            )
        broken = total > WHOLE + SLACK


def percent(share: int) -> str:
    """
    A share as a reader writes it, without needless zeros.

    Examples:
        >>> percent(100_500_000)
        '100.5'
    """
    return format((share * UNIT).normalize(), "f")


def find_repeated(dataset: Dataset) -> Iterator[Finding]:
    """
    One holder counted twice on one day.
    """
    for earlier, later, day in meetings(stays(dataset, "shareholdings"), "holder", "held"):
        if _same_measure(earlier.record, later.record):
            yield Finding(
                "shareholding-repeated",
                later.record.place("holder"),
                {
                    "holder": later.record["holder"],
                    "row": row_of(earlier.record),
                    "day": day.isoformat(),
                },
            )


def _same_measure(one: Record, other: Record) -> bool:
    """
    Whether two rows say something of the same measure, or neither says anything.
    """
    known = [
        {name for name in ("capital", "votes") if record.share(name).known}
        for record in (one, other)
    ]
    return bool(known[0] & known[1]) or not (known[0] or known[1])


def find_beside_whole(dataset: Dataset) -> Iterator[Finding]:
    """
    A holder of an unknown share beside one that certainly holds everything.
    """
    for earlier, later, day in meetings(stays(dataset, "shareholdings"), "held"):
        for whole, other in ((earlier, later), (later, earlier)):
            if (
                whole.record.share("capital").low >= WHOLE
                and not other.record.share("capital").known
                and not other.record.share("votes").known
                and other.record["holder"] not in (whole.record["holder"], whole.record["held"])
            ):
                yield Finding(
                    "holder-beside-whole",
                    other.record.place("until"),
                    {
                        "holder": whole.record["holder"],
                        "row": row_of(whole.record),
                        "day": day.isoformat(),
                    },
                )


def find_without_capital(dataset: Dataset) -> Iterator[Finding]:
    """
    A share of what has no capital.
    """
    organizations = dataset["organizations"]
    for record in dataset["shareholdings"].values():
        held = organizations.get(record["held"])
        if held and held["kind"] in NOT_PERSONS:
            yield Finding(
                "shareholding-of-division",
                record.place("held"),
                {"held": held.id, "kind": held["kind"]},
            )


def find_amounts(dataset: Dataset) -> Iterator[Finding]:
    """
    Amounts that do not stand to each other as the percentages do.

    Only where the rows with both make up the whole: then each share is its
    amount over the sum, but for the last printed digit.
    """
    groups: dict[tuple[object, ...], list[Record]] = {}
    for record in counted(dataset, "shareholdings"):
        if record["amount"] and record.share("capital").printed is not None:
            key = tuple(record[column] for column in ("held", "currency", "from", "until"))
            groups.setdefault(key, []).append(record)
    for records in groups.values():
        total = sum((record["amount"] for record in records), Decimal(0))
        shares = [record.share("capital").printed or Decimal(0) for record in records]
        if len(records) < 2 or not NEARLY_WHOLE <= sum(shares) <= 100 + ROUNDING or not total:
            continue
        for record, share in zip(records, shares, strict=True):
            implied = 100 * record["amount"] / total
            if abs(implied - share) > _tolerance(record) + AMOUNT_SLACK:
                yield Finding(
                    "amount-disagrees",
                    record.place("amount"),
                    {
                        "amount": format(record["amount"], "f"),
                        "total": format(total, "f"),
                        "implied": format(implied, ".2f"),
                        "share": format(share, "f"),
                    },
                )


def _tolerance(record: Record) -> Decimal:
    """
    How far the bounds let the share be from its figure, and half of the last digit.
    """
    share = record.share("capital")
    printed = share.printed or Decimal(0)
    exponent = printed.as_tuple().exponent
    half = Decimal(5).scaleb(int(exponent) - 1)
    bounds = [bound for bound in (share.minimum, share.maximum) if bound is not None]
    return max([half, *(abs(bound - printed) for bound in bounds)])


RULES = (
    find_missing_shares,
    find_over_whole,
    find_repeated,
    find_beside_whole,
    find_without_capital,
    find_amounts,
)
