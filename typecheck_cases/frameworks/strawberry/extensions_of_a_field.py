"""An extension of a field runs around its resolver, on the event loop where that does."""

# mypy: allow-untyped-decorators, no-warn-return-any

from __future__ import annotations

from typing import Any, cast

import strawberry
import strawberry_django
from library.graphql import asking
from library.models import Author, Book
from strawberry import auto
from strawberry.extensions import FieldExtension
from strawberry.permission import BasePermission, PermissionExtension
from strawberry_django.permissions import IsAuthenticated


class Shouting(FieldExtension):
    async def resolve_async(self, next_: Any, source: Any, info: strawberry.Info, **kwargs: Any) -> Any:
        return str(await next_(source, info, **kwargs)).upper()


class Counting(FieldExtension):
    async def resolve_async(self, next_: Any, source: Any, info: strawberry.Info, **kwargs: Any) -> Any:
        Book.objects.count()  # E: async-unsafe-query
        return await next_(source, info, **kwargs)


class CountingWell(FieldExtension):
    async def resolve_async(self, next_: Any, source: Any, info: strawberry.Info, **kwargs: Any) -> Any:
        await Book.objects.acount()
        return await next_(source, info, **kwargs)


class Anybody(BasePermission):
    def has_permission(self, source: Any, info: strawberry.Info, **kwargs: Any) -> bool:
        return True


@strawberry_django.type(Author)
class AuthorType:
    name: auto


@strawberry.type
class Query:
    @strawberry.field(extensions=[Shouting()])
    async def shouted(self) -> str:
        book = await Book.objects.aget(pk=1)
        return book.author.name  # E: async-unsafe-relation

    @strawberry.field(extensions=[Shouting()])
    async def shouted_well(self) -> str:
        book = await Book.objects.select_related("author").aget(pk=1)
        return book.author.name

    @strawberry.field(extensions=[Counting()])
    async def counted(self) -> str:
        return "x"

    @strawberry.field(extensions=[CountingWell()])
    async def counted_well(self) -> str:
        return "x"

    @strawberry.field(extensions=[PermissionExtension([Anybody()])])
    async def permitted(self) -> int:
        return Book.objects.count()  # E: async-unsafe-query

    @strawberry.field(extensions=[PermissionExtension([Anybody()])])
    def permitted_at_once(self) -> int:
        return Book.objects.count()  # E: async-unsafe-query

    @strawberry.field(permission_classes=[Anybody])
    async def permitted_by_a_class(self) -> int:
        return Book.objects.count()  # E: async-unsafe-query

    @strawberry.field(permission_classes=[Anybody])
    async def permitted_well(self) -> int:
        return await Book.objects.acount()

    @strawberry_django.field(extensions=[IsAuthenticated()])
    def signed_in(self) -> int:
        return Book.objects.count()

    @strawberry_django.field(extensions=[IsAuthenticated()])
    async def signed_in_and_awaited(self) -> int:
        return Book.objects.count()  # E: async-unsafe-query

    @strawberry_django.field(extensions=[IsAuthenticated()])
    async def signed_in_and_awaited_well(self) -> AuthorType | None:
        return cast("AuthorType | None", await Author.objects.afirst())


REQUESTS = {
    "Query.shouted": asking(Query, "{ shouted }"),
    "Query.shouted_well": asking(Query, "{ shoutedWell }"),
    "Counting.resolve_async": asking(Query, "{ counted }"),
    "CountingWell.resolve_async": asking(Query, "{ countedWell }"),
    "Query.permitted": asking(Query, "{ permitted }"),
    "Query.permitted_at_once": asking(Query, "{ permittedAtOnce }"),
    "Query.permitted_by_a_class": asking(Query, "{ permittedByAClass }"),
    "Query.permitted_well": asking(Query, "{ permittedWell }"),
    "Query.signed_in": asking(Query, "{ signedIn }"),
    "Query.signed_in_and_awaited": asking(Query, "{ signedInAndAwaited }"),
    "Query.signed_in_and_awaited_well": asking(Query, "{ signedInAndAwaitedWell { name } }"),
}
