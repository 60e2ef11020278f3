"""What a block of code costs: its queries, and its changes of threads."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from asgiref.sync import SyncToAsync
from django.db import connections
from django.test.utils import CaptureQueriesContext

if TYPE_CHECKING:
    from collections.abc import Iterator


class Queries:
    """The queries since the last look."""

    def __init__(self, captured: CaptureQueriesContext) -> None:
        self._captured = captured
        self._seen = 0

    def sql(self) -> list[str]:
        statements = [query["sql"] for query in self._captured.captured_queries]
        new, self._seen = statements[self._seen :], len(statements)
        return new

    def count(self) -> int:
        return len(self.sql())


class Hops:
    """The changes of threads since the last look, Django's own included."""

    def __init__(self) -> None:
        self.made = 0

    def count(self) -> int:
        made, self.made = self.made, 0
        return made


@pytest.fixture
def queries(database: None) -> Iterator[Queries]:
    with CaptureQueriesContext(connections["default"]) as captured:
        yield Queries(captured)


@contextmanager
def counted() -> Iterator[Hops]:
    counter = Hops()
    call = SyncToAsync.__call__

    async def count(self: SyncToAsync[Any, Any], *args: Any, **kwargs: Any) -> Any:
        counter.made += 1
        return await call(self, *args, **kwargs)

    with patch.object(SyncToAsync, "__call__", count):
        yield counter


@pytest.fixture
def hops() -> Iterator[Hops]:
    with counted() as counter:
        yield counter
