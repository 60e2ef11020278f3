"""What a block of code costs: its queries, and its changes of threads."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test.utils import CaptureQueriesContext


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


@contextmanager
def counted() -> Iterator[Hops]:
    """Count results that another thread brings to an event loop: there is no other way back to it."""
    counter = Hops()
    bring_back = asyncio.BaseEventLoop.call_soon_threadsafe

    def count(self: asyncio.BaseEventLoop, *args: Any, **kwargs: Any) -> Any:
        # asgiref asks a loop that is closed, too.
        counter.made += not self.is_closed()
        return bring_back(self, *args, **kwargs)

    with patch.object(asyncio.BaseEventLoop, "call_soon_threadsafe", count):
        yield counter
