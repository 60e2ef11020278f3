"""Async-safe Django: the names that a project imports."""

from aobjects.concurrency import agather, concurrent
from aobjects.managers import AsyncManager
from aobjects.models import AsyncModel
from aobjects.querysets import AsyncQuerySet, aio
from aobjects.safety import async_safe
from aobjects.sync import run_sync
from aobjects.transactions import aatomic
from aobjects.typing import Loaded

__all__ = [
    "AsyncManager",
    "AsyncModel",
    "AsyncQuerySet",
    "Loaded",
    "aatomic",
    "agather",
    "aio",
    "async_safe",
    "concurrent",
    "run_sync",
]
