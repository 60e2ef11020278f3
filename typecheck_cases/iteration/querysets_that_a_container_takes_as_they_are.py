"""What a container is said to hold, the method that puts it there does not go through."""

import queue
from collections.abc import Iterable
from contextvars import ContextVar

from library.models import Book

HELD: ContextVar[Iterable[Book]] = ContextVar("held")


async def set_in_a_context_variable() -> None:
    HELD.set(Book.objects.all())


async def appended_to_a_list() -> int:
    found: list[Iterable[Book]] = []
    found.append(Book.objects.all())
    return len(found)


async def put_into_a_queue() -> int:
    waiting: queue.Queue[Iterable[Book]] = queue.Queue()
    waiting.put(Book.objects.all())
    return waiting.qsize()


async def set_as_a_default() -> int:
    found: dict[str, Iterable[Book]] = {}
    found.setdefault("all", Book.objects.all())
    return len(found)


async def extends_a_list() -> int:
    found: list[Book] = []
    found.extend(Book.objects.all())  # E: async-unsafe-iteration
    return len(found)


async def extends_a_list_of_lists() -> int:
    found: list[object] = []
    found.extend(Book.objects.all())  # E: async-unsafe-iteration
    return len(found)


async def updates_a_set() -> int:
    found: set[Book] = set()
    found.update(Book.objects.all())  # E: async-unsafe-iteration
    return len(found)
