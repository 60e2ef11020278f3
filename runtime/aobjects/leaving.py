"""Tells when an async generator is left half-way: the loop closes it later, in a task of its own.

``async for row in rows(): break`` drops the generator. What it has open, a transaction say, stays open until
the event loop comes to that; meanwhile the task that left it goes on, in the same context.
"""

from __future__ import annotations

import asyncio
import inspect
import weakref
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType


def notice(frame: FrameType | None, left: Callable[[], object]) -> list[weakref.ref[Any]]:
    """Call ``left`` when an async generator is dropped in which ``frame`` runs; keep what this returns."""
    frames = list[Any]()
    while frame is not None:
        if frame.f_code.co_flags & inspect.CO_ASYNC_GENERATOR:
            frames.append(frame)
        frame = frame.f_back
    # The reference that is dropped first calls it, before the generator is closed.
    return [weakref.ref(one, lambda gone: left()) for one in _generators(frames)] if frames else []


def _generators(frames: list[Any]) -> Iterator[Any]:
    for frame in frames:
        # Python 3.14 knows.
        if (generator := getattr(frame, "f_generator", None)) is not None:
            yield generator
    if not hasattr(frames[0], "f_generator"):
        # Where asyncio keeps those that have begun, to close them when it ends; uvloop does not show its own.
        begun: Any = getattr(asyncio.get_running_loop(), "_asyncgens", ())
        yield from (generator for generator in tuple(begun) if generator.ag_frame in frames)


__all__ = ["notice"]
