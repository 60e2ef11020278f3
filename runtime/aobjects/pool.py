"""The workers of this process, lent for a piece of work: each has connections that it keeps."""

from __future__ import annotations

import asyncio
import atexit
import logging
import os
import threading
import time
from collections import Counter, deque
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Final, TypedDict

from aobjects.limits import Share, in_tests
from aobjects.queueing import Waiting, WaitingTask
from aobjects.workers import ThreadWorker, Worker, finish, loop_runs

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

PART_OF_THREADS: Final = 4
"""One in so many connections of an event loop may be that of a thread, for code that would stop the loop."""

SECONDS_KEPT: Final = 10.0
"""How long a worker and its connections wait for the next block when none is open."""

SECONDS_UNTIL_LOGGED: Final = 1.0
SECONDS_BETWEEN_LOGS: Final = 10.0

log: Final = logging.getLogger("aobjects")


class PoolStats(TypedDict):
    """What ``get_stats()`` returns: the names are shorter, the counts those of ``psycopg_pool``."""

    lent: int
    idle: int
    waiting: int
    requests: int
    queued: int
    wait_ms: int
    timeouts: int


class Pool:
    """Idle and lent workers; tasks of several event loops, and executors, ask for one and wait in order."""

    def __init__(self, make_worker: Callable[[], Worker] = ThreadWorker) -> None:
        self.make_worker = make_worker
        self.ends = False
        """Whether its event loop is about to end: what is given back is closed."""
        self._is_uniform = make_worker is ThreadWorker
        self._users = 0
        self._limits = Counter[int]()
        self._most = 1
        self.forget_workers()

    def forget_workers(self) -> None:
        """Begin anew in a forked process: it has none of the threads, and must not use their connections."""
        # The garbage collector may destroy a task that waits, in any thread and at any time.
        self._lock = threading.RLock()
        self._lent = 0
        self._threads = 0
        self._idle: list[Worker] = []
        self._waiting: deque[Waiting] = deque()
        self._requests = self._queued = self._timeouts = 0
        self._waited = 0.0
        self._logged = float("-inf")

    def get_stats(self) -> PoolStats:
        with self._lock:
            return {
                "lent": self._lent,
                "idle": len(self._idle),
                "waiting": len(self._waiting),
                "requests": self._requests,
                "queued": self._queued,
                "wait_ms": int(self._waited * 1000),
                "timeouts": self._timeouts,
            }

    @property
    def is_open(self) -> bool:
        """Whether somebody wants idle workers to be kept."""
        return self._users > 0

    def add_counts(self, ended: Pool) -> None:
        """Count what a pool counted that is no more."""
        with self._lock:
            self._requests += ended._requests
            self._queued += ended._queued
            self._timeouts += ended._timeouts
            self._waited += ended._waited

    def take(self, share: Share) -> Worker | None:
        """Lend a worker, if one may be lent at once."""
        with self._lock:
            if not self._has_room(share, False):
                return None
            worker = self._next(share, False)
            if worker is None:
                return None
            self._requests += 1
        worker.check_connections()
        return worker

    async def borrow(self, share: Share, timeout: float) -> Worker:
        """Lend a worker as soon as one may be lent; raise ``TimeoutError`` when that takes too long."""
        if worker := self.take(share):
            return worker
        waiting = WaitingTask(self, share)
        self.lend_to(waiting)
        try:
            async with asyncio.timeout(timeout):
                return await waiting.worker()
        except BaseException as error:
            self.withdraw(waiting)
            waiting.give_up()
            if isinstance(error, TimeoutError):
                raise self.timed_out(waiting, timeout) from None
            raise

    def lend_to(self, waiting: Waiting) -> bool:
        """Lend a worker, now or when those who asked before have had theirs; tell whether it was now."""
        with self._lock:
            has_room = self._has_room(waiting.share, waiting.in_thread)
            worker = self._next(waiting.share, waiting.in_thread) if has_room else None
            self._requests += 1
            if worker is None:
                self._queued += 1
                self._waiting.append(waiting)
                return False
        worker.check_connections()
        if not waiting.lend(worker):
            self.give_back(worker, waiting.share)
        return True

    def withdraw(self, waiting: Waiting) -> bool:
        """Let somebody wait no more; tell whether it still did."""
        with self._lock:
            if waiting not in self._waiting:
                return False
            self._waiting.remove(waiting)
            self._waited += time.monotonic() - waiting.since
            return True

    def timed_out(self, waiting: Waiting, timeout: float) -> TimeoutError:
        """Return the error for somebody who waited in vain."""
        with self._lock:
            self._timeouts += 1
            share = waiting.share
            return TimeoutError(
                f"no connection became free in {timeout:g} s: {share.lent} of the {share.limit} that may be "
                f"lent here are in use, {self._lent} in this process, and {len(self._waiting)} more wait. "
                "Does code that holds one, in aatomic() or in a stream, wait for another? Else "
                "AOBJECTS_MAX_CONNECTIONS, or max_connections of the block, is too small."
            )

    def give_back(self, worker: Worker, share: Share) -> None:
        """Take a worker back as soon as nothing runs in its thread."""
        worker.release(lambda: self.take_back(worker, share))

    def take_back(self, worker: Worker, share: Share) -> None:
        """Take a worker back now: its thread is at the end of its last call."""
        while True:
            with self._lock:
                self._lent -= 1
                share.lent -= 1
                if not self._waiting:
                    return self._keep(worker)
                self._idle.append(worker)
                waiting = self._first_with_room()
                if waiting is None:
                    self._idle.remove(worker)
                    self._keep(worker)
                    return
                free = self._next(waiting.share, waiting.in_thread)
                if free is None:
                    self._waiting.appendleft(waiting)
                    self._idle.remove(worker)
                    self._keep(worker)
                    return
                worker = free
            if self._lend(worker, waiting):
                return
            share = waiting.share

    def lease(self, share: Share, timeout: float) -> AbstractAsyncContextManager[Worker]:
        """Borrow a worker, and give it back."""
        return _Lease(self, share, timeout)

    def open(self, limit: int = 0) -> None:
        """Keep idle workers until ``close()``; let the process have as many as ``limit`` meanwhile."""
        with self._lock:
            self._users += 1
            self._limits[limit] += 1
            self._most = max([1, *self._limits])
        while self._waiting:
            with self._lock:
                waiting = self._first_with_room()
                if waiting is None:
                    return
                worker = self._next(waiting.share, waiting.in_thread)
                if worker is None:
                    self._waiting.appendleft(waiting)
                    return
            if not self._lend(worker, waiting):
                self.give_back(worker, waiting.share)

    def leave(self, limit: int = 0) -> bool:
        """End what ``open()`` began; tell whether nobody else has the pool open."""
        with self._lock:
            self._users -= 1
            self._limits[limit] -= 1
            if not self._limits[limit]:
                del self._limits[limit]
                self._most = max([1, *self._limits])
            if self._users:
                return False
            for worker in self._idle:
                worker.end_when_idle(SECONDS_KEPT, self._retire)
            return True

    async def close(self, limit: int = 0) -> None:
        """End what ``open()`` began; in tests, await that the last one's connections are closed."""
        if self.leave(limit) and in_tests():
            await self.close_idle()

    async def close_idle(self) -> None:
        """Let idle workers close their connections and end; await that."""
        closing = self._empty()
        for worker in closing:
            worker.shutdown(wait=False)
        # A task that is destroyed with its loop can await nothing.
        if closing and loop_runs():
            await finish(_ended(closing))

    def end(self) -> None:
        """Let idle workers close their connections and end; wait for that."""
        for worker in self._empty():
            worker.shutdown()

    def _retire(self, worker: Worker) -> bool:
        """Let a worker end that was idle for long, unless somebody came meanwhile."""
        with self._lock:
            if self._users or worker not in self._idle:
                return False
            self._idle.remove(worker)
            self._forget(worker)
            return True

    def _forget(self, worker: Worker) -> None:
        if not self._is_uniform and worker.is_thread:
            self._threads -= 1

    def _keep(self, worker: Worker) -> None:
        if not self.ends and (self._users or not in_tests()):
            self._idle.append(worker)
            if not self._users:
                worker.end_when_idle(SECONDS_KEPT, self._retire)
        else:
            self._forget(worker)
            worker.shutdown(wait=False)

    def _lend(self, worker: Worker, waiting: Waiting) -> bool:
        self._note_wait(waiting)
        worker.check_connections()
        return waiting.lend(worker)

    def _empty(self) -> list[Worker]:
        with self._lock:
            idle, self._idle = self._idle, []
            for worker in idle:
                self._forget(worker)
            return idle

    def _has_room(self, share: Share, in_thread: bool) -> bool:
        if share.lent >= share.limit:
            return False
        limit = max(share.process_limit, self._most)
        if self._lent >= limit:
            return False
        return self._is_uniform or self._find_idle(in_thread) is not None or self._may_make(limit, in_thread)

    def _may_make(self, limit: int, in_thread: bool) -> bool:
        """Tell whether there may be one more of a kind where there are threads beside jobs.

        As many threads as are needed, but a quarter, are made in place of idle jobs, and then stay: to make
        one for the other again and again would be to connect again and again.
        """
        alive = self._lent + len(self._idle)
        if in_thread:
            if self._threads >= max(1, limit // PART_OF_THREADS):
                return False
            return alive < max(2, limit) or self._find_idle(False) is not None
        return alive - self._threads < max(1, limit - self._threads)

    def _next(self, share: Share, in_thread: bool) -> Worker | None:
        """Return a worker; None where the system has no thread for one, and one that is lent comes back."""
        worker = self._find_idle(in_thread)
        if worker is not None:
            self._idle.remove(worker)
        else:
            worker = self._new(share, in_thread)
        if worker is not None:
            self._lent += 1
            share.lent += 1
        return worker

    def _new(self, share: Share, in_thread: bool) -> Worker | None:
        try:
            if self._is_uniform or not in_thread:
                return self.make_worker()
            worker = ThreadWorker()
        except RuntimeError:
            if not self._lent:
                raise
            log.warning("No thread could be started: queries share the %d that there are.", self._lent)
            return None
        surplus = self._find_idle(False)
        if surplus is not None and self._lent + len(self._idle) >= max(2, share.process_limit):
            self._idle.remove(surplus)
            surplus.shutdown(wait=False)
        self._threads += 1
        return worker

    def _find_idle(self, in_thread: bool) -> Worker | None:
        if not self._idle:
            return None
        last = self._idle[-1]
        if self._is_uniform or last.is_thread is in_thread:
            return last
        idle = (one for one in reversed(self._idle) if one.is_thread is in_thread)
        return next(idle, None)

    def _first_with_room(self) -> Waiting | None:
        full = set[object]()
        for waiting in tuple(self._waiting):
            kind = (waiting.share, waiting.in_thread)
            if kind in full:
                continue
            if self._has_room(*kind):
                self._waiting.remove(waiting)
                return waiting
            full.add(kind)
        return None

    def _note_wait(self, waiting: Waiting) -> None:
        now = time.monotonic()
        with self._lock:
            waited = now - waiting.since
            self._waited += waited
            if waited < SECONDS_UNTIL_LOGGED or now - self._logged < SECONDS_BETWEEN_LOGS:
                return
            self._logged = now
            lent, still = self._lent, len(self._waiting)
        log.warning(
            "A query waited %.1f s for a connection; %d are lent, %d more queries wait. The limit is "
            "AOBJECTS_MAX_CONNECTIONS, or max_connections of the block.",
            *(waited, lent, still),
        )


class _Lease(AbstractAsyncContextManager[Worker]):
    """A worker for the time of a block.

    Not an ``asynccontextmanager``: the garbage collector may close its generator before that of a stream.
    """

    def __init__(self, pool: Pool, share: Share, timeout: float) -> None:
        self._pool = pool
        self._share = share
        self._timeout = timeout

    async def __aenter__(self) -> Worker:
        self._worker = await self._pool.borrow(self._share, self._timeout)
        return self._worker

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._pool.give_back(self._worker, self._share)


async def _ended(workers: list[Worker]) -> None:
    await asyncio.gather(*(worker.close() for worker in workers))


POOL: Final = Pool()
os.register_at_fork(after_in_child=POOL.forget_workers)
atexit.register(POOL.end)
