"""Rows keep what they have in lists, dicts, tuples and sets."""

from library.models import Author, Book


async def in_a_list() -> Author:
    books = [book async for book in Book.objects.select_related("author")]
    return books[0].author


async def in_a_dict() -> Author:
    books = {book.pk: book async for book in Book.objects.select_related("author")}
    return books[1].author


async def in_a_tuple() -> Author:
    pair = (await Book.objects.select_related("author").aget(pk=1), "first")
    return pair[0].author


async def in_a_loop_over_a_list() -> list[str]:
    books = [book async for book in Book.objects.select_related("author")]
    return [book.author.name for book in books]


async def in_a_list_without_loading() -> Author:
    books = [book async for book in Book.objects.all()]
    return books[0].author  # E: async-unsafe-relation "author" of "Book" is not loaded


async def in_a_dict_without_loading() -> None:
    books = {book.pk: book async for book in Book.objects.all()}
    for book in books.values():
        print(book.author.name)  # E: async-unsafe-relation "author" of "Book" is not loaded
