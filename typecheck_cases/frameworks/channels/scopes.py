"""The user of a scope is fetched before a consumer runs, and with it the session; its relations are not."""

# mypy: allow-subclassing-any, allow-untyped-decorators

from __future__ import annotations

from typing import Any

from channels.generic.websocket import AsyncJsonWebsocketConsumer  # type: ignore[import-untyped]
from library.models import Author, Book
from library.sockets import sending


class Profile(AsyncJsonWebsocketConsumer):
    async def named(self, event: dict[str, Any]) -> None:
        await self.send_json({"name": self.scope["user"].username})

    async def grouped(self, event: dict[str, Any]) -> None:
        user = self.scope["user"]
        names = [group.name for group in user.groups.all()]  # E: async-unsafe-iteration
        await self.send_json({"groups": names})

    async def grouped_well(self, event: dict[str, Any]) -> None:
        user = self.scope["user"]
        await self.send_json({"groups": [group.name async for group in user.groups.all()]})

    async def in_a_group(self, event: dict[str, Any]) -> None:
        if self.scope["user"].groups.exists():  # E: async-unsafe-query
            await self.close()

    async def permitted(self, event: dict[str, Any]) -> None:
        if not self.scope["user"].has_perm("o.add_book"):  # E: async-unsafe-query
            await self.send_json({"error": "no"})

    async def permitted_well(self, event: dict[str, Any]) -> None:
        if not await self.scope["user"].ahas_perm("o.add_book"):
            await self.send_json({"error": "no"})

    async def renamed(self, event: dict[str, Any]) -> None:
        user = self.scope["user"]
        user.first_name = "new"
        user.save()  # E: async-unsafe-query

    async def renamed_well(self, event: dict[str, Any]) -> None:
        user = self.scope["user"]
        user.first_name = "new"
        await user.asave()

    async def visited(self, event: dict[str, Any]) -> None:
        await self.send_json({"visits": self.scope["session"].get("visits", 0)})

    async def remembered(self, event: dict[str, Any]) -> None:
        self.scope["session"]["visits"] = 1
        self.scope["session"].save()  # E: async-unsafe-query

    async def remembered_well(self, event: dict[str, Any]) -> None:
        self.scope["session"]["visits"] = 1
        await self.scope["session"].asave()

    async def routed(self, event: dict[str, Any]) -> None:
        await self.send_json({"path": self.scope["path"], "type": self.scope["type"]})


class Kept(AsyncJsonWebsocketConsumer):
    """What one handler keeps, another reads."""

    async def connect(self) -> None:
        self.book = await Book.objects.aget(pk=1)
        self.loaded = await Book.objects.select_related("author").aget(pk=2)
        self.books = Book.objects.all()
        await self.accept()

    async def told(self, event: dict[str, Any]) -> None:
        await self.send_json({"author": self.book.author.name})  # E: async-unsafe-relation

    async def told_well(self, event: dict[str, Any]) -> None:
        await self.send_json({"author": self.loaded.author.name, "title": self.book.title})

    async def listed(self, event: dict[str, Any]) -> None:
        await self.send_json({"titles": [book.title for book in self.books]})  # E: async-unsafe-iteration

    async def listed_well(self, event: dict[str, Any]) -> None:
        await self.send_json({"titles": [book.title async for book in self.books]})


class WithAgent:
    """A middleware of the project's own."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        scope["agent"] = Author.objects.get(pk=1)  # E: async-unsafe-query
        return await self.app(scope, receive, send)


class WithAgentAwaited:
    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        scope["agent"] = await Author.objects.aget(pk=1)
        return await self.app(scope, receive, send)


class _Served:
    """A consumer behind a middleware."""

    def __init__(self, middleware: Any) -> None:
        self.middleware = middleware

    def as_asgi(self) -> Any:
        return self.middleware(Profile.as_asgi())


REQUESTS = {
    "Profile.named": sending(Profile, "named"),
    "Profile.grouped": sending(Profile, "grouped"),
    "Profile.grouped_well": sending(Profile, "grouped.well"),
    "Profile.in_a_group": sending(Profile, "in.a.group"),
    "Profile.permitted": sending(Profile, "permitted"),
    "Profile.permitted_well": sending(Profile, "permitted.well"),
    "Profile.renamed": sending(Profile, "renamed"),
    "Profile.renamed_well": sending(Profile, "renamed.well"),
    "Profile.visited": sending(Profile, "visited"),
    "Profile.remembered": sending(Profile, "remembered"),
    "Profile.remembered_well": sending(Profile, "remembered.well"),
    "Profile.routed": sending(Profile, "routed"),
    "Kept.told": sending(Kept, "told"),
    "Kept.told_well": sending(Kept, "told.well"),
    "Kept.listed": sending(Kept, "listed"),
    "Kept.listed_well": sending(Kept, "listed.well"),
    "WithAgent.__call__": sending(_Served(WithAgent), "named"),
    "WithAgentAwaited.__call__": sending(_Served(WithAgentAwaited), "named"),
}
