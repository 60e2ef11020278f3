"""What is measured: each line of the table, as a method of the contenders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks.contenders import READS
from benchmarks.requests import REQUESTS_OF_EACH

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Operation:
    """A method that every contender may have, and what it is called with."""

    label: str
    method: str
    number: int | None = None
    given: str = ""
    """The method that makes what this one is called with; it is not timed."""
    only_on: str = ""
    """The one database that can do it."""
    returns_seconds: bool = False
    """Whether it returns the time that counts."""


OPERATIONS: Final = (
    Operation("get", "get"),
    Operation("first", "first"),
    Operation("10 rows", "rows", 10),
    Operation("1,000 rows", "rows", 1000),
    Operation("100,000 rows", "rows", 100_000),
    Operation("stream of 10,000 rows, chunks of 1,000", "stream", 10_000),
    Operation("relation, first read", "first_read", given="unread"),
    Operation(f"relation, second read, {READS} times", "second_read", given="read"),
    Operation("related manager, 10 rows", "related_rows", given="author"),
    Operation("create", "create"),
    Operation("bulk_create, 100 rows", "bulk_create", 100),
    Operation("transaction: get and save", "transaction"),
    Operation("the same in concurrent()", "transaction_in_pool"),
    Operation("get, its relation, that one's 10 rows", "flow"),
    *(Operation(f"get in {number} tasks", "gets", number) for number in (1, 10, 100)),
    *(Operation(f"get in {number} tasks, concurrent()", "gets_in_pool", number) for number in (1, 10, 100)),
    Operation("5 ms query in 10 tasks", "naps", 10, only_on="PostgreSQL"),
    Operation("5 ms query in 10 tasks, concurrent()", "naps_in_pool", 10, only_on="PostgreSQL"),
    *(
        Operation(f"{clients} x {REQUESTS_OF_EACH} ASGI requests with two queries", "requests", clients)
        for clients in (1, 10, 100)
    ),
    *(
        Operation(f"latency of each, {clients} at once", "latency", clients, returns_seconds=True)
        for clients in (1, 10, 100)
    ),
    Operation("first ASGI request, which opens what is kept", "cold", given="shut"),
)


def chosen(vendor: str, rows: int, clients: int, only: str | None) -> Iterator[Operation]:
    """Yield what this database can do, up to these numbers, or the one of that label or method."""
    for operation in OPERATIONS:
        most = clients if operation.method in ("requests", "latency") else rows
        possible = operation.only_on in ("", vendor) and (operation.number or 0) <= most
        if possible and only in (None, operation.label, operation.method):
            yield operation
