"""What goes wrong around a query leaves no connection, no half-written row and no dead thread behind."""

from __future__ import annotations

import asyncio
import contextvars
import os
import signal
import threading
import traceback
import warnings
from typing import TYPE_CHECKING, Final

import pytest
from aobjects import aatomic, concurrent, hops
from asgiref.sync import sync_to_async
from django.db import OperationalError, connection, connections, transaction
from library.models import Tag

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from postgres import PostgresServer, Sessions

pytestmark = [pytest.mark.commits, pytest.mark.postgresql]

NAP: Final = 0.2


def execute(sql: str, *parameters: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


async def cancel_during(task: asyncio.Task[None]) -> None:
    await asyncio.sleep(NAP / 2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("around", [None, concurrent, aatomic])
async def test_a_query_whose_await_is_cancelled_disturbs_no_later_one(
    around: Callable[[], AbstractAsyncContextManager[None]] | None,
) -> None:
    async def query() -> None:
        if around is None:
            return await hops.run(execute, "SELECT pg_sleep(%s)", NAP)
        async with around():
            await hops.run(execute, "SELECT pg_sleep(%s)", NAP)

    for _ in range(3):
        await cancel_during(asyncio.ensure_future(query()))
    await Tag.objects.acreate(label="later")
    assert await Tag.objects.acount() == 1


async def test_a_write_whose_await_is_cancelled_is_absent_not_half_there() -> None:
    async def write() -> None:
        await hops.run(
            execute,
            "INSERT INTO library_tag (label) SELECT 'tag ' || n || pg_sleep(%s) FROM generate_series(1, 4) n",
            NAP,
        )

    await cancel_during(asyncio.ensure_future(write()))
    # Outside a transaction, a statement is one: stopped in the middle, it has written nothing.
    assert await Tag.objects.acount() == 0


@pytest.mark.parametrize("pooled", [False, True], ids=["own thread", "pool"])
async def test_a_write_whose_await_is_cancelled_in_a_transaction_is_rolled_back(pooled: bool) -> None:
    async def write() -> None:
        async with aatomic():
            await Tag.objects.acreate(label="before")
            await hops.run(execute, "INSERT INTO library_tag (label) SELECT 'slow' || pg_sleep(%s)", NAP)

    if pooled:
        async with concurrent():
            await cancel_during(asyncio.ensure_future(write()))
    else:
        await cancel_during(asyncio.ensure_future(write()))
    assert await Tag.objects.acount() == 0


async def test_a_server_that_dies_in_a_transaction_and_comes_back_serves_again(
    own_server: PostgresServer,
) -> None:
    await Tag.objects.acreate(label="committed")
    with pytest.raises(OperationalError):
        async with aatomic():
            await Tag.objects.acreate(label="lost")
            own_server.stop(signal.SIGQUIT)
            await Tag.objects.acreate(label="lost too")
    with pytest.raises(OperationalError):
        async with aatomic():
            pytest.fail("there is no server")
    own_server.start()
    async with aatomic():
        await Tag.objects.acreate(label="after")
        assert [tag.label async for tag in Tag.objects.order_by("pk")] == ["committed", "after"]


async def test_a_server_that_dies_before_the_commit_is_an_error_and_nothing_is_written(
    own_server: PostgresServer,
) -> None:
    with pytest.raises(OperationalError):
        async with aatomic():
            await Tag.objects.acreate(label="lost")
            own_server.stop(signal.SIGQUIT)
    own_server.start()
    async with aatomic():
        assert await Tag.objects.acount() == 0


async def test_the_pool_replaces_connections_of_a_server_that_came_back(own_server: PostgresServer) -> None:
    async with concurrent(max_connections=2):
        await asyncio.gather(hops.run(Tag.objects.count), hops.run(Tag.objects.count))
        own_server.stop(signal.SIGQUIT)
        failing = [hops.run(Tag.objects.count) for _ in range(2)]
        results = await asyncio.gather(*failing, return_exceptions=True)
        assert {type(result) for result in results} == {OperationalError}
        own_server.start()
        assert await asyncio.gather(*(hops.run(Tag.objects.count) for _ in range(4))) == [0] * 4


async def test_with_health_checks_nobody_notices_that_the_server_was_restarted(
    own_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connections.settings["default"], "CONN_HEALTH_CHECKS", True)
    async with concurrent(max_connections=2):
        for _ in range(2):
            assert await asyncio.gather(*(hops.run(Tag.objects.count) for _ in range(4))) == [0] * 4
            own_server.stop(signal.SIGQUIT)
            own_server.start()
        assert await asyncio.gather(*(hops.run(Tag.objects.count) for _ in range(4))) == [0] * 4


async def test_a_thousand_tasks_share_the_few_connections(sessions: Sessions) -> None:
    async def write(number: int) -> int:
        most.append(threading.active_count())
        return await hops.run(lambda: Tag.objects.create(label=str(number)).pk)

    most: list[int] = []
    others, before = sessions.count(), threading.active_count()
    async with concurrent(max_connections=8):
        keys = await asyncio.gather(*(write(number) for number in range(1000)))
        assert sessions.count() - others <= 8
    assert len(set(keys)) == 1000 == await Tag.objects.acount()
    assert max(most) <= before + 8


async def test_a_thousand_transactions_commit_what_they_should() -> None:
    async def write(number: int) -> None:
        async with aatomic():
            await Tag.objects.acreate(label=str(number))
            if number % 10 == 0:
                raise KeyError(number)

    async with concurrent(max_connections=8):
        results = await asyncio.gather(*(write(number) for number in range(1000)), return_exceptions=True)
    assert sum(isinstance(result, KeyError) for result in results) == 100
    assert await Tag.objects.acount() == 900


async def test_cancelled_at_any_moment_a_thousand_tasks_leave_the_pool_as_it_was(sessions: Sessions) -> None:
    async def write(number: int) -> None:
        async with aatomic():
            await Tag.objects.acreate(label=str(number))
            await Tag.objects.acreate(label=f"{number}, second half")

    async with concurrent(max_connections=4):
        tasks = [asyncio.ensure_future(write(number)) for number in range(1000)]
        for number, task in enumerate(tasks):
            if number % 2:
                asyncio.get_running_loop().call_later(number / 1000, task.cancel)
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert {type(result) for result in results} <= {type(None), asyncio.CancelledError}
        written = await Tag.objects.acount()
        # Each even one, and of the odd ones those that were through; never a half.
        assert written % 2 == 0
        assert written >= 1000
        assert len(await asyncio.gather(*(hops.run(Tag.objects.count) for _ in range(8)))) == 8


def use_the_thread_of_asgiref() -> None:
    """Let asgiref start the one thread that all async code of a process shares, outside of test cases."""
    contextvars.Context().run(asyncio.run, sync_to_async(threading.get_ident)())


async def test_a_transaction_that_its_owner_could_not_end_is_rolled_back_before_the_next_one() -> None:
    def leave_open() -> None:
        # What a loop that is shut down inside aatomic() leaves behind.
        transaction.atomic().__enter__()
        Tag.objects.create(label="left open")

    async with concurrent():
        await hops.run(leave_open)
        assert await Tag.aobjects.count() == 0
        await Tag.aobjects.create(label="next")
    assert [tag.label async for tag in Tag.objects.all()] == ["next"]


async def test_a_forked_process_has_connections_of_its_own_and_leaves_those_of_its_parent() -> None:
    def fork() -> int:
        with warnings.catch_warnings():
            # Python 3.12 warns of what is tested here.
            warnings.simplefilter("ignore", DeprecationWarning)
            return os.fork()

    async def query_in_child() -> int:
        async with concurrent(max_connections=2), asyncio.timeout(20):
            counts = await asyncio.gather(*(hops.run(Tag.objects.count) for _ in range(4)))
            async with aatomic():
                await Tag.objects.acreate(label="child")
            return sum(counts)

    await asyncio.to_thread(use_the_thread_of_asgiref)
    async with concurrent(max_connections=2):
        await asyncio.gather(*(hops.run(Tag.objects.create, label=str(n)) for n in range(2)))
        pid = fork()
        if pid == 0:
            status = 99
            try:
                # Its context names threads that only the parent has.
                status = contextvars.Context().run(asyncio.run, query_in_child())
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(status)
        _, status = await asyncio.to_thread(os.waitpid, pid, 0)
        assert os.waitstatus_to_exitcode(status) == 2 * 4
        counts = await asyncio.gather(*(hops.run(Tag.objects.count) for _ in range(4)))
    assert counts == [3] * 4
