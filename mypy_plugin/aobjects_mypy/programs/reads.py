"""What pydantic and ninja do to a value that they read, as functions that a program calls: rules say what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

GETTER: Final = "getter"
"""The way of ninja, which calls a method that it gets."""
PLAIN: Final = "plain"
"""The way of pydantic: attributes, and the items of a dict."""
ITEMS: Final = ""
"""The way of a class that reads no attributes."""


def get(value: object, way: str, *names: str) -> None:
    """Get the first of these attributes, or items, that the value has."""


def convert(value: object) -> None:
    """Get what ninja's getter makes of it: a list of the rows of a manager or a queryset."""


def each(value: object) -> None:
    """Get any of the items of a container."""


def each_value(value: object) -> None:
    """Get any of the values of a dict."""


def either(value: object, *ways: object) -> None:
    """Try ``names, lambda: ...`` pairs, until one takes a value that has these names."""


def name_of(function: Callable[..., None]) -> str:
    return f"{function.__module__}.{function.__qualname__}"
