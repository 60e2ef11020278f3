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
NOT_COMPARED = {
    **dict.fromkeys(("requests", "latency"), "the requests are Django's"),
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
    cannot: ClassVar[Mapping[str, str]] = {}

    def reason(self, method: str) -> str:
        """Say why there is no such method."""
        return self.cannot.get(method) or NOT_COMPARED[method]

    async def open(self, database: Database) -> None:
        """Connect."""

    async def close(self) -> None:
        """Leave no connection behind."""

    async def get(self) -> Any:
        """Return one book."""
        raise NotImplementedError

    async def gets(self, number: int) -> None:
        await asyncio.gather(*(self.get() for _ in range(number)))

    async def gets_in_pool(self, number: int) -> None:
        """Do it in ``concurrent()``, where there is such a thing."""
        await self.gets(number)
