"""A function in another module fetches the row: what it has loaded is known, and what it has not."""

from asgiref.sync import sync_to_async
from library import repository
from library.models import Book
from library.rendering import author_name


async def plain() -> str:
    book = await repository.find(1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def plain_as_an_argument() -> str:
    return author_name(await repository.find(1))  # E: async-unsafe-call "author_name" runs a query


async def plain_from_a_list() -> list[str]:
    return [book.author.name for book in await repository.find_all()]  # E: async-unsafe-relation


async def plain_if_there_is_one() -> str:
    book = await repository.perhaps_first()
    assert book is not None
    return book.author.name  # E: async-unsafe-relation


async def plain_from_a_thread() -> str:
    book = await sync_to_async(repository.find_in_sync_code)(1)
    return book.author.name  # E: async-unsafe-relation


async def plain_from_a_method() -> str:
    book = await repository.Shelf().one(1)
    return book.author.name  # E: async-unsafe-relation


async def the_one_that_was_given() -> str:
    book = repository.first_of([book async for book in Book.objects.all()])
    return book.author.name  # E: async-unsafe-relation


async def the_loaded_one_that_was_given() -> str:
    book = repository.first_of([book async for book in Book.objects.select_related("author")])
    return book.author.name


async def with_author() -> str:
    book = await repository.find_with_author(1)
    return author_name(book) + book.author.name


async def from_a_method_that_calls_an_overridden_one() -> str:
    book = await repository.ShelfWithAuthors().one(1)
    return book.author.name


async def out_of_a_cache() -> str:
    book = await repository.remembered(1)
    return book.author.name
