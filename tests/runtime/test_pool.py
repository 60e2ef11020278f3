"""Who asks the pool for a connection gets one in turn, within limits; nobody starves, nothing is hoarded."""

from __future__ import annotations

import asyncio
import gc
import logging
import re
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

import databases
import pytest
from aobjects import aatomic, concurrent, hops, pool
from aobjects.asgi import KeptThreads
from aobjects.concurrency import get_stats
from aobjects.limits import Share
from aobjects.pool import Pool
from aobjects.workers import ThreadWorker, Worker
from asgiref.sync import sync_to_async
from django.core import mail
from django.db import OperationalError, connection, connections
from django.test import override_settings
from library.models import Tag

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator

    from aobjects.pool import PoolStats
    from postgres import Sessions

DJANGO_POOL: Final = {"min_size": 0, "max_size": 4, "timeout": 5}

pytestmark = pytest.mark.commits


@asynccontextmanager
async def held(count: int) -> AsyncIterator[None]:
    """Have so many tasks hold a worker."""

    async def hold() -> None:
        async with hops.hold_thread():
            all_inside.release()
            await may_end.wait()

    all_inside, may_end = asyncio.Semaphore(0), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for _ in range(count):
            group.create_task(hold())
        for _ in range(count):
            await all_inside.acquire()
        try:
            yield
        finally:
            may_end.set()


def counts(stats: PoolStats) -> tuple[int, int, int]:
    return stats["lent"], stats["idle"], stats["waiting"]


async def wait_until_waiting(count: int) -> None:
    while get_stats()["waiting"] < count:
        await asyncio.sleep(0)


@pytest.fixture
def pool_of_django(vendor: str) -> Iterator[None]:
    """Turn Django to databases with a pool each, of four connections."""
    before = databases.current()
    made = {alias: {**database, "OPTIONS": {"pool": DJANGO_POOL}} for alias, database in before.items()}
    databases.use(made)
    try:
        yield
    finally:
        pools = [connections[alias] for alias in databases.ALIASES]
        databases.use(before)
        for wrapper in pools:
            wrapper.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's


@pytest.mark.postgresql
@pytest.mark.parametrize("limit", [8, 2])
async def test_the_pool_of_django_is_not_starved(pool_of_django: None, limit: int) -> None:
    async with concurrent(max_connections=limit):
        for _ in range(3):
            found = await asyncio.gather(*(Tag.aobjects.count() for _ in range(8)), Tag.objects.acount())
            assert found == [0] * 9


@pytest.mark.postgresql
async def test_an_idle_worker_leaves_the_pool_of_django_its_connection(pool_of_django: None) -> None:
    async with concurrent(max_connections=8):
        await asyncio.gather(*(Tag.aobjects.count() for _ in range(8)))
        # As many as there are: a connection that sat in an idle worker would be missing.
        async with held(3):
            assert await Tag.objects.acount() == 0


async def test_who_waits_is_served_in_order() -> None:
    async def ask(number: int) -> None:
        await hops.run(served.append, number)

    served: list[int] = []
    async with concurrent(max_connections=1), asyncio.TaskGroup() as group, held(1):
        for number in range(20):
            group.create_task(ask(number))
            await wait_until_waiting(number + 1)
    assert served == list(range(20))


async def test_statistics_count_what_is_lent_and_what_waits() -> None:
    before = get_stats()
    async with concurrent(max_connections=2), asyncio.TaskGroup() as group:
        async with held(2):
            assert counts(get_stats()) == (2, 0, 0)
            tasks = [group.create_task(hops.run(Tag.objects.count)) for _ in range(3)]
            await wait_until_waiting(3)
            assert counts(get_stats()) == (2, 0, 3)
            await asyncio.sleep(0.02)
        await asyncio.gather(*tasks)
        assert counts(get_stats()) == (0, 2, 0)
    after = get_stats()
    assert (after["requests"] - before["requests"], after["queued"] - before["queued"]) == (5, 3)
    assert after["wait_ms"] - before["wait_ms"] >= 3 * 20 * 0.9
    assert after["timeouts"] == before["timeouts"]


async def test_a_long_wait_is_logged_once_for_all_who_waited(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pool, "SECONDS_UNTIL_LOGGED", 0)
    monkeypatch.setattr(pool.POOL, "_logged", float("-inf"))
    with caplog.at_level(logging.WARNING, "aobjects"):
        async with concurrent(max_connections=1), asyncio.TaskGroup() as group, held(1):
            for _ in range(3):
                group.create_task(hops.run(Tag.objects.count))
            await wait_until_waiting(3)
    (record,) = caplog.records
    assert re.match(
        r"A query waited \d+\.\d s for a connection; 1 are lent, 2 more queries wait", record.getMessage()
    )


