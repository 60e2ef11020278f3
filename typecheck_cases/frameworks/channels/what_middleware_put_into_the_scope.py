"""A consumer finds in its scope what middleware of the project has put there, loaded as it was fetched."""

# mypy: allow-subclassing-any

from __future__ import annotations

from typing import Any

from channels.generic.websocket import AsyncJsonWebsocketConsumer  # type: ignore[import-untyped]
from library.agents import WithAgent, with_editor
from library.sockets import sending


class Desk(AsyncJsonWebsocketConsumer):
    async def agent(self, event: dict[str, Any]) -> None:
        await self.send_json({"publisher": str(self.scope["agent"].publisher)})  # E: async-unsafe-relation

    async def full_agent(self, event: dict[str, Any]) -> None:
        await self.send_json({"publisher": str(self.scope["full_agent"].publisher)})

    async def name_of_agent(self, event: dict[str, Any]) -> None:
        await self.send_json({"name": self.scope["agent"].name})

    async def books_of_agent(self, event: dict[str, Any]) -> None:
        agent = self.scope["agent"]
        titles = [book.title for book in agent.books.all()]  # E: async-unsafe-iteration
        await self.send_json({"books": titles})

    async def books_of_agent_well(self, event: dict[str, Any]) -> None:
        agent = self.scope["agent"]
        await self.send_json({"books": [book.title async for book in agent.books.all()]})

    async def in_a_helper(self, event: dict[str, Any]) -> None:
        await self.send_json({"publisher": self.publisher_of("agent")})  # E: async-unsafe-call

    async def in_a_helper_well(self, event: dict[str, Any]) -> None:
        await self.send_json({"publisher": self.publisher_of("full_agent")})

    def publisher_of(self, key: str) -> str:
        return str(self.scope[key].publisher)

    async def editor(self, event: dict[str, Any]) -> None:
        await self.send_json({"name": self.scope["editor"].name})

    async def refreshed(self, event: dict[str, Any]) -> None:
        agent = self.scope["full_agent"]
        await agent.arefresh_from_db()
        await self.send_json({"publisher": str(agent.publisher)})  # E: async-unsafe-relation


class _Served:
    def as_asgi(self) -> Any:
        return WithAgent(with_editor(Desk.as_asgi()))


REQUESTS = {
    "Desk.agent": sending(_Served(), "agent"),
    "Desk.full_agent": sending(_Served(), "full.agent"),
    "Desk.name_of_agent": sending(_Served(), "name.of.agent"),
    "Desk.books_of_agent": sending(_Served(), "books.of.agent"),
    "Desk.books_of_agent_well": sending(_Served(), "books.of.agent.well"),
    "Desk.in_a_helper": sending(_Served(), "in.a.helper"),
    "Desk.in_a_helper_well": sending(_Served(), "in.a.helper.well"),
    "Desk.editor": sending(_Served(), "editor"),
    "Desk.refreshed": sending(_Served(), "refreshed"),
}
