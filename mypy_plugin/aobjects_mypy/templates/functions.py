"""What only templates do, as functions that a program calls: their rules say what they do, no body does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable


def look_up(value: object, name: str) -> None:
    """Get ``value.name``: an item, an attribute or an index, which is called where it can be."""


def called(value: object) -> None:
    """Get ``value()``, where it can be called without arguments."""


def quietly(operation: Callable[[], object], operator: str) -> None:
    """Evaluate an operator of ``{% if %}``: whatever its operands raise, it is false."""


def call(module: str, name: str, *arguments: object) -> None:
    """Call a function of a module: a filter or a tag of the project."""


def context(given: dict[str, object], rest: str) -> None:
    """Get all that is known in a template, for what takes its context."""


def value_of(*values: object) -> None:
    """Make something of a value of which nothing is known."""


def last(values: object) -> None:
    """Get the last item of what is no queryset."""


def rows(values: object) -> None:
    """Get ``list(values)``."""


def elements(values: object) -> None:
    """Get what ``{% for %}`` goes through: ``values``, or the fields of a form."""


def permission(user: object, name: str) -> None:
    """Get ``perms.app.name``, which is asked of the user."""


USER: Final = "user·of request"
"""The variable that holds the user whom ``perms`` is about."""


def name_of(function: Callable[..., None]) -> str:
    return f"{function.__module__}.{function.__qualname__}"
