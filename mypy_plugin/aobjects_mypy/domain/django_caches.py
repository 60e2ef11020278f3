"""What Django keeps in caches of its own, as long as the process lives."""

from __future__ import annotations

from aobjects_mypy.values import dataclass


@dataclass(frozen=True, slots=True)
class ContentType:
    """The content type of a model, which somebody has asked for on each way to the line."""
