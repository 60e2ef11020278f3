"""Runs a compiled query on the loop: who awaits it drives psycopg's generator, and no job is needed."""

from __future__ import annotations

import asyncio
import time
from asyncio.events import _set_running_loop  # pyright: ignore[reportPrivateUsage]
from typing import TYPE_CHECKING, Any, Final

import psycopg
from django.db.backends.utils import CursorWrapper
from django.db.models.sql.constants import GET_ITERATOR_CHUNK_SIZE
from psycopg import pq

from aobjects import connections, fastpaths
from aobjects.backends.postgresql import jobs, sockets
from aobjects.backends.postgresql.driver import NativeConnection

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator

    from aobjects.compiled import Statement

# What this passes by. Whoever replaces one of these, as those who note queries do, wants to be called.
_OF_CURSORS: Final = (
    "__enter__", "__exit__", "__getattr__", "__init__", "_execute", "_execute_with_wrappers", "execute",
)  # fmt: skip
_OF_WRAPPERS: Final = (
    "_cursor", "_prepare_cursor", "create_cursor", "cursor", "make_cursor", "queries_logged",
)  # fmt: skip
_OF_PSYCOPG: Final = ("_execute_gen", "_reset", "execute", "fetchmany")


class _Backend:
    """The class of Django's connections whose cursors do nothing but query, as far as this knows."""

    kind: type[Any] | None = None
    watch: fastpaths.Watch


def know(kind: type[Any]) -> None:
    """Take connections of this class for such, until somebody replaces something of theirs."""
    written = [getattr(CursorWrapper, name) for name in _OF_CURSORS]
    if all(fastpaths.is_written_in(method, CursorWrapper.__module__) for method in written) and all(
        hasattr(psycopg.Cursor, name) for name in _OF_PSYCOPG
    ):
        _Backend.kind = kind
        _Backend.watch = fastpaths.Watch(
            (CursorWrapper, _OF_CURSORS),
            (kind, _OF_WRAPPERS),
            (psycopg.Cursor, _OF_PSYCOPG),
            (psycopg.ClientCursor, _OF_PSYCOPG),
        )


def can_run(wrapper: Any) -> bool:
    """Tell whether a connection is open and usable, and nobody would hear of a query on it."""
    own: dict[str, Any] = wrapper.__dict__
    return (
        type(wrapper) is _Backend.kind
        and type(wrapper.connection) is NativeConnection
        and not wrapper.execute_wrappers
        and not wrapper.queries_logged
        and connections.is_usable(wrapper)
        and own.keys().isdisjoint(_OF_WRAPPERS)
        and _Backend.watch.is_unchanged()
    )


async def fetch(
    statement: Statement,
    place: jobs.Place,
    stop: Callable[[NativeConnection, Generator[Any, Any, Any]], Awaitable[None]],
) -> list[Any]:
    """Run a query, and return its instances; where it is cancelled, wait for what ``stop`` gives."""
    wrapper: Any = statement.connection
    connection: NativeConnection = wrapper.connection
    loop = asyncio.get_running_loop()
    waited_for = sockets.of(loop)
    with wrapper.wrap_database_errors, connection.lock:
        cursor = place.cursor
        if cursor is None or cursor.connection is not connection:
            cursor = place.cursor = _hidden(loop, wrapper.create_cursor)
        fileno = connection.pgconn.socket
        generator = cursor._execute_gen(statement.sql, statement.parameters)
        try:
            state = next(generator)
            while True:
                future = loop.create_future()
                waited_for.wait(fileno, state, _tell, future)
                state = generator.send(await future)
        except StopIteration:
            pass
        except BaseException as error:
            waited_for.forget(fileno)
            place.cursor = None
            if isinstance(error, asyncio.CancelledError):
                if connection.pgconn.transaction_status == pq.TransactionStatus.ACTIVE:
                    await stop(connection, generator)
                    if connection.closed:
                        # As Django notes of its errors: it is replaced before the next query.
                        wrapper.errors_occurred = True
            elif isinstance(error, OSError):
                raise psycopg.OperationalError("connection socket closed") from error
            elif not isinstance(error, psycopg.Error):
                # The task is destroyed with its loop: nobody can wait.
                connection.pgconn.finish()
            raise
        made = list(statement.instances(cursor.fetchmany(GET_ITERATOR_CHUNK_SIZE)))
        if len(made) == GET_ITERATOR_CHUNK_SIZE:
            await _make_more(statement, cursor, made)
        # It has the rows, too.
        cursor._reset()
    return made


def _hidden(loop: asyncio.AbstractEventLoop, make: Callable[[], Any]) -> Any:
    """Call what Django allows only where no loop runs."""
    _set_running_loop(None)
    try:
        return make()
    finally:
        _set_running_loop(loop)


def _tell(future: asyncio.Future[int], ready: int) -> None:
    if not future.done():
        future.set_result(ready)


async def _make_more(statement: Statement, cursor: Any, made: list[Any]) -> None:
    """Make the other instances, and let others have their turn meanwhile."""
    since = time.perf_counter()
    while rows := cursor.fetchmany(GET_ITERATOR_CHUNK_SIZE):
        if time.perf_counter() - since > jobs.SECONDS_AT_A_TIME:
            await asyncio.sleep(0)
            since = time.perf_counter()
        made.extend(statement.instances(rows))


__all__ = ["can_run", "fetch", "know"]
