"""Django's cursors; in a job, others have their turn between the chunks of rows that are read."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from django.db.backends.utils import CursorWrapper

from aobjects.backends.postgresql import jobs

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS_BETWEEN_LOOKS: Final = 100
"""As many as Django's own iteration reads at a time."""


class _Pausing(CursorWrapper):
    def fetchmany(self, *args: Any) -> Any:
        jobs.pause()
        return self.__getattr__("fetchmany")(*args)

    def __iter__(self) -> Iterator[Any]:
        for number, row in enumerate(super().__iter__()):
            if not number % ROWS_BETWEEN_LOOKS:
                jobs.pause()
            yield row


@cache
def pausing(kind: type[Any]) -> type[Any]:
    """Return a class of cursors like this one, which pause: there is one that notes queries, too."""
    return type(kind.__name__, (_Pausing, kind), {})


__all__ = ["pausing"]
