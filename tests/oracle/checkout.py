"""Where the folders of this checkout are, for programs that run in processes of their own."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "typecheck_cases"


def import_paths() -> list[str]:
    """List the folders whose packages a subprocess has to import, installed or not."""
    # mypy reads PYTHONPATH as it reads site-packages: that is where it looks for "asgiref-stubs".
    return [str(ROOT / "mypy_plugin"), str(ROOT / "runtime"), str(ROOT / "stubs"), str(CASES)]
