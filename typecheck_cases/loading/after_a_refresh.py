"""`arefresh_from_db()` forgets every relation; with `fields` it forgets those it names."""

from library.models import Author, Book


async def refreshed() -> Author:
    book = await Book.objects.select_related("author").aget(pk=1)
    await book.arefresh_from_db()
    return book.author  # E: async-unsafe-relation "author" of "Book" is not loaded


async def refreshed_in_one_field() -> Author:
    book = await Book.objects.select_related("author").aget(pk=1)
    await book.arefresh_from_db(fields=["title"])
    return book.author


async def refreshed_in_the_relation() -> Author:
    book = await Book.objects.select_related("author").aget(pk=1)
    await book.arefresh_from_db(fields=["author"])
    return book.author  # E: async-unsafe-relation "author" of "Book" is not loaded


async def refreshed_from_a_queryset_that_loads() -> Author:
    book = await Book.objects.aget(pk=1)
    await book.arefresh_from_db(from_queryset=Book.objects.select_related("author"))
    return book.author


async def refreshed_managers_are_forgotten() -> list[Book]:
    author = await Author.objects.prefetch_related("books").aget(pk=1)
    await author.arefresh_from_db()
    return list(author.books.all())  # E: async-unsafe-iteration
