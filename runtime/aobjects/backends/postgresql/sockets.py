"""Waits for the sockets of connections, with one place in the event loop's selector for all of them.

To add a reader to a loop and to remove it again, for each query, costs a third of all that is done for it.
"""

from __future__ import annotations

import select
import weakref
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Final

from psycopg import waiting

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

READ: Final = int(waiting.WAIT_R)
WRITE: Final = int(waiting.WAIT_W)
HAS_EPOLL: Final = hasattr(select, "epoll")


class Sockets(ABC):
    """Sockets for which somebody waits: each is waited for once, and by one at a time."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        # The loop has this: it goes with it.
        self._loop_of = weakref.ref(loop)
        self._waiting = dict[int, "tuple[Callable[..., object], object]"]()

    @abstractmethod
    def wait(self, fileno: int, state: int, tell: Callable[[Any, int], object], value: object) -> None:
        """Have ``tell(value, ready)`` called by the loop, once; ``OSError`` where the socket was closed."""

    @abstractmethod
    def forget(self, fileno: int) -> None:
        """Have nobody told of a socket, whether it was waited for or not."""


class AddedSockets(Sockets):
    """Those that the loop itself waits for."""

    def wait(self, fileno: int, state: int, tell: Callable[[Any, int], object], value: object) -> None:
        loop = self._loop_of()
        assert loop is not None
        self._waiting[fileno] = tell, value
        if state & READ:
            loop.add_reader(fileno, self._tell, fileno, READ)
        if state & WRITE:
            loop.add_writer(fileno, self._tell, fileno, WRITE)

    def forget(self, fileno: int) -> None:
        loop = self._loop_of()
        if self._waiting.pop(fileno, None) and loop is not None and not loop.is_closed():
            loop.remove_reader(fileno)
            loop.remove_writer(fileno)

    def _tell(self, fileno: int, ready: int) -> None:
        if found := self._waiting.get(fileno):
            self.forget(fileno)
            tell, value = found
            tell(value, ready)


class PolledSockets(Sockets):
    """Those of a poll that the loop waits for. The system takes out of it what is closed."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self._poll = select.epoll()
        self._modify = self._poll.modify
        loop.add_reader(self._poll.fileno(), self._look)

    def wait(self, fileno: int, state: int, tell: Callable[[Any, int], object], value: object) -> None:
        self._waiting[fileno] = tell, value
        events = _EVENTS[state]
        try:
            self._modify(fileno, events)
        except FileNotFoundError:
            # A new one, which may have the number of one that was closed.
            self._poll.register(fileno, events)

    def forget(self, fileno: int) -> None:
        # It may come all the same, once, and is not told.
        self._waiting.pop(fileno, None)

    def _look(self) -> None:
        found = [
            (*self._waiting.pop(fileno), _READY.get(events, READ | WRITE))
            for fileno, events in self._poll.poll(0)
            if fileno in self._waiting
        ]
        # Each is a turn of its own, but for the first: this is its.
        for tell, value, ready in found[1:]:
            loop = self._loop_of()
            assert loop is not None
            loop.call_soon(tell, value, ready)
        if found:
            tell, value, ready = found[0]
            tell(value, ready)


if HAS_EPOLL:
    _EVENTS: Final = {
        READ: select.EPOLLIN | select.EPOLLONESHOT,
        WRITE: select.EPOLLOUT | select.EPOLLONESHOT,
        READ | WRITE: select.EPOLLIN | select.EPOLLOUT | select.EPOLLONESHOT,
    }
    _READY: Final = {select.EPOLLIN: READ, select.EPOLLOUT: WRITE}

# What waits for them ends with the loop: its readers have them, and nobody else.
_of_loops: Final = weakref.WeakKeyDictionary["asyncio.AbstractEventLoop", "weakref.ref[Sockets]"]()


def of(loop: asyncio.AbstractEventLoop) -> Sockets:
    """Return the sockets for which a loop waits."""
    known = _of_loops.get(loop)
    found = None if known is None else known()
    if found is None:
        found = (PolledSockets if HAS_EPOLL else AddedSockets)(loop)
        _of_loops[loop] = weakref.ref(found)
    return found


__all__ = ["AddedSockets", "PolledSockets", "Sockets", "of"]
