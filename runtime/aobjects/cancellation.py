"""Stops what an await that is cancelled leaves running in its thread: the query, in the database."""

from __future__ import annotations

import logging
import os
import threading
import traceback
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

from django.db import DatabaseError, OperationalError
from django.db.backends.signals import connection_created

from aobjects import connections, engines

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.backends.base.base import BaseDatabaseWrapper


P = ParamSpec("P")
R = TypeVar("R")

log: Final = logging.getLogger("aobjects")

SECONDS_BETWEEN_STOPS: Final = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)
"""A request to stop may come too early for a query, and a call may catch what it raises: it is repeated."""

SECONDS_FOR_THE_SERVER: Final = 5.0

STEPS_BETWEEN_LOOKS: Final = 1_000_000
"""SQLite's own steps, about ten milliseconds of them."""

STOPPED: Final = "an await was cancelled, and its query was stopped with it"


class QueryStopped(OperationalError):  # noqa: N818  # nobody awaits it
    """Why a transaction can only be rolled back: a query in it was stopped when its await was cancelled."""


def is_stopped(reason: BaseException | None) -> bool:
    """Tell whether that is why a transaction has to be rolled back; later errors have it for their cause."""
    while reason is not None and not isinstance(reason, QueryStopped):
        reason = reason.__cause__
    return reason is not None


class Call:
    """A call of a function in some thread; another thread may stop the queries that it runs there.

    The call ends only when no request to stop is on its way: it cannot reach a later query of that thread.
    """

    __slots__ = ("_connections", "_ended", "_job", "_lock", "_own_transaction", "_stopped", "_unwanted")

    def __init__(self, *, own_transaction: bool = False) -> None:
        # Whether a transaction that was open before belongs to the task that may be cancelled.
        self._own_transaction = own_transaction
        self._lock = threading.Lock()
        self._connections: dict[str, tuple[BaseDatabaseWrapper, Any]] | None = None
        self._job: engines.Job | None = None
        self._unwanted = False
        self._stopped = False
        self._ended: threading.Event | None = None

    def __call__(self, func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        job, made = engines.job(), connections.of_this_thread()
        stoppable = self._own_transaction or not connections.in_transaction()
        with self._lock:
            if self._unwanted:
                # Its thread had taken it already, and was not here yet.
                raise QueryStopped(STOPPED)
            if stoppable and job is not None:
                self._job = job
            elif stoppable:
                self._connections = made
        _here.calls.append(self)
        try:
            return func(*args, **kwargs)
        except DatabaseError as error:
            if self._stopped:
                connections.require_rollback(QueryStopped(STOPPED), error)
            raise
        except BaseException as error:
            if job is not None and job.interrupted:
                # Cursors that only its frames have are closed here, while the job can wait for that.
                traceback.clear_frames(error.__traceback__)
            raise
        finally:
            _here.calls.remove(self)
            with self._lock:
                self._let_queries_begin()
                self._connections = self._job = None
                if self._ended is not None:
                    self._ended.set()

    @property
    def is_stopped(self) -> bool:
        """Whether its queries are to end."""
        return self._stopped

    def stop(self) -> None:
        """Let a thread that waits for nothing else stop the queries of this call, or its job do that."""
        if self._unwanted:
            return
        self._unwanted = True
        with self._lock:
            if self._job is not None:
                return self._job.interrupt()
        try:
            _stoppers.submit(self._stop)
        except RuntimeError:
            log.debug("The process ends: a query whose await was cancelled runs on.")

    def _stop(self) -> None:
        for number, seconds in enumerate(SECONDS_BETWEEN_STOPS):
            with self._lock:
                if self._connections is None:
                    return
                self._stopped = True
                self._ended = ended = self._ended or threading.Event()
                for connection, driver in list(self._connections.values()):
                    # What is nearly through may end: it leaves a transaction around it as it was.
                    if number and self._refuse not in connection.execute_wrappers:
                        # In front: who takes off a wrapper of his own takes the last one.
                        connection.execute_wrappers.insert(0, self._refuse)
                    # While Django sets up another one, a query that failed would leave that half done.
                    if connection.connection is driver:
                        stop_query(driver)
            if ended.wait(seconds):
                return
        with self._lock:
            self._let_queries_begin()

    def _refuse(self, execute: Callable[..., Any], *args: Any) -> Any:
        """Begin no further query, but those that set up a connection."""
        connection = args[-1]["connection"]
        made = self._connections
        if made is not None and made.get(connection.alias) == (connection, connection.connection):
            raise QueryStopped(STOPPED)
        return execute(*args)

    def _let_queries_begin(self) -> None:
        if self._stopped and self._connections is not None:
            for connection, _ in list(self._connections.values()):
                with suppress(ValueError):
                    connection.execute_wrappers.remove(self._refuse)


def stop_query(driver: Any) -> None:
    """Stop what runs on a driver's connection that another thread has, where it can.

    psycopg and oracledb ask the server. SQLite looks by itself, and mysqlclient has nothing of the kind.
    """
    try:
        if hasattr(driver, "cancel_safe"):
            driver.cancel_safe(timeout=SECONDS_FOR_THE_SERVER)
        elif hasattr(driver, "cancel"):
            driver.cancel()
    except Exception:
        # It may have been closed meanwhile, or the server may be gone: then nothing runs there.
        log.debug("A query whose await was cancelled could not be stopped.", exc_info=True)


class _Here(threading.local):
    """The calls that run in this thread: a call may lead to another one."""

    def __init__(self) -> None:
        self.calls: list[Call] = []


_here: Final = _Here()


def _is_stopped_here() -> bool:
    return any(call.is_stopped for call in _here.calls)


def _let_sqlite_look(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Let each SQLite query look from time to time whether it is to end.

    ``interrupt()`` would end whatever is open on the connection, such as a stream.
    """
    driver: Any = connection.connection
    if hasattr(driver, "set_progress_handler"):
        driver.set_progress_handler(_is_stopped_here, STEPS_BETWEEN_LOOKS)


connection_created.connect(_let_sqlite_look)


class StoppableFuture(Future[R]):
    """The result of a call; to cancel it stops its queries when it runs already."""

    def __init__(self, call: Call) -> None:
        super().__init__()
        self._call = call

    def cancel(self) -> bool:
        if super().cancel():
            return True
        self._call.stop()
        return False


def _make_stoppers() -> None:
    global _stoppers  # noqa: PLW0603  # a forked process has none of the threads
    _stoppers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="aobjects-stop")


_stoppers: ThreadPoolExecutor
_make_stoppers()
os.register_at_fork(after_in_child=_make_stoppers)


__all__ = ["Call", "QueryStopped", "StoppableFuture", "is_stopped", "stop_query"]
