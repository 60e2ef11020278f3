"""Types and resolvers stand in modules of their own; a type is known by what it decorates there."""

from __future__ import annotations

from typing import cast

import strawberry
from library.graph_types import NoteType, ReviewType, ShelfType
from library.graphql import asking
from library.models import Author, Book, Chapter


@strawberry.type
class Query:
    @strawberry.field
    async def chapter(self) -> ShelfType:
        return cast("ShelfType", await Chapter.objects.aget(pk=1))  # E: async-unsafe-call

    @strawberry.field
    async def chapter_loaded(self) -> ShelfType:
        rows = Chapter.objects.select_related("book__author")
        return cast("ShelfType", await rows.aget(pk=1))

    @strawberry.field
    async def review(self) -> ReviewType:
        return cast("ReviewType", await Book.objects.aget(pk=1))  # E: async-unsafe-call

    @strawberry.field
    async def review_loaded(self) -> ReviewType:
        return cast("ReviewType", await Book.objects.select_related("author", "editor").aget(pk=1))

    @strawberry.field
    async def note(self) -> NoteType:
        return cast("NoteType", await Author.objects.aget(pk=1))


REQUESTS = {
    "Query.chapter": asking(Query, "{ chapter { number book { author { name } } } }"),
    "Query.chapter_loaded": asking(Query, "{ chapterLoaded { number book { author { name } } } }"),
    "Query.review": asking(Query, "{ review { by } }"),
    "Query.review_loaded": asking(Query, "{ reviewLoaded { by edited } }"),
    "Query.note": asking(Query, "{ note { name books { title } } }"),
}
