"""Where a resolver in sight loads the rows of a type of strawberry-django, its rows are what counts."""

from __future__ import annotations

from typing import cast

import strawberry
import strawberry_django
from library.graphql import asking
from library.models import Book
from strawberry import auto


@strawberry_django.type(Book)
class BookType:
    title: auto

    @strawberry_django.field
    async def author_name(self) -> str:
        return cast("Book", self).author.name  # E: async-unsafe-relation "author" of "Book" runs a query


@strawberry.type
class Query:
    @strawberry.field
    async def loaded(self) -> BookType:
        return cast("BookType", await Book.objects.select_related("author").aget(pk=1))

    @strawberry.field
    async def bare(self) -> BookType:
        book = await Book.objects.aget(pk=1)
        return cast("BookType", book)


REQUESTS = {
    "BookType.author_name": asking(Query, "{ bare { authorName } }"),
    "Query.loaded": asking(Query, "{ loaded { authorName title } }"),
    "Query.bare": asking(Query, "{ bare { title } }"),
}
