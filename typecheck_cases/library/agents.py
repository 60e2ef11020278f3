"""Middleware of sockets: authors that it puts into the scope, some of them with their publisher."""

from __future__ import annotations

from typing import Any

from library.models import Author


class WithAgent:
    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        scope["agent"] = await Author.objects.order_by("pk").afirst()
        scope["full_agent"] = await Author.objects.select_related("publisher").order_by("pk").afirst()
        return await self.app(scope, receive, send)


def with_editor(app: Any) -> Any:
    async def middleware(scope: dict[str, Any], receive: Any, send: Any) -> Any:
        if scope["type"] == "websocket":
            scope["editor"] = await Author.objects.order_by("pk").afirst()
        return await app(scope, receive, send)

    return middleware
