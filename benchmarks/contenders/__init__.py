"""The ways to do the same, each in a module of its own; this package is an app with their Django models."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping

BOOK: int = 1
AUTHOR: int = 1
AUTHOR_OF_NEW_BOOKS: int = 2
READS: int = 100
OF_REQUESTS = ("requests", "latency", "cold")
NOT_COMPARED = {
    **dict.fromkeys(OF_REQUESTS, "the requests are Django's"),
    **dict.fromkeys(("naps", "naps_in_pool"), "only waits: measured for Django and aobjects"),
}


@dataclass(frozen=True, slots=True)
class Database:
    """Where the library is: a file, or a port of this machine."""

    vendor: str
    name: str
    port: int | None = None


class Contender:
    """One way to do each operation: a method for each, and the reason where there is none."""

    name: ClassVar[str]
    alias: ClassVar[str] = "default"
    """Whose settings of ``DATABASES`` it works with; all of them are of one database."""
    cannot: ClassVar[Mapping[str, str]] = {}
    requests_only: ClassVar[bool] = False
    """Whether it differs from another one in what it keeps between requests, and in nothing else."""

    def reason(self, method: str) -> str | None:
        """Say why a method is not measured, or not there."""
        if self.requests_only and method not in OF_REQUESTS:
            return "what is kept between requests makes no difference"
        if hasattr(self, method):
            return None
        return self.cannot.get(method) or NOT_COMPARED[method]

    async def open(self, database: Database) -> None:
        """Connect."""

    async def close(self) -> None:
        """Leave no connection behind."""

    async def shut(self) -> None:
        """Close what is kept open between calls."""

    async def get(self) -> Any:
        """Return one book."""
        raise NotImplementedError

    async def gets(self, number: int) -> None:
        await asyncio.gather(*(self.get() for _ in range(number)))

    async def gets_in_pool(self, number: int) -> None:
        """Do it in ``concurrent()``, where there is such a thing."""
        await self.gets(number)
