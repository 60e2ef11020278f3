"""What ``aobjects`` and others cost beside Django's own async methods: two tables for each database.

In a round each contender has a turn of a few calls, and the next round begins with the next of them. A round
divides the median of each turn by that of Django; a table has the median of the rounds, with the quartiles,
or says that these are too far apart. The first table has the time on the clock, the second what this process
spent on processors, in all its threads. Hops are counted, for one call.
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
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

# First: this sets Django up.
from benchmarks import library

# isort: split
import databases
from asgiref.sync import sync_to_async
from counting import counted

from benchmarks.contenders.plain_django import KeptDjango, PlainDjango, PooledDjango
from benchmarks.contenders.with_aobjects import KeptAobjects, PooledAobjects, WithAobjects
from benchmarks.contenders.with_asgimod import WithAsgimod
from benchmarks.contenders.with_django_async_backend import WithDjangoAsyncBackend
from benchmarks.contenders.with_django_async_orm import WithDjangoAsyncOrm
from benchmarks.contenders.with_psycopg import WithPsycopg
from benchmarks.contenders.with_sqlalchemy import WithSqlalchemy
from benchmarks.contenders.with_tortoise import WithTortoise
from benchmarks.operations import Operation, chosen
from benchmarks.pairs import circumstances, quartiles, ratios

if TYPE_CHECKING:
    from benchmarks.contenders import Contender, Database

CONTENDERS: Final = (
    PlainDjango, WithAobjects, KeptDjango, KeptAobjects, PooledDjango, PooledAobjects, WithDjangoAsyncBackend,
    WithAsgimod, WithDjangoAsyncOrm, WithTortoise, WithSqlalchemy, WithPsycopg,
)  # fmt: skip
ONLY_ON_POSTGRESQL: Final = (PooledDjango, PooledAobjects, WithDjangoAsyncBackend, WithPsycopg)
PACKAGES: Final = (
    "Django", "asgiref", "psycopg", "psycopg-pool", "django-async-backend", "asgimod", "django-async-orm",
    "tortoise-orm", "SQLAlchemy", "asyncpg", "aiosqlite",
)  # fmt: skip
LEAST_ROUNDS: Final = 5
MOST_ROUNDS: Final = 60
MOST_CALLS: Final = 20
SECONDS_FOR_ONE_CALL: Final = 60


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a table may take, and the largest numbers."""

    seconds: float
    rows: int
    clients: int


FULL: Final = Pace(seconds=330, rows=100_000, clients=100)
QUICK: Final = Pace(seconds=20, rows=10_000, clients=10)

Call = Callable[[], Awaitable[tuple[float, float]]]


@dataclass(slots=True)
class Measured:
    """A contender's median seconds in each round, on the clock and of processors."""

    call: Call
    hops: int
    expected: float
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    async def take_turn(self, calls: int) -> None:
        # The first call of a turn finds cold caches, so calls follow each other, and the median counts; and
        # each collects its own garbage only.
        gc.collect()
        wall, cpu = zip(*[await self.call() for _ in range(calls)], strict=True)
        self.wall.append(statistics.median(wall))
        self.cpu.append(statistics.median(cpu))


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


