"""What a resolver of a type reads off the row that another one returns is said where it reads it."""

# mypy: no-warn-return-any

from __future__ import annotations

from typing import Any

import strawberry
from asgiref.sync import sync_to_async
from library.graphql import asking
from library.models import Author, Book


def label_of(book: Any) -> str:
    return f"{book.title} by {book.author.name}"


@strawberry.type
class BookType:
    title: str

    @strawberry.field
    async def in_thread(self: Any) -> str:
        author = await sync_to_async(lambda: self.author)()
        return str(author.name)

    @strawberry.field
    async def author_name(self: Any) -> str:
        return str(self.author.name)  # E: async-unsafe-relation

    @strawberry.field
    async def label(self: Any) -> str:
        return label_of(self)  # E: async-unsafe-call "label_of" runs a query

    @strawberry.field
    async def tag_labels(self: Any) -> list[str]:
        return [tag.label for tag in self.tags.all()]  # E: async-unsafe-relation

    @strawberry.field
    async def tag_labels_well(self: Any) -> list[str]:
        return [tag.label async for tag in self.tags.all()]

    @strawberry.field
    async def author_asked_for(self: Any) -> str:
        author = await Author.objects.aget(pk=self.author_id)
        return author.name


@strawberry.type
class LoadedType:
    title: str

    @strawberry.field
    async def author_name(self: Any) -> str:
        return str(self.author.name)

    @strawberry.field
    async def label(self: Any) -> str:
        return label_of(self)

    @strawberry.field
    async def tag_labels(self: Any) -> list[str]:
        return [tag.label for tag in self.tags.all()]


@strawberry.type
class Query:
    @strawberry.field
    async def book(self) -> BookType:
        row: Any = await Book.objects.aget(pk=1)
        return row

    @strawberry.field
    async def books(self) -> list[BookType]:
        rows: Any = [row async for row in Book.objects.all()]
        return rows

    @strawberry.field
    async def loaded(self) -> LoadedType:
        row: Any = await Book.objects.select_related("author").prefetch_related("tags").aget(pk=1)
        return row


REQUESTS = {
    "BookType.in_thread": asking(Query, "{ book { inThread } }"),
    "BookType.author_name": asking(Query, "{ book { authorName } }"),
    "BookType.label": asking(Query, "{ books { label } }"),
    "BookType.tag_labels": asking(Query, "{ book { tagLabels } }"),
    "BookType.tag_labels_well": asking(Query, "{ books { tagLabelsWell } }"),
    "BookType.author_asked_for": asking(Query, "{ book { authorAskedFor } }"),
    "LoadedType.author_name": asking(Query, "{ loaded { authorName } }"),
    "LoadedType.label": asking(Query, "{ loaded { label } }"),
    "LoadedType.tag_labels": asking(Query, "{ loaded { tagLabels } }"),
    "Query.book": asking(Query, "{ book { title } }"),
    "Query.books": asking(Query, "{ books { title } }"),
    "Query.loaded": asking(Query, "{ loaded { title authorName label tagLabels } }"),
}
