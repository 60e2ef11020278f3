"""The engine: a pool of connections for each event loop, when all databases have this backend."""

from __future__ import annotations

import asyncio
import atexit
import os
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from asgiref.sync import SyncToAsync
from django.db import connections

from aobjects import engines
from aobjects.backends.postgresql import asgirefcalls, djangoconnections, driver, jobs
from aobjects.backends.postgresql.jobworkers import JobWorker
from aobjects.limits import SECONDS_TO_WAIT, in_tests, max_connections
from aobjects.pool import POOL, Pool
from aobjects.scopes import Scope
from aobjects.workers import ExecutorContext

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

ENGINES: Final = {"aobjects.backends.postgresql", "django.db.backends.dummy"}
"""Django takes the second where nothing is said of ``default``."""


class _Anywhere(Scope):
    """Where queries go of which nobody said where: who has it has just been told so."""

    @property
    def active(self) -> bool:
        return True


class _OfLoop:
    """What a loop has: its pool, and where queries go of which nobody said where."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._workers = weakref.WeakSet[JobWorker]()
        self.pool = Pool(lambda: self._make(loop))
        if POOL.is_open and not in_tests():
            # The middleware, or KeptThreads, said so.
            self.pool.open()
        self.scope: _Anywhere | None = None
        # Whoever runs a loop to its end closes the asynchronous generators that were begun there.
        self._until_the_end = _end_with_loop(self.pool)
        with suppress(StopIteration):
            self._until_the_end.__anext__().send(None)

    def _make(self, loop: asyncio.AbstractEventLoop) -> JobWorker:
        worker = JobWorker(loop)
        self._workers.add(worker)
        return worker

    def close(self) -> None:
        """Close all that the loop has left, once it is closed."""
        self.pool.end()
        for worker in self._workers:
            worker.shutdown()


async def _end_with_loop(pool: Pool) -> AsyncGenerator[None]:
    try:
        yield
    finally:
        pool.ends = True
        pool.end()


class _Native:
    """Answers what ``aobjects.engines`` is asked."""

    def __init__(self) -> None:
        self._loops: dict[asyncio.AbstractEventLoop, _OfLoop] = {}
        self._of_parent: list[dict[asyncio.AbstractEventLoop, _OfLoop]] = []
        self._settings: Any = None
        self._serves = False

    def job(self) -> jobs.Job | None:
        return jobs.current()

    def pool(self) -> Pool | None:
        here = self._here()
        return None if here is None else here.pool

    def scope(self) -> Scope | None:
        if asgirefcalls.below_sync_code():
            # Whose transaction may be open, as in Django's test cases.
            return None
        if isinstance(SyncToAsync.thread_sensitive_context.get(None), ExecutorContext):
            # Of a request, or of a block of ours: the rest of its work goes there, too.
            return None
        here = self._here()
        if here is None:
            return None
        if here.scope is None:
            here.scope = _Anywhere(max_connections(), SECONDS_TO_WAIT)
        share = here.scope.share
        share.limit = share.process_limit = max_connections()
        return here.scope

    def pools(self) -> list[Pool]:
        return [each.pool for each in list(self._loops.values())]

    def end(self) -> None:
        """Close the connections that nobody has; for the end of the process."""
        self._forget_closed()
        for pool in self.pools():
            pool.end()

    def forget(self) -> None:
        """Begin anew in a forked process: the connections are its parent's."""
        # Closing them would end their sessions: they are kept, and nobody finds them.
        self._of_parent.append(self._loops)
        self._loops = {}
        jobs.begin_process()

    def _here(self) -> _OfLoop | None:
        settings = connections.settings
        if settings is not self._settings:
            self._settings = settings
            self._serves = {database["ENGINE"] for database in settings.values()} <= ENGINES
        loop = asyncio.events._get_running_loop() if self._serves else None
        if loop is None:
            return None
        here = self._loops.get(loop)
        if here is None:
            self._forget_closed()
            here = self._loops[loop] = _OfLoop(loop)
        return here

    def _forget_closed(self) -> None:
        """Close what the loops have left that were closed without being run to their end."""
        for loop in list(self._loops):
            if loop.is_closed() and (ended := self._loops.pop(loop, None)):
                ended.close()
                POOL.add_counts(ended.pool)


_NATIVE: Final = _Native()


def install() -> driver.Driver:
    """Put the engine in, once; return psycopg as its backend uses it."""
    driver.check()
    djangoconnections.install()
    asgirefcalls.install()
    engines.install(_NATIVE)
    return driver.Driver("psycopg")


os.register_at_fork(after_in_child=_NATIVE.forget)
atexit.register(_NATIVE.end)

__all__ = ["install"]
