"""``KeptThreads``: an ASGI application whose requests use earlier ones' threads, and their connections."""

from __future__ import annotations

import atexit
import os
import weakref
from collections import deque
from concurrent.futures import Executor, Future
from functools import cached_property
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django.conf import settings

from aobjects import connections
from aobjects.concurrency import DEFAULT_CONNECTIONS
from aobjects.hops import sync_code_above
from aobjects.workers import ExecutorContext, Worker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

P = ParamSpec("P")
R = TypeVar("R")


class KeptThreads:
    """Run the synchronous code of each request in a thread that an earlier request had, with its connections.

    Django makes a thread for each request under ASGI, and the connections in it end with it. Here a request
    has one thread too, from its first signal to its last; the next request gets it. What Django does with
    connections when a request begins and ends, it does in this thread: ``CONN_MAX_AGE`` keeps them from one
    request to the next, as under WSGI. As many threads are kept as ``AOBJECTS_MAX_CONNECTIONS`` says; a
    request that finds none gets a new one, and never waits.

    Call it as the server does. Raises what the application raises. What is not HTTP, and an application that
    sync code calls, as in Django's test cases, runs as without it.

    >>> from django.core.asgi import get_asgi_application
    >>> application = KeptThreads(get_asgi_application())
    """

    def __init__(self, application: Callable[[Any, Any, Any], Awaitable[None]]) -> None:
        self._application = application
        self._idle: deque[Worker] = deque()
        atexit.register(self.close)
        # A forked process has none of the threads.
        os.register_at_fork(after_in_child=self._idle.clear)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or sync_code_above() is not None:
            return await self._application(scope, receive, send)
        thread = _RequestThread(self._take())
        try:
            async with ExecutorContext(thread):
                await self._application(scope, receive, send)
        finally:
            thread.end(self._take_back)

    def close(self) -> None:
        """Close the connections of the threads that no request has; done by itself when the process ends.

        >>> from django.core.asgi import get_asgi_application
        >>> application = KeptThreads(get_asgi_application())
        >>> application.close()
        """
        while self._idle:
            self._idle.pop().shutdown()

    def _take(self) -> Worker:
        try:
            return self._idle.pop()
        except IndexError:
            return Worker()

    def _take_back(self, worker: Worker, reusable: bool) -> None:
        kept: int = getattr(settings, "AOBJECTS_MAX_CONNECTIONS", DEFAULT_CONNECTIONS)
        if reusable and len(self._idle) < kept:
            self._idle.append(worker)
        else:
            worker.shutdown(wait=False)


class _RequestThread(Executor):
    """The thread of one request, and another for tasks that outlive it."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._in_transaction = False
        self._ended = False

    @cached_property
    def _outliving(self) -> Worker:
        """A thread that asgiref forgets together with the last task of the request, as it does its own."""
        worker = Worker()
        weakref.finalize(self, worker.shutdown, wait=False)
        return worker

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        if self._ended:
            return self._outliving.submit(fn, *args, **kwargs)
        return self._worker.submit(self._call, fn, *args, **kwargs)

    def _call(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return fn(*args, **kwargs)
        finally:
            self._in_transaction = connections.in_transaction()

    def end(self, take_back: Callable[[Worker, bool], None]) -> None:
        """Hand the thread over when the request's last call in it has ended, even one whose task is gone."""
        self._ended = True
        # Django would lose a transaction that was left open, together with the thread.
        self._worker.when_idle(lambda: take_back(self._worker, not self._in_transaction))


__all__ = ["KeptThreads"]
