"""A row that is made of what a request sends has its columns; relations named by their keys are not there."""

from typing import Any

from django.http import HttpRequest
from library.models import Author, Book
from library.requests_of_ninja import get
from library.schemas import BookOut, KeyOut, TitleOut
from ninja import Query, Router, Schema


class BookIn(Schema):
    title: str
    pages: int = 0


class KeyIn(BookIn):
    author_id: int


class OwnIn(BookIn):
    def dict(self, **kwargs: Any) -> dict[str, Any]:
        return {"title": self.title, "author": Author(name="new", pk=1)}


router = Router()


@router.get("/key", response=BookOut)
async def by_its_key(request: HttpRequest, payload: Query[KeyIn]) -> Any:
    return await Book.objects.acreate(**payload.dict())  # E: async-unsafe-call


@router.get("/key-column", response=KeyOut)
async def by_its_key_for_a_column(request: HttpRequest, payload: Query[KeyIn]) -> Any:
    return await Book.objects.acreate(**payload.model_dump())


@router.get("/beside", response=BookOut)
async def by_a_key_beside(request: HttpRequest, payload: Query[BookIn]) -> Any:
    author = await Author.objects.aget(name="a1")
    book = await Book.objects.acreate(author_id=author.pk, **payload.model_dump())
    return 200, book  # E: async-unsafe-call


@router.get("/row", response=BookOut)
async def by_a_row_beside(request: HttpRequest, payload: Query[BookIn]) -> Any:
    author = await Author.objects.aget(name="a1")
    return await Book.objects.acreate(author=author, **payload.dict())


@router.get("/name", response=BookOut)
async def through_a_name(request: HttpRequest, payload: Query[KeyIn]) -> Any:
    data = payload.dict()
    book = await Book.objects.acreate(**data)
    return book  # E: async-unsafe-call


@router.get("/popped", response=BookOut)
async def with_a_row_in_place_of_the_key(request: HttpRequest, payload: Query[KeyIn]) -> Any:
    data = payload.dict()
    author = await Author.objects.aget(pk=data.pop("author_id"))
    return await Book.objects.acreate(author=author, **data)


@router.get("/fetched", response=BookOut)
async def fetched_again(request: HttpRequest, payload: Query[KeyIn]) -> Any:
    book = await Book.objects.acreate(**payload.dict())
    return await Book.objects.select_related("author").aget(pk=book.pk)


@router.get("/instance")
async def of_an_instance(request: HttpRequest, payload: Query[KeyIn]) -> Any:
    book = Book(**payload.dict())
    return {"author": book.author.name}  # E: async-unsafe-relation


@router.get("/own", response=BookOut)
async def of_an_own_method(request: HttpRequest, payload: Query[OwnIn]) -> Any:
    return await Book.objects.acreate(**payload.dict())


@router.get("/left-out", response=TitleOut)
async def of_what_was_sent(request: HttpRequest, payload: Query[KeyIn]) -> Any:
    return await Book.objects.acreate(**payload.dict(exclude_unset=True))


KEY = "title=new&author_id=1"

REQUESTS = {
    "by_its_key": get(router, f"/key?{KEY}"),
    "by_its_key_for_a_column": get(router, f"/key-column?{KEY}"),
    "by_a_key_beside": get(router, "/beside?title=new"),
    "by_a_row_beside": get(router, "/row?title=new"),
    "through_a_name": get(router, f"/name?{KEY}"),
    "with_a_row_in_place_of_the_key": get(router, f"/popped?{KEY}"),
    "fetched_again": get(router, f"/fetched?{KEY}"),
    "of_an_instance": get(router, f"/instance?{KEY}"),
    "of_an_own_method": get(router, "/own?title=new"),
    "of_what_was_sent": get(router, f"/left-out?{KEY}"),
}
