"""Async-safe Django: the names that a project imports."""

from aobjects.concurrency import agather, concurrent
from aobjects.sync import run_sync
from aobjects.transactions import aatomic
from aobjects.typing import Loaded

__all__ = ["Loaded", "aatomic", "agather", "concurrent", "run_sync"]
