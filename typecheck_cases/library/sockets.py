"""What a client does: opens a socket as somebody who is signed in, and sends a message to its consumer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from asgiref.testing import ApplicationCommunicator
from channels.auth import AuthMiddlewareStack  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

_LONG_ENOUGH = 5


def sending(consumer: Any, kind: str = "", **message: object) -> Callable[[], Awaitable[object]]:
    """Return what connects to a consumer and has it handle one message, ``connect`` alone without one."""
    return _sending(AuthMiddlewareStack(consumer.as_asgi()), kind, message)


def sending_to_anybody(consumer: Any, kind: str = "", **message: object) -> Callable[[], Awaitable[object]]:
    """Return the same for an application that asks nobody who is there."""
    return _sending(consumer.as_asgi(), kind, message)


def _sending(application: Any, kind: str, message: Mapping[str, object]) -> Callable[[], Awaitable[object]]:
    async def send() -> object:
        from library.rows import SIGNED_IN_KEY

        scope = {
            "type": "websocket",
            "path": "/",
            "headers": [(b"cookie", f"sessionid={SIGNED_IN_KEY}".encode())],
        }
        socket = ApplicationCommunicator(application, scope)
        await socket.send_input({"type": "websocket.connect"})
        if kind:
            await socket.send_input({"type": kind, **message})
        await socket.send_input({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait_for(socket.future, _LONG_ENOUGH)
        return None

    return send
