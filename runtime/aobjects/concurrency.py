"""``concurrent()``: queries awaited together run at the same time, each on a connection of its own."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar, overload

from asgiref.sync import SyncToAsync
from django.utils.decorators import async_only_middleware

from aobjects import connections
from aobjects.hops import DJANGO_THREAD, route, sync_code_above
from aobjects.limits import SECONDS_TO_WAIT, in_tests
from aobjects.limits import max_connections as max_connections_of_process
from aobjects.pieces import Pieces
from aobjects.pool import POOL, PoolStats
from aobjects.pools import all_stats
from aobjects.scopes import Scope
from aobjects.transactions import inside_block
from aobjects.workers import ExecutorContext

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")
F = TypeVar("F")


@asynccontextmanager
async def concurrent(
    max_connections: int | None = None, *, timeout: float = SECONDS_TO_WAIT
) -> AsyncGenerator[None]:
    """Let queries that are awaited in several tasks run at the same time, instead of one after the other.

    Each runs in a thread with a connection that is kept for the next query. A block has at most
    ``max_connections`` at a time, else it waits; all blocks of the process share what the setting
    ``AOBJECTS_MAX_CONNECTIONS`` says, or 8, or the largest number of a block that is open. Without a number
    it is that setting. When the last block has ended, the connections are kept for ten seconds, and for good
    if ``concurrent_requests`` is among the middleware; in tests they are closed. A stream, and ``aatomic()``,
    hold a connection until they end. Where a transaction is open already, as in Django's ``TestCase``, and
    with a database in memory, the block changes nothing.

    Await nothing; enter it with ``async with``. Raises ``RuntimeError`` inside ``aatomic()``: a transaction
    has one connection. A query raises ``TimeoutError`` when none became free in ``timeout`` seconds.

    >>> async with concurrent(max_connections=4), asyncio.TaskGroup() as group:
    ...     books = group.create_task(Book.aobjects.count())
    ...     authors = group.create_task(Author.aobjects.count())
    >>> books.result(), authors.result()
    (3, 3)
    """
    if inside_block():
        raise RuntimeError(
            "concurrent() inside aatomic(): a transaction has one connection, and its queries run one after "
            "the other. Put aatomic() inside concurrent(), or leave one of them out."
        )
    limit = max_connections
    if limit is None:
        limit = max_connections_of_process()
    if limit < 1:
        raise ValueError(f"max_connections is {limit}; it takes at least one")
    scope = Scope(limit, timeout)
    scope.open = not connections.in_memory() and not await _joins_transaction()
    token = route.set(scope)
    scope.pool.open(limit)
    try:
        async with _pieces_of(scope):
            yield
    finally:
        scope.open = False
        with suppress(ValueError):
            # A task that is destroyed with its loop is closed in another context.
            route.reset(token)
        await scope.pool.close(limit)


@asynccontextmanager
async def _pieces_of(scope: Scope) -> AsyncGenerator[None]:
    """Let Django's own methods use the pool of the event loop, where it has one and no sync code waits."""
    around = SyncToAsync.thread_sensitive_context.get(None)
    if scope.pool is POOL or not scope.open or sync_code_above() or isinstance(around, ExecutorContext):
        yield
        return
    pieces = Pieces(scope.pool, scope.share)
    try:
        async with ExecutorContext(pieces):
            yield
    finally:
        pieces.end()


async def _joins_transaction() -> bool:
    # Without sync code above, nothing can have opened one; asking would cost a thread for each request.
    # Django's test cases are such sync code.
    return sync_code_above() is not None and await DJANGO_THREAD.run(connections.in_transaction)


@async_only_middleware
def concurrent_requests(
    get_response: Callable[[HttpRequest], Awaitable[HttpResponseBase]],
) -> Callable[[HttpRequest], Awaitable[HttpResponseBase]]:
    """Put each request inside ``concurrent()``, and keep the connections from one request to the next.

    For ``MIDDLEWARE``, as ``"aobjects.concurrency.concurrent_requests"``. ``AOBJECTS_MAX_CONNECTIONS`` bounds
    the connections of the process. ``CONN_MAX_AGE`` and ``CONN_HEALTH_CHECKS`` apply to them, except that the
    age 0 keeps them. In tests they are closed after each request, so that test databases can be dropped.

    >>> MIDDLEWARE = ["aobjects.concurrency.concurrent_requests", "django.middleware.common.CommonMiddleware"]
    """
    if not in_tests():
        POOL.open()

    async def middleware(request: HttpRequest) -> HttpResponseBase:
        async with concurrent():
            return await get_response(request)

    return middleware


def get_stats() -> PoolStats:
    """Return how many threads with connections this process has lent and keeps idle, and how queries waited.

    ``lent``, ``idle`` and ``waiting`` are how many are in use, how many are kept, and how many queries wait
    for one now. ``requests``, ``queued`` and ``timeouts`` count since the process began: how often one was
    asked for, was not there at once, did not come in time; ``wait_ms`` is how long all of them together
    waited.

    Nothing is awaited, and nothing raised.

    >>> async with concurrent(max_connections=4):
    ...     books, authors = await agather(Book.aobjects.count(), Author.aobjects.count())
    >>> get_stats()["lent"], get_stats()["waiting"]
    (0, 0)
    """
    return all_stats()


@overload
async def agather(first: Awaitable[A], /) -> tuple[A]: ...
@overload
async def agather(first: Awaitable[A], second: Awaitable[B], /) -> tuple[A, B]: ...
@overload
async def agather(first: Awaitable[A], second: Awaitable[B], third: Awaitable[C], /) -> tuple[A, B, C]: ...
@overload
async def agather(
    first: Awaitable[A], second: Awaitable[B], third: Awaitable[C], fourth: Awaitable[D], /
) -> tuple[A, B, C, D]: ...
@overload
async def agather(
    first: Awaitable[A],
    second: Awaitable[B],
    third: Awaitable[C],
    fourth: Awaitable[D],
    fifth: Awaitable[E],
    /,
) -> tuple[A, B, C, D, E]: ...
@overload
async def agather(
    first: Awaitable[A],
    second: Awaitable[B],
    third: Awaitable[C],
    fourth: Awaitable[D],
    fifth: Awaitable[E],
    sixth: Awaitable[F],
    /,
) -> tuple[A, B, C, D, E, F]: ...
@overload
async def agather(
    first: Awaitable[A],
    second: Awaitable[A],
    third: Awaitable[A],
    fourth: Awaitable[A],
    fifth: Awaitable[A],
    sixth: Awaitable[A],
    seventh: Awaitable[A],
    /,
    *more: Awaitable[A],
) -> tuple[A, ...]: ...
async def agather(*awaitables: Awaitable[Any]) -> tuple[Any, ...]:
    """Await several querysets, or whatever can be awaited, together; return their results as a tuple.

    Inside ``concurrent()`` they run at the same time. Raises what the first of them to fail raises, after the
    others have been cancelled; ``asyncio.gather`` leaves those running.

    >>> async with concurrent():
    ...     books, tags = await agather(Book.aobjects.filter(pages__gt=400), Tag.aobjects.count())
    >>> books, tags
    ([<Book: Dune>, <Book: Emma>], 1)
    """
    tasks = [asyncio.ensure_future(_result(awaitable)) for awaitable in awaitables]
    try:
        return tuple(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _result(awaitable: Awaitable[A]) -> A:
    return await awaitable


__all__ = ["agather", "concurrent", "concurrent_requests", "get_stats"]
