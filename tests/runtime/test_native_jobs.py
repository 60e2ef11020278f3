"""A job of the native engine that is cancelled, wherever it stands, leaves nothing behind."""

from __future__ import annotations

import asyncio
import gc
import re
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final

import pytest
from aobjects import aatomic, concurrent, hops, run_sync
from aobjects.backends.postgresql import driver, jobs, watching
from aobjects.backends.postgresql.jobworkers import JobWorker
from aobjects.concurrency import get_stats
from asgiref.sync import async_to_sync, sync_to_async
from django.db import connection, transaction
from django.db.models.signals import post_save
from django.test import override_settings
from greenlet import getcurrent, greenlet
from library.models import Tag
from statements import backend, wait_for_lock

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from postgres import Sessions
    from statements import Lock

pytestmark = [pytest.mark.native, pytest.mark.commits]

SECONDS: Final = 20.0
"""More than any of these takes."""


async def until(true: Callable[[], bool]) -> None:
    """Let the loop turn until something is true."""
    deadline = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.002)


async def cancel(task: asyncio.Future[Any]) -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def query() -> Awaitable[Any]:
    return hops.run(wait_for_lock)


async def query_of_django() -> None:
    async with concurrent():
        await Tag.objects.extra(where=["pg_advisory_lock_shared(7) IS NOT NULL"]).acount()


async def query_in_transaction() -> None:
    async with aatomic():
        await Tag.aobjects.create(label="rolled back")
        await run_sync(wait_for_lock)


async def query_below_sync_code() -> None:
    def work() -> None:
        with transaction.atomic():
            Tag.objects.create(label="rolled back")
            async_to_sync(hops.run)(Tag.objects.create, label="rolled back, too")
            wait_for_lock()

    await hops.run(work)


async def query_below_async_code() -> None:
    async def below() -> None:
        await hops.run(wait_for_lock)

    await hops.run(async_to_sync(below))


async def query_of_django_below_sync_code() -> None:
    async def below() -> None:
        await Tag.objects.extra(where=["pg_advisory_lock_shared(7) IS NOT NULL"]).acount()

    async with aatomic():
        await Tag.aobjects.create(label="rolled back")
        await sync_to_async(async_to_sync(below))()


async def query_of_django_two_floors_below() -> None:
    await hops.run(async_to_sync(query_of_django_below_sync_code))


@pytest.mark.parametrize(
    "waiting",
    [
        query,
        query_of_django,
        query_of_django_below_sync_code,
        query_of_django_two_floors_below,
        query_in_transaction,
        query_below_sync_code,
        query_below_async_code,
    ],
)
async def test_its_query_is_stopped_and_its_transaction_rolled_back(
    waiting: Callable[[], Awaitable[Any]], lock: Lock, sessions: Sessions
) -> None:
    await Tag.aobjects.create(label="before")
    task = asyncio.ensure_future(waiting())
    await until(lambda: lock.waiting() == 1)
    await cancel(task)
    await until(lambda: lock.waiting() == 0)
    await until(lambda: not {"active", "idle in transaction"} & set(sessions.states()))
    assert await Tag.aobjects.values_list("label", flat=True) == ["before"]
    assert get_stats()["lent"] == 0


async def test_the_connection_of_a_stopped_query_is_used_again(lock: Lock) -> None:
    async with concurrent(max_connections=1):
        session = await hops.run(backend)
        task = asyncio.ensure_future(hops.run(wait_for_lock))
        await until(lambda: lock.waiting() == 1)
        await cancel(task)
        assert await hops.run(backend) == session


async def test_a_statement_that_is_stopped_has_written_nothing(lock: Lock) -> None:
    def write() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO library_tag (label) SELECT CASE WHEN n < 3 THEN n::text "
                "ELSE pg_advisory_lock_shared(7)::text END FROM generate_series(1, 3) n"
            )

    task = asyncio.ensure_future(hops.run(write))
    await until(lambda: lock.waiting() == 1)
    await cancel(task)
    assert await Tag.aobjects.count() == 0