async def test_a_block_has_its_share_while_others_hold_many() -> None:
    async with concurrent(), held(4), concurrent(max_connections=2, timeout=60):
        assert await asyncio.gather(*(hops.run(Tag.objects.count) for _ in range(4))) == [0] * 4


async def test_all_blocks_together_have_what_the_setting_says() -> None:
    async def block(number: int) -> None:
        async with concurrent(max_connections=4):
            lent.extend(await asyncio.gather(*(hops.run(lambda: get_stats()["lent"]) for _ in range(4))))

    lent: list[int] = []
    with override_settings(AOBJECTS_MAX_CONNECTIONS=5):
        await asyncio.gather(*(block(number) for number in range(5)))
    assert max(lent) <= 5


async def test_a_block_that_may_have_more_lets_those_go_on_that_wait() -> None:
    with override_settings(AOBJECTS_MAX_CONNECTIONS=1):
        async with concurrent(), held(1), concurrent():
            waiting = asyncio.ensure_future(hops.run(Tag.objects.count))
            await wait_until_waiting(1)
            async with concurrent(max_connections=3), asyncio.timeout(20):
                assert await waiting == 0


@pytest.mark.postgresql
async def test_connections_are_kept_from_one_block_to_the_next(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def backend() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return int(cursor.fetchone()[0])

    monkeypatch.delattr(mail, "outbox")
    backends = set()
    for _ in range(10):
        async with concurrent():
            backends.add(await hops.run(backend))
    assert len(backends) == 1


@pytest.mark.postgresql
async def test_kept_connections_are_closed_when_nobody_comes(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(mail, "outbox")
    monkeypatch.setattr(pool, "SECONDS_KEPT", 0.05)
    others = sessions.count()
    async with concurrent():
        await asyncio.gather(*(hops.run(Tag.objects.count) for _ in range(4)))
        # None ends while a block is open.
        await asyncio.sleep(0.1)
        assert sessions.count() == others + 4
    # Jobs need their loop for that.
    assert await asyncio.to_thread(sessions.settle_at, others) == others
    assert get_stats()["idle"] == 0


@pytest.fixture
def own_pool() -> Iterator[Pool]:
    """Give a pool of its own, which keeps what comes back."""
    own = Pool()
    own.open()
    yield own
    own.end()


def wait_in_a_loop(own: Pool, share: Share) -> tuple[asyncio.AbstractEventLoop, asyncio.Task[Worker]]:
    """Let a task wait for a worker; return it with its loop, which has stopped."""

    async def begin() -> asyncio.Task[Worker]:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
        task = asyncio.ensure_future(own.borrow(share, 60))
        await asyncio.sleep(0)
        assert own.get_stats()["waiting"] == 1
        return task

    loop = asyncio.new_event_loop()
    return loop, loop.run_until_complete(begin())


@pytest.mark.parametrize("closed_first", [True, False])
@pytest.mark.parametrize("elsewhere", [True, False])
def test_a_worker_on_the_way_to_a_loop_that_ends_comes_back(
    own_pool: Pool, closed_first: bool, elsewhere: bool
) -> None:
    share = Share(1)
    worker = own_pool.take(share)
    assert worker is not None
    loop, task = wait_in_a_loop(own_pool, share)
    if closed_first:
        loop.close()
    give_back = threading.Thread(target=own_pool.give_back, args=(worker, share))
    if elsewhere:
        give_back.start()
        give_back.join()
    else:
        give_back.run()
    loop.close()
    del task
    gc.collect()
    assert counts(own_pool.get_stats()) == (0, 1, 0)
    assert own_pool.take(share) is worker
    own_pool.give_back(worker, share)


def test_a_task_may_be_destroyed_while_the_pool_is_busy(
    own_pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hold() -> None:
        async with own_pool.lease(share, 60):
            await asyncio.Event().wait()

    async def begin() -> asyncio.Task[None]:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
        task = asyncio.ensure_future(hold())
        await asyncio.sleep(0)
        return task

    begin_worker = ThreadWorker.__init__

    def make(worker: ThreadWorker) -> None:
        # As the garbage collector may at any time, with the task in a circle.
        tasks.clear()
        gc.collect()
        begin_worker(worker)

    def borrow() -> None:
        worker = own_pool.take(other)
        assert worker is not None
        own_pool.give_back(worker, other)

    share, other = Share(1), Share(1)
    loop = asyncio.new_event_loop()
    tasks = [loop.run_until_complete(begin())]
    loop.close()
    monkeypatch.setattr(ThreadWorker, "__init__", make)
    thread = threading.Thread(target=borrow, daemon=True)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()
    assert counts(own_pool.get_stats()) == (0, 2, 0)


@pytest.fixture
def no_new_thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Give a function after whose call the system has no thread for another worker."""
    start = threading.Thread.start

    def refuse(thread: threading.Thread) -> None:
        if thread.name == "aobjects":
            raise RuntimeError("can't start new thread")
        start(thread)

    yield lambda: monkeypatch.setattr(threading.Thread, "start", refuse)
    monkeypatch.undo()


@pytest.mark.threads
async def test_without_a_further_thread_queries_share_those_that_there_are(
    no_new_thread: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    async with concurrent(max_connections=4), asyncio.timeout(20):
        await hops.run(int)
        no_new_thread()
        assert await asyncio.gather(*(hops.run(Tag.objects.count) for _ in range(6))) == [0] * 6
        assert get_stats()["lent"] == 0
    assert "share the 1 that there are" in caplog.text


def test_without_any_thread_a_request_fails_and_later_ones_do_not(
    no_new_thread: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def application(scope: Any, receive: Any, send: Any) -> None:
        for _ in range(2):
            found.append((await asyncio.gather(sync_to_async(int)(), return_exceptions=True))[0])

    async def main() -> None:
        async with asyncio.timeout(20):
            no_new_thread()
            await kept({"type": "http"}, None, None)
            monkeypatch.undo()
            await kept({"type": "http"}, None, None)

    found: list[Any] = []
    kept = KeptThreads(application)
    asyncio.run(main())
    assert [str(each) for each in found] == ["can't start new thread"] * 2 + ["0"] * 2


@pytest.mark.threads
@pytest.mark.postgresql
def test_a_connection_that_the_pool_of_django_does_not_take_costs_no_thread(
    pool_of_django: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def application(scope: Any, receive: Any, send: Any) -> None:
        found.append(await sync_to_async(Tag.objects.count)())

    async def main() -> None:
        async with asyncio.timeout(20):
            for _ in range(3):
                await kept({"type": "http"}, None, None)

    def close(self: Any) -> None:
        close_it(self)
        raise OperationalError("the pool is closed")

    found: list[int] = []
    backend: Any = type(connections["default"])
    close_it = backend._close
    with override_settings(AOBJECTS_MAX_CONNECTIONS=1):
        kept = KeptThreads(application)
        monkeypatch.setattr(backend, "_close", close)
        asyncio.run(main())
        monkeypatch.undo()
    assert found == [0] * 3
    assert caplog.text.count("'default' could not be closed, and is forgotten") == 3
    assert get_stats()["lent"] == 0


async def test_a_worker_ends_though_a_connection_cannot_be_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    def close(self: Any) -> None:
        close_it(self)
        raise OperationalError("the server has gone")

    backend: Any = type(connections["default"])
    close_it = backend._close
    worker = ThreadWorker()
    await worker.run(Tag.objects.count)
    monkeypatch.setattr(backend, "_close", close)
    async with asyncio.timeout(20):
        await worker.close()
    monkeypatch.undo()


async def test_a_worker_ends_though_nobody_waits_for_it_any_more() -> None:
    may_end, worker = threading.Event(), ThreadWorker()
    worker.submit(may_end.wait, 20)
    closing = asyncio.ensure_future(worker.close())
    await asyncio.sleep(0)
    closing.cancel()
    await asyncio.wait([closing])
    may_end.set()
    async with asyncio.timeout(20):
        await worker.close()


async def hold_transaction(is_inside: asyncio.Event) -> None:
    async with concurrent(), aatomic():
        await Tag.aobjects.create(label="lost")
        is_inside.set()
        await asyncio.Event().wait()


async def hold_stream(is_inside: asyncio.Event) -> None:
    async with concurrent():
        async for _ in Tag.aobjects.iterator(chunk_size=2):
            is_inside.set()
            await asyncio.Event().wait()


@pytest.mark.parametrize("hold", [hold_transaction, hold_stream])
def test_a_task_that_is_destroyed_with_its_loop_leaves_nothing(
    hold: Callable[[asyncio.Event], Coroutine[Any, Any, None]],
) -> None:
    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
        tasks.append(asyncio.get_running_loop().create_task(hold(is_inside)))
        await is_inside.wait()

    Tag.objects.bulk_create(Tag(label=f"{number}") for number in range(9))
    tasks: list[asyncio.Task[None]] = []
    is_inside = asyncio.Event()
    loop = asyncio.new_event_loop()
    open_before = pool.POOL._users
    loop.run_until_complete(main())
    loop.close()
    tasks.clear()
    gc.collect()
    assert pool.POOL._users == open_before
    # The worker ends after its rollback, or when it has closed the cursor.
    for thread in threading.enumerate():
        if thread.name == "aobjects":
            thread.join(20)
            assert not thread.is_alive()
    assert get_stats()["lent"] == 0
    assert Tag.objects.count() == 9
