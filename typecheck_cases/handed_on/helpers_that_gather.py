"""``gather`` and tasks in a helper without annotations: what they wait for comes out of it."""

# mypy: allow-untyped-defs, allow-untyped-calls
# mypy: disable-error-code="no-any-return, var-annotated"

import asyncio

from library.models import Book


async def get(pk):
    return await Book.objects.aget(pk=pk)


async def get_full(pk):
    return await Book.objects.select_related("author").aget(pk=pk)


async def many(pks):
    return await asyncio.gather(*[Book.objects.aget(pk=pk) for pk in pks])


async def many_by(function, pks):
    return await asyncio.gather(*(function(pk) for pk in pks))


async def two(one, other):
    return await asyncio.gather(get(one), get_full(other))


async def in_tasks(pks):
    tasks = []
    for pk in pks:
        tasks.append(asyncio.create_task(get(pk)))
    return [await task for task in tasks]


async def in_full_tasks(pks):
    tasks = [asyncio.ensure_future(get_full(pk)) for pk in pks]
    return await asyncio.gather(*tasks)


async def in_time(pk):
    return await asyncio.wait_for(asyncio.shield(get(pk)), 5)


async def gathered():
    return [book.author.name for book in await many([1])]  # E: async-unsafe-relation


async def gathered_by_a_function():
    return [book.author.name for book in await many_by(get, [1])]  # E: async-unsafe-relation


async def gathered_by_a_function_that_loads():
    return [book.author.name for book in await many_by(get_full, [1])]


async def the_first_of_two():
    one, _ = await two(1, 1)
    return one.author.name  # E: async-unsafe-relation


async def the_second_of_two():
    _, other = await two(1, 1)
    return other.author.name


async def tasks_that_are_waited_for():
    return [book.author.name for book in await in_tasks([1])]  # E: async-unsafe-relation


async def tasks_that_load():
    return [book.author.name for book in await in_full_tasks([1])]


async def waited_for_in_time():
    return (await in_time(1)).author.name  # E: async-unsafe-relation


async def waited_for_and_not_read():
    return (await in_time(1)).title
