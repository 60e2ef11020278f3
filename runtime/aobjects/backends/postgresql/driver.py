"""psycopg's synchronous connection; in a job, what it waits for the event loop waits for."""

from __future__ import annotations

import asyncio
import inspect
import logging
import threading
import time
from contextvars import ContextVar, copy_context
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import psycopg
from django.core.exceptions import ImproperlyConfigured
from greenlet import GreenletExit
from psycopg import pq, waiting

from aobjects.backends.postgresql import jobs, sockets
from aobjects.cancellation import SECONDS_BETWEEN_STOPS, SECONDS_FOR_THE_SERVER, STOPPED, stop_query

if TYPE_CHECKING:
    from collections.abc import Generator

    from aobjects.backends.postgresql.jobs import Job

R = TypeVar("R")

log: Final = logging.getLogger("aobjects")

SECONDS_BETWEEN_LOOKS: Final = 0.1
"""psycopg's own: how long its generators sleep at most."""

SECONDS_TO_CLEAN_UP: Final = 0.5
"""How long a query of a cancelled job may take before it is stopped, as its health check catches that."""


class _TimedOut(Exception):  # noqa: N818  # nobody sees it
    """The server did not answer in time."""


def check() -> None:
    """Raise if psycopg is not what is overridden here."""
    wait = list(inspect.signature(psycopg.Connection.wait).parameters)
    if wait[:3] != ["self", "gen", "interval"] or not hasattr(psycopg.AsyncConnection, "_connect_gen"):
        raise ImproperlyConfigured(
            f"aobjects.backends.postgresql does not know psycopg {psycopg.__version__}: it drives the "
            "generators of Connection.wait(gen, interval) and AsyncConnection._connect_gen(), which are not "
            "there. Use the ENGINE django.db.backends.postgresql, or psycopg 3.2 or 3.3."
        )


class _Lock:
    """The lock of a connection: who waited for it would stop the loop, and with it whoever has it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> bool:
        if not self._lock.acquire(blocking=False):
            raise psycopg.InterfaceError("another job is in the middle of a query on this connection")
        return True

    def __exit__(self, *exc_info: object) -> None:
        self._lock.release()


class NativeConnection(psycopg.Connection[Any]):
    """A connection that was made in a job."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lock = cast("threading.Lock", _Lock())

    def wait(
        self,
        gen: Generator[Any, Any, R],
        interval: float = SECONDS_BETWEEN_LOOKS,
        timeout: float | None = None,
    ) -> R:
        job = jobs.current()
        if job is None:
            # The garbage collector closes a cursor, or a thread the connection.
            bounds = {} if timeout is None else {"timeout": timeout}
            return super().wait(gen, interval, **bounds)
        if job.cleans_up and timeout is None:
            # It cleans up, and who waits for that has gone.
            return self._wait_briefly(job, gen)
        try:
            return _drive(job, gen, self.pgconn.socket, interval, timeout)
        except asyncio.CancelledError as interruption:
            if self.pgconn.transaction_status != pq.TransactionStatus.ACTIVE:
                raise
            # Django closes its cursors and rolls back for an Exception only, as a thread sees it.
            raise self._stop(job, gen) from interruption
        except (KeyboardInterrupt, SystemExit, GreenletExit):
            # The loop has ended: nobody can wait.
            self.pgconn.finish()
            raise

    def stop(self, gen: Generator[Any, Any, object]) -> None:
        """Stop a query that no job runs, and wait for its end. Called inside a job."""
        job = jobs.current()
        assert job is not None
        self._stop(job, gen)

    def _stop(self, job: Job, gen: Generator[Any, Any, object]) -> psycopg.Error:
        """Stop the query in the server, and wait for its answer: the connection can be used again then."""
        try:
            self._stop_until_it_answers(job, gen)
        except psycopg.errors.QueryCanceled as error:
            return error
        except psycopg.Error as error:
            log.debug("The query of a cancelled await did not end.", exc_info=True)
            self.pgconn.finish()
            return error
        return psycopg.errors.QueryCanceled(STOPPED)

    def _stop_until_it_answers(self, job: Job, gen: Generator[Any, Any, R]) -> R:
        """Ask the server again and again: what comes before it has begun with the query stops nothing."""
        deadline = time.monotonic() + SECONDS_FOR_THE_SERVER
        for seconds in SECONDS_BETWEEN_STOPS:
            job.await_(lambda: asyncio.to_thread(stop_query, self), copy_context())
            left = deadline - time.monotonic()
            try:
                return self._wait_for(job, gen, min(seconds, left))
            except _TIMEOUTS:
                if left <= seconds:
                    break
        self.pgconn.finish()
        raise psycopg.OperationalError(
            f"the server did not answer in {SECONDS_FOR_THE_SERVER:g} s after an await was cancelled"
        )

    def _wait_briefly(self, job: Job, gen: Generator[Any, Any, R]) -> R:
        """Wait for what cleans up, or for a query that began since something has caught the interruption."""
        try:
            return self._wait_for(job, gen, SECONDS_TO_CLEAN_UP)
        except _TIMEOUTS:
            return self._stop_until_it_answers(job, gen)

    def _wait_for(self, job: Job, gen: Generator[Any, Any, R], seconds: float) -> R:
        try:
            return _drive(job, gen, self.pgconn.socket, SECONDS_BETWEEN_LOOKS, seconds)
        except _EXPECTED:
            raise
        except BaseException:
            # Nobody knows in what state the connection is.
            self.pgconn.finish()
            raise


