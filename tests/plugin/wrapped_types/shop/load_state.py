"""What is loaded on the rows that come through the bridge, and what reading them there loads."""

from aobjects import run_sync
from asgiref.sync import sync_to_async

from shop.models import Author, Book


def of_title(title: str) -> Book:
    return Book.objects.select_related("author").get(title=title)


async def loaded() -> list[str]:
    books = await sync_to_async(list)(Book.objects.select_related("author"))
    one = await sync_to_async(Book.objects.select_related("author").get)(pk=1)
    ours = await run_sync(list, Book.objects.select_related("author"))
    same = await run_sync(Book.objects.select_related("author").get, pk=1)
    return [book.author.name for book in (*books, *ours, one, same)]


async def not_loaded() -> list[str]:
    books = await run_sync(list, Book.objects.all())
    return [book.author.name for book in books]  # E: async-unsafe-relation "author" of "Book" is not loaded


async def not_loaded_either() -> str:
    book = await run_sync(Book.objects.get, pk=1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book" is not loaded


async def read_in_the_thread() -> str:
    book = await Book.objects.aget(pk=1)
    await run_sync(lambda: book.author)
    return book.author.name


async def read_by_getattr() -> str:
    book = await Book.objects.aget(pk=1)
    author: Author = await sync_to_async(getattr)(book, "author")
    return author.name + book.author.name


async def read_by_getattr_of_run_sync() -> str:
    book = await Book.objects.aget(pk=1)
    await run_sync(getattr, book, "author")
    return book.author.name


async def read_by_a_function() -> str:
    def name(book: Book) -> str:
        return book.author.name

    book = await Book.objects.aget(pk=1)
    await run_sync(name, book)
    return book.author.name


async def in_a_function() -> str:
    book = await run_sync(of_title, "Dune")
    return book.title
