"""Loops without end, early returns, walrus, `match`, `try` and conditional expressions."""

from library.models import Book


async def leaves_a_loop_without_end() -> str:
    key = 0
    while True:
        key += 1
        book = await Book.objects.filter(pk=key).afirst()
        if book is not None:
            break
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def leaves_a_loop_without_end_loaded() -> str:
    while True:
        book = await Book.objects.select_related("author").afirst()
        if book is not None:
            return book.author.name


async def names_a_row_in_a_condition() -> str:
    if (book := await Book.objects.afirst()) is not None:
        return book.author.name  # E: async-unsafe-relation "author" of "Book"
    return ""


async def returns_early() -> str:
    book = await Book.objects.afirst()
    if book is None:
        return ""
    book = await Book.objects.select_related("author").aget(pk=book.pk)
    return book.author.name


async def matches_a_row() -> str:
    match await Book.objects.select_related("author").afirst():
        case Book(author=author):
            return author.name
        case _:
            return ""


async def matches_a_row_unloaded() -> str:
    match await Book.objects.afirst():
        case Book(author=author):  # E: async-unsafe-relation "author" of "Book"
            return author.name
        case _:
            return ""


async def tries_and_falls_back() -> str:
    try:
        book = await Book.objects.select_related("author").aget(pk=99)
    except Book.DoesNotExist:
        book = await Book.objects.aget(pk=1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def chooses_by_a_condition() -> str:
    rows = Book.objects.all()
    book = await (rows if not rows.ordered else rows.select_related("author")).aget(pk=1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def visits_rows_of_two_queries() -> None:
    full = [book async for book in Book.objects.select_related("author")]
    bare = [book async for book in Book.objects.all()]
    for book in [*full, *bare]:
        print(book.author.name)  # E: async-unsafe-relation "author" of "Book"


async def picks_the_rows_of_one() -> None:
    full = await Book.objects.select_related("author").aget(pk=1)
    bare = await Book.objects.aget(pk=2)
    for book in (full, bare):
        if book is full:
            print(book.author.name)
