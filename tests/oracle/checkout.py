"""Where the folders of this checkout are, for programs that run in processes of their own."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "typecheck_cases"


def import_paths(cases: Path = CASES) -> list[str]:
    """List the folders whose packages a subprocess has to import, installed or not."""
    # mypy reads PYTHONPATH as it reads site-packages: that is where it looks for "asgiref-stubs".
    return list(map(str, [ROOT / "mypy_plugin", ROOT / "runtime", ROOT / "stubs", cases]))


def python_path(work: Path, cases: Path = CASES) -> str:
    """Return PYTHONPATH for a program that imports these, and what stands in ``work``."""
    return os.pathsep.join([*import_paths(cases), str(work), os.environ.get("PYTHONPATH", "")])
