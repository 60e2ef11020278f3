"""``aobjects``, the command: check, repair, explain, set up."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command, or say what it needs to be installed."""
    try:
        from aobjects_mypy.command.main import aobjects
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in {"click", "mypy", "mypy_django_plugin", "tomlkit"}:
            raise
        sys.exit(f'aobjects needs {error.name}: pip install "django-aobjects[mypy]"')
    aobjects()