class Table:
    """The lines of one database, and the reasons for what is missing in them."""

    def __init__(self, database: Database, contenders: list[Contender], seconds: float) -> None:
        self._database = database
        self._contenders = contenders
        self._seconds = seconds
        self._notes: list[str] = []

    async def print(self, operations: list[Operation]) -> None:
        names = [contender.name for contender in self._contenders]
        self._head("time", ["Django", *names[1:], "hops"])
        end = time.perf_counter() + self._seconds
        cpu = []
        for number, operation in enumerate(operations):
            # What one line leaves is for the others.
            share = (end - time.perf_counter()) / (len(operations) - number)
            runs = [await self._try(contender, operation) for contender in self._contenders]
            await take_turns([run for run in runs if isinstance(run, Measured)], share)
            hops = " ".join("-" if isinstance(run, str) else str(run.hops) for run in runs)
            print(_line(operation, runs, attrgetter("wall"), hops), flush=True)
            cpu.append(_line(operation, runs, attrgetter("cpu")))
        print()
        self._head("CPU", ["Django", *names[1:]])
        print(*cpu, sep="\n")
        print(f"\nHops in this order: {', '.join(names)}.")
        for number, note in enumerate(self._notes, 1):
            print(f"{number}. {note}")

    def _head(self, measure: str, columns: list[str]) -> None:
        print(f"| {self._database.vendor}, {measure} | {' | '.join(columns)} |")
        print("|---" * (len(columns) + 1) + "|")

    async def _try(self, contender: Contender, operation: Operation) -> Measured | str:
        """Do it, to warm up and to count; what cannot be done is a footnote."""
        if reason := contender.reason(operation.method):
            return self._footnote(reason)
        try:
            call = partial(timed, contender, operation)
            await call()
            work = await prepared(contender, operation)
            start = time.perf_counter()
            with counted() as hops:
                await work()
            return Measured(call, hops.count(), time.perf_counter() - start)
        except Exception as error:
            return self._footnote(f"{contender.name} raises {type(error).__name__}: {error}")

    def _footnote(self, reason: str) -> str:
        if reason not in self._notes:
            self._notes.append(reason)
        return f"- ({self._notes.index(reason) + 1})"


def _line(
    operation: Operation, runs: list[Measured | str], measure: Callable[[Measured], list[float]], *more: str
) -> str:
    """Write Django's median, and of the others how many times as much, or why there is nothing."""
    django, *others = runs
    if isinstance(django, str):
        return f"| {operation.label} | {django} |"
    theirs = measure(django)
    cells = [run if isinstance(run, str) else quartiles(ratios(measure(run), theirs)) for run in others]
    return f"| {' | '.join([operation.label, f'{1e6 * statistics.median(theirs):,.0f} us', *cells, *more])} |"


async def take_turns(able: list[Measured], seconds: float) -> None:
    """Fill these seconds, with five rounds at least."""
    one_round = sum(run.expected for run in able)
    calls = int(min(MOST_CALLS, max(1, seconds / LEAST_ROUNDS / one_round / 2)))
    end = time.perf_counter() + seconds
    for number in range(MOST_ROUNDS):
        if number >= LEAST_ROUNDS and time.perf_counter() > end:
            break
        first = number % len(able)
        for run in (*able[first:], *able[:first]):
            await run.take_turn(calls)


async def measure(database: Database, pace: Pace, only: str | None) -> None:
    """Print the table of one database."""
    kinds = [kind for kind in CONTENDERS if database.port or kind not in ONLY_ON_POSTGRESQL]
    contenders: list[Contender] = []
    try:
        for kind in kinds:
            contenders.append(kind())
            await contenders[-1].open(database)
        # What is there now stays: collecting garbage takes a moment only.
        gc.freeze()
        operations = chosen(database.vendor, pace.rows, pace.clients, only)
        await Table(database, contenders, pace.seconds).print(list(operations))
    finally:
        for contender in contenders:
            await contender.close()
        await sync_to_async(databases.close)()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks running", description=__doc__)
    parser.add_argument("database", choices=["SQLite", "PostgreSQL"])
    parser.add_argument("--quick", action="store_true", help="about a minute; less rows and clients")
    parser.add_argument("--only", help="the one operation to measure, by its name in the table or its method")
    options = parser.parse_args()
    pace = QUICK if options.quick else FULL
    opened = library.sqlite if options.database == "SQLite" else library.postgresql
    with opened(pace.rows) as database:
        print(f"\n{circumstances(PACKAGES)}\n")
        asyncio.run(measure(database, pace, options.only))


if __name__ == "__main__":
    main()
