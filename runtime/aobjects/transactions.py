"""``aatomic()``: a database transaction around async code, closed to what other tasks do meanwhile."""

from __future__ import annotations

import asyncio
import sys
import weakref
from collections import defaultdict
from collections.abc import Callable
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    contextmanager,
    nullcontext,
    suppress,
)
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar, overload

from asgiref.sync import iscoroutinefunction
from django.db import DEFAULT_DB_ALIAS, transaction

from aobjects import connections, engines
from aobjects.cancellation import is_stopped
from aobjects.hops import DJANGO_THREAD, DjangoThread, HeldDjangoThread, Thread, route, sync_code_above
from aobjects.leaving import notice
from aobjects.limits import SECONDS_TO_WAIT
from aobjects.pools import here
from aobjects.scopes import Scope, share_of_requests
from aobjects.workers import ExecutorContext, Gate, Worker, finish, loop_runs

if TYPE_CHECKING:
    from collections.abc import Coroutine, Generator
    from types import TracebackType

P = ParamSpec("P")
R = TypeVar("R")

OUTLIVED: Final = (
    "This task was started inside aatomic() and runs a query after that block has ended: its transaction is "
    "over. Await the task inside the block, or start it outside. Or it left an async generator with such a "
    "block half-way: put contextlib.aclosing() around that."
)

ROLLED_BACK: Final = (
    "aatomic() was rolled back: an await inside it was cancelled, which stopped its query, and the block "
    "went on. Put aatomic() inside what is cancelled, as in 'async with asyncio.timeout(1), aatomic():'; "
    "inside another aatomic(), that is a savepoint."
)


class Block:
    """An entered ``aatomic()``: the route of the tasks inside it."""

    def __init__(self, thread: DjangoThread, generators: list[Any]) -> None:
        self.is_open = True
        self.thread = thread
        self._generators = generators
        # Savepoints nest: tasks inside that open one each do so one after the other.
        self.turn = asyncio.Lock()

    async def run(self, func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        self.check_open()
        return await self.thread.run(func, *args, **kwargs)

    def hold_thread(self) -> AbstractAsyncContextManager[Thread]:
        self.check_open()
        return nullcontext(HeldDjangoThread(self.thread))

    def close(self) -> None:
        """Refuse what comes now: the block has ended, or will, as its async generator was left half-way."""
        self.is_open = False

    def check_open(self) -> None:
        if not self.is_open:
            raise RuntimeError(OUTLIVED)


_innermost: Final = ContextVar[Block | None]("aobjects_transaction", default=None)
OWN_THREAD: Final = DjangoThread(own_transaction=True)
"""Where the work in a block goes whose transaction is not that of sync code above."""
JOINED: Final = ""
"""What blocks that join a transaction take turns for; the others do for a database."""

# Blocks that join the transaction of a test case have no block around them that could give them their turn.
_turns: Final = weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, "defaultdict[str, asyncio.Lock]"]()


def _turn(alias: str) -> asyncio.Lock:
    return _turns.setdefault(asyncio.get_running_loop(), defaultdict(asyncio.Lock))[alias]


async def _wait_to_write(alias: str) -> asyncio.Lock:
    """Let SQLite transactions of this loop follow each other: its own waiting is unfair, and fails."""
    turn = _turn(alias)
    try:
        async with asyncio.timeout(SECONDS_TO_WAIT):
            await turn.acquire()
    except TimeoutError:
        raise TimeoutError(
            f"aatomic() waited {SECONDS_TO_WAIT:g} s for other transactions of {alias!r}: SQLite has one "
            "writer. Does code inside a block wait for a task that wants one of its own?"
        ) from None
    return turn


def inside_block() -> bool:
    """Tell whether this task is inside ``aatomic()``."""
    return _innermost.get() is not None