async def test_one_that_waits_for_its_turn_never_runs(lock: Lock) -> None:
    worker, ran = JobWorker(asyncio.get_running_loop()), list[int]()
    first = asyncio.ensure_future(worker.run(wait_for_lock))
    second = asyncio.ensure_future(worker.run(ran.append, 1))
    await until(lambda: lock.waiting() == 1)
    second.cancel()
    lock.open()
    await first
    with pytest.raises(asyncio.CancelledError):
        await second
    await worker.close()
    assert not ran


@pytest.fixture
def no_garbage_collector() -> Iterator[None]:
    """Let nothing be closed because its garbage happens to be collected."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_garbage_collector")
async def test_one_that_opens_its_connection_leaves_none(sessions: Sessions) -> None:
    others = sessions.count()
    for turns in range(30):
        task = asyncio.ensure_future(hops.run(backend))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
    assert await Tag.aobjects.count() == 0
    await until(lambda: sessions.count() <= others + 1)
    assert get_stats()["lent"] == 0


async def test_a_cursor_that_only_its_frames_have_is_closed(lock: Lock) -> None:
    def read_and_wait() -> None:
        rows = Tag.objects.iterator(chunk_size=2)
        next(rows)
        wait_for_lock()

    def open_cursors() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_cursors WHERE name LIKE '_django_curs%'")
            return int(cursor.fetchone()[0])

    await Tag.aobjects.bulk_create([Tag(label=str(number)) for number in range(10)])
    async with concurrent(max_connections=1):
        task = asyncio.ensure_future(hops.run(read_and_wait))
        await until(lambda: lock.waiting() == 1)
        await cancel(task)
        assert await hops.run(open_cursors) == 0


async def test_a_stream_that_is_cancelled_at_any_moment_closes_its_cursor() -> None:
    async def loop() -> None:
        async for _ in Tag.aobjects.order_by("label").iterator(chunk_size=10):
            await asyncio.sleep(0)

    def open_cursors() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_cursors WHERE name LIKE '_django_curs%'")
            return int(cursor.fetchone()[0])

    await Tag.aobjects.bulk_create([Tag(label=str(number)) for number in range(50)])
    async with concurrent(max_connections=1):
        for turns in range(40):
            task = asyncio.ensure_future(loop())
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            assert await hops.run(open_cursors) == 0
    assert get_stats()["lent"] == 0


async def test_one_that_goes_on_before_its_interruption_arrives_is_interrupted_in_its_next_query() -> None:
    def work() -> None:
        worker_job = jobs.current()
        assert worker_job is not None
        backend()
        # The loop has its turn in the middle of the next query only.
        worker_job.interrupt()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(300)")

    async with concurrent(max_connections=1):
        session = await hops.run(backend)
        with pytest.raises(asyncio.CancelledError):
            await hops.run(work)
        assert await hops.run(backend) == session


async def test_a_transaction_that_goes_on_after_it_is_rolled_back_and_says_so(lock: Lock) -> None:
    with pytest.raises(transaction.TransactionManagementError, match="rolled back"):
        async with aatomic():
            await Tag.aobjects.create(label="lost")
            task = asyncio.ensure_future(hops.run(wait_for_lock))
            await until(lambda: lock.waiting() == 1)
            await cancel(task)
    assert await Tag.aobjects.count() == 0


async def test_a_savepoint_around_it_saves_the_transaction(lock: Lock) -> None:
    async def inner() -> None:
        async with aatomic():
            await Tag.aobjects.create(label="lost")
            await hops.run(wait_for_lock)

    async with aatomic():
        await Tag.aobjects.create(label="kept")
        task = asyncio.ensure_future(inner())
        await until(lambda: lock.waiting() == 1)
        await cancel(task)
        await Tag.aobjects.create(label="kept, too")
    assert await Tag.aobjects.order_by("pk").values_list("label", flat=True) == ["kept", "kept, too"]


async def test_sync_code_above_is_not_interrupted_by_what_it_gives_up(lock: Lock) -> None:
    async def give_up() -> None:
        task = asyncio.ensure_future(hops.run(Tag.objects.create, label="written"))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])

    def work() -> None:
        with transaction.atomic():
            Tag.objects.create(label="before")
            async_to_sync(give_up)()
            Tag.objects.create(label="after")

    await hops.run(work)
    assert {"before", "after"} <= set(await Tag.aobjects.values_list("label", flat=True))


async def test_a_server_that_does_not_answer_is_waited_for_in_bounds(
    lock: Lock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "stop_query", lambda connection: None)
    monkeypatch.setattr(driver, "SECONDS_FOR_THE_SERVER", 0.2)
    async with concurrent(max_connections=1):
        session = await hops.run(backend)
        task = asyncio.ensure_future(hops.run(wait_for_lock))
        await until(lambda: lock.waiting() == 1)
        await cancel(task)
        # Nobody knows in what state that connection is.
        assert await hops.run(backend) != session
    lock.open()


async def test_long_work_lets_others_have_their_turn() -> None:
    def work() -> None:
        while len(turns) < 3:
            jobs.pause()

    async def others() -> None:
        while True:
            turns.append(1)
            await asyncio.sleep(0)

    turns = list[int]()
    task = asyncio.ensure_future(others())
    await hops.run(work)
    await cancel(task)


async def test_jobs_that_follow_each_other_share_a_greenlet_and_nothing_else() -> None:
    def work(number: int) -> tuple[object, int]:
        found = variable.get()
        variable.set(number)
        backend()
        return getcurrent(), found

    variable = ContextVar[int]("variable", default=0)
    worker = JobWorker(asyncio.get_running_loop())
    runs = [await asyncio.create_task(worker.run(work, number)) for number in (1, 2, 3)]
    assert len({ran_in for ran_in, _ in runs}) == 1
    assert [found for _, found in runs] == [0, 0, 0]
    await worker.close()


async def test_a_job_below_another_one_on_the_same_connections_has_a_greenlet_of_its_own() -> None:
    def outer() -> tuple[object, object]:
        backend()
        return getcurrent(), async_to_sync(hops.run)(getcurrent)

    one, other = await hops.run(outer)
    assert one is not other


def test_a_loop_that_runs_in_a_greenlet_later_begins_its_jobs_there() -> None:
    def go_on() -> None:
        found.append(loop.run_until_complete(worker.run(backend)))

    loop, found = asyncio.new_event_loop(), list[int]()
    worker = JobWorker(loop)
    go_on()
    greenlet(go_on).switch()
    go_on()
    loop.run_until_complete(worker.close())
    loop.close()
    assert len(found) == 3


def note(**kwargs: Any) -> None:
    """Wait for something that is no database, until somebody has looked."""
    deadline = time.monotonic() + SECONDS
    while watching._watcher._turns and not any(turn.found for turn in watching._watcher._turns.values()):
        assert time.monotonic() < deadline
        time.sleep(0.001)


async def test_what_holds_the_loop_is_named_where_the_setting_asks(caplog: pytest.LogCaptureFixture) -> None:
    post_save.connect(note, sender=Tag)
    try:
        await Tag.aobjects.create(label="unwatched")
        assert not caplog.messages
        with override_settings(AOBJECTS_LOG_HELD_LOOP_MS=1):
            await Tag.aobjects.create(label="watched")
    finally:
        post_save.disconnect(note, sender=Tag)
    (message,) = [message for message in caplog.messages if "note (" in message]
    assert re.fullmatch(
        rf"A job held the event loop for \d+ ms: .*note \({re.escape(__file__)}:\d+\)\.", message
    )


async def test_work_is_interrupted_where_it_pauses() -> None:
    def work() -> None:
        while True:
            jobs.pause()

    task = asyncio.ensure_future(hops.run(work))
    await asyncio.sleep(0.02)
    await cancel(task)
    assert get_stats()["lent"] == 0
