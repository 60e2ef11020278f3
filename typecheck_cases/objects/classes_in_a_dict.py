"""A dict says by a key which class is made: of one that is known it is that class, else each of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from library.models import Author, Book


class Base:
    related: tuple[str, ...] = ("author",)

    def __init__(self, author: Author) -> None:
        self.author = author
        self.found: list[Any] = []

    def score(self, book: Book) -> int:
        raise NotImplementedError

    async def collect(self) -> Base:
        self.found = [(book, self.score(book)) async for book in Book.objects.select_related(*self.related)]
        return self


class Pages(Base):
    def score(self, book: Book) -> int:
        return book.pages


class Editors(Base):
    def score(self, book: Book) -> int:
        return len(str(book.editor))


class Loaded(Base):
    related = ("author", "editor")

    def score(self, book: Book) -> int:
        return len(str(book.editor))


MATCHERS = {"pages": Pages, "editors": Editors, "loaded": Loaded}
GOOD = {"pages": Pages, "loaded": Loaded}


async def any_kind(request: HttpRequest) -> HttpResponse:
    author = await Author.objects.aget(pk=1)
    kind = "editors" if request.method == "GET" else "x"
    return HttpResponse(str(len((await MATCHERS[kind](author).collect()).found)))  # E: async-unsafe-call


async def any_of_them() -> int:
    author = await Author.objects.aget(pk=1)
    total = 0
    for kind in sorted(MATCHERS):
        total += len((await MATCHERS[kind](author).collect()).found)  # E: async-unsafe-call
    return total


async def any_good() -> int:
    author = await Author.objects.aget(pk=1)
    total = 0
    for kind in sorted(GOOD):
        total += len((await GOOD[kind](author).collect()).found)
    return total


async def one_known() -> int:
    author = await Author.objects.aget(pk=1)
    return len((await MATCHERS["editors"](author).collect()).found)  # E: async-unsafe-call


async def one_known_good() -> int:
    author = await Author.objects.aget(pk=1)
    return len((await MATCHERS["loaded"](author).collect()).found)


async def by_name(request: HttpRequest) -> HttpResponse:
    author = await Author.objects.aget(pk=1)
    made = MATCHERS["editors" if request.method == "GET" else "x"]
    found = await made(author).collect()  # E: async-unsafe-call
    return HttpResponse(str(len(found.found)))


async def by_a_name_that_is_fine(request: HttpRequest) -> HttpResponse:
    author = await Author.objects.aget(pk=1)
    made = GOOD["loaded" if request.method == "GET" else "pages"]
    found = await made(author).collect()
    return HttpResponse(str(len(found.found)))
