"""Async-safe Django: the names that a project imports."""

from aobjects.concurrency import agather, concurrent
from aobjects.safety import async_safe
from aobjects.sync import run_sync
from aobjects.transactions import aatomic
from aobjects.typing import Loaded

__all__ = ["Loaded", "aatomic", "agather", "async_safe", "concurrent", "run_sync"]
