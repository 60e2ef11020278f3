"""Rows from an open cursor, in chunks: one hop a chunk, memory for one chunk."""

from __future__ import annotations

from concurrent.futures import Executor
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from aobjects import hops
from aobjects.workers import finish

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator

T = TypeVar("T")

DEFAULT_CHUNK_SIZE: Final = 2000
"""As many rows as Django's ``aiterator`` takes at a time."""


class _Chunks(Generic[T]):
    """A generator of rows that is opened, read and closed in one thread."""

    def __init__(self, open_rows: Callable[[], Generator[T, None, None]], size: int) -> None:
        self._open_rows = open_rows
        self._rows: Generator[T, None, None] | None = None
        self._size = size
        self.finished = False

    def take(self) -> list[T]:
        if self._rows is None:
            self._rows = self._open_rows()
        try:
            chunk = list(islice(self._rows, self._size))
        except BaseException:
            # The generator has ended with its error, and closed its cursor on the way out.
            self.finished = True
            raise
        self.finished = len(chunk) < self._size
        return chunk

    def close(self) -> None:
        if self._rows is not None:
            self._rows.close()


# What the garbage collector finds in a circle it closes at once, in whatever thread it runs: not these.
_OPEN: Final = set[_Chunks[Any]]()


class _Abandoned:
    """Closes the cursor of a stream that was destroyed with its loop: then its ``finally`` never runs."""

    def __init__(self, chunks: _Chunks[Any], thread: hops.Thread) -> None:
        self._chunks = chunks
        self._thread = thread

    def __del__(self) -> None:
        if self._chunks in _OPEN and isinstance(self._thread, Executor):
            self._thread.submit(self._chunks.close)
            _OPEN.discard(self._chunks)


async def stream(
    open_rows: Callable[[], Generator[T, None, None]], chunk_size: int | None
) -> AsyncGenerator[T, None]:
    """Yield rows; close the cursor in its thread when the loop ends, breaks, raises or is cancelled."""
    chunks = _Chunks(open_rows, chunk_size or DEFAULT_CHUNK_SIZE)
    async with hops.hold_thread() as thread:
        _OPEN.add(chunks)
        abandoned = _Abandoned(chunks, thread)
        try:
            while not chunks.finished:
                for row in await thread.run(chunks.take):
                    yield row
        finally:
            try:
                if not chunks.finished:
                    await finish(thread.run(chunks.close))
            finally:
                _OPEN.discard(chunks)
                del abandoned


__all__ = ["stream"]
