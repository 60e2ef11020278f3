"""The same question decides what is loaded, and later what is read: both have one answer."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, union-attr"

from library.models import Book


def shown(book, deep=False):
    return f"{book.title} by {book.author.name}" if deep else book.title


def written(book, *, with_author):
    if not with_author:
        return book.title
    return book.author.name


async def full(pk):
    return await Book.objects.select_related("author").aget(pk=pk)


async def bare(pk):
    return await Book.objects.aget(pk=pk)


async def by_the_flag(deep):
    book = await (full(1) if deep else bare(1))
    return shown(book, deep)


async def by_the_flag_by_name(deep):
    if deep:
        book = await full(1)
    else:
        book = await bare(1)
    return written(book, with_author=deep)


async def by_another_flag(deep, wide):
    book = await (full(1) if deep else bare(1))
    return shown(book, wide)  # E: async-unsafe-call "shown" runs a query


async def some_columns(verbose):
    books = Book.objects.all() if verbose else Book.objects.only("title")
    book = await books.aget(pk=1)
    return f"{book.title} {book.pages}" if verbose else book.title


async def some_columns_by_a_statement(verbose):
    books = Book.objects.all()
    if not verbose:
        books = books.defer("pages")
    book = await books.aget(pk=1)
    return book.pages if verbose else 0


async def some_columns_whatever_was_asked(verbose):
    books = Book.objects.all() if verbose else Book.objects.only("title")
    book = await books.aget(pk=1)
    return book.pages  # E: async-unsafe-deferred "pages" of "Book"


async def asks_by_the_flag():
    return await by_the_flag(True), await by_the_flag(False)


async def asks_by_name():
    return await by_the_flag_by_name(True), await by_the_flag_by_name(False)


async def asks_for_columns():
    return await some_columns(True), await some_columns_by_a_statement(False)


REQUESTS = {
    "by_another_flag": lambda: by_another_flag(False, True),
    "some_columns_whatever_was_asked": lambda: some_columns_whatever_was_asked(False),
}
"""Ways on which what is read was not loaded."""
