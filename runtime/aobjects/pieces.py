"""The synchronous pieces of a request's work, each lent a worker for as long as it runs."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from concurrent.futures import Executor, Future
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from aobjects import connections
from aobjects.cancellation import Call
from aobjects.limits import SECONDS_TO_WAIT
from aobjects.pool import POOL
from aobjects.waiting import is_for_databases_only

if TYPE_CHECKING:
    from collections.abc import Callable

    from aobjects.limits import Share
    from aobjects.pool import Pool
    from aobjects.workers import Worker

P = ParamSpec("P")
R = TypeVar("R")


class _OnLoop(asyncio.Future[R]):
    """The result of a piece that runs on the loop which waits for it, as ``concurrent.futures`` has one."""

    def __init__(self, call: Call, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop=loop)
        self._call = call
        self._runs = False

    def set_running_or_notify_cancel(self) -> bool:
        self._runs = not self.cancelled()
        return self._runs

    def cancel(self, msg: object = None) -> bool:
        cancelled = super().cancel(msg)
        if cancelled and self._runs:
            self._call.stop()
        return cancelled

    def set_result(self, result: R, /) -> None:
        if not self.done():
            super().set_result(result)

    def set_exception(self, exception: type[BaseException] | BaseException, /) -> None:
        if isinstance(exception, StopIteration):
            # No future takes it: its coroutine would end without a word.
            exception = RuntimeError(f"sync code raised {exception!r}")
        if not self.done():
            super().set_exception(exception)


class Pieces(Executor):
    """The synchronous work of one request, or block: piece after piece, each in a worker borrowed for it.

    A transaction that a piece leaves open binds the worker to the request. Where the event loop has a pool
    of its own, pieces that wait for databases only go there; any other code would stop the loop, and has a
    thread.
    """

    def __init__(self, pool: Pool, share: Share) -> None:
        self._pool = pool
        self.share = share
        self.in_thread = True
        self.since = time.monotonic()
        self._loop = asyncio.get_running_loop()
        self._lock = threading.RLock()
        self._pieces: deque[tuple[Future[Any], Callable[[], Any], bool]] = deque()
        self._at_work = False
        self._bound: Worker | None = None
        self._ended = False
        self._timer: asyncio.TimerHandle | None = None

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        piece = partial(fn, *args, **kwargs)
        on_loop = self._pool is not POOL and is_for_databases_only(fn)
        future: Future[R] = Future()
        if on_loop:
            # A thread runs it to its end, as in Django.
            call = Call(own_transaction=True)
            # asyncio takes its own future as it is; to be told by another one costs a turn of the loop.
            future = cast("Future[R]", _OnLoop[R](call, self._loop))
            piece = partial(call, piece)
        with self._lock:
            self._pieces.append((future, piece, on_loop))
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
            # It has the context in which it was made, and asgiref has this for as long as that is there.
            self._timer = None
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
        _, _, on_loop = self._pieces[0]
        self.in_thread = not on_loop
        try:
            return self._pool.lend_to(self)
        except RuntimeError as error:
            # The system has no thread for it.
            self._fail(error)
            return True

    def _work(self, worker: Worker) -> None:
        with self._lock:
            future, call, _ = self._pieces.popleft()
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
        self._pool.take_back(worker, self.share)

    def _watch(self) -> None:
        if self._timer is None and not self._ended:
            self._timer = self._loop.call_later(SECONDS_TO_WAIT, self._give_up)

    def _give_up(self) -> None:
        """Fail what waits, if it has waited for too long."""
        self._timer = None
        seconds = self.since + SECONDS_TO_WAIT - time.monotonic()
        if seconds > 0:
            self._timer = self._loop.call_later(seconds, self._give_up)
        elif self._pool.withdraw(self):
            self._fail(self._pool.timed_out(self, SECONDS_TO_WAIT))

    def _fail(self, error: Exception) -> None:
        with self._lock:
            pieces, self._pieces = self._pieces, deque()
            self._at_work = False
        for future, _, _ in pieces:
            if future.set_running_or_notify_cancel():
                future.set_exception(error)


__all__ = ["Pieces"]
