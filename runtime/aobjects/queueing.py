"""Who waits for a worker, until one is lent: a task, of whatever event loop."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from aobjects.limits import Share
    from aobjects.pool import Pool
    from aobjects.workers import Worker


class Waiting(Protocol):
    """Who waits for a worker."""

    share: Share
    in_thread: bool
    """Whether nothing but a thread will do."""
    since: float
    """When it asked, in seconds of ``time.monotonic()``."""

    def lend(self, worker: Worker) -> bool:
        """Take a worker; refuse it when it is not wanted any more. Called from any thread."""
        ...


class WaitingTask:
    """A task, of whatever event loop, that waits for a worker."""

    def __init__(self, pool: Pool, share: Share) -> None:
        self.share = share
        self.in_thread = False
        self.since = time.monotonic()
        self._pool = pool
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        # The garbage collector may destroy the task while its worker is on the way, and in that thread.
        self._lock = threading.RLock()
        self._given: Worker | None = None
        self._gave_up = False
        self._has_arrived: asyncio.Future[None] = self._loop.create_future()

    def lend(self, worker: Worker) -> bool:
        with self._lock:
            if self._gave_up or self._loop.is_closed():
                return False
            self._given = worker
            try:
                if threading.get_ident() == self._thread:
                    # Waking the loop costs as much as a small query.
                    self._arrive()
                else:
                    self._loop.call_soon_threadsafe(self._arrive)
            except RuntimeError:
                # The loop has been closed.
                # Unless the task has given it back meanwhile.
                is_here, self._given = self._given is worker, None
                return not is_here
            return True

    async def worker(self) -> Worker:
        """Await the worker, and have it."""
        await self._has_arrived
        assert self._given is not None
        return self._given

    def give_up(self) -> None:
        """Give back a worker that came at the moment of giving up, or was on its way to a loop that ended."""
        with self._lock:
            self._gave_up = True
            given, self._given = self._given, None
        if given is not None:
            self._pool.give_back(given, self.share)

    def _arrive(self) -> None:
        # The task may be cancelled, and has not been told yet.
        if not self._has_arrived.done():
            self._has_arrived.set_result(None)


__all__ = ["Waiting", "WaitingTask"]
