"""A function inside a handler that `database_sync_to_async` wraps runs in a thread; its row comes back."""

# mypy: allow-subclassing-any, allow-untyped-decorators

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async  # type: ignore[import-untyped]
from channels.generic.websocket import AsyncJsonWebsocketConsumer  # type: ignore[import-untyped]
from library.models import Book
from library.sockets import sending, sending_to_anybody


class Nested(AsyncJsonWebsocketConsumer):
    async def counted(self, event: dict[str, Any]) -> None:
        @database_sync_to_async
        def count() -> int:
            return Book.objects.count()

        await self.send_json({"count": await count()})

    async def found(self, event: dict[str, Any]) -> None:
        @database_sync_to_async
        def find() -> Book:
            return Book.objects.get(pk=event["pk"])

        book = await find()
        await self.send_json({"author": book.author.name})  # E: async-unsafe-relation

    async def found_with_author(self, event: dict[str, Any]) -> None:
        @database_sync_to_async
        def find() -> Book:
            return Book.objects.select_related("author").get(pk=event["pk"])

        book = await find()
        await self.send_json({"author": book.author.name})

    async def found_without_types(self, event):  # type: ignore[no-untyped-def]
        @database_sync_to_async
        def find(pk):  # type: ignore[no-untyped-def]
            return Book.objects.get(pk=pk)

        book = await find(1)
        await self.send_json({"author": book.author.name})  # E: async-unsafe-relation

    async def named_in_a_thread(self, event):  # type: ignore[no-untyped-def]
        @database_sync_to_async
        def find(pk):  # type: ignore[no-untyped-def]
            return Book.objects.get(pk=pk).author.name

        await self.send_json({"author": await find(1)})

    async def listed(self, event: dict[str, Any]) -> None:
        @database_sync_to_async
        def find() -> list[Book]:
            return list(Book.objects.all())

        names = [book.author.name for book in await find()]  # E: async-unsafe-relation
        await self.send_json({"authors": names})

    async def by_the_other_wrapper(self, event: dict[str, Any]) -> None:
        @sync_to_async
        def find() -> Book:
            return Book.objects.get(pk=1)

        book = await find()
        await self.send_json({"author": book.author.name})  # E: async-unsafe-relation

    async def wrapped_later(self, event: dict[str, Any]) -> None:
        def find() -> Book:
            return Book.objects.get(pk=1)

        book = await database_sync_to_async(find)()
        await self.send_json({"author": book.author.name})  # E: async-unsafe-relation

    async def of_the_row_around(self, event: dict[str, Any]) -> None:
        book = await Book.objects.aget(pk=1)

        @database_sync_to_async
        def load() -> None:
            _ = book.author

        await load()
        await self.send_json({"author": book.author.name})


class Anonymous(AsyncJsonWebsocketConsumer):
    async def asks_who(self, event: dict[str, Any]) -> None:
        user = self.scope.get("user")
        await self.send_json({"who": user.username if user else "nobody"})

    async def asks_in_any_case(self, event: dict[str, Any]) -> None:
        if "user" in self.scope:
            await self.send_json({"who": str(self.scope["user"])})
        await self.send_json({})


REQUESTS = {
    "Nested.counted": sending(Nested, "counted"),
    "Nested.found": sending(Nested, "found", pk=1),
    "Nested.found_with_author": sending(Nested, "found.with.author", pk=1),
    "Nested.found_without_types": sending(Nested, "found.without.types"),
    "Nested.named_in_a_thread": sending(Nested, "named.in.a.thread"),
    "Nested.listed": sending(Nested, "listed"),
    "Nested.by_the_other_wrapper": sending(Nested, "by.the.other.wrapper"),
    "Nested.wrapped_later": sending(Nested, "wrapped.later"),
    "Nested.of_the_row_around": sending(Nested, "of.the.row.around"),
    "Anonymous.asks_who": sending_to_anybody(Anonymous, "asks.who"),
    "Anonymous.asks_in_any_case": sending_to_anybody(Anonymous, "asks.in.any.case"),
}
