"""
People in posts: one at a time where a post is for one.
"""

from collections.abc import Iterator

from ..dates import parse_span
from ..findings import Finding
from ..model import Dataset
from .periods import counted, days_after, meetings, row_of, stays

EXCLUSIVE = ("chief-executive", "chair-and-chief-executive", "management-board-chair")
"""
Leading posts that one person holds; two at once are either co-heads or a row left open.
"""

GRACE = 60
"""
Days for which a predecessor may stay on to hand over.
"""


def find_shared_posts(dataset: Dataset) -> Iterator[Finding]:
    """
    Two persons in one exclusive post on one day.
    """
    leading = [stay for stay in stays(dataset, "appointments") if stay.record["post"] in EXCLUSIVE]
    for earlier, later, day in meetings(leading, "organization", "post"):
        if earlier.record["person"] != later.record["person"]:
            yield Finding(
                "post-shared",
                later.record.place("from"),
                {
                    "post": later.record["post"],
                    "row": row_of(earlier.record),
                    "other": earlier.record["person"],
                    "day": day.isoformat(),
                },
            )


def find_repeated(dataset: Dataset) -> Iterator[Finding]:
    """
    One person counted twice in one post on one day.
    """
    everyone = stays(dataset, "appointments")
    for earlier, later, day in meetings(everyone, "person", "organization", "post"):
        if earlier.record["role"] == later.record["role"]:
            yield Finding(
                "appointment-repeated",
                later.record.place("from"),
                {"row": row_of(earlier.record), "day": day.isoformat()},
            )


def find_wrong_changes(dataset: Dataset) -> Iterator[Finding]:
    """
    A change at the head that names nobody, or a vacancy that somebody fills.
    """
    for change in dataset["leadership_changes"].values():
        if change["vacancy"] and change["successor"]:
            yield Finding(
                "vacancy-filled", change.place("vacancy"), {"successor": change["successor"]}
            )
        elif not (change["predecessor"] or change["successor"]):
            yield Finding("change-empty", change.place("successor"))


def find_predecessors_who_stay(dataset: Dataset) -> Iterator[Finding]:
    """
    A predecessor whose own row goes on long after the change.
    """
    posts = stays(dataset, "appointments")
    for change in counted(dataset, "leadership_changes"):
        last = parse_span(change["date"]).last
        if last is None or not change["predecessor"]:
            continue
        until = days_after(last, GRACE)
        for stay in posts:
            row = stay.record
            same = all(row[name] == change[name] for name in ("organization", "post"))
            if not same or row["person"] != change["predecessor"]:
                continue
            if stay.start < last and stay.holds(until):
                yield Finding(
                    "predecessor-stays",
                    row.place("until"),
                    {"person": row["person"], "change": row_of(change), "date": change["date"]},
                )


RULES = (find_shared_posts, find_repeated, find_wrong_changes, find_predecessors_who_stay)
