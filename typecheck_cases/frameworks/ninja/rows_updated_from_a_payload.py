"""Assigning what a payload holds changes the row: a key that it names unloads the relation of that key."""

from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest
from library.models import Author, Book
from library.requests_of_ninja import get
from library.schemas import BookOut, KeyOut
from ninja import Query, Router, Schema


class TitleIn(Schema):
    title: str
    pages: int = 0


class KeyIn(Schema):
    title: str
    author_id: int


class PatchIn(Schema):
    title: str | None = None
    author_id: int | None = None


class EditorIn(Schema):
    editor_id: int | None = None


router = Router()


@router.get("/key", response=BookOut)
async def a_key_unloads(request: HttpRequest, payload: Query[KeyIn]) -> Any:
    book = await Book.objects.select_related("author").aget(pk=1)
    for name, value in payload.dict().items():
        setattr(book, name, value)
    await book.asave()
    return book  # E: async-unsafe-call


@router.get("/title", response=BookOut)
async def a_title_does_not(request: HttpRequest, payload: Query[TitleIn]) -> Any:
    book = await Book.objects.select_related("author").aget(pk=1)
    for name, value in payload.dict().items():
        setattr(book, name, value)
    await book.asave()
    return book


@router.get("/title-bare", response=BookOut)
async def a_title_loads_nothing(request: HttpRequest, payload: Query[TitleIn]) -> Any:
    book = await Book.objects.aget(pk=1)
    for name, value in payload.dict().items():
        setattr(book, name, value)
    await book.asave()
    return book  # E: async-unsafe-call


@router.get("/unset", response=BookOut)
async def what_was_sent_has_the_key(request: HttpRequest, payload: Query[PatchIn]) -> Any:
    book = await Book.objects.select_related("author").aget(pk=1)
    for name, value in payload.model_dump(exclude_unset=True).items():
        setattr(book, name, value)
    await book.asave()
    return book  # E: async-unsafe-call


@router.get("/other", response=BookOut)
async def another_key(request: HttpRequest, payload: Query[EditorIn]) -> Any:
    book = await Book.objects.select_related("author").aget(pk=1)
    for name, value in payload.dict(exclude_unset=True).items():
        setattr(book, name, value)
    await book.asave()
    return book


@router.get("/fetched", response=BookOut)
async def fetched_again(request: HttpRequest, payload: Query[KeyIn]) -> Any:
    book = await Book.objects.aget(pk=1)
    for name, value in payload.dict().items():
        setattr(book, name, value)
    await book.asave()
    return await Book.objects.select_related("author").aget(pk=book.pk)


@router.get("/set", response=BookOut)
async def the_row_is_set_afterwards(request: HttpRequest, payload: Query[KeyIn]) -> Any:
    book = await Book.objects.aget(pk=1)
    for name, value in payload.dict().items():
        setattr(book, name, value)
    book.author = await Author.objects.aget(pk=payload.author_id)
    await book.asave()
    return book


@router.get("/columns", response=KeyOut)
async def columns_are_there(request: HttpRequest, payload: Query[KeyIn]) -> Any:
    book = await Book.objects.aget(pk=1)
    for name, value in payload.dict().items():
        setattr(book, name, value)
    await book.asave()
    return book


@router.get("/except", response=BookOut)
async def all_but_the_key(request: HttpRequest, payload: Query[KeyIn]) -> Any:
    book = await Book.objects.select_related("author").aget(pk=1)
    for name, value in payload.dict(exclude={"author_id"}).items():
        setattr(book, name, value)
    await book.asave()
    return book


@router.get("/read", response=KeyOut)
async def read_here(request: HttpRequest, payload: Query[KeyIn]) -> Any:
    book = await Book.objects.select_related("author").aget(pk=1)
    for name, value in payload.dict().items():
        setattr(book, name, value)
    book.title = book.author.name  # E: async-unsafe-relation
    await book.asave()
    return book


@router.get("/data", response=BookOut)
async def through_a_name(request: HttpRequest, payload: Query[KeyIn]) -> Any:
    book = await Book.objects.select_related("author").aget(pk=1)
    data = payload.model_dump()
    for name, value in data.items():
        setattr(book, name, value)
    await book.asave(update_fields=list(data))
    return book  # E: async-unsafe-call


@router.get("/helper", response=BookOut)
async def in_a_helper(request: HttpRequest, payload: Query[KeyIn]) -> Any:
    book = await Book.objects.select_related("author").aget(pk=1)
    await update(book, payload)
    return book  # E: async-unsafe-call


@router.get("/helper-title", response=BookOut)
async def in_a_helper_a_title(request: HttpRequest, payload: Query[TitleIn]) -> Any:
    book = await Book.objects.select_related("author").aget(pk=1)
    await update(book, payload)
    return book


async def update(book: Book, payload: Schema) -> None:
    for name, value in payload.dict(exclude_unset=True).items():
        setattr(book, name, value)
    await book.asave()


@router.get("/thread", response=BookOut)
async def in_a_thread(request: HttpRequest, payload: Query[KeyIn]) -> Any:
    book = await Book.objects.select_related("author").aget(pk=1)

    def write() -> str:
        for name, value in payload.dict().items():
            setattr(book, name, value)
        book.save()
        return book.author.name

    await sync_to_async(write)()
    return book


KEY = "title=new&author_id=2"

REQUESTS = {
    "a_key_unloads": get(router, f"/key?{KEY}"),
    "a_title_does_not": get(router, "/title?title=new"),
    "a_title_loads_nothing": get(router, "/title-bare?title=new"),
    "what_was_sent_has_the_key": get(router, f"/unset?{KEY}"),
    "another_key": get(router, "/other?editor_id=2"),
    "fetched_again": get(router, f"/fetched?{KEY}"),
    "the_row_is_set_afterwards": get(router, f"/set?{KEY}"),
    "columns_are_there": get(router, f"/columns?{KEY}"),
    "all_but_the_key": get(router, f"/except?{KEY}"),
    "read_here": get(router, f"/read?{KEY}"),
    "through_a_name": get(router, f"/data?{KEY}"),
    "in_a_helper": get(router, f"/helper?{KEY}"),
    "in_a_helper_a_title": get(router, "/helper-title?title=new"),
    "in_a_thread": get(router, f"/thread?{KEY}"),
}
