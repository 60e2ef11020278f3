"""Each operation costs the changes of threads and the queries that are written here: no clock is asked."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

import asgiref
import databases
import pytest
from asgiref.sync import sync_to_async
from counting import counted
from django.core import mail
from django.core.management.color import no_style
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.test import override_settings
from library.models import Author, Book
from test_querysets import RUN

from benchmarks.contenders import Database
from benchmarks.contenders.plain_django import PlainDjango
from benchmarks.contenders.with_aobjects import WithAobjects
from benchmarks.operations import Operation, chosen
from benchmarks.requests import REQUESTS_OF_EACH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counting import Hops

    from benchmarks.contenders import Contender

OURS_ONLY: Final = {"item"}


class WithoutPrefix:
    """Django's async methods under our names."""

    def __init__(self, queryset: Any) -> None:
        self._queryset = queryset

    def filter(self, **conditions: Any) -> WithoutPrefix:
        return WithoutPrefix(self._queryset.filter(**conditions))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queryset, f"a{name}")


@pytest.mark.parametrize("name", sorted(RUN.keys() - OURS_ONLY))
async def test_no_more_hops_than_django(name: str, hops: Hops) -> None:
    author = await Author.objects.acreate(name="Le Guin")
    row = await Book.objects.acreate(title="The Dispossessed", author=author)
    hops.count()
    await RUN[name](WithoutPrefix(Book.objects.all()), row)  # type: ignore[arg-type]  # same names
    theirs = hops.count()
    await RUN[name](Book.aobjects.all(), row)
    assert hops.count() <= theirs


BOOKS: Final = 2500
REQUEST: Final = 4
"""Django's signals before and after, and the two queries."""
# Django's threads end with their requests; asgiref 3.9 lets the event loop stand still meanwhile.
REQUEST_WITH_THREAD: Final = REQUEST if asgiref.__version__.startswith("3.9.") else REQUEST + 1

# The changes of threads and the queries of Django's own way, and of ours where they differ.
COSTS: Final[dict[str, tuple[tuple[int, int], tuple[int, int]]]] = {
    "get": ((1, 1), (1, 1)),
    "first": ((1, 1), (1, 1)),
    "10 rows": ((1, 1), (1, 1)),
    "1,000 rows": ((1, 1), (1, 1)),
    "100,000 rows": ((1, 1), (1, 1)),
    "stream of 10,000 rows, chunks of 1,000": ((3, 1), (3, 1)),
    "relation, first read": ((1, 1), (1, 1)),
    "relation, second read, 100 times": ((0, 0), (0, 0)),
    "related manager, 10 rows": ((1, 1), (1, 1)),
    "create": ((1, 1), (1, 1)),
    "bulk_create, 100 rows": ((1, 1), (1, 1)),
    # Theirs is one function in a thread; ours is async code, and each of its steps goes there.
    "transaction: get and save": ((1, 2), (6, 2)),
    "the same in concurrent()": ((1, 2), (4, 2)),
    "get, its relation, that one's 10 rows": ((3, 3), (3, 3)),
    "get in 1 tasks": ((1, 1), (1, 1)),
    "get in 10 tasks": ((10, 10), (10, 10)),
    "get in 100 tasks": ((100, 100), (100, 100)),
    "get in 1 tasks, concurrent()": ((1, 1), (1, 1)),
    "get in 10 tasks, concurrent()": ((10, 10), (10, 10)),
    "get in 100 tasks, concurrent()": ((100, 100), (100, 100)),
    "5 ms query in 10 tasks": ((10, 10), (10, 10)),
    "5 ms query in 10 tasks, concurrent()": ((10, 10), (10, 10)),
    **{
        label: ((REQUEST_WITH_THREAD * requests, 2 * requests), (REQUEST * requests, 2 * requests))
        for clients in (1, 10)
        for requests in [clients * REQUESTS_OF_EACH]
        for label in (
            f"{clients} x {REQUESTS_OF_EACH} ASGI requests with two queries",
            f"latency of each, {clients} at once",
        )
    },
    "first ASGI request, which opens what is kept": ((REQUEST_WITH_THREAD, 2), (REQUEST, 2)),
}


OPERATIONS: Final = list(chosen("PostgreSQL", rows=100_000, clients=10, only=None))


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Note what reads or writes rows, in whatever thread."""
    queries: list[str] = []

    def note(method: str) -> Any:
        call = getattr(CursorWrapper, method)

        def noting(self: CursorWrapper, sql: str, *args: Any) -> Any:
            if sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
                queries.append(sql)
            return call(self, sql, *args)

        return patch.object(CursorWrapper, method, noting)

    with note("execute"), note("executemany"):
        yield queries


async def cost(contender: Contender, operation: Operation) -> tuple[int, int]:
    """Return the hops and the queries of one call, when connections are open."""
    await contender.open(Database("", ""))
    try:
        # The first call opens connections.
        for _ in range(2):
            arguments: list[Any] = [] if operation.number is None else [operation.number]
            if operation.given:
                arguments.append(await getattr(contender, operation.given)())
            with counted() as hops, counted_queries() as queries:
                await getattr(contender, operation.method)(*arguments)
        return hops.count(), len(queries)
    finally:
        await contender.close()
        await sync_to_async(databases.close)()


@pytest.fixture
def shelves(vendor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # As in tests: the middleware leaves no connection behind.
    monkeypatch.setattr(mail, "outbox", [], raising=False)
    authors = Author.objects.bulk_create(Author(pk=pk, name=f"Author {pk}") for pk in range(1, BOOKS))
    Book.objects.bulk_create(Book(pk=pk, title="", author=authors[pk // 10]) for pk in range(1, BOOKS))
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [Author, Book]):
            cursor.execute(sql)


@pytest.mark.commits
@pytest.mark.postgresql
@pytest.mark.usefixtures("shelves")
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
# A thread for each client: to be woken for one is a change of threads more.
@override_settings(ROOT_URLCONF="benchmarks.requests", ALLOWED_HOSTS=["library"], AOBJECTS_MAX_CONNECTIONS=20)
@pytest.mark.threads
def test_what_an_operation_of_the_benchmarks_costs(operation: Operation) -> None:
    theirs, ours = COSTS[operation.label]
    assert asyncio.run(cost(PlainDjango(), operation)) == theirs
    assert asyncio.run(cost(WithAobjects(), operation)) == ours
