"""Patches asgiref's ``AsyncToSync``: a job that calls async code waits for it on its own loop."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from contextvars import ContextVar, copy_context
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

from asgiref.sync import AsyncToSync, SyncToAsync
from django.core.exceptions import ImproperlyConfigured

from aobjects.backends.postgresql import jobs
from aobjects.backends.postgresql.jobworkers import JobWorker, take_over
from aobjects.hops import sync_code_above

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

OUTLIVED: Final = (
    "This task was started by async code that sync code called, and runs sync code after that call has "
    "ended. Await the task there, or start it elsewhere."
)


class _Below(Executor):
    """Where the sync code of async code goes that a job called: to jobs with the same connections."""

    def __init__(self, job: jobs.Job) -> None:
        self._worker = JobWorker(job.loop, job.place)
        self._jobs = set[jobs.Job]()
        self._is_open = True

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        if not self._is_open:
            raise RuntimeError(OUTLIVED)
        future: Future[R] = Future()
        job = self._worker.submit_job(future, partial(fn, *args, **kwargs))
        self._jobs.add(job)
        future.add_done_callback(lambda done: self._jobs.discard(job))
        return future

    def close(self, job: jobs.Job) -> None:
        """Let the job go on when nothing of this uses its connections any more."""
        self._is_open = False
        if self._worker.is_busy:
            if job.interrupted:
                # Its async code has been told; what that called was not, as it may be of a transaction above.
                for below in self._jobs:
                    below.interrupt()
            job.wait_until(self._worker.release)


_CALL: Final[Any] = AsyncToSync
_ASYNC_CALL: Final[Any] = SyncToAsync
_djangos: Final[Any] = _CALL.__call__


_called: Final = ContextVar("aobjects_called_by_sync_code", default=False)
"""Whether sync code may be above; asgiref says which, for ten times as much."""


def below_sync_code() -> bool:
    """Tell whether sync code called this task, through ``async_to_sync``."""
    return _called.get() and sync_code_above() is not None


def _call(self: AsyncToSync[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call async code from sync code; as asgiref does it, but for jobs."""
    token = _called.set(True)
    try:
        job = jobs.current()
        return _djangos(self, *args, **kwargs) if job is None else _call_in_job(self, job, args, kwargs)
    finally:
        _called.reset(token)


def _call_in_job(self: AsyncToSync[..., Any], job: jobs.Job, args: Any, kwargs: Any) -> Any:
    below, above = _Below(job), getattr(AsyncToSync.executors, "current", None)
    AsyncToSync.executors.current = below
    context = copy_context()
    try:
        return job.await_(partial(_await, self.awaitable, args, kwargs), context)
    finally:
        below.close(job)
        take_over(context)
        AsyncToSync.executors.current = above


async def _await(function: Any, args: Any, kwargs: Any) -> Any:
    return await function(*args, **kwargs)


def install() -> None:
    """Put it in, once; raise if asgiref finds the executors of sync code in another way."""
    if _CALL.__call__ is _call:
        return
    names = {*_ASYNC_CALL.__call__.__code__.co_names}
    if not {"executors", "run_in_executor"} <= names:
        raise ImproperlyConfigured(
            f"aobjects.backends.postgresql does not know asgiref {version('asgiref')}: sync_to_async looks "
            "for the sync code above it somewhere else than in AsyncToSync.executors. Use the ENGINE "
            "django.db.backends.postgresql."
        )
    AsyncToSync.__call__ = _call  # type: ignore[method-assign]
    if sync_code_above() is not None:
        # It called this before there was anything to note it.
        _called.set(True)


__all__ = ["below_sync_code", "install"]
