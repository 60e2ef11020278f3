"""Async-safe Django: the names that a project imports."""

from typing import TYPE_CHECKING

from aobjects.concurrency import agather, concurrent
from aobjects.descriptors import AsyncManagerOf
from aobjects.fetching import afetch
from aobjects.managers import AsyncManager
from aobjects.querysets import AsyncQuerySet
from aobjects.rawquerysets import AsyncRawQuerySet
from aobjects.relatedmanagers import AsyncManyRelatedManager, AsyncRelatedManager
from aobjects.relations import related
from aobjects.safety import async_safe
from aobjects.sync import run_sync
from aobjects.transactions import aatomic
from aobjects.typing import Loaded
from aobjects.wrapping import aio

if TYPE_CHECKING:
    from aobjects.models import AsyncModel
else:

    def __getattr__(name: str) -> object:
        """Import ``AsyncModel`` when it is asked for: no model class is made before the apps are ready."""
        if name == "AsyncModel":
            from aobjects.models import AsyncModel

            return AsyncModel
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "AsyncManager",
    "AsyncManagerOf",
    "AsyncManyRelatedManager",
    "AsyncModel",
    "AsyncQuerySet",
    "AsyncRawQuerySet",
    "AsyncRelatedManager",
    "Loaded",
    "aatomic",
    "afetch",
    "agather",
    "aio",
    "async_safe",
    "concurrent",
    "related",
    "run_sync",
]
