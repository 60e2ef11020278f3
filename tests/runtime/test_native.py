"""On the native engine, Django's synchronous code runs on the event loop, which goes on meanwhile."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from functools import partial
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from aobjects import aatomic, agather, concurrent, hops, run_sync
from aobjects.backends.postgresql import jobs
from aobjects.backends.postgresql.driver import NativeConnection
from aobjects.concurrency import get_stats
from asgiref.sync import async_to_sync, sync_to_async
from django.contrib.auth.decorators import login_required
from django.core.cache import caches
from django.core.exceptions import SynchronousOnlyOperation
from django.db import connection, transaction
from django.db.models import Manager
from django.db.models.signals import post_save
from django.http import HttpRequest, HttpResponse
from django.views import View
from django.views.decorators.cache import never_cache
from library.models import Author, Book, Reader, Tag
from statements import backend, wait_for_lock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from statements import Lock

pytestmark = [pytest.mark.native, pytest.mark.commits]


async def test_the_loop_goes_on_while_a_query_waits_in_the_server(lock: Lock) -> None:
    waiting = asyncio.ensure_future(hops.run(wait_for_lock))
    # Another query, from its beginning to its end.
    assert await Tag.aobjects.count() == 0
    assert not waiting.done()
    lock.open()
    assert await waiting == threading.get_ident()


async def test_no_thread_is_made_whatever_runs_at_once() -> None:
    before = threading.active_count()
    async with concurrent(max_connections=4):
        await agather(*(Tag.aobjects.create(label=str(number)) for number in range(20)))
        async with aatomic():
            await Tag.aobjects.create(label="in a transaction")
            await Tag.objects.acreate(label="by Django")
        async for _ in Tag.aobjects.iterator():
            assert threading.active_count() == before
        assert await Tag.objects.acount() == 22
    assert threading.active_count() == before


async def test_a_job_has_a_connection_that_waits_on_the_loop_and_a_thread_has_djangos() -> None:
    def kind() -> type:
        connection.ensure_connection()
        kind = type(connection.connection)
        if kind is psycopg.Connection:
            connection.close()
        return kind

    assert await hops.run(kind) is NativeConnection
    assert await asyncio.to_thread(kind) is psycopg.Connection


async def test_cursors_are_of_the_class_that_the_settings_have() -> None:
    def kinds() -> tuple[type, ...]:
        with connection.cursor() as cursor, connection.chunked_cursor() as chunked:
            found = type(cursor.cursor), type(chunked.cursor)
        if not jobs.current():
            connection.close()
        return found

    assert await hops.run(kinds) == await asyncio.to_thread(kinds)


def test_without_a_loop_it_is_djangos_engine() -> None:
    with transaction.atomic():
        tag = Tag.objects.create(label="sync")
        assert type(connection.connection) is psycopg.Connection
    assert async_to_sync(Tag.aobjects.get)(pk=tag.pk) == tag
    assert get_stats()["lent"] == 0


async def test_sync_queries_on_the_loop_are_refused_as_ever() -> None:
    await Tag.aobjects.create(label="one")
    with pytest.raises(SynchronousOnlyOperation):
        Tag.objects.count()


async def test_rows_relations_and_aggregates_are_those_of_the_orm() -> None:
    author = await Author.aobjects.create(name="Herbert")
    await Book.aobjects.bulk_create([Book(title=str(n), pages=n, author=author) for n in range(300)])
    assert len(await Book.aobjects.select_related("author").filter(pages__lt=200)) == 200
    (fetched,) = await Author.aobjects.prefetch_related("books")
    assert len(fetched.books.all()) == 300
    assert [book.pages async for book in Book.aobjects.order_by("pages").iterator(chunk_size=7)] == [
        *range(300)
    ]
    book = await Book.aobjects.get(pages=7)
    assert (await book.aauthor) == author  # type: ignore[attr-defined]  # made at runtime


async def test_what_it_raises_is_raised_and_the_connection_is_free_again() -> None:
    def fail() -> None:
        backend()
        raise KeyError("of the job")

    with pytest.raises(KeyError, match="of the job"):
        await hops.run(fail)
    with pytest.raises(Tag.DoesNotExist):
        await Tag.aobjects.get(label="none")
    assert get_stats()["lent"] == 0


async def test_context_variables_go_in_and_come_back() -> None:
    def work() -> str:
        found = variable.get()
        backend()
        variable.set("from the job")
        return found

    variable = ContextVar[str]("variable")
    variable.set("from the task")
    assert await hops.run(work) == "from the task"
    assert variable.get() == "from the job"


async def test_jobs_that_take_turns_keep_their_contexts_apart() -> None:
    def work(number: int) -> tuple[int, int]:
        variable.set(number)
        backend()
        return number, variable.get()

    variable = ContextVar[int]("variable")
    async with concurrent(max_connections=4):
        found = await asyncio.gather(*(asyncio.ensure_future(hops.run(work, number)) for number in range(20)))
    assert found == [(number, number) for number in range(20)]


async def test_async_code_that_a_job_calls_has_its_connection_and_its_transaction() -> None:
    async def below() -> list[int]:
        await Tag.objects.acreate(label="by Django")
        await Tag.aobjects.create(label="by aobjects")
        return list(await asyncio.gather(*(sync_to_async(backend)() for _ in range(3)), hops.run(backend)))

    def work() -> None:
        with transaction.atomic():
            found = {backend(), *async_to_sync(below)()}
            assert len(found) == 1
            assert Tag.objects.count() == 2
            transaction.set_rollback(True)

    await hops.run(work)
    assert await Tag.aobjects.count() == 0


async def test_sync_and_async_code_may_call_each_other_as_deep_as_they_like() -> None:
    def down(depth: int) -> list[int]:
        here = backend()
        return [here, *(async_to_sync(across)(depth - 1) if depth else [])]

    async def across(depth: int) -> list[int]:
        return await sync_to_async(down)(depth)

    found = await hops.run(down, 5)
    assert len(found) == 6
    assert len(set(found)) == 1


async def test_in_a_block_djangos_own_methods_run_on_the_loop_and_other_code_in_a_thread() -> None:
    def note(**kwargs: Any) -> None:
        threads.append(threading.get_ident())

    threads: list[int] = []
    post_save.connect(note, sender=Tag)
    try:
        async with concurrent():
            await Tag.objects.acreate(label="one")
            tag = await Tag.objects.aget(label="one")
            await tag.asave()
            await sync_to_async(Tag.objects.create)(label="two")
            elsewhere = await run_sync(threading.get_ident)
    finally:
        post_save.disconnect(note, sender=Tag)
    assert set(threads) == {threading.get_ident()}
    assert len(threads) == 3
    assert elsewhere != threading.get_ident()


class Page(View):
    """A view of the project, of which Django makes the function."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(threading.get_ident())


