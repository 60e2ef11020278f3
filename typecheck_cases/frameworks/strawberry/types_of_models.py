"""A type of strawberry-django reads fields in a thread; the resolvers that it defines itself may not."""

# mypy: allow-untyped-decorators, no-warn-return-any

from __future__ import annotations

from typing import Any, cast

import strawberry
import strawberry_django
from library.graphql import asking
from library.models import Author, Book, Tag
from strawberry import auto


@strawberry_django.type(Author)
class AuthorType:
    name: auto

    @strawberry.field
    async def house(self: Any) -> str | None:
        publisher = self.publisher  # E: async-unsafe-relation
        return cast("str | None", publisher and publisher.name)


@strawberry_django.type(Tag)
class TagType:
    label: auto


@strawberry_django.type(Book)
class BookType:
    title: auto
    author: AuthorType
    tags: list[TagType]

    @strawberry_django.field
    def threaded(self) -> str:
        return self.author.name

    @strawberry_django.field
    async def awaited(self) -> str:
        return self.author.name  # E: async-unsafe-relation

    @strawberry.field
    def plain(self) -> str:
        return self.author.name  # E: async-unsafe-relation

    @strawberry.field
    def tag_count(self, root: strawberry.Parent[Book]) -> int:
        return root.tags.count()  # E: async-unsafe-query

    @strawberry.field
    async def tags_counted(self, root: strawberry.Parent[Book]) -> int:
        return await root.tags.acount()

    @strawberry.field
    def loud(self) -> str:
        return self.title.upper()

    @strawberry_django.field(select_related=["author"])
    async def hinted(self) -> str:
        return self.author.name


@strawberry.type
class Query:
    books: list[BookType] = strawberry_django.field()

    @strawberry.field
    async def book(self) -> BookType:
        return cast("BookType", await Book.objects.aget(pk=1))

    @strawberry.field
    def lazily(self) -> list[BookType]:
        return cast("list[BookType]", Book.objects.all())

    @strawberry_django.field
    def in_thread(self) -> list[BookType]:
        return cast("list[BookType]", list(Book.objects.all()))


REQUESTS = {
    "AuthorType.house": asking(Query, "{ books { author { house } } }"),
    "BookType.threaded": asking(Query, "{ books { threaded } }"),
    "BookType.awaited": asking(Query, "{ books { awaited } }"),
    "BookType.plain": asking(Query, "{ books { plain } }"),
    "BookType.tag_count": asking(Query, "{ books { tagCount } }"),
    "BookType.tags_counted": asking(Query, "{ books { tagsCounted } }"),
    "BookType.loud": asking(Query, "{ books { loud } }"),
    "Query.book": asking(Query, "{ book { author { name } tags { label } } }"),
    "Query.lazily": asking(Query, "{ lazily { author { name } tags { label } } }"),
    "Query.in_thread": asking(Query, "{ inThread { author { name } threaded } }"),
}
