"""What a client does: a query to a schema, on the event loop; what a resolver raised is raised again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import strawberry

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


def asking(query: type, document: str, *, mutation: type | None = None) -> Callable[[], Awaitable[object]]:
    """Return what sends ``document`` to a schema of these types."""

    async def ask() -> object:
        result = await strawberry.Schema(query=query, mutation=mutation).execute(document)
        for error in result.errors or []:
            raise error.original_error or error
        return result.data

    return ask
