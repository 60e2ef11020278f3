"""The rows that a static verdict is not measured on, each with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ground_truth import Row

# The key is the row's line in async_safety.jsonl and, so that a moved line is noticed, its operation.
EXCLUSIONS: dict[tuple[int, str], str] = {}


def exclusion_of(row: Row) -> str | None:
    """Return why `row` is not measured, or None when it is."""
    return EXCLUSIONS.get((row.line, row.op))
