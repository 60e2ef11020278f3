"""A nested `async def` is async code of its own, wherever it stands."""

import asyncio
from collections.abc import Awaitable, Callable

from django.http import HttpRequest, HttpResponse
from library.models import Book


async def inside_a_coroutine() -> int:
    async def count() -> int:
        return Book.objects.count()  # E: async-unsafe-query

    return await count()


async def inside_a_task() -> int:
    async def count() -> int:
        return await Book.objects.acount()

    return await asyncio.create_task(count())


def counting(get_response: Callable[[HttpRequest], Awaitable[HttpResponse]]) -> object:
    async def middleware(request: HttpRequest) -> HttpResponse:
        Book.objects.count()  # E: async-unsafe-query
        return await get_response(request)

    return middleware


class Session:
    """It calls what it was given, later."""

    def __init__(self) -> None:
        self.describe: Callable[[Book], Awaitable[str]] | None = None


def override(session: Session) -> Session:
    async def name_of(book: Book) -> str:
        return book.author.name

    async def describe(book: Book) -> str:
        return await name_of(book)

    session.describe = describe
    return session


async def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


async def made_and_left_alone() -> object:
    return counting(view)


async def put_on_an_object() -> object:
    return override(Session())


async def put_on_an_object_and_called() -> str:
    session = override(Session())
    assert session.describe is not None
    return await session.describe(await Book.objects.aget(pk=1))  # E: async-unsafe-call


async def put_on_an_object_and_called_with_a_full_row() -> str:
    session = override(Session())
    assert session.describe is not None
    return await session.describe(await Book.objects.select_related("author").aget(pk=1))
