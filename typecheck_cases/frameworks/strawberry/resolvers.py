"""strawberry calls plain resolvers on the event loop, strawberry-django has a thread for them."""

# mypy: allow-untyped-decorators

from __future__ import annotations

import strawberry
import strawberry_django
from asgiref.sync import sync_to_async
from library.graphql import asking
from library.models import Book
from strawberry import field as gql_field


def shelved() -> int:
    return Book.objects.count()  # E: async-unsafe-query "Book.objects.count" runs a query


def in_thread() -> int:
    return Book.objects.count()


async def awaited() -> int:
    return await Book.objects.acount()


@strawberry.type
class Query:
    shelved: int = strawberry.field(resolver=shelved)
    in_thread: int = strawberry_django.field(resolver=in_thread)
    awaited: int = strawberry.field(resolver=awaited)

    @strawberry.field
    def plain(self) -> int:
        return Book.objects.count()  # E: async-unsafe-query

    @strawberry.field(description="by its title")
    def described(self, title: str = "b1") -> bool:
        found = Book.objects.filter(title=title)
        return found.exists()  # E: async-unsafe-query

    @gql_field
    def imported(self) -> list[str]:
        return [book.title for book in Book.objects.all()]  # E: async-unsafe-iteration

    @strawberry.field
    def through_helper(self) -> int:
        return in_thread()  # E: async-unsafe-call

    @strawberry.field
    async def counted(self) -> int:
        return await Book.objects.acount()

    @strawberry.field
    async def forgotten(self) -> str:
        book = await Book.objects.aget(pk=1)
        return book.author.name  # E: async-unsafe-relation

    @strawberry.field
    async def wrapped(self) -> int:
        return await sync_to_async(Book.objects.count)()

    @strawberry.field
    def built(self) -> str:
        return str(Book.objects.filter(pages__gt=10).query)

    @strawberry_django.field
    def threaded(self) -> int:
        return Book.objects.count()

    @strawberry_django.field
    async def not_threaded(self) -> int:
        return Book.objects.count()  # E: async-unsafe-query

    @strawberry_django.field(name="renamed")
    def threaded_too(self) -> list[str]:
        return [book.author.name for book in Book.objects.all()]


@strawberry.type
class Mutation:
    @strawberry.mutation
    def add(self) -> bool:
        Book.objects.create(title="new", author_id=1)  # E: async-unsafe-query
        return True

    @strawberry.mutation
    async def rename(self) -> str:
        book = await Book.objects.aget(pk=1)
        book.title = "renamed"
        book.save()  # E: async-unsafe-query
        return book.title

    @strawberry.mutation
    async def rename_well(self) -> str:
        book = await Book.objects.aget(pk=1)
        book.title = "renamed"
        await book.asave()
        return book.title

    @strawberry_django.mutation
    def remove(self) -> bool:
        Book.objects.filter(pk=1).delete()
        return True


REQUESTS = {
    "shelved": asking(Query, "{ shelved }"),
    "in_thread": asking(Query, "{ inThread }"),
    "Query.plain": asking(Query, "{ plain }"),
    "Query.described": asking(Query, "{ described }"),
    "Query.imported": asking(Query, "{ imported }"),
    "Query.through_helper": asking(Query, "{ throughHelper }"),
    "Query.counted": asking(Query, "{ counted }"),
    "Query.forgotten": asking(Query, "{ forgotten }"),
    "Query.wrapped": asking(Query, "{ wrapped }"),
    "Query.built": asking(Query, "{ built }"),
    "Query.threaded": asking(Query, "{ threaded }"),
    "Query.not_threaded": asking(Query, "{ notThreaded }"),
    "Query.threaded_too": asking(Query, "{ renamed }"),
    "Mutation.add": asking(Query, "mutation { add }", mutation=Mutation),
    "Mutation.rename": asking(Query, "mutation { rename }", mutation=Mutation),
    "Mutation.rename_well": asking(Query, "mutation { renameWell }", mutation=Mutation),
    "Mutation.remove": asking(Query, "mutation { remove }", mutation=Mutation),
}
