"""What an async generator yields, and what an async context manager gives, has what its rows have."""

from contextlib import AsyncExitStack

from library.async_streams import (
    books,
    books_of_both_kinds,
    books_on_request,
    books_with_authors,
    opened,
    opened_with_author,
    pairs,
)


async def iterates() -> list[str]:
    return [book.author.name async for book in books()]  # E: async-unsafe-relation "author" of "Book"


async def iterates_in_a_loop() -> str:
    async for book in books():
        return book.author.name  # E: async-unsafe-relation "author" of "Book"
    return ""


async def iterates_loaded_rows() -> list[str]:
    return [book.author.name async for book in books_with_authors()]


async def iterates_rows_that_have_it_on_some_ways() -> list[str]:
    return [book.author.name async for book in books_of_both_kinds()]


async def iterates_rows_that_have_it_on_request() -> list[str]:
    return [book.author.name async for book in books_on_request(with_authors=True)]


async def iterates_pairs() -> list[str]:
    return [book.author.name + author.name async for book, author in pairs()]


async def takes_the_next() -> str:
    book = await anext(books())
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def enters() -> str:
    async with opened(1) as book:
        return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def enters_with_a_loaded_row() -> str:
    async with opened_with_author(1) as book:
        return book.author.name


async def enters_on_a_stack() -> str:
    async with AsyncExitStack() as stack:
        book = await stack.enter_async_context(opened(1))
        return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def enters_on_a_stack_with_a_loaded_row() -> str:
    async with AsyncExitStack() as stack:
        book = await stack.enter_async_context(opened_with_author(1))
        return book.author.name
