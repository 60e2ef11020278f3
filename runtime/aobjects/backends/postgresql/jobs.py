"""A job: synchronous code in a greenlet, which gives the event loop its turn whenever it has to wait."""

from __future__ import annotations

import asyncio
import time
import traceback
from asyncio.events import _set_running_loop  # pyright: ignore[reportPrivateUsage]
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, Final, TypeVar

from greenlet import GreenletExit, getcurrent, greenlet

from aobjects.backends.postgresql import watching
from aobjects.options import option

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from contextvars import Context

    from aobjects.engines import Made

R = TypeVar("R")

SECONDS_AT_A_TIME: Final = 0.005
"""How long a job may work before ``pause()`` lets others have their turn."""

_ANY: Final = object()


class _Lane(greenlet):
    """Runs jobs, one after the other: the system's memory for a new one costs as much as a small query."""

    job: Job | None = None


def _run_jobs(job: Job) -> None:
    # It has no reference to its lane: then that ends when nobody else has one.
    while True:
        job.work()
        del job
        hub = getcurrent().parent
        assert hub is not None
        job = hub.switch()
        del hub


class Place:
    """The connections that jobs use which follow each other."""

    __slots__ = ("lane", "made", "reader", "wrappers")

    def __init__(self) -> None:
        self.wrappers: dict[str, Any] = {}
        self.made: Made = {}
        self.lane: _Lane | None = None
        """Where the next job may run."""
        self.reader: Any = None
        """What queries run on that have no job; any job may change the connection, and ends this."""

    def close(self) -> None:
        """Close the connections, from whatever thread: nothing is sent but the farewell."""
        self.lane = self.reader = None
        for wrapper in self.wrappers.values():
            driver, wrapper.connection = wrapper.connection, None
            if driver is not None:
                driver.close()
        self.wrappers.clear()
        self.made.clear()


class _Process:
    """Which process this is: a forked one has the greenlets of its parent, and not its event loops."""

    number = 0


def begin_process() -> None:
    """Run no job any more that began before."""
    _Process.number += 1


