"""Where the query stands that gave a row: the expression, in whichever module that is."""

from __future__ import annotations

from dataclasses import replace

from aobjects_mypy.values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class QuerySite:
    """An expression of a module; lines count from 1, columns from 0, as mypy counts both."""

    module: str
    line: int
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    model: str = ""
    """The full name of its model, where it is a manager or a queryset: there it can load more."""
    is_here: bool = True
    """In the module that is judged, whose messages can name the line."""

    def seen_from_elsewhere(self) -> QuerySite:
        return replace(self, is_here=False)