class _Opening(psycopg.AsyncConnection[Any]):
    """Opens a ``NativeConnection`` as psycopg opens asynchronous ones: names and hosts in turn, unblocked."""

    @classmethod
    def _connect_gen(cls, *args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
        attempt = NativeConnection._connect_gen(*args, **kwargs)
        _attempts.get().append(attempt)
        return attempt


_attempts: Final[ContextVar[list[Generator[Any, Any, Any]]]] = ContextVar("_attempts")


async def _open(conninfo: str, **parameters: Any) -> psycopg.AsyncConnection[Any]:
    """Open a connection, and none by halves: psycopg leaves a cancelled one to the garbage collector."""
    attempts: list[Generator[Any, Any, Any]] = []
    _attempts.set(attempts)
    try:
        return await _Opening.connect(conninfo, **parameters)
    finally:
        for attempt in attempts:
            attempt.close()


class Driver(ModuleType):
    """The module psycopg, which opens other connections in a job."""

    def __getattr__(self, name: str) -> Any:
        return getattr(psycopg, name)

    def connect(self, conninfo: str = "", **parameters: Any) -> psycopg.Connection[Any]:
        """Open a connection; in a job, one that waits on its loop."""
        job = jobs.current()
        if job is None:
            return psycopg.connect(conninfo, **parameters)
        opened = job.await_(partial(_open, conninfo, **parameters), copy_context())
        return cast("psycopg.Connection[Any]", opened)


def _drive(job: Job, gen: Generator[Any, Any, R], fileno: int, interval: float, timeout: float | None) -> R:
    """Drive one of psycopg's generators as ``psycopg.waiting`` does, with the loop's own selector."""
    loop = job.loop
    deadline = None if timeout is None else time.monotonic() + timeout
    try:
        state = next(gen)
        while True:
            ready = _wait(job, loop, state, fileno, interval)
            if deadline is not None and not ready and time.monotonic() > deadline:
                raise _TIMEOUTS[0]
            state = gen.send(ready)
    except StopIteration as done:
        result: R = done.value
        return result


def _wait(job: Job, loop: asyncio.AbstractEventLoop, state: int, fileno: int, interval: float) -> int:
    """Wait for a socket; return what it is ready for, or nothing when the interval is over."""
    job.pay()
    ticket = object()
    waited_for = sockets.of(loop)
    timer = loop.call_later(interval, job.wake, ticket, waiting.READY_NONE)
    try:
        try:
            waited_for.wait(fileno, state, job.wake, ticket)
        except (OSError, ValueError) as error:
            raise psycopg.OperationalError("connection socket closed") from error
        ready: int = job.wait(ticket)
        return ready
    finally:
        timer.cancel()
        waited_for.forget(fileno)


# That of psycopg 3.3 is expected where its own code gives a timeout.
_TIMEOUTS: Final[tuple[type[Exception], ...]] = (
    getattr(psycopg.errors, "_WaitTimeout", _TimedOut),
    _TimedOut,
)
_EXPECTED: Final[tuple[type[Exception], ...]] = (psycopg.Error, *_TIMEOUTS)

__all__ = ["Driver", "NativeConnection", "check"]
