"""What runs on every way through a function is its query."""

import asyncio

from library.models import Book


def count_either(exact: bool) -> int:
    if exact:
        print("counting")
        number = Book.objects.count()
    else:
        number = len(Book.objects.all())
    return number


def count_after_a_branch(loud: bool) -> int:
    if loud:
        print("counting")
    return Book.objects.count()


def count_in_a_loop() -> int:
    total = 0
    while True:
        total += Book.objects.count()
        if total:
            break
    return total


async def after_a_branch() -> int:
    return count_after_a_branch(False)  # E: async-unsafe-call "count_after_a_branch"


async def in_threads() -> int:
    return await asyncio.to_thread(count_either, True) + await asyncio.to_thread(count_in_a_loop)
