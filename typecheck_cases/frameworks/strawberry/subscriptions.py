"""A subscription runs on the event loop, and its type reads each value that it yields."""

# mypy: allow-untyped-decorators

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import cast

import strawberry
from library.graphql import listening
from library.models import Book


@strawberry.type
class AuthorType:
    name: str


@strawberry.type
class BookType:
    title: str
    author: AuthorType


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def names(self) -> AsyncGenerator[str, None]:
        async for book in Book.objects.all():
            yield book.author.name  # E: async-unsafe-relation

    @strawberry.subscription
    async def loaded_names(self) -> AsyncGenerator[str, None]:
        async for book in Book.objects.select_related("author"):
            yield book.author.name

    @strawberry.subscription
    async def titles(self) -> AsyncGenerator[str, None]:
        for book in Book.objects.all():  # E: async-unsafe-iteration
            yield book.title

    @strawberry.subscription
    async def books(self) -> AsyncGenerator[BookType, None]:
        async for book in Book.objects.all():
            yield cast("BookType", book)  # E: async-unsafe-call "author" of "Book" is read by

    @strawberry.subscription
    async def loaded_books(self) -> AsyncGenerator[BookType, None]:
        async for book in Book.objects.select_related("author"):
            yield cast("BookType", book)


REQUESTS = {
    "Subscription.names": listening(Subscription, "subscription { names }"),
    "Subscription.loaded_names": listening(Subscription, "subscription { loadedNames }"),
    "Subscription.titles": listening(Subscription, "subscription { titles }"),
    "Subscription.books": listening(Subscription, "subscription { books { author { name } } }"),
    "Subscription.loaded_books": listening(Subscription, "subscription { loadedBooks { author { name } } }"),
}
