"""The workers of this process that ``concurrent()`` lends: each a thread with connections that it keeps."""

from __future__ import annotations

import asyncio
import atexit
import os
import threading
from collections import deque
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from aobjects.hops import DJANGO_THREAD, HeldDjangoThread, Thread
from aobjects.workers import Worker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

P = ParamSpec("P")
R = TypeVar("R")


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
        self._waiting: deque[tuple[Future[Worker], int]] = deque()

    @asynccontextmanager
    async def lease(self, limit: int, timeout: float) -> AsyncIterator[Worker]:
        """Lend a worker when fewer than ``limit`` are lent; raise ``TimeoutError`` if they stay lent."""
        worker = await self._take(limit, timeout)
        worker.check_connections()
        try:
            yield worker
        finally:
            worker.when_idle(lambda: self._give_back(worker))

    def open(self) -> None:
        """Keep idle workers and their connections until ``close()`` has been called as often."""
        with self._lock:
            self._users += 1

    async def close(self) -> None:
        """Let idle workers close their connections, when nobody else has the pool open."""
        with self._lock:
            self._users -= 1
            closing = [] if self._users else self._empty()
        await asyncio.gather(*(worker.close() for worker in closing))

    def end(self) -> None:
        """Close what is idle when the process exits."""
        with self._lock:
            closing = self._empty()
        for worker in closing:
            worker.shutdown()

    def _empty(self) -> list[Worker]:
        idle, self._idle = self._idle, []
        return idle

    async def _take(self, limit: int, timeout: float) -> Worker:
        with self._lock:
            if self._lent < limit:
                self._lent += 1
                return self._idle.pop() if self._idle else Worker()
            free = Future[Worker]()
            self._waiting.append((free, limit))
        try:
            async with asyncio.timeout(timeout):
                return await asyncio.wrap_future(free)
        except BaseException as error:
            # A worker may have become free at the moment of giving up.
            if not free.cancel():
                self._give_back(free.result())
            if isinstance(error, TimeoutError):
                raise TimeoutError(
                    f"no connection of concurrent() became free in {timeout} s, {limit} are in use; "
                    "does code that holds one, in aatomic() or in a stream, wait for another?"
                ) from None
            raise

    def _give_back(self, worker: Worker) -> None:
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
            free, limit = waiting
            if self._lent < limit:
                self._waiting.remove(waiting)
                if free.set_running_or_notify_cancel():
                    self._lent += 1
                    free.set_result(worker)
                    return True
        return False


POOL: Final = Pool()
os.register_at_fork(after_in_child=POOL.forget_workers)
atexit.register(POOL.end)


class Scope:
    """The route of tasks inside ``concurrent()``: each call, or stream, leases a worker."""

    def __init__(self, limit: int, timeout: float) -> None:
        self._limit = limit
        self._timeout = timeout
        self.active = False

    def lease(self) -> AbstractAsyncContextManager[Worker]:
        return POOL.lease(self._limit, self._timeout)

    async def run(self, func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        if not self.active:
            return await DJANGO_THREAD.run(func, *args, **kwargs)
        async with self.lease() as worker:
            return await worker.run(func, *args, **kwargs)

    def hold_thread(self) -> AbstractAsyncContextManager[Thread]:
        return self.lease() if self.active else nullcontext(HeldDjangoThread())
