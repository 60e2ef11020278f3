"""Names what held the event loop, where the setting ``AOBJECTS_LOG_HELD_LOOP_MS`` says from when on."""

from __future__ import annotations

import logging
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import FrameType

log: Final = logging.getLogger("aobjects")

SECONDS_UNTIL_IT_ENDS: Final = 10.0
"""How long the thread that looks waits for a job."""

_OTHERS: Final = {"django", "aobjects", "psycopg", "psycopg_binary", "psycopg_c", "asgiref"}


class _Turn:
    """What a job does from when the loop lets it go on until it waits."""

    __slots__ = ("began", "found", "seconds")

    def __init__(self, seconds: float) -> None:
        self.began = time.perf_counter()
        self.seconds = seconds
        """How long it may take."""
        self.found: str | None = None

    @property
    def took(self) -> float:
        return time.perf_counter() - self.began


class _Watcher:
    """A thread that looks where other threads stand whose turn takes too long."""

    def __init__(self) -> None:
        self._turns = dict[int, _Turn]()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def begin(self, turn: _Turn) -> None:
        self._turns[threading.get_ident()] = turn
        with self._lock:
            # That of a parent process is not alive.
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._look, name="aobjects-watch", daemon=True)
                self._thread.start()

    def end(self) -> None:
        self._turns.pop(threading.get_ident(), None)

    def _look(self) -> None:
        idle_since = time.monotonic()
        while time.monotonic() - idle_since < SECONDS_UNTIL_IT_ENDS:
            seconds = 0.05
            for thread, turn in list(self._turns.items()):
                idle_since = time.monotonic()
                seconds = min(seconds, turn.seconds / 2)
                if turn.found is None and turn.took >= turn.seconds:
                    turn.found = _describe(sys._current_frames().get(thread))  # pyright: ignore[reportPrivateUsage]
            time.sleep(seconds)


_watcher: Final = _Watcher()


@contextmanager
def watched(milliseconds: float) -> Generator[None]:
    """Log what the block does if it takes longer."""
    turn = _Turn(milliseconds / 1000)
    _watcher.begin(turn)
    try:
        yield
    finally:
        took = turn.took
        _watcher.end()
        if took >= turn.seconds:
            log.warning("A job held the event loop for %.0f ms: %s.", took * 1000, turn.found or "somewhere")


def _describe(frame: FrameType | None) -> str:
    """Name the function that works, and the one of the project in which it does."""
    innermost, project = frame, frame
    while project is not None and _is_of_others(project):
        project = project.f_back
    if innermost is None:
        return "somewhere"
    if project is None or project is innermost:
        return _name(innermost)
    return f"{_name(innermost)}, called in {_name(project)}"


def _is_of_others(frame: FrameType) -> bool:
    package = str(frame.f_globals.get("__name__", "")).partition(".")[0]
    return package in _OTHERS or package in sys.stdlib_module_names


def _name(frame: FrameType) -> str:
    return f"{frame.f_code.co_qualname} ({frame.f_code.co_filename}:{frame.f_lineno})"


__all__ = ["watched"]
