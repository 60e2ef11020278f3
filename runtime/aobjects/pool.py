"""The workers of this process that ``concurrent()`` lends: each a thread with connections that it keeps."""

from __future__ import annotations

import asyncio
import atexit
import os
import threading
from collections import deque
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from aobjects.hops import DJANGO_THREAD, HeldDjangoThread, Thread, sync_code_above
from aobjects.workers import Worker, finish

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

P = ParamSpec("P")
R = TypeVar("R")


class _Waiting:
    """A task, of whatever event loop, that waits for a worker."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self.worker: asyncio.Future[Worker] = self._loop.create_future()

    def lend(self, worker: Worker) -> bool:
        """Hand a worker over; tell whether this was still waiting."""
        if self.worker.done():
            return False
        try:
            if threading.get_ident() == self._thread:
                # Waking the loop costs as much as a small query.
                self.worker.set_result(worker)
            else:
                self._loop.call_soon_threadsafe(self._arrive, worker)
        except RuntimeError:
            # The loop has been closed.
            return False
        return True

    def _arrive(self, worker: Worker) -> None:
        if self.worker.done():
            # It gave up meanwhile.
            POOL.give_back(worker)
        else:
            self.worker.set_result(worker)


class Pool:
    """Idle and lent workers; tasks of several event loops may ask for one."""

    def __init__(self) -> None:
        self._users = 0
        self.forget_workers()

    def forget_workers(self) -> None:
        """Begin anew in a forked process: it has none of the threads, and must not use their connections."""
        self._lock = threading.Lock()
        self._lent = 0
        self._idle: list[Worker] = []
        self._waiting: deque[_Waiting] = deque()

    async def borrow(self, limit: int, timeout: float) -> Worker:
        """Lend a worker when fewer than ``limit`` are lent; raise ``TimeoutError`` if they stay lent."""
        worker = self._take(limit)
        if isinstance(worker, _Waiting):
            worker = await self._wait(worker, timeout)
        worker.check_connections()
        return worker

    def give_back(self, worker: Worker) -> None:
        """Take a worker back as soon as nothing runs in its thread."""
        worker.when_idle(lambda: self._take_back(worker))

    @asynccontextmanager
    async def lease(self, limit: int, timeout: float) -> AsyncGenerator[Worker]:
        """Borrow a worker, and give it back."""
        worker = await self.borrow(limit, timeout)
        try:
            yield worker
        finally:
            self.give_back(worker)

    def open(self) -> None:
        """Keep idle workers and their connections until ``close()`` has been called as often."""
        with self._lock:
            self._users += 1

    async def close(self) -> None:
        """Let idle workers close their connections, when nobody else has the pool open; then await that."""
        with self._lock:
            self._users -= 1
            closing = [] if self._users else self._empty()
        if closing:
            # A task costs a request more than the rest of its block.
            await finish(_close(closing))

    def end(self) -> None:
        """Close what is idle when the process exits."""
        with self._lock:
            closing = self._empty()
        for worker in closing:
            worker.shutdown()

    def _empty(self) -> list[Worker]:
        idle, self._idle = self._idle, []
        return idle

    def _take(self, limit: int) -> Worker | _Waiting:
        with self._lock:
            if self._lent < limit:
                self._lent += 1
                return self._idle.pop() if self._idle else Worker()
            waiting = _Waiting(limit)
            self._waiting.append(waiting)
            return waiting

    async def _wait(self, waiting: _Waiting, timeout: float) -> Worker:
        try:
            async with asyncio.timeout(timeout):
                return await waiting.worker
        except BaseException as error:
            self._withdraw(waiting)
            if isinstance(error, TimeoutError):
                raise TimeoutError(
                    f"no connection of concurrent() became free in {timeout} s, {waiting.limit} are in use; "
                    "does code that holds one, in aatomic() or in a stream, wait for another?"
                ) from None
            raise

    def _withdraw(self, waiting: _Waiting) -> None:
        with self._lock:
            if waiting in self._waiting:
                self._waiting.remove(waiting)
        # A worker may have come at the moment of giving up.
        if not waiting.worker.cancel() and not waiting.worker.cancelled():
            self.give_back(waiting.worker.result())

    def _take_back(self, worker: Worker) -> None:
        with self._lock:
            self._lent -= 1
            if self._lend_to_waiting(worker):
                return
            if self._users:
                self._idle.append(worker)
                return
        worker.shutdown(wait=False)

    def _lend_to_waiting(self, worker: Worker) -> bool:
        for waiting in list(self._waiting):
            if self._lent < waiting.limit:
                self._waiting.remove(waiting)
                if waiting.lend(worker):
                    self._lent += 1
                    return True
        return False


async def _close(workers: list[Worker]) -> None:
    await asyncio.gather(*(worker.close() for worker in workers))


POOL: Final = Pool()
os.register_at_fork(after_in_child=POOL.forget_workers)
atexit.register(POOL.end)


class Scope:
    """The route of tasks inside ``concurrent()``: each call, or stream, borrows a worker."""

    def __init__(self, limit: int, timeout: float) -> None:
        self._limit = limit
        self._timeout = timeout
        self._sync_code_above = sync_code_above()
        self.open = False

    @property
    def active(self) -> bool:
        """Whether this task may use connections other than Django's.

        Async code that sync code calls inside the block, with ``async_to_sync``, may not: what calls it may
        have a transaction open, as a view does under ``ATOMIC_REQUESTS``.
        """
        return self.open and sync_code_above() is self._sync_code_above

    def lease(self) -> AbstractAsyncContextManager[Worker]:
        return POOL.lease(self._limit, self._timeout)

    async def run(self, func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        if not self.active:
            return await DJANGO_THREAD.run(func, *args, **kwargs)
        worker = await POOL.borrow(self._limit, self._timeout)
        try:
            return await worker.run(func, *args, **kwargs)
        finally:
            POOL.give_back(worker)

    def hold_thread(self) -> AbstractAsyncContextManager[Thread]:
        return self.lease() if self.active else nullcontext(HeldDjangoThread())
