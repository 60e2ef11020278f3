"""Small virtual environments, made once with uv and remade when what they should hold changes."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
STUBS: Final = ROOT / "stubs" / "asgiref-stubs"
RUNTIME: Final = ROOT / "runtime" / "aobjects"


def environment(name: str, *requirements: str) -> Path:
    """Return the folder of `.venv-<name>`, which holds these requirements and nothing else."""
    folder = ROOT / f".venv-{name}"
    marker = folder / "requirements"
    wanted = "\n".join((f"python {sys.version}", *requirements))
    # Test files run in several processes, and more than one may want it first.
    with (ROOT / f".venv-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (marker.exists() and marker.read_text() == wanted):
            shutil.rmtree(folder, ignore_errors=True)
            _uv("venv", "--quiet", "--python", sys.executable, str(folder))
            _uv("pip", "install", "--quiet", "--python", str(folder), *requirements)
            marker.write_text(wanted)
    return folder


def with_stubs(folder: Path) -> Path:
    """Put today's stubs beside asgiref, as the wheel does, and return the folder."""
    return _with(folder, STUBS)


def with_runtime(folder: Path) -> Path:
    """Put today's `aobjects` beside asgiref, without the stubs, and return the folder."""
    return _with(folder, RUNTIME)


def _with(folder: Path, package: Path) -> Path:
    installed = next((folder / "lib").iterdir()) / "site-packages" / package.name
    shutil.rmtree(installed, ignore_errors=True)
    shutil.copytree(package, installed, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def _uv(*arguments: str) -> None:
    # As a module: a bare "uv" is on PATH only where the environment of the tests is activated.
    done = subprocess.run(
        [sys.executable, "-m", "uv", *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"uv {' '.join(arguments)} failed:\n{done.stderr}")
