"""A request and its answer, as a server exchanges them with an ASGI application."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Application = Callable[[Any, Any, Any], Awaitable[None]]


@dataclass(slots=True)
class Exchange:
    """A request as a server passes it on, and the answer as far as it came."""

    url: str
    leaves_after: float | None
    """The seconds after which the client disconnects."""
    query: str = ""
    status: int | None = None
    body: bytes = b""
    _sent: bool = field(default=False)

    async def receive(self) -> dict[str, Any]:
        if not self._sent:
            self._sent = True
            return {"type": "http.request", "body": b"", "more_body": False}
        if self.leaves_after is not None:
            await asyncio.sleep(self.leaves_after)
            return {"type": "http.disconnect"}
        return await asyncio.Event().wait()  # type: ignore[return-value]  # it never is

    async def send(self, message: Mapping[str, Any]) -> None:
        self.status = message.get("status", self.status)
        self.body += message.get("body", b"")

    async def run(self, application: Application) -> None:
        scope = {
            "type": "http", "http_version": "1.1", "method": "GET", "path": self.url,
            "query_string": self.query.encode(), "headers": [(b"host", b"testserver")],
        }  # fmt: skip
        await application(scope, self.receive, self.send)
