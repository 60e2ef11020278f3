"""Handlers of async consumers run on the event loop, those of sync ones in threads."""

# mypy: allow-subclassing-any, allow-untyped-decorators

from __future__ import annotations

from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from channels.consumer import AsyncConsumer  # type: ignore[import-untyped]
from channels.db import database_sync_to_async  # type: ignore[import-untyped]
from channels.generic.websocket import (  # type: ignore[import-untyped]
    AsyncJsonWebsocketConsumer,
    AsyncWebsocketConsumer,
    JsonWebsocketConsumer,
    WebsocketConsumer,
)
from library.models import Book
from library.sockets import sending


class Counter(AsyncWebsocketConsumer):
    async def connect(self) -> None:
        await self.accept()
        await self.send(text_data=str(await Book.objects.acount()))

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await self.send(text_data=str(Book.objects.count()))  # E: async-unsafe-query

    async def book_told(self, event: dict[str, Any]) -> None:
        book = await Book.objects.aget(pk=event["pk"])
        await self.send(text_data=book.author.name)  # E: async-unsafe-relation

    async def book_told_well(self, event: dict[str, Any]) -> None:
        book = await Book.objects.select_related("author").aget(pk=event["pk"])
        await self.send(text_data=book.author.name)

    async def books_told(self, event: dict[str, Any]) -> None:
        for book in Book.objects.all():  # E: async-unsafe-iteration
            await self.send(text_data=book.title)

    async def books_told_well(self, event: dict[str, Any]) -> None:
        async for book in Book.objects.all():
            await self.send(text_data=book.title)

    async def group_told(self, event: dict[str, Any]) -> None:
        book = await Book.objects.aget(pk=1)
        message = {"type": "nobody", "author": book.author.name}  # E: async-unsafe-relation
        await self.channel_layer.group_send("shelf", message)

    async def group_told_well(self, event: dict[str, Any]) -> None:
        book = await Book.objects.aget(pk=1)
        await self.channel_layer.group_send("shelf", {"type": "nobody", "title": book.title})

    async def helped(self, event: dict[str, Any]) -> None:
        await self.send(text_data=self.newest())  # E: async-unsafe-call

    async def helped_well(self, event: dict[str, Any]) -> None:
        await self.send(text_data=await sync_to_async(self.newest)())

    def newest(self) -> str:
        return Book.objects.latest().title


class Threads(AsyncJsonWebsocketConsumer):
    @database_sync_to_async
    def count(self) -> int:
        return Book.objects.count()

    @database_sync_to_async
    def find(self, pk: int) -> Book:
        return Book.objects.get(pk=pk)

    @database_sync_to_async
    def find_with_author(self, pk: int) -> Book:
        return Book.objects.select_related("author").get(pk=pk)

    def first(self) -> Book | None:
        return Book.objects.first()

    async def receive_json(self, content: dict[str, Any], **kwargs: Any) -> None:
        await self.send_json({"count": await self.count()})

    async def found(self, event: dict[str, Any]) -> None:
        book = await self.find(1)
        await self.send_json({"author": book.author.name})  # E: async-unsafe-relation

    async def found_title(self, event: dict[str, Any]) -> None:
        book = await self.find(1)
        await self.send_json({"title": book.title})

    async def found_with_author(self, event: dict[str, Any]) -> None:
        book = await self.find_with_author(1)
        await self.send_json({"author": book.author.name})

    async def wrapped(self, event: dict[str, Any]) -> None:
        book = await database_sync_to_async(self.first)()
        await self.send_json({"author": book.author.name})  # E: async-unsafe-relation

    async def wrapped_lambda(self, event: dict[str, Any]) -> None:
        name = await database_sync_to_async(lambda: Book.objects.get(pk=1).author.name)()
        await self.send_json({"author": name})


class Worker(AsyncConsumer):
    async def websocket_connect(self, event: dict[str, Any]) -> None:
        await self.send({"type": "websocket.accept"})

    async def shelf_cleared(self, event: dict[str, Any]) -> None:
        Book.objects.filter(pk=event["pk"]).delete()  # E: async-unsafe-query

    async def shelf_cleared_well(self, event: dict[str, Any]) -> None:
        await Book.objects.filter(pk=event["pk"]).adelete()

    async def websocket_disconnect(self, event: dict[str, Any]) -> None:
        from channels.exceptions import StopConsumer  # type: ignore[import-untyped]

        raise StopConsumer


class Threaded(WebsocketConsumer):
    def connect(self) -> None:
        self.accept()
        self.send(text_data=Book.objects.get(pk=1).author.name)

    def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        async_to_sync(self.channel_layer.group_send)("shelf", {"type": "nobody"})
        self.send(text_data=str(self.scope["user"].groups.count()))


class ThreadedJson(JsonWebsocketConsumer):
    def receive_json(self, content: Any, **kwargs: Any) -> None:
        self.send_json({"books": [book.author.name for book in Book.objects.all()]})


REQUESTS = {
    "Counter.connect": sending(Counter),
    "Counter.receive": sending(Counter, "websocket.receive", text="x"),
    "Counter.book_told": sending(Counter, "book.told", pk=1),
    "Counter.book_told_well": sending(Counter, "book.told.well", pk=1),
    "Counter.books_told": sending(Counter, "books.told"),
    "Counter.books_told_well": sending(Counter, "books.told.well"),
    "Counter.group_told": sending(Counter, "group.told"),
    "Counter.group_told_well": sending(Counter, "group.told.well"),
    "Counter.helped": sending(Counter, "helped"),
    "Counter.helped_well": sending(Counter, "helped.well"),
    "Threads.receive_json": sending(Threads, "websocket.receive", text="{}"),
    "Threads.found": sending(Threads, "found"),
    "Threads.found_title": sending(Threads, "found.title"),
    "Threads.found_with_author": sending(Threads, "found.with.author"),
    "Threads.wrapped": sending(Threads, "wrapped"),
    "Threads.wrapped_lambda": sending(Threads, "wrapped.lambda"),
    "Worker.shelf_cleared": sending(Worker, "shelf.cleared", pk=1),
    "Worker.shelf_cleared_well": sending(Worker, "shelf.cleared.well", pk=1),
    "Threaded.connect": sending(Threaded),
    "Threaded.receive": sending(Threaded, "websocket.receive", text="x"),
    "ThreadedJson.receive_json": sending(ThreadedJson, "websocket.receive", text="{}"),
}
