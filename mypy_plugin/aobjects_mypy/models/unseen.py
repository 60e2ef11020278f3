"""Managers that an installed package puts on models, and that no field of Django's tells of."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_GIVE_MANAGERS: Final = frozenset({"simple_history.manager.HistoryDescriptor"})
"""Descriptors that give a manager, on a class as on its objects."""


def managers(model: type[Any]) -> Iterator[tuple[str, Any]]:
    """Yield the managers that descriptors of other packages give, under their names."""
    for name in dir(model):
        if _fullname(type(inspect.getattr_static(model, name, None))) in _GIVE_MANAGERS:
            yield name, getattr(model, name)


def manager_classes(found: object) -> tuple[str, ...]:
    """Return the full names of a manager's classes; Django's own fields give none where a class is asked."""
    from django.db.models.manager import BaseManager

    if not isinstance(found, BaseManager):
        return ()
    return tuple(_fullname(base) for base in type(found).__mro__ if base.__module__ != BaseManager.__module__)


def _fullname(made: type[Any]) -> str:
    return f"{made.__module__}.{made.__qualname__}"
