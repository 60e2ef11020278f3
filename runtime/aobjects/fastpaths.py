"""Whether shortcuts around Django's code may be taken, and how often each was."""

from __future__ import annotations

from collections import Counter
from types import FunctionType
from typing import Any, Final

from aobjects.options import option

taken: Final = Counter[str]()
"""How often each shortcut was taken in this process; for tests."""


def are_on() -> bool:
    """Tell what the setting ``AOBJECTS_FAST_PATHS`` says; they are on without it."""
    return option("AOBJECTS_FAST_PATHS", True) is not False


def is_written_in(function: Any, module: str) -> bool:
    """Tell whether a function is Django's own of this module, and nobody put another in its place.

    What replaces or wraps it has the globals of its own module, whatever name ``functools.wraps`` gave it.

    >>> from django.db.models import Model
    >>> is_written_in(Model.__init__, "django.db.models.base")
    True
    """
    return type(function) is FunctionType and function.__globals__.get("__name__") == module


__all__ = ["are_on", "is_written_in", "taken"]
