"""Whether shortcuts around Django's code may be taken, and how often each was."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final

from aobjects.options import option

if TYPE_CHECKING:
    from collections.abc import Sequence

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


class Watch:
    """What some objects had when something was found out that follows from it."""

    __slots__ = ("_parts", "_seen")

    def __init__(self, *parts: tuple[object, Sequence[str]]) -> None:
        self._parts = [(attrgetter(*names), owner) for owner, names in parts]
        self._seen = self._look()

    def __or__(self, other: Watch) -> Watch:
        both = Watch()
        both._parts = [*self._parts, *other._parts]
        both._seen = [*self._seen, *other._seen]
        return both

    def is_unchanged(self) -> bool:
        """Tell whether they still have that."""
        try:
            return self._look() == self._seen
        except AttributeError:
            return False

    def _look(self) -> list[Any]:
        return [getter(owner) for getter, owner in self._parts]


__all__ = ["Watch", "are_on", "is_written_in", "taken"]
