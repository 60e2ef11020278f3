"""Whole requests: Django's ASGI handler is called as a server calls it, by a number of clients at once."""

from __future__ import annotations

import asyncio
import statistics
import time
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from benchmarks.contenders import Database

    Application = Callable[[Any, Any, Any], Awaitable[None]]

REQUESTS_OF_EACH: Final = 3
_served: Final = dict[str, "Requests"]()


class Requests:
    """For contenders that run in Django: a view that gets one book, and its clients."""

    name: ClassVar[str]
    middleware: ClassVar[tuple[str, ...]] = ()

    async def get(self) -> Any:
        raise NotImplementedError

    async def page(self) -> tuple[Any, Any]:
        """Run the queries of a request: one of Django's own, as for a session, and one of the view."""
        raise NotImplementedError

    async def open(self, database: Database) -> None:
        # Other columns may be of the same library.
        self._url = f"/{len(_served)}"
        _served[self._url.removeprefix("/")] = self
        with override_settings(MIDDLEWARE=list(self.middleware)):
            self._application: Application = ASGIHandler()

    async def at_once(self, number: int, work: Callable[[], Awaitable[object]]) -> None:
        await asyncio.gather(*(work() for _ in range(number)))

    async def requests(self, clients: int) -> None:
        """Let each client send its requests, one after the other."""
        await self.at_once(clients, self._visit)

    async def latency(self, clients: int) -> float:
        """Return the median seconds of one request, while that many clients send theirs."""
        seconds: list[float] = []

        async def visit() -> None:
            seconds.extend(await self._visit())

        await self.at_once(clients, visit)
        return statistics.median(seconds)

    async def cold(self, nothing: None) -> None:
        """Send the first request there is: all that it needs is opened by it."""
        await call(self._application, self._url)

    async def _visit(self) -> list[float]:
        seconds = []
        for _ in range(REQUESTS_OF_EACH):
            start = time.perf_counter()
            await call(self._application, self._url)
            seconds.append(time.perf_counter() - start)
        return seconds


async def call(application: Application, url: str) -> None:
    """Send a GET request, and wait for all of its response."""
    body = [{"type": "http.request", "body": b"", "more_body": False}]
    answer: list[dict[str, Any]] = []

    async def receive() -> Any:
        # After the request a server has nothing more to say, until the client leaves.
        return body.pop() if body else await asyncio.Event().wait()

    async def send(message: Any) -> None:
        answer.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": url, "raw_path": url.encode(), "query_string": b"", "headers": [(b"host", b"library")],
        "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    await application(scope, receive, send)
    assert answer[0]["status"] == 200, answer


async def title(request: HttpRequest, contender: str) -> HttpResponse:
    author, books = await _served[contender].page()
    return HttpResponse(f"{author.name}: {len(books)}")


urlpatterns = [path("<contender>", title)]
