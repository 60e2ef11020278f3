"""A stream holds one cursor, in one thread, for as long as its loop runs."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import logging
import resource
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import databases
import pytest
from aobjects import aatomic, agather, concurrent, run_sync
from aobjects.concurrency import get_stats
from asgiref.sync import AsyncToSync, ThreadSensitiveContext
from django.db import connection
from django.db.models import Prefetch
from django.db.models.query import ModelIterable
from library.models import Author, Book, Room, Tag

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

ROWS: Final = 1000


@asynccontextmanager
async def request() -> AsyncIterator[None]:
    """Work as a request does that Django's ASGI handler serves: in a thread that is not the test's."""
    thread_of_the_test, AsyncToSync.executors.current = AsyncToSync.executors.current, None
    async with ThreadSensitiveContext():
        yield
        await run_sync(databases.close)
    AsyncToSync.executors.current = thread_of_the_test


@asynccontextmanager
async def one_connection() -> AsyncIterator[None]:
    async with concurrent(max_connections=1, timeout=60):
        yield


Around = Callable[[], AbstractAsyncContextManager[object]]
AROUND: Final[dict[str, Around]] = {
    "test": AsyncExitStack,
    "request": request,
    "transaction": aatomic,
    "pool": one_connection,
}


@pytest.fixture(params=AROUND)
def around(request: pytest.FixtureRequest) -> Around:
    return AROUND[request.param]


def make_tags() -> None:
    Tag.objects.bulk_create(Tag(label=f"{n:04}") for n in range(ROWS))


def open_cursors() -> int:
    """Return how many cursors this thread's session has open, this query's own aside."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE name LIKE '_django_curs%'")
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


async def settle() -> None:
    """Let the event loop close what nobody refers to any more."""
    gc.collect()
    for _ in range(20):
        await asyncio.sleep(0.002)


pytestmark = [pytest.mark.commits, pytest.mark.postgresql]


async def test_a_loop_that_breaks_closes_the_cursor(around: Around) -> None:
    await run_sync(make_tags)
    async with around():
        async for tag in Tag.aobjects.order_by("label").iterator(chunk_size=10):
            if tag.label == "0015":
                break
        await settle()
        assert await Tag.aobjects.count() == ROWS
        assert await run_sync(open_cursors) == 0


