"""``Status(code, value)``, of newer releases of ninja, says which schema reads the value."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from library.models import Book
from library.requests_of_ninja import get
from library.schemas import BookOut, TitleOut
from ninja import Router
from ninja.pagination import paginate
from ninja.responses import Status, codes_4xx

router = Router()


@router.get("/status", response={200: BookOut, 404: TitleOut})
async def a_status(request: HttpRequest) -> Status[Book]:
    book = await Book.objects.aget(pk=1)
    return Status(200, book)  # E: async-unsafe-call "author" of "Book" is read by "BookOut"


@router.get("/status_of_error", response={200: BookOut, 404: TitleOut})
async def another_status(request: HttpRequest) -> Status[Book]:
    book = await Book.objects.aget(pk=1)
    return Status(404, book)


@router.get("/any_status", response={200: TitleOut, ...: BookOut})
async def any_other_status(request: HttpRequest) -> Status[Book]:
    book = await Book.objects.aget(pk=1)
    return Status(201, book)  # E: async-unsafe-call


@router.get("/variable", response={200: TitleOut, 201: BookOut})
async def a_status_under_a_name(request: HttpRequest) -> Status[Book]:
    answer = Status(201, await Book.objects.aget(pk=1))
    return answer  # E: async-unsafe-call


@router.get("/dict", response={200: TitleOut, 404: TitleOut})
async def a_status_of_a_dict(request: HttpRequest) -> Status[Any]:
    return Status(404, {"id": 1, "title": "none"})


@router.get("/empty", response={204: None})
async def a_status_without_a_body(request: HttpRequest) -> Status[None]:
    return Status(204, None)


@router.get("/page", response={200: list[BookOut]})
@paginate
async def a_page_with_a_status(request: HttpRequest) -> Status[Any]:
    return Status(200, Book.objects.select_related("author").order_by("pk"))


@router.get("/enum", response={HTTPStatus.OK: TitleOut, HTTPStatus.CREATED: BookOut})
async def a_member_of_the_enumeration(request: HttpRequest) -> Status[Book]:
    book = await Book.objects.aget(pk=1)
    return Status(HTTPStatus.CREATED, book)  # E: async-unsafe-call


@router.get("/enum_usual", response={HTTPStatus.OK: TitleOut, 404: BookOut})
async def no_member_of_the_enumeration(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)


@router.get("/several", response={frozenset({200, 201}): TitleOut, codes_4xx: BookOut})
async def one_of_several_codes(request: HttpRequest) -> Status[Book]:
    return Status(201, await Book.objects.aget(pk=1))


REQUESTS = {
    "a_member_of_the_enumeration": get(router, "/enum"),
    "no_member_of_the_enumeration": get(router, "/enum_usual"),
    "one_of_several_codes": get(router, "/several"),
    "a_status": get(router, "/status"),
    "another_status": get(router, "/status_of_error"),
    "any_other_status": get(router, "/any_status"),
    "a_status_under_a_name": get(router, "/variable"),
    "a_status_of_a_dict": get(router, "/dict"),
    "a_status_without_a_body": get(router, "/empty"),
    "a_page_with_a_status": get(router, "/page"),
}
