"""Another function of the file has made the query, and a condition asks for what it has not loaded."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from asgiref.sync import sync_to_async
from library.models import Author, Book

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from django.db.models import QuerySet


async def _first() -> Book | None:
    return await Book.objects.order_by("pk").afirst()


async def _whole() -> Book | None:
    return await Book.objects.select_related("author", "editor").order_by("pk").afirst()


async def _written_by(name: str) -> QuerySet[Book]:
    return Book.objects.filter(author__name=name)


class Shelf:
    """Keeps a row between two calls."""

    book: Book

    async def fill(self) -> None:
        self.book = await Book.objects.aget(pk=1)


async def reads_behind_a_condition() -> str:
    book = await _first()
    return book.editor.name if book and book.editor else ""  # E: async-unsafe-relation


async def reads_what_the_other_function_loads() -> str:
    book = await _whole()
    return book.editor.name if book and book.editor else ""


async def reads_in_a_condition_of_its_own() -> str:
    book = await Book.objects.aget(pk=1)
    if book.editor is not None:  # E: async-unsafe-relation
        return book.editor.name
    return "nobody"


async def asks_for_a_row_it_has_got_again() -> str:
    book = await Book.objects.aget(pk=1)
    book.editor_id = 1
    return book.editor.name if book.editor else ""  # E: async-unsafe-relation


async def asks_for_the_key() -> bool:
    book = await _first()
    return book is not None and book.editor_id is None


async def reads_on_a_shelf() -> str:
    shelf = Shelf()
    await shelf.fill()
    return shelf.book.editor.name if shelf.book.editor else ""  # E: async-unsafe-relation


async def reads_the_key_on_a_shelf() -> int | None:
    shelf = Shelf()
    await shelf.fill()
    return shelf.book.editor_id


async def reads_in_a_function_of_its_own() -> list[int]:
    def length(book: Book) -> int:
        return len(book.author.name)  # E: async-unsafe-relation

    return [length(await Book.objects.aget(pk=1))]


async def reads_in_a_function_of_its_own_what_is_loaded() -> list[int]:
    def length(book: Book) -> int:
        return len(book.author.name)

    return [length(await Book.objects.select_related("author").aget(pk=1))]


async def reads_on_behind_a_thread() -> str:
    book = await Book.objects.aget(pk=1)
    return str((await sync_to_async(lambda: book.author)()).publisher)  # E: async-unsafe-relation


async def reads_a_column_behind_a_thread() -> str:
    book = await Book.objects.aget(pk=1)
    return (await sync_to_async(lambda: book.author)()).name


async def calls_a_partial() -> str:
    load = partial(Author.objects.get, pk=1)
    return load().name  # E: async-unsafe-query


async def calls_a_partial_in_a_thread() -> str:
    load = partial(Author.objects.get, pk=1)
    return (await sync_to_async(load)()).name


async def goes_through_an_awaited_queryset() -> list[str]:
    return [book.title for book in await _written_by("Ann")]  # E: async-unsafe-iteration


async def goes_through_it_asynchronously() -> list[str]:
    return [book.title async for book in await _written_by("Ann")]


async def goes_through_a_list_of_one() -> int:
    return sum([len(book.title) for book in [row async for row in await _written_by("Ann")]])


async def _titles() -> AsyncIterator[str]:
    async for book in Book.objects.order_by("pk"):
        yield book.title


async def goes_through_a_generator() -> list[str]:
    return [title async for title in _titles()]
