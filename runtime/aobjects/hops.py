"""The one place where synchronous work leaves the event loop: it chooses the thread."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from asgiref.sync import sync_to_async

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

P = ParamSpec("P")
R = TypeVar("R")


def _call(func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    return func(*args, **kwargs)


# Made once: making a SyncToAsync costs more than calling it with one argument more.
_call_in_thread: Final = sync_to_async(_call)


async def run(func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a synchronous function in a thread that may use the database; one hop."""
    return await _call_in_thread(func, *args, **kwargs)


class Thread:
    """A thread that stays the same from call to call, for work that keeps a cursor open."""

    async def run(self, func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a synchronous function in this thread; one hop."""
        return await run(func, *args, **kwargs)


@asynccontextmanager
async def hold_thread() -> AsyncIterator[Thread]:
    """Give one thread to several calls, until the block ends."""
    yield Thread()


__all__ = ["Thread", "hold_thread", "run"]
