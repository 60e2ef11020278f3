"""What a thread with its connections is elsewhere: a queue of jobs on an event loop, with theirs."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar, cast

from asgiref.sync import SyncToAsync

from aobjects import connections
from aobjects.backends.postgresql import direct
from aobjects.backends.postgresql.jobs import Job, Place, current
from aobjects.cancellation import STOPPED, QueryStopped
from aobjects.hops import route
from aobjects.planned import PlannedCall
from aobjects.workers import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextvars import Context

    from aobjects.backends.postgresql.driver import NativeConnection
    from aobjects.compiled import Statement

P = ParamSpec("P")
R = TypeVar("R")

NAMES_OF_ASGIREF: Final = ("main_event_loop", "main_event_loop_pid", "task_context")
"""What asgiref leaves in a thread in which it ran something: whose async code waits for that."""


class JobWorker(Worker):
    """Runs one job at a time, in their order, on the loop in which it was made."""

    def __init__(self, loop: asyncio.AbstractEventLoop, place: Place | None = None) -> None:
        super().__init__()
        self._loop = loop
        self._thread = threading.get_ident()
        self._place = Place() if place is None else place
        self._queue: deque[Job | Callable[[], None]] = deque()
        self.is_busy = False
        self._idle_since = loop.time()

    async def run(self, func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a synchronous function in a job. Cancellation stops its query, and waits for its end."""
        if isinstance(func, PlannedCall) and (statement := self._statement(func)):
            self.is_busy = True
            try:
                rows = await direct.fetch(statement, self._place, self._stop)
            finally:
                self._ended()
            return cast("R", func.result(rows))
        job = Job(partial(self._run, func, *args, **kwargs), self._place, self._loop, self._ran)
        self._begin(job)
        interruption = await self._end_of(job)
        take_over(job.context)
        if interruption is not None:
            raise interruption
        if job.raised is not None:
            try:
                raise job.raised
            finally:
                # A circle: the error has this frame.
                del job
        return cast("R", job.result)

    async def _end_of(self, job: Job) -> asyncio.CancelledError | None:
        """Wait until a job has ended; interrupt it when this is cancelled, and return that."""
        interruption: asyncio.CancelledError | None = None
        while not job.has_ended:
            job.waiter = self._loop.create_future()
            try:
                await job.waiter
            except asyncio.CancelledError as error:
                interruption = error
                job.interrupt()
            except BaseException:
                # A task that is destroyed with its loop can await nothing.
                job.interrupt()
                raise
        return interruption

    def _statement(self, call: PlannedCall) -> Statement | None:
        """Return the query of a call, if it can run here now without a job."""
        if self.is_busy or asyncio.events._get_running_loop() is not self._loop:
            return None
        try:
            statement = call.statement(self._place.wrappers)
        except Exception:
            # It is raised in the job.
            return None
        if statement is None or not direct.can_run(statement.connection, self._place):
            return None
        if self._check_connections:
            if len(self._place.wrappers) > 1 and not all(
                map(connections.is_usable, self._place.wrappers.values())
            ):
                return None
            self._check_connections = False
        return statement

    async def _stop(self, connection: NativeConnection, generator: Generator[Any, Any, Any]) -> None:
        """Stop a query, and wait for the server's answer, whatever is cancelled meanwhile."""
        job = Job(partial(connection.stop, generator), self._place, self._loop, _tell)
        job.begin()
        # Once is enough.
        job.interrupted = True
        await self._end_of(job)

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Queue a call, as executors do."""
        future: Future[R] = Future()
        self.submit_job(future, partial(fn, *args, **kwargs))
        return future

    def submit_stoppable(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Queue a call whose query is stopped when its future is cancelled."""
        future = _StoppableFuture[R]()
        future.job = self.submit_job(future, partial(fn, *args, **kwargs))
        return future

    def release(self, func: Callable[[], None]) -> None:
        """Call ``func`` when nothing runs here."""
        if self.is_busy:
            self._put(func)
        else:
            func()

    def _begin_to_wait(self) -> None:
        self._put(self._end_if_idle)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Close the connections, after what was submitted."""
        if self.is_busy and not self._loop.is_closed():
            self._put(self._place.close)
        else:
            self._place.close()

    async def close(self) -> None:
        """Shut down and wait until the connections are closed."""
        closed = self._loop.create_future()
        self.shutdown()
        self.release(lambda: None if closed.done() else closed.set_result(None))
        await closed

    def submit_job(self, future: Future[R], func: Callable[[], R]) -> Job:
        """Queue a call, and return its job; the future is told of its result."""

        def call() -> R | None:
            return self._call(func) if future.set_running_or_notify_cancel() else None

        def on_end(job: Job) -> None:
            self._ended()
            forget_asgiref()
            # Whoever cancelled it before it began has been told.
            if not future.running() and not future.set_running_or_notify_cancel():
                return
            if job.raised is None:
                future.set_result(cast("R", job.result))
            else:
                future.set_exception(job.raised)

        job = Job(call, self._place, self._loop, on_end)
        self._put(job)
        return job

    def _run(self, func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        # Async code below this call comes back to these connections, and must not take others.
        token = route.set(None)
        try:
            return self._call(partial(func, *args, **kwargs))
        finally:
            route.reset(token)

    def _call(self, func: Callable[[], R]) -> R:
        self._look_at_connections()
        try:
            return func()
        finally:
            job = current()
            if job is not None and job.was_thrown_at:
                connections.require_rollback(QueryStopped(STOPPED), None)

    def _begin(self, job: Job) -> None:
        """Let a job begin at once, if nothing runs here: a turn of the loop costs as much as a part of it."""
        # A task that is destroyed with its loop runs without one.
        if self.is_busy or asyncio.events._get_running_loop() is not self._loop:
            self._put(job)
        else:
            self.is_busy = True
            job.begin()

    def _ran(self, job: Job) -> None:
        self._ended()
        _tell(job)

    def _put(self, entry: Job | Callable[[], None]) -> None:
        if self._loop.is_closed():
            # A task that is destroyed with its loop: the server rolls back.
            self._place.close()
        elif threading.get_ident() != self._thread:
            self._loop.call_soon_threadsafe(self._put_here, entry)
        else:
            self._put_here(entry)

    def _put_here(self, entry: Job | Callable[[], None]) -> None:
        self._queue.append(entry)
        if not self.is_busy:
            self.is_busy = True
            self._loop.call_soon(self._advance)

    def _advance(self) -> None:
        """Begin with the next job."""
        while self._queue:
            entry = self._queue.popleft()
            if isinstance(entry, Job):
                return entry.begin()
            entry()
        self._rest()

    def _ended(self) -> None:
        if self._queue and not self._loop.is_closed():
            self._loop.call_soon(self._advance)
        else:
            self._rest()

    def _rest(self) -> None:
        self.is_busy = False
        self._idle_since = self._loop.time()

    def _end_if_idle(self) -> None:
        assert self._may_end is not None and self._seconds_kept is not None
        seconds = 0 if self.is_busy else self._loop.time() - self._idle_since
        if seconds < self._seconds_kept:
            self._loop.call_later(self._seconds_kept - seconds, self._end_if_idle)
        elif self._may_end(self):
            self._place.close()
        else:
            self._loop.call_later(self._seconds_kept, self._end_if_idle)


def _tell(job: Job) -> None:
    if job.waiter is not None and not job.waiter.done():
        job.waiter.set_result(None)


class _StoppableFuture(Future[R]):
    """The result of a job; to cancel it interrupts the job when that has begun."""

    job: Job | None = None

    def cancel(self) -> bool:
        if super().cancel():
            return True
        if self.job is not None:
            self.job.interrupt()
        return False


def take_over(context: Context) -> None:
    """Let the caller see what its call has set, as asgiref does."""
    for variable, value in context.items():
        try:
            if variable.get() is value:
                continue
        except LookupError:
            pass
        variable.set(value)


def forget_asgiref() -> None:
    """Remove what asgiref notes in a thread for the async code that is called there.

    Without a job, and without a loop that runs, that would be sent to the loop.
    """
    for name in NAMES_OF_ASGIREF:
        vars(SyncToAsync.threadlocal).pop(name, None)


__all__ = ["JobWorker", "take_over"]
