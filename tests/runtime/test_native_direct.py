"""On the native engine, a query that has been compiled needs no job, and nobody can tell the difference."""

from __future__ import annotations

import asyncio
import contextvars
import gc
from collections.abc import Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, Final

import psycopg
import pytest
from aobjects import aatomic, concurrent, hops, plans
from aobjects.backends.postgresql import jobs, sockets
from aobjects.concurrency import get_stats
from django.db import OperationalError, ProgrammingError, connections, router
from django.db.backends.utils import CursorWrapper
from django.db.models import CharField
from django.db.models.signals import post_init
from django.test import override_settings
from library.models import Author, Book, Tag
from statements import backend

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from postgres import PostgresServer, Sessions

pytestmark = [pytest.mark.native, pytest.mark.commits]

SECONDS: Final = 20.0
"""More than any of these takes."""


async def by_key(tag: Tag) -> list[Tag]:
    return [await Tag.aobjects.get(pk=tag.pk)]


async def by_text(tag: Tag) -> list[Tag]:
    return [await Tag.aobjects.get(label=tag.label)]


async def by_both(tag: Tag) -> list[Tag]:
    return [await Tag.aobjects.get(pk=tag.pk, label=tag.label)]


async def filtered(tag: Tag) -> list[Tag]:
    return await Tag.aobjects.filter(pk=tag.pk)


Query = Callable[[Tag], Awaitable[list[Tag]]]
QUERIES: Final[list[Query]] = [by_key, by_text, by_both, filtered]
each_query: Final = pytest.mark.parametrize("query", QUERIES)


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[jobs.Job]:
    """The jobs that began."""

    def begin(job: jobs.Job) -> None:
        begun.append(job)
        really_begin(job)

    begun = list[jobs.Job]()
    really_begin = jobs.Job.begin
    monkeypatch.setattr(jobs.Job, "begin", begin)
    return begun


@asynccontextmanager
async def compiled(limit: int = 1) -> AsyncIterator[Tag]:
    """Give a tag, and connections for queries that ran before."""
    tag = await Tag.aobjects.create(label="irony")
    async with concurrent(max_connections=limit):
        for query in QUERIES:
            await query(tag)
        yield tag


@each_query
async def test_it_needs_no_job(query: Query, begun: list[jobs.Job]) -> None:
    async with compiled() as tag:
        begun.clear()
        assert await query(tag) == [tag]
        assert await query(tag) == [tag]
    assert not begun


@pytest.mark.parametrize("label", ["100 %s, %% and %(x)s", 'it\'s \\ "so"', "\N{SNOWMAN}", ""])
async def test_a_value_is_what_it_is(label: str, begun: list[jobs.Job]) -> None:
    async with compiled():
        tag = await Tag.aobjects.create(label=label)
        begun.clear()
        assert await by_text(tag) == [tag]
    assert not begun


async def test_what_get_raises_is_what_django_raises(begun: list[jobs.Job]) -> None:
    async with compiled() as tag:
        begun.clear()
        with pytest.raises(Tag.DoesNotExist, match="Tag matching query does not exist"):
            await Tag.aobjects.get(pk=0)
        # More than the database has numbers.
        with pytest.raises(Tag.DoesNotExist):
            await Tag.aobjects.get(pk=2**70)
        with pytest.raises(ValueError, match="expected a number"):
            await Tag.aobjects.get(pk="irony")
        assert len(begun) == 2
        assert await Tag.aobjects.get(pk=str(tag.pk)) == tag
        assert await Tag.aobjects.get(label="irony", pk=tag.pk) == tag


async def test_two_rows_are_too_many(begun: list[jobs.Job]) -> None:
    author = await Author.aobjects.create(name="Herbert")
    await Book.aobjects.bulk_create([Book(title="Dune", author=author, pages=n) for n in range(2)])
    async with concurrent(max_connections=1):
        for _ in range(2):
            begun.clear()
            with pytest.raises(Book.MultipleObjectsReturned, match="it returned 2"):
                await Book.aobjects.get(title="Dune")
    assert not begun


async def test_queries_at_once_have_a_connection_each(begun: list[jobs.Job], sessions: Sessions) -> None:
    others = sessions.count()
    async with compiled(4) as tag:
        for _ in range(2):
            begun.clear()
            assert await asyncio.gather(*(by_key(tag) for _ in range(4))) == [[tag]] * 4
        assert sessions.count() == others + 4
    assert not begun


