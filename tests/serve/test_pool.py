"""
Who gets a worker, with workers that are played: no process is started.
"""

import asyncio
from dataclasses import replace

import pytest

from kg.serve.limits import Limits
from kg.serve.pool import Pool, PoolError
from kg.serve.workers import Lost, Worker


class Played:
    """
    A worker that keeps what it was asked and answers when it is told to.
    """

    alive = True

    def __init__(self):
        self.asked, self.ready = [], asyncio.Event()

    def spent(self):
        """
        No processor time.
        """
        return 0.0

    async def ask(self, request):
        """
        An answer, once ready.
        """
        self.asked.append(request["query"])
        await self.ready.wait()
        return {"status": 200}, b""


def test_who_has_left_the_line_takes_no_worker(tmp_path):
    """
    A query whose asker went while it waited is never begun, and the worker goes to the next.
    """

    async def run():
        pool = Pool(tmp_path, replace(Limits(), seconds=5))
        worker = Played()
        pool._free(worker)

        async def left():
            return True

        def ask(query, gone=None):
            return asyncio.ensure_future(pool.ask({"kind": "sparql", "query": query}, gone))

        first = ask("first")
        await asyncio.sleep(0)
        crowd = [ask(f"left {number}", left) for number in range(20)]
        last = ask("last")
        await asyncio.sleep(0)
        worker.ready.set()
        assert (await first).status == (await last).status == 200
        assert all(
            isinstance(one, PoolError)
            for one in await asyncio.gather(*crowd, return_exceptions=True)
        )
        assert worker.asked == ["first", "last"]
        assert pool.idle == 1
        await pool.close()

    asyncio.run(run())


def test_a_worker_that_is_gone_is_not_the_fault_of_the_query(tmp_path):
    """
    A query that no process ever read is told to be asked again (503), not that it was too much.
    """

    class Broken:
        def write(self, data):
            raise ConnectionResetError

    worker = Worker(None, Broken(), 0, -1, tmp_path)
    with pytest.raises(Lost) as told:
        asyncio.run(worker.ask({}))
    assert told.value.status == 503
