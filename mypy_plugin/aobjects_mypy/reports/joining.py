"""One report of several that mypy would print once: a line that reads the same of two rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aobjects_mypy.reports import source
from aobjects_mypy.reports.report import Fix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aobjects_mypy.reports.report import Report


def joined(reports: Sequence[Report]) -> Report:
    """Return the first of several reports with the same words, whose fixes mend the others, too.

    ``mine.owner == yours.owner``: each row has a query of its own.
    """
    first, *others = reports
    for other in others:
        fixes = [
            _both(fix, other.fixes[number]) if number < len(other.fixes) else fix
            for number, fix in enumerate(first.fixes)
        ]
        related = (*first.related, *(place for place in other.related if place not in first.related))
        first = replace(first, related=related, fixes=tuple(fixes))
    return first


def _both(one: Fix, other: Fix) -> Fix:
    """Return what does both, or the first where they cannot be applied together."""
    edits = source.with_fix(list(one.edits), other)
    if edits is None:
        return one
    title = one.title if other.title in one.title else f"{one.title}, and {other.title}"
    return Fix(title, tuple(sorted(edits)))
