"""An async function is judged where it is written; awaiting it is no query."""

from asgiref.sync import sync_to_async
from library.models import Book
from library.rendering import author_name
from library.shelves import count_books


async def count() -> int:
    return await sync_to_async(count_books)()


async def count_badly() -> int:
    return count_books()  # E: async-unsafe-call "count_books" runs a query


async def name_of_the_first() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return author_name(book)


async def awaits_both() -> str:
    return f"{await count()} {await name_of_the_first()}"
