"""Runs a compiled query on the loop: who awaits it drives psycopg's generator, and no job is needed."""

from __future__ import annotations

import asyncio
import time
from asyncio.events import _set_running_loop  # pyright: ignore[reportPrivateUsage]
from typing import TYPE_CHECKING, Any, Final

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper
from django.db.models.sql.constants import GET_ITERATOR_CHUNK_SIZE
from psycopg import generators, pq
from psycopg.adapt import Transformer
from psycopg.rows import tuple_row

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
_OF_TRANSFORMERS: Final = ("as_literal", "encoding", "load_rows", "set_pgresult")
_OF_PSYCOPG: Final = ("execute", "fetchall", "fetchmany", "fetchone")

_DJANGOS: Final[Any] = vars(base).get("Cursor")
"""The class of Django's cursors that put values into queries; others send them beside those."""


class Reader:
    """Sends queries, and reads their rows, as Django's cursors do, whose own steps cost as much again."""

    def __init__(self, wrapper: Any) -> None:
        cursor = wrapper.create_cursor()
        self.connection: NativeConnection = wrapper.connection
        self.is_plain = (
            type(cursor) is _DJANGOS and cursor.row_factory is tuple_row and self.connection.autocommit
        )
        # With what the connection and Django's cursor know of types.
        self._transformer = Transformer(cursor)

    def query(self, statement: Statement) -> Generator[Any, Any, int]:
        """Run a query with one result, as psycopg's generators do; return the number of rows."""
        transformer, pgconn = self._transformer, self.connection.pgconn
        literals = tuple([transformer.as_literal(value) for value in statement.parameters])
        pgconn.send_query(statement.sql.encode(transformer.encoding) % literals)
        [result] = yield from generators.execute(pgconn)
        if result.status != pq.ExecStatus.TUPLES_OK:
            raise psycopg.errors.error_from_result(result, transformer.encoding)
        transformer.set_pgresult(result)
        number: int = result.ntuples
        return number

    def rows(self, start: int, end: int) -> list[tuple[Any, ...]]:
        """Return some of the rows."""
        return self._transformer.load_rows(start, end, tuple)

    def forget(self) -> None:
        """Let go of the rows."""
        self._transformer.set_pgresult(None)


class _Backend:
    """The class of Django's connections whose cursors do nothing but query, as far as this knows."""

    kind: type[Any] | None = None
    watch: fastpaths.Watch


def know(kind: type[Any]) -> None:
    """Take connections of this class for such, until somebody replaces something of theirs."""
    written = [getattr(CursorWrapper, name) for name in _OF_CURSORS]
    known = hasattr(generators, "execute") and all(hasattr(Transformer, name) for name in _OF_TRANSFORMERS)
    if known and all(fastpaths.is_written_in(method, CursorWrapper.__module__) for method in written):
        _Backend.kind = kind
        _Backend.watch = fastpaths.Watch(
            (CursorWrapper, _OF_CURSORS),
            (kind, _OF_WRAPPERS),
            (psycopg.Cursor, _OF_PSYCOPG),
            (psycopg.ClientCursor, _OF_PSYCOPG),
        )


def can_run(wrapper: Any, place: jobs.Place) -> bool:
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
        and _has_plain_reader(wrapper, place)
    )


def _has_plain_reader(wrapper: Any, place: jobs.Place) -> bool:
    try:
        return _reader(wrapper, place).is_plain
    except psycopg.Error:
        # The connection is closed: Django notices.
        return False


def _reader(wrapper: Any, place: jobs.Place) -> Reader:
    reader: Reader | None = place.reader
    if reader is None or reader.connection is not wrapper.connection:
        # Django allows cursors only where no loop runs.
        loop = asyncio.get_running_loop()
        _set_running_loop(None)
        try:
            reader = place.reader = Reader(wrapper)
        finally:
            _set_running_loop(loop)
    return reader


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
    reader = _reader(wrapper, place)
    with wrapper.wrap_database_errors, connection.lock:
        fileno = connection.pgconn.socket
        generator = reader.query(statement)
        try:
            state = next(generator)
            while True:
                future = loop.create_future()
                waited_for.wait(fileno, state, _tell, future)
                state = generator.send(await future)
        except StopIteration as done:
            number: int = done.value
        except BaseException as error:
            waited_for.forget(fileno)
            place.reader = None
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
        if number <= GET_ITERATOR_CHUNK_SIZE:
            made = list(statement.instances(reader.rows(0, number)))
        else:
            made = await _make(statement, reader, number)
        reader.forget()
    return made


def _tell(future: asyncio.Future[int], ready: int) -> None:
    if not future.done():
        future.set_result(ready)


async def _make(statement: Statement, reader: Reader, number: int) -> list[Any]:
    """Make many instances, and let others have their turn meanwhile."""
    made = list[Any]()
    since = time.perf_counter()
    for start in range(0, number, GET_ITERATOR_CHUNK_SIZE):
        if time.perf_counter() - since > jobs.SECONDS_AT_A_TIME:
            await asyncio.sleep(0)
            since = time.perf_counter()
        rows = reader.rows(start, min(start + GET_ITERATOR_CHUNK_SIZE, number))
        made.extend(statement.instances(rows))
    return made


__all__ = ["Reader", "can_run", "fetch", "know"]
