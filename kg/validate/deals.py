"""
Deals: stages in order, and shareholdings that follow them.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from ..dates import parse_span
from ..findings import Finding
from ..model import Dataset, Record
from ..model.schema import STAGES
from ..shares import ROUNDING, UNIT, WHOLE
from .periods import counted, days_after, row_of
from .references import unread
from .shareholdings import NOT_PERSONS, percent

ORDERS = (
    ("talks", "announced", "completed"),
    ("talks", "signed", "completed"),
    ("talks", "announced", "abandoned"),
    ("talks", "signed", "abandoned"),
)
"""
Stages that follow each other. A signature may be announced later, or be announced before.
"""

GRACE = 60
"""
Days within which a source shows the shareholding that a deal led to.
"""

SLACK = int(ROUNDING / UNIT)


def find_stage_order(dataset: Dataset) -> Iterator[Finding]:
    """
    A stage that certainly comes before the one that leads to it.
    """
    for deal in dataset["acquisitions"].values():
        told: set[str] = set()
        for order in ORDERS:
            for before, after in pairwise([stage for stage in order if deal[stage]]):
                first, last = parse_span(deal[before]).first, parse_span(deal[after]).last
                if first and last and first > last and after not in told:
                    told.add(after)
                    yield Finding(
                        "stage-order",
                        deal.place(after),
                        {
                            "before": before,
                            "first": deal[before],
                            "after": after,
                            "last": deal[after],
                        },
                    )


def find_wrong_stage(dataset: Dataset) -> Iterator[Finding]:
    """
    A stage that the dates of the stages do not bear out.
    """
    for deal in dataset["acquisitions"].values():
        stage = deal["stage"]
        reached = [name for name in STAGES if deal[name]]
        if "completed" in reached and "abandoned" in reached:
            yield Finding("deal-both-ends", deal.place("abandoned"))
        elif reached and STAGES.index(reached[-1]) > STAGES.index(stage):
            yield Finding(
                "stage-behind",
                deal.place("stage"),
                {"stage": stage, "later": reached[-1], "date": deal[reached[-1]]},
            )
        elif stage in ("completed", "abandoned") and stage not in reached:
            yield Finding("stage-undated", deal.place(stage), {"stage": stage})
        if deal["standing"] == "planned" and stage == "completed":
            yield Finding("deal-planned", deal.place("standing"))


def find_disagreeing(dataset: Dataset) -> Iterator[Finding]:
    """
    A completed deal after which the acquirer holds less than it bought, or nothing.

    What the acquirer's own group holds counts with it: a deal is often told of
    the group and the shares booked in one of its companies. Where no seller is
    named the deal may be a public offer, which not everyone took.
    """
    if {"organizations", "shareholdings", "attachments", "events"} & unread(dataset):
        return
    holdings = counted(dataset, "shareholdings")
    for deal, done in _completed(dataset):
        group = kin(deal["acquirer"], dataset) - set(deal["sellers"])
        mine = [row for row in holdings if row["held"] == deal["target"] and row["holder"] in group]
        after = [row for row in mine if _may_hold_after(row, done[0], dataset)]
        if not after:
            if not _gone(deal["target"], done[1], dataset):
                yield Finding(
                    "deal-without-shareholding",
                    deal.place("acquirer"),
                    {"acquirer": deal["acquirer"], "target": deal["target"]},
                )
            continue
        end = days_after(done[1], GRACE)
        if deal["share"] is None or not any(_certain(row, done[1], end, dataset) for row in after):
            continue
        near = [row for row in after if _may_hold_between(row, done[1], end, dataset)]
        most = min(sum(row.share("capital").high for row in near), WHOLE)
        if most + SLACK < int(deal["share"] / UNIT):
            yield Finding(
                "deal-disagrees" if deal["sellers"] else "offer-disagrees",
                deal.place("share"),
                {
                    "share": percent(int(deal["share"] / UNIT)),
                    "most": percent(most),
                    "rows": ", ".join(row_of(row) for row in near),
                },
            )


def find_sellers_who_stay(dataset: Dataset) -> Iterator[Finding]:
    """
    A seller that still holds shares after the buyer took all of them.
    """
    holdings = counted(dataset, "shareholdings")
    for deal, done in _completed(dataset):
        if deal["share"] is None or deal["share"] < 100:
            continue
        end = days_after(done[1], GRACE)
        for row in holdings:
            if row["held"] != deal["target"] or row["holder"] not in deal["sellers"]:
                continue
            period = dataset.period(row)
            before = period.starts_not_after is not None and period.starts_not_after <= done[0]
            if before and period.certainly_holds(end):
                yield Finding(
                    "deal-seller-stays",
                    row.place("until"),
                    {
                        "seller": row["holder"],
                        "deal": row_of(deal),
                        "acquirer": deal["acquirer"],
                        "date": deal["completed"],
                    },
                )


def _completed(dataset: Dataset) -> Iterator[tuple[Record, tuple[date, date]]]:
    """
    The counted deals on legal persons that were completed on some known day.
    """
    organizations = dataset["organizations"]
    for deal in counted(dataset, "acquisitions"):
        if deal["stage"] != "completed" or not deal["completed"]:
            continue
        target = organizations.get(deal["target"])
        if target is None or target["kind"] in (*NOT_PERSONS, "project"):
            continue
        span = parse_span(deal["completed"])
        if span.first and span.last:
            yield deal, (span.first, span.last)


def kin(agent: str, dataset: Dataset) -> set[str]:
    """
    An agent and those tied to it by shares, membership or merger, at any time.

    Wide on purpose: it excuses, it never accuses.
    """
    group = {agent}
    for row in dataset["shareholdings"].values():
        if agent in (row["holder"], row["held"]) and row["holder"] != row["held"]:
            group |= {row["holder"], row["held"]}
    for row in dataset["attachments"].values():
        if agent in (row["division"], row["organization"]):
            group |= {row["division"], row["organization"]}
    for row in dataset["control_rights"].values():
        if agent in (*row["holders"], row["organization"]):
            group |= {*row["holders"], row["organization"]}
    for row in dataset["events"].values():
        parties = {*row["subjects"], *row["objects"]}
        if row["kind"] == "merged" and agent in parties:
            group |= parties
    return group


def _may_hold_after(row: Record, day: date, dataset: Dataset) -> bool:
    end = dataset.period(row).ends_not_after
    return end is None or end > day


def _may_hold_between(row: Record, start: date, end: date, dataset: Dataset) -> bool:
    period = dataset.period(row)
    starts = period.starts_not_before
    return _may_hold_after(row, start, dataset) and (starts is None or starts <= end)


def _certain(row: Record, start: date, end: date, dataset: Dataset) -> bool:
    """
    Whether a row certainly holds on some day from start to end.
    """
    period = dataset.period(row)
    return period.certainly_holds(end) or (
        period.starts_not_after is not None
        and period.certainly_holds(max(start, period.starts_not_after))
        and period.starts_not_after <= end
    )


def _gone(target: str, day: date, dataset: Dataset) -> bool:
    """
    Whether a target may have ended, or merged, with the deal.
    """
    ends = [dataset["organizations"][target]["dissolved"]]
    for row in dataset["events"].values():
        if row["kind"] == "merged" and target in (*row["subjects"], *row["objects"]):
            ends.append(row["date"] or "..")
    soon = days_after(day, GRACE)
    firsts = (parse_span(end).first for end in ends if end)
    return any(first is None or first <= soon for first in firsts)


RULES = (find_stage_order, find_wrong_stage, find_disagreeing, find_sellers_who_stay)
