"""
Conclusions over many days, on invented companies.
"""

from datetime import date, timedelta
from random import Random
from time import process_time

from companies import holds, states

from kg.control import WHOLE, Bounds, Day, Holding, Right, conclude, timeline

START = date(2014, 1, 1)


def random_history(seed, *, holdings=40, rights=8, days=60, companies=20):
    """
    Days and a function from a day to its claims, some certain only after a while.
    """
    random = Random(seed)
    left, claims, powers = {}, [], []
    for number in range(holdings):
        held = random.randrange(companies)
        holder = (
            random.randrange(held)
            if held and random.random() < 0.6
            else random.randrange(companies * 2)
        )
        percent = min(left.get(held, 100), random.choice([100, 60, 51, 45, 30, 20]))
        left[held] = left.get(held, 100) - percent
        share = Bounds(percent * WHOLE // 100, percent * WHOLE // 100)
        first = random.randrange(days)
        claims.append(
            (
                f"h{number}",
                f"n{holder}",
                f"n{held}",
                share,
                first,
                random.randrange(first + 1, days * 3 // 2 + 2),
            )
        )
    for number in range(rights):
        a, b = random.sample(range(companies), 2)
        powers.append(
            (
                Right(
                    f"r{number}",
                    random.choice(["stated-control", "attachment", "concert"]),
                    (f"n{a}",),
                    f"n{b}",
                ),
                random.randrange(days),
            )
        )

    def on(day):
        now = (day - START).days
        return Day(
            [
                Holding(claim, holder, held, share, share, True, now - first >= 3)
                for claim, holder, held, share, first, last in claims
                if first <= now < last
            ],
            [right for right, first in powers if first <= now],
        )

    return [START + timedelta(number) for number in range(days)], on


def test_same_as_each_day_alone():
    """
    On every day, the periods that cover it are exactly the conclusions of that day.
    """
    for seed in range(6):
        days, on = random_history(seed)
        periods = timeline(days, on)
        for day in days:
            covering = {
                one.conclusion
                for one in periods
                if one.start <= day and (one.until is None or day < one.until)
            }
            assert covering == set(conclude(on(day))), (seed, day)


def test_equal_neighbours_are_one_period():
    """
    A conclusion has one period as long as nothing about it changes, and a new one after a gap.
    """
    days, on = random_history(1)
    seen = {}
    for one in timeline(days, on):
        assert one.until is None or one.start < one.until
        before = seen.get(one.conclusion)
        assert before is None or before < one.start
        seen[one.conclusion] = one.until


def test_sale_ends_one_period_and_opens_another():
    """
    The buyer's control begins on the day on which the seller's ends; the last stays open.
    """
    sold = date(2015, 3, 20)

    def on(day):
        return Day(
            [holds("seller" if day < sold else "buyer", "c", 80, claim="a" if day < sold else "b")]
        )

    periods = timeline([START, date(2014, 6, 1), sold], on)
    assert [(one.conclusion.controller, one.start, one.until) for one in periods] == [
        ("buyer", sold, None),
        ("seller", START, sold),
    ]


def test_change_above_reaches_below():
    """
    A right that begins at the top opens conclusions at the bottom of the chain.
    """
    later = date(2015, 1, 1)

    def on(day):
        rights = [states("stated-control", "a", "top")] if day >= later else []
        return Day([holds("a", "b", 60), holds("b", "c", 60)], rights)

    periods = timeline([START, later], on)

    def start(controller):
        return min(one.start for one in periods if one.conclusion.controller == controller)

    assert start("top") == later
    assert start("a") == START


def test_six_hundred_days_take_little_time():
    """
    350 holdings and 100 rights over 600 days of change take seconds, not minutes.
    """
    days, on = random_history(9, holdings=350, rights=100, days=600, companies=220)
    claims = {day: on(day) for day in days}
    begin = process_time()
    timeline(days, claims.__getitem__)
    assert process_time() - begin < 6


def test_ten_thousand_holdings_on_one_day():
    """
    A day of 10,000 holdings is judged in seconds.
    """
    days, on = random_history(2, holdings=10_000, rights=100, days=2, companies=4_000)
    begin = process_time()
    assert conclude(on(days[0]), ["majority"])
    assert process_time() - begin < 4
