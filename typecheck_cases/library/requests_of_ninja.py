"""Request an operation of django-ninja as Django does: a sync one in a thread."""

import os
from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction

from asgiref.sync import sync_to_async
from ninja import NinjaAPI, Router
from ninja.testing import TestAsyncClient

# Older releases refuse to see an API twice.
os.environ["NINJA_SKIP_REGISTRY"] = "1"


def get(api: Router | NinjaAPI, path: str) -> Callable[[], Awaitable[object]]:
    """Return what requests the path; what the operation raises, it raises."""

    async def request() -> object:
        view, request, given = TestAsyncClient(api)._resolve("GET", path, {}, {})
        run = view if iscoroutinefunction(view) else sync_to_async(view)
        response = await run(request, **given)
        assert response.status_code < 500, response
        return response

    return request
