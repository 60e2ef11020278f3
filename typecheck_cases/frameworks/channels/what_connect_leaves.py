"""A handler finds what ``connect()`` has put into the consumer: others may have come in between, or not."""

# mypy: allow-subclassing-any, allow-untyped-decorators, allow-untyped-defs

from __future__ import annotations

from typing import Any

from channels.consumer import AsyncConsumer  # type: ignore[import-untyped]
from channels.generic.websocket import (  # type: ignore[import-untyped]
    AsyncJsonWebsocketConsumer,
    AsyncWebsocketConsumer,
)
from library.models import Author, Book
from library.sockets import sending


async def edited_by(book: Book, author: Author) -> Book:
    book.editor = author
    await book.asave(update_fields=["editor"])
    return book


class Shelf(AsyncJsonWebsocketConsumer):
    async def connect(self) -> None:
        self.book = await Book.objects.select_related("author").aget(pk=1)
        self.newest = await Book.objects.aget(pk=2)
        await self.accept()

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        handler = getattr(self, f"on_{content['type']}")
        await handler(content)

    async def on_edit(self, content: Any) -> None:
        await edited_by(self.book, await Author.objects.aget(pk=1))
        await self.send_json({"editor": self.name_of_editor()})
        await self._tell()

    async def on_editor(self, content: Any) -> None:
        await self.send_json({"editor": self.name_of_editor()})  # E: async-unsafe-call

    async def on_author(self, content: Any) -> None:
        await self.send_json({"author": self.book.author.name})

    async def on_untyped(self, content):
        await self.send_json({"editor": str(self.book.editor)})  # E: async-unsafe-relation

    async def on_newest(self, content: Any) -> None:
        await self.newest.arefresh_from_db(fields=["author"])
        await self.send_json({"title": self.newest.title, "author": self.newest.author_id})

    async def on_newest_author(self, content: Any) -> None:
        await self.send_json({"author": self.newest.author.name})  # E: async-unsafe-relation

    async def _tell(self) -> None:
        """Called when the editor is there."""
        assert self.book.editor is not None
        await self.send_json({"editor": self.book.editor.name})

    def name_of_editor(self) -> str:
        return self.book.editor.name if self.book.editor is not None else ""


class Moved(AsyncWebsocketConsumer):
    """Another handler puts another row there: what a third one finds is not proven."""

    async def connect(self) -> None:
        self.book = await Book.objects.aget(pk=1)
        await self.accept()

    async def moved(self, event: dict[str, Any]) -> None:
        self.book = await Book.objects.select_related("author").aget(pk=event["pk"])
        await self.send(text_data=self.book.author.name)

    async def moved_and_told(self, event: dict[str, Any]) -> None:
        await self.moved(event)
        await self.send(text_data=self.book.author.name)

    async def told(self, event: dict[str, Any]) -> None:
        await self.send(text_data=self.book.title)


class Base(AsyncWebsocketConsumer):
    book: Book

    async def connect(self) -> None:
        self.book = await self.find()
        await self.accept()

    async def find(self) -> Book:
        return await Book.objects.aget(pk=1)

    async def told_author(self, event: dict[str, Any]) -> None:
        await self.send(text_data=self.book.author.name)  # E: async-unsafe-relation

    async def told_title(self, event: dict[str, Any]) -> None:
        await self.send(text_data=self.book.title)


class WithTags(AsyncWebsocketConsumer):
    async def connect(self) -> None:
        self.book = await Book.objects.prefetch_related("tags").aget(pk=1)
        self.books = [book async for book in Book.objects.order_by("pk")]
        await self.accept()

    async def told_tags(self, event: dict[str, Any]) -> None:
        await self.send(text_data=", ".join(tag.label for tag in self.book.tags.all()))

    async def told_authors(self, event: dict[str, Any]) -> None:
        for book in self.books:
            await self.send(text_data=book.author.name)  # E: async-unsafe-relation

    async def told_titles(self, event: dict[str, Any]) -> None:
        for book in self.books:
            await self.send(text_data=book.title)


class Worker(AsyncConsumer):
    async def websocket_connect(self, event: dict[str, Any]) -> None:
        self.book = await Book.objects.select_related("author__publisher").aget(pk=1)
        await self.send({"type": "websocket.accept"})

    async def shelf_told(self, event: dict[str, Any]) -> None:
        await self.send({"type": "websocket.send", "text": str(self.book.author.publisher)})

    async def editor_told(self, event: dict[str, Any]) -> None:
        await self.send({"type": "websocket.send", "text": str(self.book.editor)})  # E: async-unsafe-relation

    async def websocket_disconnect(self, event: dict[str, Any]) -> None:
        from channels.exceptions import StopConsumer  # type: ignore[import-untyped]

        raise StopConsumer


def saying(kind: str) -> Any:
    return sending(Shelf, "websocket.receive", text=f'{{"type": "{kind}"}}')


REQUESTS = {
    "Shelf.on_edit": saying("edit"),
    "Shelf.on_editor": saying("editor"),
    "Shelf.on_author": saying("author"),
    "Shelf.on_untyped": saying("untyped"),
    "Shelf.on_newest": saying("newest"),
    "Shelf.on_newest_author": saying("newest_author"),
    "Moved.moved": sending(Moved, "moved", pk=2),
    "Moved.moved_and_told": sending(Moved, "moved.and.told", pk=2),
    "Moved.told": sending(Moved, "told"),
    "Base.told_author": sending(Base, "told.author"),
    "Base.told_title": sending(Base, "told.title"),
    "WithTags.told_tags": sending(WithTags, "told.tags"),
    "WithTags.told_authors": sending(WithTags, "told.authors"),
    "WithTags.told_titles": sending(WithTags, "told.titles"),
    "Worker.shelf_told": sending(Worker, "shelf.told"),
    "Worker.editor_told": sending(Worker, "editor.told"),
}