async def test_a_stream_that_is_lost_is_closed_in_its_thread(
    around: Around, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    threads: list[int] = []

    def watched(self: ModelIterable[Tag]) -> Iterator[Tag]:
        threads.append(threading.get_ident())
        try:
            yield from rows_of(self)
        finally:
            threads.append(threading.get_ident())

    async def lose() -> None:
        rows = Tag.aobjects.iterator(chunk_size=10)
        await anext(rows)
        circle: list[object] = [rows]
        circle.append(circle)

    async def collect() -> None:
        gc.collect()

    await run_sync(make_tags)
    rows_of = ModelIterable.__iter__
    monkeypatch.setattr(ModelIterable, "__iter__", watched)
    async with around():
        await lose()
        await asyncio.create_task(collect(), context=contextvars.Context())
        await settle()
        opened, closed = threads
        assert opened == closed
        assert await run_sync(open_cursors) == 0
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def walk(order: str) -> list[str]:
    """Loop over all tags; in the loop, run every kind of work that needs a connection."""
    seen = []
    async for tag in Tag.aobjects.order_by(order).iterator(chunk_size=3):
        assert await Tag.aobjects.filter(label=tag.label).count() == 1
        assert await agather(Tag.aobjects.count(), Tag.aobjects.exists()) == (10, True)
        async with aatomic():
            await Tag.aobjects.filter(pk=tag.pk).update(owner=None)
        with pytest.raises(KeyError):
            async with aatomic():
                await Tag.aobjects.filter(pk=tag.pk).update(label=f"rolled back {tag.label}")
                raise KeyError
        seen += [(tag.label, other.label) async for other in Tag.aobjects.order_by("label").iterator()]
    return [first for first, second in seen if first == second]


@pytest.mark.parametrize("walkers", [1, 2])
async def test_a_loop_uses_the_connection_of_its_stream_when_no_other_is_free(walkers: int) -> None:
    labels = [f"{n}" for n in range(10)]
    await run_sync(lambda: Tag.objects.bulk_create(Tag(label=label) for label in labels))
    async with concurrent(max_connections=walkers, timeout=60):
        for found in await asyncio.gather(*(walk("label") for _ in range(walkers))):
            assert found == labels
        assert await Tag.aobjects.count() == 10
    assert get_stats()["lent"] == 0


async def test_a_stream_that_ends_inside_a_transaction_of_its_loop_leaves_it_its_connection() -> None:
    await run_sync(make_tags)
    async with concurrent(max_connections=1, timeout=60):
        rows = Tag.aobjects.order_by("label").iterator(chunk_size=3)
        first = await anext(rows)
        async with aatomic():
            await rows.aclose()
            other = asyncio.create_task(Tag.aobjects.count(), context=contextvars.Context())
            await Tag.aobjects.filter(pk=first.pk).update(label="in the transaction")
        await other
        assert await Tag.aobjects.filter(label="in the transaction").exists()
    assert get_stats()["lent"] == 0


async def test_a_loop_that_raises_closes_the_cursor(around: Around) -> None:
    await run_sync(make_tags)
    async with around():
        with pytest.raises(KeyError):
            async for tag in Tag.aobjects.order_by("label").iterator(chunk_size=10):
                raise KeyError(tag.label)
        await settle()
        assert await Tag.aobjects.count() == ROWS
        assert await run_sync(open_cursors) == 0


@pytest.mark.threads
async def test_a_loop_that_is_cancelled_closes_the_cursor(around: Around) -> None:
    async def loop_for_ever() -> None:
        # However fast it is, it has not ended before it is cancelled.
        while True:
            async for _ in Tag.aobjects.order_by("label").iterator(chunk_size=10):
                await asyncio.sleep(0)

    await run_sync(make_tags)
    async with around():
        for delay in range(20):
            task = asyncio.ensure_future(loop_for_ever())
            await asyncio.sleep(delay / 1000)
            task.cancel()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        await settle()
        assert await Tag.aobjects.count() == ROWS
        assert await run_sync(open_cursors) == 0


async def test_a_loop_that_outlives_its_transaction_is_refused_and_closed() -> None:
    await run_sync(make_tags)
    async with aatomic():
        rows = Tag.aobjects.iterator(chunk_size=10)
        await anext(rows)
    with pytest.raises(RuntimeError, match=r"aatomic\(\)"):
        async for _ in rows:
            pass


async def test_two_loops_at_once_have_a_cursor_each(around: Around) -> None:
    await run_sync(make_tags)
    async with around():
        first = Tag.aobjects.order_by("label").iterator(chunk_size=10)
        labels = [(await anext(first)).label]
        async with concurrent(max_connections=2) if around is one_connection else AsyncExitStack():
            async for tag in Tag.aobjects.order_by("-label").iterator(chunk_size=10):
                labels.append(tag.label)
        labels += [tag.label async for tag in first]
    assert len(labels) == 2 * ROWS
    assert len(set(labels)) == ROWS


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_a_million_rows_stream_in_constant_memory() -> None:
    def make_rows() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO library_room (name, seats, closed) "
                "SELECT n, n, false FROM generate_series(1, 1000000) n"
            )

    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()

    await run_sync(make_rows)
    number, seats, before, most = 0, 0, 0, 0
    async for room in Room.aobjects.iterator(chunk_size=2000):
        number += 1
        seats += room.seats
        if number == 50_000:
            before = resident()
        if number % 50_000 == 0:
            most = max(most, resident())
    assert (number, seats) == (1_000_000, 500_000_500_000)
    assert most - before < 10_000_000


async def test_an_exception_in_a_prefetch_leaves_connection_and_thread_in_order(around: Around) -> None:
    author = await Author.objects.acreate(name="Le Guin")
    await Book.objects.acreate(title="The Dispossessed", author=author)
    broken = Book.objects.extra(where=["no_such_column = 1"])
    before = threading.active_count()
    async with around():
        for _ in range(5):
            async with aatomic():
                pass
            with pytest.raises(Exception, match="no_such_column"):
                async with aatomic():
                    await Author.aobjects.prefetch_related(Prefetch("books", queryset=broken))
            with pytest.raises(Exception, match="no_such_column"):
                async with aatomic():
                    async for _ in Author.aobjects.prefetch_related(
                        Prefetch("books", queryset=broken)
                    ).iterator(chunk_size=10):
                        pass
        assert await Author.aobjects.count() == 1
    assert threading.active_count() <= before + 1
