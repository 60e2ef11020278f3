"""What a function reads of a parameter without annotation: the argument tells what that is."""

# mypy: disable-error-code="no-untyped-call"

from library import untyped
from library.models import Book


async def gives_a_bare_row() -> object:
    book = await Book.objects.aget(pk=1)
    return untyped.author_name(book)  # E: async-unsafe-call "author_name" runs a query


async def gives_a_bare_row_through_another() -> object:
    book = await Book.objects.aget(pk=1)
    return untyped.credit(book)  # E: async-unsafe-call "credit" runs a query: author_name


async def gives_bare_rows() -> object:
    books = [book async for book in Book.objects.all()]
    return untyped.all_names(books)  # E: async-unsafe-call


async def gives_a_row_without_the_field() -> object:
    book = await Book.objects.only("pk").aget(pk=1)
    return untyped.title(book)  # E: async-unsafe-call


async def gives_a_loaded_row() -> object:
    book = await Book.objects.select_related("author").aget(pk=1)
    return untyped.author_name(book), untyped.credit(book), untyped.all_names([book])


async def gives_a_row_to_one_that_reads_keys() -> object:
    book = await Book.objects.aget(pk=1)
    return untyped.key(book)


async def gives_a_row_to_one_that_builds_a_queryset() -> object:
    book = await Book.objects.aget(pk=1)
    return untyped.tags(book)


async def gives_what_is_assigned() -> object:
    book = await Book.objects.aget(pk=1)
    other = await Book.objects.select_related("author").aget(pk=4)
    return untyped.replace_author(book, other.author)


async def gives_a_row_to_one_that_asks_first() -> object:
    book = await Book.objects.aget(pk=1)
    return untyped.if_it_has_one(book)


async def gives_something_else() -> object:
    return untyped.title(type("Thing", (), {"title": "thing"})())
