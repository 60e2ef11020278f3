"""A type of strawberry reads its fields off the row that a resolver returns, on the event loop."""

from __future__ import annotations

from typing import cast

import strawberry
from library.graphql import asking
from library.models import Book


@strawberry.type
class PublisherType:
    name: str


@strawberry.type
class AuthorType:
    name: str
    publisher: PublisherType | None


@strawberry.type
class BookType:
    title: str
    author: AuthorType

    @strawberry.field
    def byline(self) -> str:
        return f"{self.title} by {self.author.name}"  # E: async-unsafe-relation

    @strawberry.field
    async def written_by(self, root: strawberry.Parent[Book]) -> str:
        return root.author.name  # E: async-unsafe-relation


@strawberry.type
class TitleType:
    title: str
    pages: int


@strawberry.type
class Held:
    """A type that keeps its row to itself."""

    book: strawberry.Private[Book]

    @strawberry.field
    async def author(self) -> str:
        return self.book.author.name  # E: async-unsafe-relation


@strawberry.type
class Query:
    @strawberry.field
    async def book(self) -> BookType:
        book = await Book.objects.aget(pk=1)
        return cast("BookType", book)  # E: async-unsafe-call "author" of "Book" is read by "BookType.

    @strawberry.field
    async def loaded(self) -> BookType:
        book = await Book.objects.select_related("author__publisher").aget(pk=1)
        return cast("BookType", book)

    @strawberry.field
    async def half_loaded(self) -> BookType:
        book = await Book.objects.select_related("author").aget(pk=1)
        return cast("BookType", book)  # E: async-unsafe-call "publisher" of "Author" is read by

    @strawberry.field
    async def ignored(self) -> BookType:
        return await Book.objects.aget(pk=1)  # type: ignore[return-value]  # E: async-unsafe-call

    @strawberry.field
    async def found_or_not(self) -> BookType | None:
        book = await Book.objects.order_by("pk").afirst()
        return cast("BookType | None", book)  # E: async-unsafe-call

    @strawberry.field
    async def titled(self) -> TitleType:
        return cast("TitleType", await Book.objects.aget(pk=1))

    @strawberry.field
    async def shortened(self) -> TitleType:
        book = await Book.objects.only("title").aget(pk=1)
        return cast("TitleType", book)  # E: async-unsafe-call "pages" of "Book" is read by "TitleType.

    @strawberry.field
    async def books(self) -> list[BookType]:
        return cast("list[BookType]", Book.objects.all())  # E: async-unsafe-call

    @strawberry.field
    def lazily(self) -> list[BookType]:
        return cast("list[BookType]", Book.objects.all())  # E: async-unsafe-call

    @strawberry.field
    def lazily_loaded(self) -> list[BookType]:
        return cast("list[BookType]", Book.objects.select_related("author__publisher"))

    @strawberry.field
    async def gathered(self) -> list[BookType]:
        return [cast("BookType", book) async for book in Book.objects.all()]  # E: async-unsafe-call

    @strawberry.field
    async def gathered_well(self) -> list[BookType]:
        rows = Book.objects.select_related("author__publisher")
        return [cast("BookType", book) async for book in rows]

    @strawberry.field
    async def made(self) -> TitleType:
        book = await Book.objects.aget(pk=1)
        return TitleType(title=book.title, pages=book.pages)

    @strawberry.field
    async def made_of_row(self) -> Held:
        book = await Book.objects.aget(pk=1)
        return Held(book=book)

    @strawberry.field
    async def made_of_loaded_row(self) -> Held:
        book = await Book.objects.select_related("author").aget(pk=1)
        return Held(book=book)


REQUESTS = {
    "BookType.byline": asking(Query, "{ book { byline } }"),
    "BookType.written_by": asking(Query, "{ book { writtenBy } }"),
    "Held.author": asking(Query, "{ madeOfRow { author } }"),
    "Query.book": asking(Query, "{ book { author { name } } }"),
    "Query.loaded": asking(Query, "{ loaded { author { publisher { name } } byline writtenBy } }"),
    "Query.half_loaded": asking(Query, "{ halfLoaded { author { publisher { name } } } }"),
    "Query.ignored": asking(Query, "{ ignored { author { name } } }"),
    "Query.found_or_not": asking(Query, "{ foundOrNot { author { name } } }"),
    "Query.titled": asking(Query, "{ titled { title pages } }"),
    "Query.shortened": asking(Query, "{ shortened { pages } }"),
    "Query.books": asking(Query, "{ books { author { name } } }"),
    "Query.lazily": asking(Query, "{ lazily { author { name } } }"),
    "Query.lazily_loaded": asking(Query, "{ lazilyLoaded { byline author { name } } }"),
    "Query.gathered": asking(Query, "{ gathered { author { name } } }"),
    "Query.gathered_well": asking(Query, "{ gatheredWell { author { publisher { name } } } }"),
    "Query.made": asking(Query, "{ made { title pages } }"),
    "Query.made_of_row": asking(Query, "{ madeOfRow { __typename } }"),
    "Query.made_of_loaded_row": asking(Query, "{ madeOfLoadedRow { author } }"),
}
