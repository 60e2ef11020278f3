"""``KeptThreads``: an ASGI application whose requests share the pool's threads, and their connections."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from concurrent.futures import Executor, Future
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from aobjects import connections
from aobjects.hops import sync_code_above
from aobjects.pool import POOL, SECONDS_TO_WAIT, Share, in_tests, max_connections
from aobjects.scopes import share_of_requests
from aobjects.workers import ExecutorContext, Worker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

P = ParamSpec("P")
R = TypeVar("R")


class KeptThreads:
    """Run the synchronous code of all requests in a bounded number of threads that keep their connections.

    Django makes a thread for each request under ASGI, and the connections in it end with it. Here a request
    borrows one of the pool that ``concurrent()`` has for each piece of its synchronous work: a signal, a sync
    view or middleware, a query of Django's own. ``AOBJECTS_MAX_CONNECTIONS`` bounds them all together. When
    none is free, it waits, in order. Pieces of one request never run at the same time, but in different
    threads: an open transaction is all that stays from one piece to the next.

    Call it as the server does. Raises what the application raises; a piece raises ``TimeoutError`` when no
    thread became free in 30 seconds. What is not HTTP, and an application that sync code calls, as in
    Django's test cases, runs as without it.

    >>> from django.core.asgi import get_asgi_application
    >>> application = KeptThreads(get_asgi_application())
    """

    def __init__(self, application: Callable[[Any, Any, Any], Awaitable[None]]) -> None:
        self._application = application
        self._share = Share(max_connections())
        self._keeps = not in_tests()
        if self._keeps:
            POOL.open()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or sync_code_above() is not None:
            return await self._application(scope, receive, send)
        self._share.limit = self._share.process_limit = max_connections()
        work = _RequestWork(self._share)
        token = share_of_requests.set(self._share)
        try:
            async with ExecutorContext(work):
                await self._application(scope, receive, send)
        finally:
            share_of_requests.reset(token)
            work.end()

    def close(self) -> None:
        """Close the connections of the threads that no request has; done by itself when the process ends.

        >>> from django.core.asgi import get_asgi_application
        >>> application = KeptThreads(get_asgi_application())
        >>> application.close()
        """
        if self._keeps:
            self._keeps = False
            POOL.leave()
        POOL.end()


class _RequestWork(Executor):
    """The synchronous work of one request: piece after piece, each in a worker that is borrowed for it.

    A transaction that a piece leaves open binds the worker to the request.
    """

    def __init__(self, share: Share) -> None:
        self.share = share
        self.since = time.monotonic()
        self._loop = asyncio.get_running_loop()
        self._lock = threading.RLock()
        self._pieces: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._at_work = False
        self._bound: Worker | None = None
        self._ended = False
        self._timer: asyncio.TimerHandle | None = None

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        future: Future[R] = Future()
        with self._lock:
            self._pieces.append((future, partial(fn, *args, **kwargs)))
            if self._at_work:
                return future
            self._at_work = True
            bound = self._bound
        if bound is not None:
            bound.submit(self._work, bound)
        elif not self._ask():
            self._watch()
        return future

    def lend(self, worker: Worker) -> bool:
        """Begin with the next piece."""
        worker.submit(self._work, worker)
        return True

    def end(self) -> None:
        """Give back a worker in which a transaction was left open; Django would lose that with its thread."""
        if self._timer is not None:
            self._timer.cancel()
        with self._lock:
            self._ended = True
            bound, self._bound = self._bound, None
            if self._at_work:
                # The piece that runs still has the worker, and gives it back.
                return
        if bound is not None:
            bound.submit(self._hand_over, bound)

    def _ask(self) -> bool:
        """Ask for a worker; tell whether there is nothing to wait for."""
        self.since = time.monotonic()
        try:
            return POOL.lend_to(self)
        except RuntimeError as error:
            # The system has no thread for it.
            self._fail(error)
            return True

    def _work(self, worker: Worker) -> None:
        with self._lock:
            future, call = self._pieces.popleft()
        if not future.set_running_or_notify_cancel():
            return self._next(worker)
        try:
            # A sync view may have a transaction around it and write nothing.
            connections.lock_first(False)
            result = call()
        except BaseException as error:
            self._next(worker)
            future.set_exception(error)
        else:
            # Before the result is known: who gets it may want a worker at once.
            self._next(worker)
            future.set_result(result)

    def _next(self, worker: Worker) -> None:
        """Give the worker back, unless a transaction binds it, and see to the next piece."""
        in_transaction = connections.in_transaction()
        with self._lock:
            self._at_work = bool(self._pieces)
            bound = self._bound = worker if in_transaction and not self._ended else None
            more = self._at_work
        if bound is None:
            self._hand_over(worker)
        if more:
            if bound is None:
                if not self._ask():
                    with suppress(RuntimeError):
                        self._loop.call_soon_threadsafe(self._watch)
            else:
                worker.submit(self._work, worker)

    def _hand_over(self, worker: Worker) -> None:
        if connections.in_transaction():
            connections.close_unusable()
        connections.give_back_pooled()
        POOL.take_back(worker, self.share)

    def _watch(self) -> None:
        if self._timer is None and not self._ended:
            self._timer = self._loop.call_later(SECONDS_TO_WAIT, self._give_up)

    def _give_up(self) -> None:
        """Fail what waits, if it has waited for too long."""
        self._timer = None
        seconds = self.since + SECONDS_TO_WAIT - time.monotonic()
        if seconds > 0:
            self._timer = self._loop.call_later(seconds, self._give_up)
        elif POOL.withdraw(self):
            self._fail(POOL.timed_out(self, SECONDS_TO_WAIT))

    def _fail(self, error: Exception) -> None:
        with self._lock:
            pieces, self._pieces = self._pieces, deque()
            self._at_work = False
        for future, _ in pieces:
            if future.set_running_or_notify_cancel():
                future.set_exception(error)


__all__ = ["KeptThreads"]
