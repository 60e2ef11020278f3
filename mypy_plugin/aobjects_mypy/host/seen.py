"""What was seen of the rows in the files that an editor shows: kept for its hovers, in its process alone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class SeenRow(NamedTuple):
    """What is known of a row where an expression stands; lines from 1, columns from 0."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    """For a hover, in Markdown."""
    hint: str
    """For an inlay, where a query gives the row to a name; else empty."""


_is_watched = False
_rows: Final[dict[str, dict[str, list[SeenRow]]]] = {}
"""By absolute path, and by the full name of a function."""


def begin() -> None:
    """Have rows written down from now on: it costs time, and only an editor asks."""
    global _is_watched  # noqa: PLW0603  # there is one editor a process
    _is_watched = True


def is_watched() -> bool:
    return _is_watched


def forget(path: str) -> None:
    """Forget a file, which is parsed anew."""
    _rows.pop(os.path.abspath(path), None)


def note(path: str, function: str, rows: Iterable[SeenRow]) -> None:
    _rows.setdefault(os.path.abspath(path), {})[function] = list(rows)


def rows_of(path: str) -> list[SeenRow]:
    return [row for rows in _rows.get(os.path.abspath(path), {}).values() for row in rows]
