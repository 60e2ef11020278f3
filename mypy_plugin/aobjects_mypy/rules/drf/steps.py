"""What serializers do to values, as functions that a program calls: what they do, their rules say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def read(value: object, name: str) -> None:
    """Get an item or an attribute, which is called where it can be: ``get_attribute``."""


def key(value: object, name: str) -> None:
    """Get the key of a related row, without the row where the model has it in a column."""


def rows(value: object) -> None:
    """Get ``value.all()`` of a manager, and any other value as it is."""


def item(values: object) -> None:
    """Get one of the items, which somebody else has iterated, or iterates asynchronously."""


def in_thread(reading: Callable[[], object]) -> None:
    """Read as a worker thread does."""


def query(words: str) -> None:
    """Run a query that the library runs by itself."""


def name_of(function: Callable[..., None]) -> str:
    return f"{function.__module__}.{function.__qualname__}"
