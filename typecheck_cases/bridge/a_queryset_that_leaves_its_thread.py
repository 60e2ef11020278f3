"""A queryset that a thread only builds runs its query later: in the event loop."""

from typing import Any

from aobjects import run_sync
from asgiref.sync import sync_to_async
from django.db.models import Q, QuerySet
from library.models import Book


def long_books() -> QuerySet[Book]:
    return Book.objects.filter(Q(pages__gte=100))


def books_of(pages: Any):  # type: ignore[no-untyped-def]
    books = Book.objects.filter(pages__gte=pages)
    if pages:
        books = books.order_by("title")
    return books


def is_evaluated(books: QuerySet[Book]) -> bool:
    return books._result_cache is not None


async def wraps_a_method() -> None:
    books = await sync_to_async(Book.objects.filter)(pages=1)  # E, silent: async-bridge A queryset leaves
    assert not is_evaluated(books)


async def runs_a_method() -> None:
    books = await run_sync(Book.objects.filter, pages=1)  # E, silent: async-bridge A queryset leaves the
    assert not is_evaluated(books)


async def wraps_a_function() -> None:
    books = await sync_to_async(long_books)()  # E, silent: async-bridge The queryset that "long_books"
    assert not is_evaluated(books)


async def runs_a_function_without_annotations() -> None:
    books = await run_sync(books_of, 1)  # E, silent: async-bridge The queryset that "books_of" returns
    assert not is_evaluated(books)


async def decorates_a_function() -> None:
    @sync_to_async
    def books() -> QuerySet[Book]:
        return Book.objects.all()  # E, silent: async-bridge The queryset that "books" returns

    assert not is_evaluated(await books())


async def decorates_a_function_without_annotations() -> None:
    @sync_to_async
    def books():  # type: ignore[no-untyped-def]
        found = Book.objects.all()
        return found.order_by("title")  # E, silent: async-bridge The queryset that "books" returns

    assert not is_evaluated(await books())


async def evaluates_it_in_the_thread() -> list[Book]:
    return await run_sync(lambda: list(long_books()))


async def evaluates_it_by_waiting() -> list[Book]:
    return [book async for book in long_books()]


async def decorates_what_returns_a_list() -> list[Book]:
    @sync_to_async
    def books() -> list[Book]:
        return list(Book.objects.all())

    return await books()


async def builds_it_from_a_query_in_the_thread() -> list[Book]:
    @sync_to_async
    def books_like_the_first() -> QuerySet[Book]:
        first = Book.objects.get(pk=1)
        return Book.objects.filter(pages=first.pages)

    return [book async for book in await books_like_the_first()]


async def evaluates_it_before_it_is_returned() -> list[str]:
    @sync_to_async
    def books() -> QuerySet[Book]:
        found = Book.objects.all()
        len(found)
        return found

    return [book.title for book in await books()]


async def goes_through_it_asynchronously() -> list[str]:
    books = await sync_to_async(Book.objects.filter)(pages=1)
    return [book.title async for book in books.order_by("pk")[:2]]


async def goes_through_it_in_a_loop() -> list[str]:
    titles = []
    books = await sync_to_async(Book.objects.filter)(pages=1)
    async for book in books:
        titles.append(book.title)
    return titles


async def evaluates_it_in_another_thread() -> list[str]:
    titles = await sync_to_async(Book.objects.filter(pages=1).values_list)("title", flat=True)
    return await sync_to_async(list)(titles)


async def counts_it_in_another_thread() -> int:
    books = await run_sync(Book.objects.filter, pages=1)
    return await run_sync(len, books)