class AsyncAtomic(AbstractAsyncContextManager[None]):
    """What ``aatomic()`` returns: to be entered once, or to decorate any number of async functions."""

    def __init__(self, using: str | None, savepoint: bool, durable: bool) -> None:
        self._arguments = (using, savepoint, durable)
        self._entered: AsyncExitStack | None = None

    def __call__(self, func: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, Coroutine[Any, Any, R]]:
        if not iscoroutinefunction(func):
            raise TypeError(f"aatomic decorates async functions; {func!r} is not one: use transaction.atomic")

        @wraps(func)
        async def inside(*args: P.args, **kwargs: P.kwargs) -> R:
            async with AsyncAtomic(*self._arguments):
                return await func(*args, **kwargs)

        return inside

    async def __aenter__(self) -> None:
        if self._entered is not None:
            raise RuntimeError("this aatomic() has been entered already; call aatomic() once for each block")
        left = list[Callable[[], None]]()
        frame = sys._getframe(1)  # pyright: ignore[reportPrivateUsage]
        generators = notice(frame, lambda: [leave() for leave in left])
        async with AsyncExitStack() as stack:
            thread, gate = await self._find_thread(stack)
            await self._begin(stack, thread)
            if gate is not None:
                stack.callback(gate.close)
                await stack.enter_async_context(ExecutorContext(gate))
                left.append(gate.close)
            block = Block(self._thread_inside(gate), generators)
            stack.enter_context(_entered(block))
            left.append(block.close)
            self._entered = stack.pop_all()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        assert self._entered is not None
        await self._entered.__aexit__(kind, error, traceback)

    async def _find_thread(self, stack: AsyncExitStack) -> tuple[Thread, Gate | None]:
        """Return the thread of the transaction, and, where it is a new one, the way of other work to it."""
        if around := _innermost.get():
            around.check_open()
            await stack.enter_async_context(around.turn)
            return DJANGO_THREAD, None
        scope = route.get() or engines.scope()
        has_scope = isinstance(scope, Scope) and scope.active
        if not has_scope and (connections.in_memory() or await DJANGO_THREAD.run(connections.in_transaction)):
            await stack.enter_async_context(_turn(JOINED))
            return DJANGO_THREAD, None
        alias = self._arguments[0] or DEFAULT_DB_ALIAS
        if connections.takes_turns(alias):
            stack.callback((await _wait_to_write(alias)).release)
        if isinstance(scope, Scope) and has_scope:
            worker = await stack.enter_async_context(scope.lease())
        elif (share := share_of_requests.get()) and sync_code_above() is None:
            worker = await stack.enter_async_context(here().lease(share, SECONDS_TO_WAIT))
        else:
            worker = here().make_worker()
            stack.push_async_callback(_end, worker)
        return worker, Gate(worker, OUTLIVED)

    def _thread_inside(self, gate: Gate | None) -> DjangoThread:
        if gate is not None:
            return OWN_THREAD
        around = _innermost.get()
        return DJANGO_THREAD if around is None else around.thread

    async def _begin(self, stack: AsyncExitStack, thread: Thread) -> None:
        """Enter Django's ``atomic``, and leave it when the stack unwinds, whatever is cancelled meanwhile."""
        atomic = transaction.atomic(*self._arguments)
        begun = False

        def begin() -> None:
            nonlocal begun
            atomic.__enter__()
            begun = True

        def leave(*exc_info: Any) -> None:
            connection = transaction.get_connection(self._arguments[0])
            reason = connection.rollback_exc if connection.needs_rollback else None
            atomic.__exit__(*exc_info)
            if exc_info[0] is None and is_stopped(reason):
                raise transaction.TransactionManagementError(ROLLED_BACK) from reason

        async def end(*exc_info: Any) -> None:
            if not begun:
                return
            if isinstance(thread, Worker) and not loop_runs():
                # A task that is destroyed with its loop can await nothing.
                thread.submit(leave, *exc_info)
            else:
                await finish(thread.run(leave, *exc_info))

        stack.push_async_exit(end)
        await finish(thread.run(begin))


@contextmanager
def _entered(block: Block) -> Generator[None]:
    """Make ``block`` the innermost one, and the route of this task and of those that it starts."""
    around = _innermost.set(block)
    route_around = route.set(block)
    try:
        yield
    finally:
        block.close()
        with suppress(ValueError):
            # A task that is destroyed with its loop is closed in another context.
            route.reset(route_around)
            _innermost.reset(around)


async def _end(worker: Worker) -> None:
    worker.shutdown(wait=False)
    if loop_runs():
        await finish(worker.close())


@overload
def aatomic(using: Callable[P, Coroutine[Any, Any, R]], /) -> Callable[P, Coroutine[Any, Any, R]]: ...
@overload
def aatomic(using: str | None = None, savepoint: bool = True, durable: bool = False) -> AsyncAtomic: ...
def aatomic(using: Any = None, savepoint: bool = True, durable: bool = False) -> Any:
    """Run a block, or an async function, in a database transaction: ``transaction.atomic()`` for async code.

    The block has a thread and a connection of its own: what other tasks do meanwhile stays outside, what
    tasks started inside do is part of it. A block inside a block is a savepoint. Where a transaction is open
    already, as in Django's ``TestCase``, the block joins it. Any exception rolls back, and so does
    cancellation. Functions given to ``transaction.on_commit()`` run after the commit.

    Await nothing; enter it with ``async with``. Raises what ``atomic()`` raises; a task that was started
    inside and runs a query after the end of the block gets ``RuntimeError``.

    >>> @aatomic
    ... async def move_pages(giver: str, taker: str, pages: int) -> None:
    ...     await Book.aobjects.filter(title=giver).update(pages=F("pages") - pages)
    ...     book = await Book.aobjects.select_for_update().get(title=taker)
    ...     book.pages += pages
    ...     await book.asave()
    >>> await move_pages("Dune", "Emma", 12)
    >>> async with aatomic():
    ...     await move_pages("Dune", "Solaris", 500)
    Traceback (most recent call last):
    Book.DoesNotExist: Book matching query does not exist.
    >>> await Book.aobjects.values_list("title", "pages")
    [('Dune', 600), ('Emma', 486), ('Ulysses', 300)]
    """
    if callable(using):
        function: Any = using
        return AsyncAtomic(None, savepoint, durable)(function)
    return AsyncAtomic(using, savepoint, durable)


__all__ = ["AsyncAtomic", "aatomic", "inside_block"]
