"""Async-safe Django: the names that a project imports."""

from aobjects.typing import Loaded

__all__ = ["Loaded"]