async def test_many_rows_come_with_pauses(monkeypatch: pytest.MonkeyPatch, begun: list[jobs.Job]) -> None:
    author = await Author.aobjects.create(name="Herbert")
    await Book.aobjects.bulk_create([Book(title="Dune", author=author, pages=n) for n in range(3000)])
    monkeypatch.setattr(jobs, "SECONDS_AT_A_TIME", 0)
    async with concurrent(max_connections=1):
        await Book.aobjects.filter(title="Emma")
        await Book.aobjects.filter(title="Emma")
        begun.clear()
        reading = asyncio.ensure_future(Book.aobjects.filter(title="Dune").eval())
        turns = 0
        while not reading.done():
            turns += 1
            await asyncio.sleep(0)
        assert {book.pages for book in await reading} == set(range(3000))
    assert turns >= 3000 / 100
    assert not begun


# What has to be asked.


def note_queries(noted: list[str]) -> None:
    def note(execute: Any, sql: str, *arguments: Any) -> Any:
        noted.append(sql)
        return execute(sql, *arguments)

    connections["default"].execute_wrappers.append(note)


def replace_the_connections_own_cursor(noted: list[str]) -> None:
    def cursor() -> Any:
        noted.append("cursor")
        return really()

    really = connections["default"].cursor
    vars(connections["default"])["cursor"] = cursor


@pytest.mark.parametrize("begin", [note_queries, replace_the_connections_own_cursor])
@each_query
async def test_what_is_around_the_queries_of_a_connection_is_called(
    begin: Callable[[list[str]], None], query: Query
) -> None:
    noted = list[str]()
    async with compiled() as tag:
        await hops.run(begin, noted)
        assert await query(tag) == [tag]
    assert len(noted) == 1


async def test_queries_are_logged_where_they_should_be() -> None:
    def log() -> None:
        connections["default"].force_debug_cursor = True

    def logged() -> int:
        return len(connections["default"].queries)

    async with compiled() as tag:
        await hops.run(log)
        assert await by_key(tag) == [tag]
        assert await hops.run(logged) == 1


@pytest.mark.parametrize(("owner", "name"), [(CursorWrapper, "execute"), (psycopg.Cursor, "execute")])
async def test_who_replaces_a_method_of_cursors_is_called(
    owner: Any, name: str, monkeypatch: pytest.MonkeyPatch, begun: list[jobs.Job]
) -> None:
    def replacement(*args: Any, **kwargs: Any) -> Any:
        called.append(args)
        return really(*args, **kwargs)

    called = list[Any]()
    really = getattr(owner, name)
    async with compiled() as tag:
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, replacement)
            assert await by_key(tag) == [tag]
            assert len(called) == 1
        begun.clear()
        assert await by_key(tag) == [tag]
        assert len(called) == 1
        assert not begun


async def test_other_cursors_than_djangos_run_in_jobs(begun: list[jobs.Job]) -> None:
    def bind_in_the_server() -> None:
        connections["default"].connection.cursor_factory = psycopg.Cursor

    async with compiled() as tag:
        await hops.run(bind_in_the_server)
        begun.clear()
        assert await by_key(tag) == [tag]
    assert len(begun) == 1


class Router:
    """Runs a query, as sync code may."""

    asked = 0

    def db_for_read(self, model: Any, **hints: Any) -> None:
        if model is Tag:
            self.asked += Author.objects.count() + 1


async def test_routers_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    project = Router()
    async with compiled() as tag:
        monkeypatch.setattr(router, "routers", [project])
        assert await by_key(tag) == [tag]
    assert project.asked == 1


async def test_receivers_are_called() -> None:
    def receive(sender: Any, instance: Any, **kwargs: Any) -> None:
        # A query.
        received.append(Author.objects.count())

    received = list[int]()
    async with compiled() as tag:
        post_init.connect(receive, sender=Tag)
        try:
            assert await by_key(tag) == [tag]
        finally:
            post_init.disconnect(receive, sender=Tag)
    assert received == [0]


async def test_the_code_of_a_projects_field_runs_in_a_job(
    monkeypatch: pytest.MonkeyPatch, begun: list[jobs.Job]
) -> None:
    class Shouted(CharField):  # type: ignore[type-arg]  # not generic when it runs
        def get_prep_value(self, value: Any) -> Any:
            return super().get_prep_value(value).lower()

    field = Tag._meta.get_field("label")
    monkeypatch.setattr(field, "__class__", Shouted)
    plans.forget()
    await Tag.aobjects.create(label="war")
    async with concurrent(max_connections=1):
        for _ in range(2):
            begun.clear()
            assert (await Tag.aobjects.get(label="WAR")).label == "war"
        assert len(begun) == 1
    plans.forget()


@override_settings(AOBJECTS_FAST_PATHS=False)
async def test_the_setting_turns_it_off(begun: list[jobs.Job]) -> None:
    async with compiled() as tag:
        begun.clear()
        assert await by_key(tag) == [tag]
    assert len(begun) == 1


async def test_in_a_transaction_it_has_the_connection_of_that() -> None:
    async with compiled(2) as tag, aatomic():
        changed = await Tag.aobjects.create(label="changed")
        assert await by_key(changed) == [changed]
        assert await by_key(tag) == [tag]


