"""``python -m benchmarks [checking|editing|running|engines] [--quick]``, all where none is named.

Checking and editing run in the environment of this command, with mypy; the others in .venv-bench, which is
made here and has what the runtime is measured beside. Nothing fails: it reports.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.stubs.environments import environment

ROOT: Final = Path(__file__).resolve().parents[1]

RIVALS: Final = Path(__file__).with_name("rivals.txt")


def run(python: Path, module: str, *arguments: str) -> None:
    subprocess.run([python, "-m", f"benchmarks.{module}", *arguments], cwd=ROOT, check=False)


def running_python() -> Path:
    """Return the Python of an environment that has the rivals."""
    lines = RIVALS.read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    return environment("bench", *pins, "--editable", str(ROOT)) / "bin" / "python"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "part", nargs="?", choices=["checking", "editing", "running", "engines"], help="one of them"
    )
    parser.add_argument("--quick", action="store_true", help="a few minutes in all")
    options, others = parser.parse_known_args()
    arguments = ["--quick", *others] if options.quick else others
    if options.part in (None, "engines"):
        run(running_python(), "engines", *arguments)
    if options.part in (None, "running"):
        python = running_python()
        # A process for each: what one database leaves behind is not taken to the next.
        for database in ("SQLite", "PostgreSQL"):
            run(python, "running", database, *arguments)
    if options.part in (None, "checking"):
        run(Path(sys.executable), "checking", *arguments)
    if options.part in (None, "editing"):
        run(Path(sys.executable), "editing", *(["--quick"] if options.quick else []))


if __name__ == "__main__":
    main()
