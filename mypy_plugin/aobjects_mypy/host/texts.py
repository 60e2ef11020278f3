"""The text of a source file: as it stands on the disk, or as an editor has it and has not saved it."""

from __future__ import annotations

import os
from typing import Final

UNSAVED: Final[dict[str, bytes]] = {}
"""By absolute path: what ``aobjects server`` has mypy check in place of the file; else empty."""


def unsaved(path: str) -> bytes | None:
    return UNSAVED.get(os.path.abspath(path)) if UNSAVED else None


def read(path: str) -> bytes:
    """Return the text as bytes; OSError where there is no file."""
    text = unsaved(path)
    if text is not None:
        return text
    with open(path, "rb") as file:
        return file.read()
