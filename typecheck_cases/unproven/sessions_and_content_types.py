"""What is read from the database at its first use: somebody whom nobody sees may have been first, or not."""

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse
from library.models import Book


async def _leave(request: HttpRequest) -> None:
    """Read nothing of the request."""


_HERE: dict[str, Any] = vars(sys.modules[__name__])
"""What is taken from here, nobody sees."""


async def session_after_code_that_nobody_sees(request: HttpRequest) -> HttpResponse:
    await _HERE["_leave"](request)
    request.session["seen"] = 1  # E: async-unsafe-unproven
    return HttpResponse()


async def session_asked_asynchronously(request: HttpRequest) -> HttpResponse:
    await _HERE["_leave"](request)
    await request.session.aset("seen", 1)
    request.session["seen"] = 2
    return HttpResponse()


async def _texts(book: Book) -> list[str]:
    return [note.text async for note in book.notes.all()]  # type: ignore[async-unsafe-unproven]


async def _texts_of_anything(book: Any) -> list[str]:
    return [note.text async for note in book.notes.all()]  # type: ignore[async-unsafe-unproven]


async def notes_of_a_bare_row() -> list[str]:
    return await _texts(await Book.objects.aget(pk=1))  # E: async-unsafe-call


async def notes_of_a_row_that_has_them() -> list[str]:
    return await _texts(await Book.objects.prefetch_related("notes").aget(pk=1))
