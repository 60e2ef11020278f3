"""The route of tasks inside ``concurrent()``: each call, stream or transaction borrows a worker."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, nullcontext
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from aobjects import connections
from aobjects.hops import DJANGO_THREAD, HeldDjangoThread, Thread, sync_code_above
from aobjects.limits import Share
from aobjects.pools import here
from aobjects.workers import Worker, finish

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

P = ParamSpec("P")
R = TypeVar("R")

share_of_requests: Final = ContextVar[Share | None]("aobjects_share_of_requests", default=None)
"""What requests of ``KeptThreads`` may have, in such a request: sync code above occupies a worker there."""


class _Held:
    """A worker that a stream holds; what its loop awaits may use it when no other one is free."""

    def __init__(self, worker: Worker, scope: Scope) -> None:
        self.worker = worker
        self._scope = scope
        self._users = 0
        self.in_transaction = False

    @property
    def is_held(self) -> bool:
        return self._users > 0

    def enter(self) -> None:
        self._users += 1

    def leave(self) -> None:
        self._users -= 1
        if not self._users:
            self._scope.pool.give_back(self.worker, self._scope.share)


# A generator runs in the context of its loop: what a stream sets, the body of the loop and its tasks see.
_holding: Final = ContextVar[tuple[_Held, ...]]("aobjects_holding", default=())


def _take(scope: Scope) -> Worker | None:
    """Lend a worker at once, but not to the loop of a stream that would keep it from writing."""
    if _holding.get() and _held_here() and connections.any_sqlite():
        return None
    return scope.pool.take(scope.share)


def _held_here() -> _Held | None:
    """Return what a stream holds in whose loop this task runs."""
    held_here = reversed(_holding.get())
    return next((held for held in held_here if held.is_held and not held.in_transaction), None)


class Scope:
    """An entered ``concurrent()``.

    Nobody who holds a worker waits for another: where none is free, the loop of a stream has that of the
    stream, and below sync code that occupies one there is the thread of that code. On SQLite, the loop of a
    stream has that of the stream in any case.
    """

    def __init__(self, limit: int, timeout: float) -> None:
        self.pool = here()
        self.share = Share(limit)
        self.timeout = timeout
        self._sync_code_above = sync_code_above()
        self.below_kept_thread = bool(self._sync_code_above and share_of_requests.get())
        self.open = False

    @property
    def active(self) -> bool:
        """Whether this task may use connections other than Django's.

        Async code that sync code calls inside the block, with ``async_to_sync``, may not: what calls it may
        have a transaction open, as a view does under ``ATOMIC_REQUESTS``.
        """
        return self.open and sync_code_above() is self._sync_code_above and here() is self.pool

    async def run(self, func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        if not self.active:
            return await DJANGO_THREAD.run(func, *args, **kwargs)
        worker = _take(self)
        if worker is None:
            if held := _held_here():
                return await held.worker.run(func, *args, **kwargs)
            if self.below_kept_thread:
                return await DJANGO_THREAD.run(func, *args, **kwargs)
            worker = await self.pool.borrow(self.share, self.timeout)
        try:
            return await worker.run(func, *args, **kwargs)
        finally:
            self.pool.give_back(worker, self.share)

    def hold_thread(self) -> AbstractAsyncContextManager[Thread]:
        return _StreamLease(self) if self.active else nullcontext(HeldDjangoThread())

    def lease(self) -> AbstractAsyncContextManager[Worker]:
        """Lend a worker to a transaction."""
        return _TransactionLease(self)


class _TransactionLease(AbstractAsyncContextManager[Worker]):
    """A worker for a transaction, to whom nobody else sends work."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def __aenter__(self) -> Worker:
        scope = self._scope
        worker = _take(scope)
        self._held = None if worker else _held_here()
        self._own = worker is None and self._held is None and scope.below_kept_thread
        if self._held is not None:
            self._held.enter()
            self._held.in_transaction = True
            worker = self._held.worker
        elif self._own:
            worker = scope.pool.make_worker()
        self._worker = worker or await scope.pool.borrow(scope.share, scope.timeout)
        return self._worker

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._held is not None:
            self._held.in_transaction = False
            self._held.leave()
        elif self._own:
            await finish(self._worker.close())
        else:
            self._scope.pool.give_back(self._worker, self._scope.share)


class _StreamLease(AbstractAsyncContextManager[Thread]):
    """A thread for a stream; the loop over it finds it when it needs one."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._held: _Held | None = None

    async def __aenter__(self) -> Thread:
        scope = self._scope
        worker = _take(scope)
        self._held = None if worker else _held_here()
        if worker is None and self._held is None:
            if scope.below_kept_thread:
                return HeldDjangoThread()
            worker = await scope.pool.borrow(scope.share, scope.timeout)
        if worker is not None:
            self._held = _Held(worker, scope)
            _holding.set((*(held for held in _holding.get() if held.is_held), self._held))
        assert self._held is not None
        self._held.enter()
        return self._held.worker

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._held is not None:
            held, self._held = self._held, None
            held.leave()
            _holding.set(tuple(held for held in _holding.get() if held.is_held))

    def __del__(self) -> None:
        # A stream that is destroyed with its loop does not leave it.
        if self._held is not None:
            self._held.leave()


__all__ = ["Scope", "share_of_requests"]
