"""Where the folders of this checkout are, for programs that run in processes of their own."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "typecheck_cases"
STUBS = ROOT / "stubs"


def import_paths() -> list[str]:
    """List the folders whose packages a subprocess has to import, installed or not."""
    return [str(ROOT / "mypy_plugin"), str(ROOT / "runtime"), str(CASES)]
