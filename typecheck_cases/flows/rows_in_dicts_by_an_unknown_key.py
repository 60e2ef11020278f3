"""A row that a dict gives for a key of which mypy knows nothing is one of the rows that were put in."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"

from asgiref.sync import sync_to_async
from library.models import Book


def keys():
    return [1, 2]


async def gets_a_row():
    books = {book.pk: book for book in await sync_to_async(list)(Book.objects.all())}
    names = []
    for key in keys():
        book = books.get(key)
        if book:
            names.append(book.author.name)  # E: async-unsafe-relation "author" of "Book"
    return names


async def gets_a_full_row():
    books = {book.pk: book for book in await sync_to_async(list)(Book.objects.select_related("author"))}
    names = []
    for key in keys():
        book = books.get(key)
        if book:
            names.append(book.author.name)
    return names


async def pops_a_row():
    books = {book.pk: book async for book in Book.objects.all()}
    book = books.pop(keys()[0])
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def gets_a_row_or_none():
    books = {book.pk: book async for book in Book.objects.all()}
    book = books.get(keys()[0])
    return book and book.author.name  # E: async-unsafe-relation "author" of "Book"


async def gets_its_column():
    books = {book.pk: book async for book in Book.objects.all()}
    book = books.get(keys()[0])
    return book.title if book else ""
