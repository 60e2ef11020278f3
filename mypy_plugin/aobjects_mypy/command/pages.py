"""The pages about error codes, which the wheel brings."""

from __future__ import annotations

from importlib import resources
from pathlib import Path


def read(code: str) -> str:
    """Return the page about a code, in Markdown; LookupError where there is none."""
    for folder in (resources.files("aobjects_mypy") / "pages", _checkout()):
        page = folder / f"{code}.md"
        if page.is_file():
            return page.read_text(encoding="utf-8")
    raise LookupError(code)


def _checkout() -> Path:
    """Return where they are in a checkout, which an editable installation reads them from."""
    return Path(__file__).resolve().parents[3] / "docs" / "errors"
