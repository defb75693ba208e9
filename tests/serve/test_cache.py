"""
What is kept of answers: of today alone, and no more than is allowed.
"""

import asyncio
from datetime import date

import pytest

from kg.serve import api
from kg.serve.cache import ENTRY, Cache
from kg.serve.pool import Reply


def reply_of(body):
    """
    A small answer.
    """
    return Reply(200, "text/html", body, None, len(body), "")


class Numbering:
    """
    A pool that answers each request with another number.
    """

    def __init__(self):
        self.asked = 0

    async def ask(self, request):
        """
        The next number.
        """
        self.asked += 1
        return reply_of(str(self.asked).encode())


@pytest.mark.parametrize(
    ("kind", "question", "given"),
    [
        ("question", "owners", {"org": ["orange"], "on": [""]}),
        ("page", "compare/orange", {"on": ["2014-01-01"]}),
        ("page", "about", {}),
    ],
)
def test_an_answer_of_today_is_not_given_tomorrow(monkeypatch, kind, question, given):
    """
    Whatever looks like a day in the address, an answer is kept until midnight only.
    """

    class Calendar(date):
        shown = date(2026, 1, 1)

        @classmethod
        def today(cls):
            return cls.shown

    monkeypatch.setattr(api, "date", Calendar)
    pool, cache = Numbering(), Cache(1_000_000)

    def ask():
        return asyncio.run(api.ask(pool, cache, kind, question, given)).body

    assert (ask(), ask()) == (b"1", b"1")
    Calendar.shown = date(2026, 1, 2)
    assert ask() == b"2"


def test_long_questions_weigh_as_much_as_long_answers():
    """
    The bytes of what is kept are bounded with its addresses, which a client may fill up.
    """
    cache = Cache(1_000_000)
    for number in range(100):
        cache.put((number, "x" * 50_000), reply_of(b"small"), 50_000)
    kept = sum(cache.get((number, "x" * 50_000)) is not None for number in range(100))
    assert kept == 1_000_000 // (4 * 50_000 + ENTRY + 5)
    cache.put("same", reply_of(b"a"), 1)
    size = cache.size
    cache.put("same", reply_of(b"a"), 1)
    assert cache.size == size
