"""Resolvers of strawberry run on the event loop, plain ones too."""

from __future__ import annotations

import strawberry
from library.graphql import asking
from library.models import Book


@strawberry.type
class Query:
    @strawberry.field
    def books(self) -> int:
        return Book.objects.count()  # E: async-unsafe-query

    @strawberry.field
    async def counted(self) -> int:
        return await Book.objects.acount()


REQUESTS = {
    "Query.books": asking(Query, "{ books }"),
    "Query.counted": asking(Query, "{ counted }"),
}
