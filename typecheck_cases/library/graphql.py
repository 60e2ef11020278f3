"""What a client does: a query to a schema, on the event loop; what a resolver raised is raised again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import strawberry
from asgiref.sync import sync_to_async
from strawberry.django.context import StrawberryDjangoContext

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


def asking(query: type, document: str, *, mutation: type | None = None) -> Callable[[], Awaitable[object]]:
    """Return what sends ``document`` to a schema of these types, as somebody who is signed in."""

    async def ask() -> object:
        from django.http import HttpResponse

        from library.web import signed_in_request

        context = StrawberryDjangoContext(await sync_to_async(signed_in_request)(), HttpResponse())
        schema = strawberry.Schema(query=query, mutation=mutation)
        result = await schema.execute(document, context_value=context)
        for error in result.errors or []:
            raise error.original_error or error
        return result.data

    return ask
