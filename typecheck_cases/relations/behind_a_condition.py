"""A condition shows that there is a row; what is written in its place must not lose that."""

from __future__ import annotations

from library.models import Author, Book


class Desk:
    def __init__(self, book: Book | None) -> None:
        self.book = book
        self.books: dict[str, Book] = {}


async def reads_an_attribute_that_may_be_none() -> str:
    desk = Desk(await Book.objects.aget(pk=1))
    if desk.book is None:
        return ""
    return desk.book.author.name  # E: async-unsafe-relation "author" of "Book"


async def reads_a_full_row_of_an_attribute_that_may_be_none() -> str:
    desk = Desk(await Book.objects.select_related("author").aget(pk=1))
    if desk.book is None:
        return ""
    return desk.book.author.name


async def reads_what_the_condition_has_asked_for() -> str:
    book = await Book.objects.aget(pk=1)
    return book.editor.name if book.editor else book.title  # E: async-unsafe-relation "editor" of "Book"


async def reads_it_in_the_condition_and_below() -> str:
    book = await Book.objects.aget(pk=1)
    if book.editor is not None:  # E: async-unsafe-relation "editor" of "Book"
        return book.editor.name
    return book.title


async def reads_a_selected_row_in_the_condition_and_below() -> str:
    book = await Book.objects.select_related("editor").aget(pk=1)
    if book.editor is not None:
        return book.editor.name
    return book.title


async def reads_the_row_before_this_one() -> list[str]:
    found: list[str] = []
    before: Book | None = None
    async for book in Book.objects.order_by("pk"):
        if before is not None:
            found.append(before.author.name)  # E: async-unsafe-relation "author" of "Book"
        before = book
    return found


async def reads_the_full_row_before_this_one() -> list[str]:
    found: list[str] = []
    before: Book | None = None
    async for book in Book.objects.select_related("author").order_by("pk"):
        if before is not None:
            found.append(before.author.name)
        before = book
    return found


async def reads_one_of_two_models() -> str:
    found: Book | Author = await Book.objects.aget(pk=1)
    if isinstance(found, Book):
        return found.author.name  # E: async-unsafe-relation "author" of "Book"
    return found.name


async def reads_a_row_of_a_dict_that_is_an_attribute() -> str:
    desk = Desk(None)
    desk.books["a"] = await Book.objects.aget(pk=1)
    if desk.book is None:
        return desk.books["a"].author.name  # E: async-unsafe-relation "author" of "Book"
    return ""
