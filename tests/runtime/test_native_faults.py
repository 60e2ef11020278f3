"""The native engine in several loops and processes, with a server that restarts, and under chaos."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import os
import random
import signal
import subprocess
import sys
import threading
import traceback
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

import databases
import pytest
from aobjects import aatomic, concurrent, engines, hops
from aobjects.concurrency import get_stats
from django.core import mail
from django.db import OperationalError, connection
from library.models import Tag
from statements import backend

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from postgres import PostgresServer, Sessions

pytestmark = [pytest.mark.native, pytest.mark.commits]

TASKS: Final = 200
SEEDS: Final = 3


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep connections from one call to the next."""
    monkeypatch.delattr(mail, "outbox")


def in_new_loop(work: Coroutine[Any, Any, Any]) -> Any:
    return contextvars.Context().run(asyncio.run, work)


async def sessions_of(count: int) -> set[int]:
    """Return the sessions that so many queries at once have."""
    return set(await asyncio.gather(*(hops.run(backend) for _ in range(count))))


def test_each_loop_has_its_own_connections_and_closes_them(production: None, sessions: Sessions) -> None:
    async def work() -> set[int]:
        found = await sessions_of(4)
        await meet()
        return found | await sessions_of(4)

    async def meet() -> None:
        await asyncio.to_thread(barrier.wait, 20)

    others = sessions.count()
    barrier = threading.Barrier(3)
    with ThreadPoolExecutor(3) as threads:
        found = [future.result() for future in [threads.submit(in_new_loop, work()) for _ in range(3)]]
    assert len(set.union(*found)) == sum(map(len, found))
    assert all(len(of_loop) <= 8 for of_loop in found)
    assert sessions.settle_at(others) == others


async def test_no_more_connections_than_the_setting_says(production: None, sessions: Sessions) -> None:
    others = sessions.count()
    assert len(await sessions_of(100)) <= 8
    assert sessions.count() <= others + 8
    stats = get_stats()
    assert (stats["lent"], stats["waiting"]) == (0, 0)
    assert stats["queued"] > 0


def test_a_loop_that_is_closed_with_tasks_in_it_leaves_nothing(sessions: Sessions) -> None:
    async def hold() -> None:
        async with aatomic():
            await Tag.aobjects.create(label="lost")
            is_inside.set()
            await asyncio.Event().wait()

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
        tasks.append(asyncio.get_running_loop().create_task(hold()))
        await is_inside.wait()

    def destroy() -> None:
        loop = asyncio.new_event_loop()
        loop.run_until_complete(main())
        loop.close()
        tasks.clear()
        gc.collect()

    others = sessions.count()
    tasks: list[asyncio.Task[None]] = []
    is_inside = asyncio.Event()
    contextvars.Context().run(destroy)
    assert sessions.settle_at(others) == others
    assert not Tag.objects.exists()


def test_a_process_that_is_forked_begins_with_none_and_leaves_those_of_its_parent() -> None:
    async def query() -> int:
        async with aatomic():
            await Tag.aobjects.create(label="child")
        return await Tag.aobjects.count()

    async def fork() -> None:
        await Tag.aobjects.create(label="parent")
        async with concurrent(max_connections=2):
            session = await hops.run(backend)
            with warnings.catch_warnings():
                # Python 3.12 warns of what is tested here.
                warnings.simplefilter("ignore", DeprecationWarning)
                pid = os.fork()
            if pid == 0:
                status = 99
                try:
                    status = in_new_loop(query())
                except BaseException:
                    traceback.print_exc()
                finally:
                    os._exit(status)
            _, status = await asyncio.to_thread(os.waitpid, pid, 0)
            assert os.waitstatus_to_exitcode(status) == 2
            assert await hops.run(backend) == session

    in_new_loop(fork())


async def test_a_process_that_a_job_forks_has_djangos_connections() -> None:
    def fork() -> int:
        session = backend()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            try:
                os._exit(7 if backend() != session else 8)
            finally:
                os._exit(99)
        _, status = os.waitpid(pid, 0)
        assert backend() == session
        return os.waitstatus_to_exitcode(status)

    assert await hops.run(fork) == 7


async def test_connections_of_a_server_that_came_back_are_replaced(
    production: None, own_server: PostgresServer
) -> None:
    async with concurrent(max_connections=2):
        await sessions_of(2)
        own_server.stop(signal.SIGQUIT)
        results = await asyncio.gather(*(hops.run(backend) for _ in range(2)), return_exceptions=True)
        assert {type(result) for result in results} == {OperationalError}
        with pytest.raises(OperationalError):
            await Tag.aobjects.count()
        own_server.start()
        assert await asyncio.gather(*(Tag.aobjects.count() for _ in range(8))) == [0] * 8


