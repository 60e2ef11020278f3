"""Tell without reading a file whether it may have changed."""

from __future__ import annotations

import os
from typing import TypeAlias

Stamp: TypeAlias = "tuple[int, int] | None"
"""When a file was changed last, and its size; ``None`` where there is no file."""


def of(path: str) -> Stamp:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
