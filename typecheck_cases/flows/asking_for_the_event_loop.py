"""A condition that asks whether an event loop runs goes one way in async code."""

# mypy: allow-untyped-defs, allow-untyped-calls

import asyncio

from asgiref.sync import sync_to_async
from library.models import Book


def is_async() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def has_task() -> bool:
    try:
        asyncio.current_task()
        return True
    except Exception:
        return False


def no_loop():
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return True
    else:
        return False


async def by_a_helper() -> int:
    if is_async():
        return await Book.objects.acount()
    return Book.objects.count()


async def by_a_helper_the_other_way_round() -> int:
    if not is_async():
        return await Book.objects.acount()
    return Book.objects.count()  # E: async-unsafe-query


async def by_the_task_of_a_helper() -> int:
    return await Book.objects.acount() if has_task() else Book.objects.count()


async def by_a_name() -> int:
    runs = has_task()
    if not runs:
        return Book.objects.count()
    return await Book.objects.acount()


async def by_a_name_that_is_not_asked() -> int:
    runs = has_task()
    print(runs)
    return Book.objects.count()  # E: async-unsafe-query


async def by_a_helper_without_types() -> int:
    if no_loop():
        return Book.objects.count()
    return await Book.objects.acount()


async def by_a_helper_without_types_the_other_way_round() -> int:
    if no_loop():
        return 0
    return Book.objects.count()  # E: async-unsafe-query


async def in_place() -> int:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return Book.objects.count()
    return await Book.objects.acount()


async def in_place_and_read_all_the_same() -> int:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        print("no loop")
    return Book.objects.count()  # E: async-unsafe-query


async def in_the_body() -> int:
    try:
        asyncio.get_running_loop()
        return Book.objects.count()  # E: async-unsafe-query
    except RuntimeError:
        return 0


async def after_something_else_has_failed() -> int:
    try:
        asyncio.get_running_loop()
        int("one")
    except Exception:
        return Book.objects.count()  # E: async-unsafe-query
    return 0


async def where_nobody_asks() -> int:
    try:
        raise RuntimeError
    except RuntimeError:
        return Book.objects.count()  # E: async-unsafe-query


async def by_the_task() -> int:
    if asyncio.current_task() is None:
        return Book.objects.count()
    return await Book.objects.acount()


async def by_the_truth_of_the_task() -> int:
    if asyncio.current_task():
        return Book.objects.count()  # E: async-unsafe-query
    return 0


async def by_the_loop() -> int:
    loop = asyncio.get_event_loop()
    if not loop.is_running():
        return Book.objects.count()
    return await Book.objects.acount()


async def by_the_loop_the_other_way_round() -> int:
    if asyncio.get_running_loop().is_running():
        return Book.objects.count()  # E: async-unsafe-query
    return 0


def count() -> int:
    return -1 if is_async() else Book.objects.count()


def count_all_the_same() -> int:
    return Book.objects.count() if is_async() else len(Book.objects.all())


async def in_a_thread_and_on_the_loop() -> int:
    return count() + await sync_to_async(count)()


async def on_the_loop() -> int:
    return count_all_the_same()  # E: async-unsafe-call "count_all_the_same" runs a query


def titles(books):
    if is_async():
        return []
    return [book.author.name for book in books]


async def rows_that_are_read_without_a_loop() -> list[str]:
    books = [book async for book in Book.objects.all()]
    return [*titles(books), *await sync_to_async(titles)(books)]