# What goes wrong.


@contextmanager
def locked(server: PostgresServer) -> Iterator[Callable[[], int]]:
    """Let nobody read tags; give what counts those who try."""
    place = {"host": "127.0.0.1", "port": server.port, "user": "postgres", "dbname": "library_default"}
    with psycopg.connect(**place) as holder, psycopg.connect(**place, autocommit=True) as observer:  # type: ignore[arg-type]
        holder.execute("LOCK TABLE library_tag")

        def waiting() -> int:
            found = observer.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
            assert found is not None
            return int(found[0])

        yield waiting


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(SECONDS):
        while not true():
            await asyncio.sleep(0.002)


@pytest.mark.parametrize("times", [1, 2])
@each_query
async def test_a_cancelled_one_is_stopped_and_its_connection_used_again(
    query: Query, times: int, postgres_server: PostgresServer, begun: list[jobs.Job]
) -> None:
    async with compiled() as tag:
        session = await hops.run(backend)
        with locked(postgres_server) as waiting:
            begun.clear()
            task = asyncio.ensure_future(query(tag))
            await until(lambda: waiting() == 1)
            assert not begun
            for _ in range(times):
                task.cancel()
                await asyncio.sleep(0)
            with pytest.raises(asyncio.CancelledError):
                await task
            assert waiting() == 0
            assert get_stats()["lent"] == 0
        assert await hops.run(backend) == session
        assert await query(tag) == [tag]


async def test_who_gives_up_when_the_answer_comes_leaves_a_connection_in_order() -> None:
    async with compiled() as tag:
        session = await hops.run(backend)
        for turns in range(12):
            task = asyncio.ensure_future(by_key(tag))
            for _ in range(turns):
                await asyncio.sleep(0.0002)
            task.cancel()
            await asyncio.wait([task])
            assert get_stats()["lent"] == 0
            assert await by_key(tag) == [tag]
        assert await hops.run(backend) == session


async def test_an_error_of_the_database_is_djangos() -> None:
    async with compiled() as tag:
        await hops.run(rename, "library_tag", "elsewhere")
        try:
            with pytest.raises(ProgrammingError, match="library_tag") as raised:
                await by_key(tag)
            assert isinstance(raised.value.__cause__, psycopg.errors.UndefinedTable)
        finally:
            await hops.run(rename, "elsewhere", "library_tag")
        assert await by_key(tag) == [tag]


def rename(before: str, after: str) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {before} RENAME TO {after}")


async def test_a_connection_that_was_lost_is_an_error_and_then_replaced(sessions: Sessions) -> None:
    async with compiled() as tag:
        session = await hops.run(backend)
        sessions.execute(f"SELECT pg_terminate_backend({session}, 5000)")
        with pytest.raises(OperationalError):
            await by_key(tag)
        assert get_stats()["lent"] == 0
        assert await by_key(tag) == [tag]
        assert await hops.run(backend) != session


async def test_one_that_is_cancelled_on_a_lost_connection_leaves_none(
    postgres_server: PostgresServer, sessions: Sessions
) -> None:
    async with compiled() as tag:
        session = await hops.run(backend)
        with locked(postgres_server) as waiting:
            task = asyncio.ensure_future(by_key(tag))
            await until(lambda: waiting() == 1)
            sessions.execute(f"SELECT pg_terminate_backend({session}, 5000)")
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert await by_key(tag) == [tag]


def test_a_loop_that_is_closed_with_a_query_in_it_leaves_nothing(
    postgres_server: PostgresServer, sessions: Sessions
) -> None:
    async def query() -> None:
        async with compiled() as tag:
            waiting = stack.enter_context(locked(postgres_server))
            left.append(asyncio.ensure_future(by_key(tag)))
            await until(lambda: waiting() == 1)
            left.append(asyncio.ensure_future(asyncio.sleep(SECONDS)))
            await left[-1]

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
        left.append(asyncio.ensure_future(query()))
        await until(lambda: len(left) == 3)

    def destroy() -> None:
        loop = asyncio.new_event_loop()
        loop.run_until_complete(main())
        loop.close()
        left.clear()
        gc.collect()

    others = sessions.count()
    left = list[asyncio.Future[Any]]()
    with ExitStack() as stack:
        contextvars.Context().run(destroy)
    assert sessions.settle_at(others) == others


@pytest.mark.parametrize("query", [by_key, filtered])
async def test_it_waits_where_the_system_has_no_epoll(
    query: Query, postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = sockets.AddedSockets(asyncio.get_running_loop())
    monkeypatch.setattr(sockets, "of", lambda loop: added)
    async with compiled() as tag:
        assert await query(tag) == [tag]
        with locked(postgres_server) as waiting:
            task = asyncio.ensure_future(query(tag))
            await until(lambda: waiting() == 1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert await query(tag) == [tag]
