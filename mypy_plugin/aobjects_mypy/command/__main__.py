"""``python -m aobjects_mypy.command``: the same as ``aobjects``."""

from __future__ import annotations

from aobjects_mypy.command import main

main()
