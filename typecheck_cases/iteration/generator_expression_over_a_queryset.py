"""A generator expression evaluates its first iterable where it is written, not where it is consumed."""

from library.models import Book


async def evaluates_when_written() -> None:
    titles = (book.title for book in Book.objects.all())  # E: async-unsafe-iteration
    del titles


async def evaluates_inside_a_call() -> int:
    return sum(book.pages for book in Book.objects.all())  # E: async-unsafe-iteration


async def an_async_generator_expression_is_lazy() -> list[str]:
    titles = (book.title async for book in Book.objects.all())
    return [title async for title in titles]
