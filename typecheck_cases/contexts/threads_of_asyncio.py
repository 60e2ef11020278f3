"""`asyncio.to_thread` and executors run synchronous code outside the event loop."""

import asyncio

from library.models import Book


async def runs_a_method_in_a_thread() -> int:
    return await asyncio.to_thread(Book.objects.count)


async def runs_a_function_in_an_executor() -> list[str]:
    def titles() -> list[str]:
        return [book.title for book in Book.objects.all()]

    return await asyncio.get_running_loop().run_in_executor(None, titles)


async def runs_a_lambda_in_a_thread() -> int:
    return await asyncio.to_thread(lambda: Book.objects.filter(pages=0).count())


async def runs_before_the_thread_starts() -> object:
    return await asyncio.to_thread(str, Book.objects.count())  # E: async-unsafe-query