@login_required
def guarded(request: HttpRequest) -> HttpResponse:
    return HttpResponse(threading.get_ident())


class OwnManager(Manager[Tag]):
    def where(self) -> int:
        return threading.get_ident()


async def test_code_that_may_wait_for_something_else_has_a_thread_whatever_wraps_it() -> None:
    request = HttpRequest()
    request.method = "GET"
    request.user = Reader()
    async with concurrent():
        for view in (Page.as_view(), guarded, never_cache(guarded)):
            response: Any = await sync_to_async(view)(request)
            assert response.content != str(threading.get_ident()).encode()
        assert await sync_to_async(OwnManager().where)() != threading.get_ident()
        assert await sync_to_async(partial(guarded, request))() is not None
        assert await caches["default"].aget("nothing") is None


async def test_a_task_that_outlives_its_block_runs_queries() -> None:
    async def later() -> list[int]:
        await has_ended.wait()
        return [await Tag.aobjects.count(), await Tag.objects.acount()]

    has_ended = asyncio.Event()
    async with concurrent():
        task = asyncio.ensure_future(later())
        await Tag.aobjects.create(label="one")
    has_ended.set()
    assert await task == [1, 1]
    assert get_stats()["lent"] == 0


async def test_in_a_transaction_all_sync_code_is_part_of_it() -> None:
    async with aatomic():
        found = {await run_sync(backend), await hops.run(backend), await sync_to_async(backend)()}
        await run_sync(lambda: Tag.objects.create(label="rolled back"))
        transaction_of_job = await run_sync(lambda: connection.in_atomic_block)
        await run_sync(transaction.set_rollback, True)
    assert len(found) == 1
    assert transaction_of_job
    assert await Tag.aobjects.count() == 0


async def test_transactions_of_many_tasks_commit_what_they_should() -> None:
    async def write(number: int) -> None:
        async with aatomic():
            await Tag.aobjects.create(label=str(number))
            async with aatomic():
                await Tag.objects.acreate(label=f"{number}, inner")
            if number % 5 == 0:
                raise KeyError(number)

    results = await asyncio.gather(*(write(number) for number in range(50)), return_exceptions=True)
    assert sum(isinstance(result, KeyError) for result in results) == 10
    assert await Tag.aobjects.count() == 80


async def test_a_stream_that_is_left_closes_its_cursor() -> None:
    await Tag.aobjects.bulk_create([Tag(label=str(number)) for number in range(100)])

    @asynccontextmanager
    async def rows() -> AsyncIterator[Any]:
        stream = Tag.aobjects.iterator(chunk_size=10)
        try:
            yield stream
        finally:
            await stream.aclose()

    def open_cursors() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_cursors WHERE is_holdable")
            return int(cursor.fetchone()[0])

    async with concurrent(max_connections=1):
        async with rows() as stream:
            await anext(stream)
        assert await hops.run(open_cursors) == 0


async def test_a_thread_sees_its_own_connections_while_jobs_have_theirs() -> None:
    @contextmanager
    def own() -> Iterator[None]:
        try:
            yield
        finally:
            connection.close()

    def query() -> int:
        with own():
            return backend()

    in_thread, in_job = await asyncio.gather(asyncio.to_thread(query), hops.run(backend))
    assert in_thread != in_job


def test_who_imports_aobjects_imports_no_greenlet() -> None:
    code = (
        "import sys, django; from django.conf import settings; settings.configure(); django.setup()\n"
        "import aobjects, aobjects.asgi, aobjects.concurrency\n"
        "print('greenlet' in sys.modules, 'psycopg' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
