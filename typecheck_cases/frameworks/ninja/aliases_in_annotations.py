"""``Annotated[AuthorOut, Field(alias="author")]`` says in the annotation what a field is read from."""

from typing import Annotated

from django.http import HttpRequest
from library.models import Book
from library.requests_of_ninja import get
from library.schemas import TitleOut
from ninja import Field, Router, Schema

router = Router()


class NameOut(Schema):
    name: str


class WriterOut(Schema):
    title: str
    writer: Annotated[NameOut, Field(alias="author")]


class KeyOut(Schema):
    title: str
    author: Annotated[int, Field(alias="author_id")]


class DescribedOut(Schema):
    title: Annotated[str, Field(description="as on the cover")]
    author: Annotated[NameOut, Field(description="who has written it")]


@router.get("/relation", response=WriterOut)
async def a_relation_by_another_name(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)  # E: async-unsafe-call "author" of "Book" is read by "WriterOut"


@router.get("/loaded", response=WriterOut)
async def a_relation_that_is_loaded(request: HttpRequest) -> Book:
    return await Book.objects.select_related("author").aget(pk=1)


@router.get("/key", response=KeyOut)
async def a_key_by_the_name_of_its_relation(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)


@router.get("/described", response=DescribedOut)
async def a_relation_with_a_description(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)  # E: async-unsafe-call "author" of "Book" is read by "DescribedOut"


@router.get("/title", response=TitleOut)
async def no_relation(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)


REQUESTS = {
    "a_relation_by_another_name": get(router, "/relation"),
    "a_relation_that_is_loaded": get(router, "/loaded"),
    "a_key_by_the_name_of_its_relation": get(router, "/key"),
    "a_relation_with_a_description": get(router, "/described"),
    "no_relation": get(router, "/title"),
}
