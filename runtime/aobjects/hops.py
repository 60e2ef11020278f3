"""The one place where synchronous work leaves the event loop: it chooses the thread."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, nullcontext
from contextvars import ContextVar, copy_context
from typing import TYPE_CHECKING, Final, ParamSpec, Protocol, TypeVar

from asgiref.sync import AsyncToSync, SyncToAsync, sync_to_async

from aobjects import engines
from aobjects.cancellation import Call

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")


class Thread(Protocol):
    """A thread that stays the same from call to call, for work that keeps a cursor open."""

    async def run(self, func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a synchronous function in this thread; one hop."""
        ...


class Route(Protocol):
    """Where a task's work goes instead of Django's thread: set by ``concurrent()`` and ``aatomic()``."""

    async def run(self, func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a synchronous function in some thread; one hop."""
        ...

    def hold_thread(self) -> AbstractAsyncContextManager[Thread]:
        """Give one thread to several calls, until the block ends."""
        ...


route: Final = ContextVar[Route | None]("aobjects_route", default=None)


def _call(call: Call, func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    return call(func, *args, **kwargs)


# Made once: making a SyncToAsync costs more than calling it with one argument more.
_call_in_thread: Final = sync_to_async(_call)


class DjangoThread:
    """The thread that asgiref chooses for the calling task, as for Django's own async methods."""

    def __init__(self, *, own_transaction: bool = False) -> None:
        self._own_transaction = own_transaction

    async def run(self, func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a synchronous function there; one hop. Cancellation stops its queries."""
        call = Call(own_transaction=self._own_transaction)
        try:
            return await _call_in_thread(call, func, *args, **kwargs)
        except asyncio.CancelledError:
            call.stop()
            raise


DJANGO_THREAD: Final = DjangoThread()


class HeldDjangoThread:
    """The thread that asgiref chose for the task that holds it, whoever calls.

    The event loop closes a stream that nobody refers to any more in a task of its own.
    """

    def __init__(self, thread: DjangoThread = DJANGO_THREAD) -> None:
        self._thread = thread
        self._context = copy_context()

    async def run(self, func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        call = self._thread.run(func, *args, **kwargs)
        return await asyncio.get_running_loop().create_task(call, context=self._context)


def replace_thread_after_fork() -> None:
    """Give a forked process a thread: asgiref's is not there, and its executor would wait for it forever."""
    SyncToAsync.single_thread_executor = ThreadPoolExecutor(max_workers=1)


os.register_at_fork(after_in_child=replace_thread_after_fork)


def sync_code_above() -> object | None:
    """Return what stands for the sync code that called this task, through ``async_to_sync``, or None."""
    return getattr(AsyncToSync.executors, "current", None)


async def run(func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a synchronous function in a thread that may use the database; one hop."""
    chosen = route.get() or engines.scope()
    if chosen is None:
        return await DJANGO_THREAD.run(func, *args, **kwargs)
    return await chosen.run(func, *args, **kwargs)


def hold_thread() -> AbstractAsyncContextManager[Thread]:
    """Give one thread to several calls, until the block ends."""
    chosen = route.get() or engines.scope()
    return nullcontext(HeldDjangoThread()) if chosen is None else chosen.hold_thread()


__all__ = [
    "DJANGO_THREAD",
    "DjangoThread",
    "HeldDjangoThread",
    "Route",
    "Thread",
    "hold_thread",
    "route",
    "run",
    "sync_code_above",
]
