"""Async-safe Django: the names that a project imports."""

from aobjects.sync import run_sync
from aobjects.typing import Loaded

__all__ = ["Loaded", "run_sync"]
