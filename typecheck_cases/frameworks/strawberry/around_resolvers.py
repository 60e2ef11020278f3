"""Permissions and extensions run where the resolver does; the request is the one of Django's views."""

# mypy: allow-untyped-decorators

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import strawberry
from library.graphql import asking
from library.models import Book, Publisher
from strawberry.dataloader import DataLoader

if TYPE_CHECKING:
    from collections.abc import Awaitable


class HasBooks(strawberry.BasePermission):
    message = "no book"

    def has_permission(self, source: Any, info: strawberry.Info, **kwargs: Any) -> bool | Awaitable[bool]:
        return Book.objects.exists()  # E: async-unsafe-query


class HasPublishers(strawberry.BasePermission):
    message = "no publisher"

    async def has_permission(self, source: Any, info: strawberry.Info, **kwargs: Any) -> bool:
        return await Publisher.objects.aexists()


class IsNamed(strawberry.BasePermission):
    message = "no name"

    def has_permission(self, source: Any, info: strawberry.Info, **kwargs: Any) -> bool | Awaitable[bool]:
        return info.field_name == "named"


async def load_authors(keys: list[int]) -> list[str]:
    books = Book.objects.in_bulk(keys)  # E: async-unsafe-query
    return [books[key].title for key in keys]


async def load_authors_well(keys: list[int]) -> list[str]:
    books = await Book.objects.select_related("author").ain_bulk(keys)
    return [books[key].author.name for key in keys]


@strawberry.type
class Query:
    @strawberry.field(permission_classes=[HasBooks])
    async def guarded(self) -> int:
        return 1

    @strawberry.field(permission_classes=[HasPublishers])
    async def guarded_well(self) -> int:
        return 1

    @strawberry.field(permission_classes=[IsNamed])
    async def named(self) -> int:
        return 1

    @strawberry.field
    async def author(self) -> str:
        return await DataLoader(load_authors).load(1)

    @strawberry.field
    async def author_well(self) -> str:
        return await DataLoader(load_authors_well).load(1)

    @strawberry.field
    async def me(self, info: strawberry.Info) -> str:
        return str(info.context.request.user.username)  # E: async-unsafe-query

    @strawberry.field
    def me_plainly(self, info: strawberry.Info) -> str:
        user = info.context["request"].user
        return str(user.username)  # E: async-unsafe-query

    @strawberry.field
    async def me_well(self, info: strawberry.Info) -> str:
        user = await info.context.request.auser()
        return str(user.username)

    @strawberry.field
    async def basket(self, info: strawberry.Info) -> int:
        return len(info.context.request.session.get("basket", []))  # E: async-unsafe-query

    @strawberry.field
    async def basket_well(self, info: strawberry.Info) -> int:
        return len(await info.context.request.session.aget("basket", []))


REQUESTS = {
    "HasBooks.has_permission": asking(Query, "{ guarded }"),
    "HasPublishers.has_permission": asking(Query, "{ guardedWell }"),
    "IsNamed.has_permission": asking(Query, "{ named }"),
    "load_authors": asking(Query, "{ author }"),
    "load_authors_well": asking(Query, "{ authorWell }"),
    "Query.me": asking(Query, "{ me }"),
    "Query.me_plainly": asking(Query, "{ mePlainly }"),
    "Query.me_well": asking(Query, "{ meWell }"),
    "Query.basket": asking(Query, "{ basket }"),
    "Query.basket_well": asking(Query, "{ basketWell }"),
}
