"""Workers that have database connections of their own, and the way to send a task's work there."""

from __future__ import annotations

import asyncio
import threading
from abc import ABC, abstractmethod
from concurrent.futures import Executor, Future
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from asgiref.sync import AsyncToSync, SyncToAsync, ThreadSensitiveContext

from aobjects import connections
from aobjects.cancellation import Call, StoppableFuture
from aobjects.hops import route

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

P = ParamSpec("P")
R = TypeVar("R")


class Worker(Executor, ABC):
    """Runs one call at a time, in their order, with connections of its own, and closes them when it ends."""

    is_thread = False

    def __init__(self) -> None:
        self._check_connections = False
        self._seconds_kept: float | None = None
        self._may_end: Callable[[Worker], bool] | None = None

    @abstractmethod
    async def run(self, func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a synchronous function here; one hop. Cancellation stops its queries."""

    @abstractmethod
    def submit_stoppable(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Queue a call whose queries are stopped when its future is cancelled; ``submit`` lets them run."""

    @abstractmethod
    def release(self, func: Callable[[], None]) -> None:
        """Call ``func`` when nothing runs here, and others have what an idle worker must not keep."""

    def check_connections(self) -> None:
        """Let the next call begin with connections that are usable, and not older than they may be."""
        self._check_connections = True

    def end_when_idle(self, seconds: float, may_end: Callable[[Worker], bool]) -> None:
        """End when there was nothing to do for so long, and ``may_end`` agrees."""
        if self._may_end is None:
            self._seconds_kept, self._may_end = seconds, may_end
            self._begin_to_wait()

    @abstractmethod
    def _begin_to_wait(self) -> None:
        """Look from now on whether there was nothing to do for so long."""

    def _look_at_connections(self) -> None:
        """Close what is unusable, if the call that begins is to find none of that."""
        if self._check_connections:
            self._check_connections = False
            connections.close_unusable()

    @abstractmethod
    async def close(self) -> None:
        """Shut down and wait until the connections are closed."""


class ThreadWorker(Worker):
    """A thread.

    ``ThreadPoolExecutor(max_workers=1)`` costs more a call, and its thread ends without closing connections.
    """

    is_thread = True

    def __init__(self) -> None:
        super().__init__()
        self._jobs: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        self._unfinished = 0
        self._lock = threading.RLock()
        self._ended: Future[None] = Future()
        # A loop that ends cancels whoever waits for it, not the end.
        self._ended.set_running_or_notify_cancel()
        # asgiref names ThreadPoolExecutor, and hands any executor to the event loop, which takes any.
        self._call: Callable[..., Coroutine[Any, Any, Any]] = SyncToAsync(
            cast("Callable[..., Any]", self._call_here), thread_sensitive=False, executor=cast("Any", self)
        )
        # A process may exit while a call hangs.
        self._thread = threading.Thread(target=self._work, name="aobjects", daemon=True)
        self._thread.start()

    async def run(self, func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a synchronous function in this thread; one hop. Cancellation stops its queries."""
        call = Call(own_transaction=True)
        chosen = route.get()
        try:
            result: R = await self._call(call, func, *args, **kwargs)
        except (asyncio.CancelledError, GeneratorExit):
            # asgiref brings back the context of the call, which is in the middle of it.
            route.set(chosen)
            call.stop()
            raise
        return result

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Queue a call, as executors do."""
        return self._submit(Future(), partial(fn, *args, **kwargs))

    def submit_stoppable(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Queue a call whose queries are stopped when its future is cancelled."""
        call = Call(own_transaction=True)
        return self._submit(StoppableFuture(call), partial(call, fn, *args, **kwargs))

    def _submit(self, future: Future[R], call: Callable[[], R]) -> Future[R]:
        with self._lock:
            self._unfinished += 1
            self._jobs.put((future, call))
        return future

    def release(self, func: Callable[[], None]) -> None:
        """Call ``func`` when nothing runs here, and others have what an idle thread must not keep.

        What a cancelled await left here takes time to stop.
        """
        if connections.any_pooled():
            self.submit(connections.give_back_pooled).add_done_callback(lambda done: func())
        elif self._unfinished:
            self.submit(func)
        else:
            func()

    def _begin_to_wait(self) -> None:
        # It waits without end until now.
        self.submit(int)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the thread close its connections and end, after what was submitted."""
        self._jobs.put(None)
        if wait:
            self._thread.join()

    async def close(self) -> None:
        """Shut down and wait until the connections are closed."""
        self.shutdown(wait=False)
        await asyncio.wrap_future(self._ended)

    def _call_here(self, call: Call, func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        connections.lock_first(True)
        # Async code below this call comes back to this thread, as asgiref has it, and must not take another.
        token = route.set(None)
        try:
            return call(func, *args, **kwargs)
        finally:
            route.reset(token)

    def _work(self) -> None:
        while job := self._next_job():
            self._do(*job)
            del job
        connections.close()
        self._ended.set_result(None)

    def _next_job(self) -> tuple[Future[Any], Callable[[], Any]] | None:
        while True:
            try:
                return self._jobs.get(timeout=self._seconds_kept)
            except Empty:
                if self._may_end is not None and self._may_end(self):
                    return None

    def _do(self, future: Future[R], call: Callable[[], R]) -> None:
        if not future.set_running_or_notify_cancel():
            return self._finished()
        try:
            self._look_at_connections()
            result = call()
        except BaseException as error:
            self._finished()
            future.set_exception(error)
        else:
            self._finished()
            future.set_result(result)

    def _finished(self) -> None:
        # Before the result is known: who gets it may ask at once whether this thread is idle.
        with self._lock:
            self._unfinished -= 1


class Gate(Executor):
    """The way to a worker, until it is closed; then work is refused with a message."""

    def __init__(self, worker: Worker, refusal: str) -> None:
        self._worker = worker
        self._refusal = refusal
        self._open = True

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        if not self._open:
            raise RuntimeError(self._refusal)
        return self._worker.submit_stoppable(fn, *args, **kwargs)

    def close(self) -> None:
        self._open = False


class ExecutorContext(ThreadSensitiveContext):
    """Send the thread-sensitive work of a task, that of Django's async methods too, to an executor.

    This is ``ThreadSensitiveContext(executor=...)`` of asgiref 3.13, for every asgiref since 3.9. A task that
    outlives the block still finds the executor here, which may refuse it; asgiref would give it a new thread.
    """

    def __init__(self, executor: Executor) -> None:
        super().__init__()
        self._given = executor

    async def __aenter__(self) -> ExecutorContext:
        self.token = SyncToAsync.thread_sensitive_context.set(self)
        SyncToAsync.context_to_thread_executor[self] = self._given
        # The thread of sync code further up would come before this one.
        self._above = getattr(AsyncToSync.executors, "current", None)
        AsyncToSync.executors.current = None
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        assert self.token is not None
        with suppress(ValueError):
            # A task that is destroyed with its loop is closed in another context.
            SyncToAsync.thread_sensitive_context.reset(self.token)
            AsyncToSync.executors.current = self._above


def loop_runs() -> bool:
    """Tell whether an event loop runs in this thread: not where a task is destroyed together with its own."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


async def finish(work: Coroutine[Any, Any, R]) -> R:
    """Await ``work`` to its end, also when cancelled meanwhile; raise that cancellation afterwards."""
    task = asyncio.ensure_future(work)
    cancellation: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancellation = error
    if cancellation is None or (not task.cancelled() and task.exception()):
        return task.result()
    raise cancellation
