"""What a client does: a query to a schema, on the event loop; what a resolver raised is raised again."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import strawberry
from asgiref.sync import sync_to_async
from strawberry.django.context import StrawberryDjangoContext
from strawberry.types.execution import PreExecutionError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


def asking(query: type, document: str, *, mutation: type | None = None) -> Callable[[], Awaitable[object]]:
    """Return what sends ``document`` to a schema of these types, as somebody who is signed in."""

    async def ask() -> object:
        from django.http import HttpResponse

        from library.web import signed_in_request

        context = StrawberryDjangoContext(await sync_to_async(signed_in_request)(), HttpResponse())
        schema = _schema(query, mutation)
        result = await schema.execute(document, context_value=context)
        for error in result.errors or []:
            raise error.original_error or error
        return result.data

    return ask


@lru_cache(maxsize=32)
def _schema(query: type, mutation: type | None) -> strawberry.Schema:
    """Return the only schema of these types: a connection refuses to be in two."""
    return strawberry.Schema(query=query, mutation=mutation)


def listening(subscription: type, document: str) -> Callable[[], Awaitable[object]]:
    """Return what takes all that a subscription has to say."""

    async def listen() -> object:
        schema = strawberry.Schema(query=_Nothing, subscription=subscription)
        answers = await schema.subscribe(document, context_value=await _of_request())
        assert not isinstance(answers, PreExecutionError), answers
        data: list[object] = []
        async for answer in answers:
            for error in answer.errors or []:
                raise error.original_error or error
            data.append(answer.data)
        return data

    return listen


@strawberry.type
class _Nothing:
    nothing: int = 0


async def _of_request() -> StrawberryDjangoContext:
    from django.http import HttpResponse

    from library.web import signed_in_request

    return StrawberryDjangoContext(await sync_to_async(signed_in_request)(), HttpResponse())