async def test_a_server_that_dies_during_a_query_and_a_transaction_is_an_error(
    own_server: PostgresServer,
) -> None:
    def sleep() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(300)")

    async def write() -> None:
        async with aatomic():
            await Tag.aobjects.create(label="lost")
            await hops.run(sleep)

    task = asyncio.ensure_future(write())
    with own_server.connect() as observer:
        query = "SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(300)' AND state = 'active'"
        while not observer.execute(query).fetchone():
            await asyncio.sleep(0.002)
    own_server.stop(signal.SIGQUIT)
    with pytest.raises(OperationalError):
        await task
    own_server.start()
    assert await Tag.aobjects.count() == 0


def test_a_process_that_ends_in_the_middle_of_a_job_ends() -> None:
    databases_of_child = databases.current()
    code = f"""
import asyncio, sys
sys.path.insert(0, {os.path.dirname(__file__)!r})
from django.conf import settings
import django
import settings as project
settings.configure(**{{**{{name: value for name, value in vars(project).items() if name.isupper()}},
                      "DATABASES": {databases_of_child!r}}})
django.setup()
from django.db import connection
from aobjects import hops
from library.models import Tag

def sleep():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1)")

async def main():
    assert await Tag.aobjects.count() == 0
    asyncio.ensure_future(hops.run(sleep))
    await asyncio.sleep(0.1)
    how = sys.argv[1]
    if how == "raise":
        raise KeyError("the end")
    sys.exit(3)

loop = asyncio.new_event_loop()
if sys.argv[2] == "run":
    asyncio.run(main())
else:
    loop.run_until_complete(main())
"""
    for how, runner, status in (("raise", "run", 1), ("exit", "run", 3), ("exit", "loop", 3)):
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code, how, runner],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == status, done.stderr


@pytest.mark.parametrize("seed", range(SEEDS))
async def test_chaos_leaves_exact_counts(seed: int, production: None, sessions: Sessions) -> None:
    """Tasks are cancelled, and sessions ended, at any moment: each writes both of its rows, or none."""

    async def write(number: int) -> str:
        async with aatomic():
            await Tag.aobjects.create(label=str(number))
            if number % 3 == 0:
                await Tag.objects.acreate(label=f"{number}, second half")
            else:
                await hops.run(lambda: Tag.objects.create(label=f"{number}, second half"))
            if number % 7 == 0:
                raise KeyError(number)
        return "written"

    async def disturb() -> None:
        while True:
            await asyncio.sleep(chance.random() / 50)
            if chance.random() < 0.8:
                chance.choice(tasks).cancel()
            else:
                kill()

    def kill() -> None:
        with_transaction = "datname = 'library_default' AND state LIKE 'idle in transaction%'"
        sessions.execute(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {with_transaction} LIMIT 1"
        )

    chance = random.Random(seed)
    others = sessions.count()
    async with concurrent(max_connections=6):
        tasks = [asyncio.ensure_future(write(number)) for number in range(TASKS)]
        disturbing = asyncio.ensure_future(disturb())
        results = await asyncio.gather(*tasks, return_exceptions=True)
        disturbing.cancel()
    kinds = {type(result) for result in results}
    assert kinds <= {str, KeyError, asyncio.CancelledError, OperationalError}
    written = results.count("written")
    assert written
    labels = set(await Tag.aobjects.values_list("label", flat=True))
    firsts = {label for label in labels if "," not in label}
    assert labels == firsts | {f"{label}, second half" for label in firsts}
    # A commit of which the answer was not waited for may have arrived, or not.
    surely = {str(number) for number, result in enumerate(results) if result == "written"}
    perhaps = {
        str(number)
        for number, result in enumerate(results)
        if isinstance(result, asyncio.CancelledError | OperationalError)
    }
    assert surely <= firsts <= surely | perhaps
    assert get_stats()["lent"] == 0
    assert sessions.count() <= others + 8
    assert not [state for state in sessions.states() if state.startswith("idle in transaction")]


def test_the_engine_is_asked_only_where_all_databases_have_it() -> None:
    async def found() -> bool:
        return engines.pool() is not None

    made = databases.current()
    assert in_new_loop(found())
    try:
        databases.use({**made, "other": {**made["other"], "ENGINE": "django.db.backends.postgresql"}})
        assert not in_new_loop(found())
    finally:
        databases.use(made)
