"""Coroutines of functions without annotations, in a container: what they return is known when awaited."""

# mypy: allow-untyped-defs, allow-untyped-calls

import asyncio

from library.models import Book


async def book(pk):
    return await Book.objects.aget(pk=pk)


async def full_book(pk):
    return await Book.objects.select_related("author").aget(pk=pk)


async def gathers_a_generator():
    rows = await asyncio.gather(*(book(pk) for pk in [1, 2]))
    return [row.author.name for row in rows]  # E: async-unsafe-relation "author" of "Book" is not loaded


async def gathers_a_list():
    rows = await asyncio.gather(*[book(pk) for pk in (1, 2)])
    for row in rows:
        str(row.author)  # E: async-unsafe-relation "author" of "Book" is not loaded


async def gathers_a_list_that_has_a_name():
    jobs = [book(pk) for pk in (1, 2)]
    first, *_ = await asyncio.gather(*jobs)
    return first.author.name  # E: async-unsafe-relation "author" of "Book" is not loaded


async def awaits_one_after_the_other():
    found = []
    for job in [book(pk) for pk in (1, 2)]:
        found.append((await job).author)  # E: async-unsafe-relation "author" of "Book" is not loaded
    return found


async def gathers_what_is_loaded():
    rows = await asyncio.gather(*(full_book(pk) for pk in [1, 2]))
    return [row.author.name for row in rows]


async def gathers_a_list_of_what_is_loaded():
    jobs = [full_book(pk) for pk in (1, 2)]
    return [row.author.name for row in await asyncio.gather(*jobs)]


async def gathers_columns():
    rows = await asyncio.gather(*[book(pk) for pk in (1, 2)])
    return [row.title for row in rows]
