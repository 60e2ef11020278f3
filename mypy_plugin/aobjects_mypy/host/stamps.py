"""Tell without reading a file whether it may have changed."""

from __future__ import annotations

import os
from typing import TypeAlias

from aobjects_mypy.host import texts

Stamp: TypeAlias = "tuple[int, int] | None"
"""When a file was changed last, and its size; ``None`` where there is no file."""


def of(path: str) -> Stamp:
    text = texts.unsaved(path)
    if text is not None:
        return hash(text), len(text)
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
