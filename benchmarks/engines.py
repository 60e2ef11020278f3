"""What the native engine costs beside Django's own way to PostgreSQL: each in a process of its own, in turn.

An engine is there for a whole process, so that these columns cannot be in one with the others. In a round
each process has a turn of a few calls, and the next round begins with the next of them. A round divides the
median of each turn by that of the first column; the tables have the median of the rounds, with the quartiles.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

# First: this sets Django up.
from benchmarks import library

# isort: split
import databases
from aobjects import concurrent
from aobjects.limits import DEFAULT_CONNECTIONS
from django.conf import settings

from benchmarks.contenders import Contender, Database
from benchmarks.contenders.plain_django import PlainDjango
from benchmarks.contenders.with_aobjects import WithAobjects
from benchmarks.pairs import circumstances, quartiles, ratios

if TYPE_CHECKING:
    from collections.abc import Iterator

CROWD: Final = 20
"""How many connections a hundred tasks have."""

PACKAGES: Final = ("Django", "asgiref", "psycopg", "psycopg-pool", "greenlet")
ROUNDS: Final = 24
CALLS: Final = 20


class Django(PlainDjango):
    async def crowd(self, number: int) -> None:
        await self.naps(number)


class Aobjects(WithAobjects):
    async def crowd(self, number: int) -> None:
        async with concurrent(max_connections=CROWD):
            await self.naps(number)


@dataclass(frozen=True, slots=True)
class Column:
    """What a process has."""

    name: str
    kind: type[Contender]
    settings: dict[str, Any]


POOL: Final = {"OPTIONS": {"pool": {"min_size": 1, "max_size": DEFAULT_CONNECTIONS}}}
COLUMNS: Final = (
    Column("Django", Django, {}),
    Column("Django, pool", Django, POOL),
    Column("aobjects", Aobjects, {}),
    Column("aobjects, native engine", Aobjects, {"ENGINE": "aobjects.backends.postgresql"}),
)
NAMES: Final = [column.name for column in COLUMNS]


@dataclass(frozen=True, slots=True)
class Operation:
    """A method of the contenders, what it is called with, and which column is 1."""

    label: str
    method: str
    number: int | None = None
    calls: int = CALLS
    one: str = "Django"


OPERATIONS: Final = (
    Operation("get", "get"),
    Operation("first", "first"),
    Operation("1,000 rows", "rows", 1000),
    Operation("create", "create"),
    Operation("transaction: get and save", "transaction_in_pool"),
    Operation("5 ms query in 10 tasks, concurrent()", "naps_in_pool", 10, calls=4),
    Operation("5 ms query in 100 tasks, 20 connections", "crowd", 100, calls=2),
    Operation("1 client, 3 requests", "requests", 1, calls=10, one="Django, pool"),
    Operation("10 clients, 3 requests each", "requests", 10, calls=3, one="Django, pool"),
    Operation("100 clients, 3 requests each", "requests", 100, calls=1, one="Django, pool"),
)


@dataclass(slots=True)
class Process:
    """A column's process, and what it has measured."""

    column: Column
    running: subprocess.Popen[str]
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def take_turn(self, operation: Operation) -> tuple[float, float]:
        assert self.running.stdin is not None
        assert self.running.stdout is not None
        self.running.stdin.write(json.dumps([operation.method, operation.number, operation.calls]) + "\n")
        self.running.stdin.flush()
        wall, cpu = json.loads(self.running.stdout.readline())
        return wall, cpu


async def serve(column: Column, port: int) -> None:
    """Do what is read from stdin, and write what it took."""
    contender, loop = column.kind(), asyncio.get_running_loop()
    await contender.open(Database("PostgreSQL", "library_default", port))
    gc.freeze()
    # A thread reads: the loop is there for what is measured.
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        method, number, calls = json.loads(line)
        arguments = [] if number is None else [number]
        work = getattr(contender, method)
        gc.collect()
        taken = []
        for _ in range(calls):
            start, cpu = time.perf_counter(), time.process_time()
            await work(*arguments)
            taken.append((time.perf_counter() - start, time.process_time() - cpu))
        wall, cpus = zip(*taken, strict=True)
        print(json.dumps([statistics.median(wall), statistics.median(cpus)]), flush=True)
    await contender.close()


def turned_to(column: Column, port: int) -> None:
    """Turn Django to the library in the way of a column."""
    made = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "library_default",
        "USER": "postgres",
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }
    databases.use({"default": made | column.settings})


def started(port: int, stack: ExitStack) -> Iterator[Process]:
    for column in COLUMNS:
        command = [sys.executable, "-m", "benchmarks.engines", "--serve", column.name, "--port", str(port)]
        running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        yield Process(column, stack.enter_context(running))


def measure(processes: list[Process], operation: Operation, rounds: int) -> None:
    for process in processes:
        process.take_turn(operation)
        process.wall.clear()
        process.cpu.clear()
    for number in range(rounds):
        first = number % len(processes)
        for process in (*processes[first:], *processes[:first]):
            wall, cpu = process.take_turn(operation)
            process.wall.append(wall)
            process.cpu.append(cpu)


def line(processes: list[Process], operation: Operation, measured: str) -> str:
    one = processes[NAMES.index(operation.one)]
    theirs: list[float] = getattr(one, measured)
    cells = [
        f"{1e6 * statistics.median(theirs):,.0f} us"
        if process is one
        else quartiles(ratios(getattr(process, measured), theirs))
        for process in processes
    ]
    return f"| {' | '.join([operation.label, *cells])} |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks engines", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a third of the rounds")
    parser.add_argument("--only", help="the one operation to measure, by its name in the table or its method")
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        column = COLUMNS[NAMES.index(options.serve)]
        turned_to(column, options.port)
        settings.ROOT_URLCONF = "benchmarks.requests"
        asyncio.run(serve(column, options.port))
        return
    wanted = [one for one in OPERATIONS if options.only in (None, one.label, one.method)]
    with library.postgresql(1000) as database, ExitStack() as stack:
        assert database.port is not None
        print(f"\n{circumstances(PACKAGES)}\n")
        processes = list(started(database.port, stack))
        lines = []
        print(f"| PostgreSQL, CPU | {' | '.join(NAMES)} |")
        print("|---" * (len(NAMES) + 1) + "|")
        for operation in wanted:
            measure(processes, operation, ROUNDS // 3 if options.quick else ROUNDS)
            print(line(processes, operation, "cpu"), flush=True)
            lines.append(line(processes, operation, "wall"))
        print(f"\n| PostgreSQL, time | {' | '.join(NAMES)} |")
        print("|---" * (len(NAMES) + 1) + "|")
        print(*lines, sep="\n")
        for process in processes:
            assert process.running.stdin is not None
            process.running.stdin.close()


if __name__ == "__main__":
    main()
