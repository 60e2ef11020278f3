"""A manager made of a queryset class has its methods; calling one there is calling it on all rows."""

from asgiref.sync import sync_to_async
from library.models import Book


async def on_the_manager() -> list[str]:
    return Book.custom.titles()  # E: async-unsafe-call "titles" runs a query


async def on_a_queryset() -> list[str]:
    return Book.custom.all().titles()  # E: async-unsafe-call "titles" runs a query


async def behind_another_method() -> list[str]:
    return Book.custom.long().titles()  # E: async-unsafe-call "titles" runs a query


async def in_a_thread() -> list[str]:
    return await sync_to_async(Book.custom.titles)()


async def one_that_only_builds() -> int:
    return await Book.custom.long().acount()


async def one_that_narrows_itself_first() -> bool:
    return Book.custom.longest() is not None  # E: async-unsafe-call "longest" runs a query


async def one_that_narrows_itself_by_a_method_of_its_own() -> bool:
    return Book.custom.all().has_long()  # E: async-unsafe-call "has_long" runs a query


async def one_that_awaits() -> str:
    book = await Book.custom.alongest()
    assert book is not None
    return book.title


async def reads_a_loaded_row_of_one_that_awaits() -> str:
    book = await Book.custom.awith_author()
    return book.author.name