class Job:
    """Synchronous code that runs on an event loop, with the connections of a place.

    The loop enters it, and it leaves only to the loop. Meanwhile its thread seems to have no running loop, as
    the thread of synchronous code has none: Django and asgiref ask for it.
    """

    def __init__(
        self,
        func: Callable[[], object],
        place: Place,
        loop: asyncio.AbstractEventLoop,
        on_end: Callable[[Job], None],
    ) -> None:
        self.place = place
        self.made = place.made
        self.loop = loop
        self.context = copy_context()
        self.interrupted = False
        self.was_thrown_at = False
        """Whether ``CancelledError`` was raised in it: an interruption comes when the loop has its turn."""
        self.has_ended = False
        self.result: object = None
        self.raised: BaseException | None = None
        self.waiter: asyncio.Future[None] | None = None
        """What awaits its end."""
        self._func = func
        self._on_end = on_end
        self._process = _Process.number
        self._lane: _Lane | None = None
        self._is_done = False
        self._ticket: object | None = None
        self._owed: BaseException | None = None
        self._entered = 0.0

    @property
    def is_here(self) -> bool:
        """Whether this is the process in which it began."""
        return self._process == _Process.number

    @property
    def cleans_up(self) -> bool:
        """Whether its interruption was raised in it: what it does now, nobody waits for."""
        return self.was_thrown_at and self._owed is None

    def begin(self) -> None:
        """Let it run, until it waits or ends. Called by the loop, or a task of it."""
        if self.interrupted:
            self.raised = asyncio.CancelledError()
            return self._end()
        hub = getcurrent()
        self.place.reader = None
        lane, self.place.lane = self.place.lane, None
        # The loop may have been run in a greenlet before.
        if lane is None or lane.parent is not hub:
            lane = _Lane(_run_jobs, hub)
        lane.gr_context = self.context
        lane.job, self._lane = self, lane
        self._enter(lane.switch, self)

    def wait(self, ticket: object) -> Any:
        """Wait until somebody calls ``wake`` with this ticket. Called inside the job, after ``pay``."""
        return self._rest(ticket)

    def wake(self, ticket: object, value: object = None) -> None:
        """Let it go on, if that is still what it waits for. Called by the loop."""
        if ticket is self._ticket and self._lane is not None:
            self._enter(self._lane.switch, value)

    def interrupt(self) -> None:
        """Raise ``CancelledError`` where it waits, once; from whatever thread."""
        if not self.interrupted:
            self.interrupted = True
            try:
                self.loop.call_soon_threadsafe(self._throw)
            except RuntimeError:
                # The loop has been closed: nobody waits for it any more.
                self.place.close()

    def await_(self, make: Callable[[], Coroutine[Any, Any, R]], context: Context) -> R:
        """Wait for a coroutine, which the loop runs as a task. Called inside the job."""
        task: asyncio.Task[R] | None = None
        is_wanted = True

        def begin() -> None:
            # Not in the job: a factory of eager tasks runs the first step at once.
            nonlocal task
            if is_wanted:
                task = self.loop.create_task(make(), context=context)
                task.add_done_callback(end)

        def end(done: asyncio.Task[R]) -> None:
            if is_wanted:
                self._wake_up()

        self.loop.call_soon(begin)
        try:
            while task is None or not task.done():
                try:
                    self._rest()
                except GreenletExit:
                    raise
                except BaseException as error:
                    if task is None:
                        raise
                    self._owed = error
                    task.cancel()
        finally:
            is_wanted = False
        if task.cancelled():
            self.pay()
        return task.result()

    def wait_until(self, ask: Callable[[Callable[[], None]], None]) -> None:
        """Wait until a callback is called, also when interrupted. Called inside the job."""
        wakings: list[asyncio.Handle] = []
        ask(lambda: wakings.append(self.loop.call_soon(self._wake_up)))
        try:
            while not wakings:
                try:
                    self._rest()
                except GreenletExit:
                    raise
                except BaseException as error:
                    self._owed = error
        finally:
            for waking in wakings:
                waking.cancel()

    def pause(self) -> None:
        """Let others have their turn if this has worked for long. Called inside the job."""
        self.pay()
        if time.perf_counter() - self._entered > SECONDS_AT_A_TIME:
            handle = self.loop.call_soon(self._wake_up)
            try:
                self._rest()
            finally:
                handle.cancel()

    def pay(self) -> None:
        """Raise what interrupted something that went on all the same."""
        if self._owed is not None:
            owed, self._owed = self._owed, None
            raise owed

    def _rest(self, ticket: object = _ANY) -> Any:
        """Give the loop its turn, until ``wake`` is called with this ticket, or ``_wake_up``."""
        lane = getcurrent()
        assert lane is self._lane, "another job waits in the name of this one"
        assert lane.parent is not None
        self._ticket = ticket
        try:
            return lane.parent.switch()
        finally:
            self._ticket = None

    def _wake_up(self) -> None:
        if self._ticket is not None and self._lane is not None:
            self._enter(self._lane.switch)

    def _throw(self) -> None:
        if self._ticket is not None and self._lane is not None:
            self.was_thrown_at = True
            self._enter(self._lane.throw, asyncio.CancelledError())

    def _enter(self, switch: Callable[..., object], *values: object) -> None:
        milliseconds = option("AOBJECTS_LOG_HELD_LOOP_MS", None)
        self._entered = time.perf_counter()
        _set_running_loop(None)
        try:
            if milliseconds is None:
                switch(*values)
            else:
                with watching.watched(milliseconds):
                    switch(*values)
        finally:
            _set_running_loop(self.loop)
        if self._is_done:
            self._end()

    def work(self) -> None:
        """Run to the end, in the lane that is current."""
        try:
            self.result = self._func()
        except BaseException as error:
            if self.interrupted:
                # Cursors that only its frames have are closed here: elsewhere the loop would wait for that.
                traceback.clear_frames(error.__traceback__)
                self.raised = asyncio.CancelledError()
            else:
                self.raised = error
            if isinstance(error, GreenletExit):
                raise
        finally:
            self._is_done = True

    def _end(self) -> None:
        lane, self._lane = self._lane, None
        if lane is not None:
            lane.job = None
            if not lane.dead:
                lane.gr_context = None
                self.place.lane = lane
        self.has_ended = True
        self._on_end(self)


def current() -> Job | None:
    """Return the job in which the caller runs, if it is one."""
    here = getcurrent()
    if type(here) is not _Lane:
        return None
    job = here.job
    return job if job is not None and job.is_here else None


def pause() -> None:
    """In long work of a job, let others have their turn."""
    if job := current():
        job.pause()


__all__ = ["Job", "Place", "begin_process", "current", "pause"]
