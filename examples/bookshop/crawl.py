"""Request every URL of one state, and run its worker and command, on a fresh SQLite database; print JSON.

Usage: ``python crawl.py before`` or ``python crawl.py after``.
"""

import asyncio
import importlib
import io
import json
import logging
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import django
from django.core.management import call_command
from django.http import StreamingHttpResponse
from django.test import AsyncClient
from django.urls import resolve

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Visit:
    """One request; with ``form`` it is a POST, with ``reader`` that user is logged in."""

    path: str
    form: dict[str, str] | None = None
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one request, task or command did: ``error`` is empty, or names what line ``file:line`` raised."""

    name: str
    what: str
    status: int | None = None
    body: str = ""
    error: str = ""
    file: str = ""
    line: int = 0


VISITS = {
    "home": Visit("/"),
    "book-list": Visit("/books/"),
    "search": Visit("/books/search/?q=e"),
    "price-list": Visit("/books/prices/"),
    "tag-index": Visit("/books/tags/"),
    "bestseller": Visit("/books/bestseller/"),
    "shelf": Visit("/books/shelf/"),
    "book-detail": Visit("/books/9780156027601/"),
    "author-index": Visit("/authors/"),
    "author-page": Visit("/authors/lem/"),
    "reader-profile": Visit("/readers/ada/"),
    "log-in": Visit("/login/", {"username": "ada", "password": "lovelace"}),
    "dashboard": Visit("/dashboard/", reader="ada"),
    "review": Visit("/reviews/1/"),
    "write-review": Visit("/reviews/write/", {"book": "1", "stars": "4"}, reader="ada"),
    "cart": Visit("/cart/", reader="ada"),
    "checkout": Visit("/checkout/", {}, reader="ada"),
    "restock": Visit("/books/9780156278065/restock/", {}),
    "add-tag": Visit("/books/9780156278065/tag/", {"label": "space"}),
    "api-books": Visit("/api/books/"),
    "api-book": Visit("/api/books/9780061054884/"),
    "api-summaries": Visit("/api/summaries/"),
    "api-activity": Visit("/api/activity/"),
    "export": Visit("/export.csv"),
}


def locate(error: BaseException) -> tuple[str, int]:
    """Find the innermost frame of the example's own code that the exception went through."""
    place = ("", 0)
    for frame, line in traceback.walk_tb(error.__traceback__):
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(HERE) and file != Path(__file__).resolve():
            place = (file.relative_to(HERE).as_posix(), line)
    return place


def record(name: str, what: str, run: Callable[[], tuple[int | None, str]]) -> Outcome:
    """Run one thing and note its answer, or the exception and where it came from."""
    try:
        status, body = run()
    except Exception as error:
        file, line = locate(error)
        return Outcome(name, what, error=type(error).__name__, file=file, line=line)
    return Outcome(name, what, status, body)


async def request(visit: Visit) -> tuple[int, str]:
    """Send one request through the ASGI handler and read the whole answer, streams too."""
    from catalog.models import Reader

    client = AsyncClient()
    if visit.reader:
        await client.aforce_login(await Reader.objects.aget(username=visit.reader))
    if visit.form is None:
        response = await client.get(visit.path)
    else:
        response = await client.post(visit.path, visit.form)
    if isinstance(response, StreamingHttpResponse):
        body = b"".join([part async for part in response])
    else:
        body = response.content
    return response.status_code, body.decode()


async def confirm(state: str) -> str:
    """Let the worker confirm the first order."""
    worker = importlib.import_module(f"{state}.worker")
    queue: asyncio.Queue[int | None] = asyncio.Queue()
    outbox: list[str] = []
    queue.put_nowait(1)
    queue.put_nowait(None)
    await worker.confirm_orders(queue, outbox)
    return "\n".join(outbox)


def report() -> str:
    """Run the management command and return what it prints."""
    printed = io.StringIO()
    call_command("sales_report", stdout=printed)
    return printed.getvalue().strip()


def crawl(state: str) -> Iterator[Outcome]:
    """Visit what the URL configuration names, then run the worker and the command."""
    for pattern in importlib.import_module(f"{state}.urls").urlpatterns:
        name = pattern.name
        # A URL without a visit here fails: nothing is left out in silence.
        visit = VISITS[name]
        path = visit.path.partition("?")[0]
        if resolve(path).url_name != name:
            raise LookupError(f"{path} is not the URL named {name}")
        method = "GET" if visit.form is None else "POST"

        def run(visit: Visit = visit) -> tuple[int, str]:
            return asyncio.run(request(visit))

        yield record(name, f"{method} {visit.path}", run)
    yield record("worker", "task confirm_orders", lambda: (None, asyncio.run(confirm(state))))
    yield record("sales-report", "manage.py sales_report", lambda: (None, report()))


def main(state: str) -> None:
    """Make the database in a directory of its own, fill it, crawl, and print a list of outcomes."""
    sys.path.insert(0, str(HERE))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        os.environ["BOOKSHOP_STATE"] = state
        os.environ["BOOKSHOP_DATABASE"] = str(Path(folder, "bookshop.sqlite3"))
        django.setup()
        # Django logs each exception that the outcomes report.
        logging.disable(logging.CRITICAL)
        from catalog import sample

        call_command("migrate", verbosity=0)
        sample.fill()
        print(json.dumps([asdict(outcome) for outcome in crawl(state)], indent=1))


if __name__ == "__main__":
    main(sys.argv[1])
