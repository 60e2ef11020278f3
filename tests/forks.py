"""Runs programs in forks of a process that has imported mypy, Django and the plugins already."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.context import ForkServerContext

IMPORTED_BEFORE: Final = [
    "tests.forks",
    "mypy.main",
    "mypy.nativeparse",
    "mypy_django_plugin.main",
    "aobjects_mypy.check.modules",
    "django.contrib.auth",
    "django.db.backends.sqlite3.base",
    "django.db.models",
    "django.forms",
]


@dataclass(frozen=True, slots=True)
class Done:
    """What a process ended with, and what it said."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class _Program:
    """What a new process would be given."""

    module: str
    arguments: tuple[str, ...]
    folder: str
    environment: dict[str, str]
    path: tuple[str, ...]
    outputs: tuple[str, str]


@cache
def server() -> ForkServerContext:
    """Return the context whose every process is a fork of the one with the imports."""
    context = get_context("forkserver")
    context.set_forkserver_preload(IMPORTED_BEFORE)
    return context


@cache
def _path_of_a_new_process(python_path: str | None) -> tuple[str, ...]:
    """Return Python's own path, without what pytest has put there: mypy looks for packages on it."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    if python_path is not None:
        environment["PYTHONPATH"] = python_path
    command = [sys.executable, "-P", "-c", "import sys; print(*sys.path, sep='\\n')"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return tuple(done.stdout.splitlines())


def run(
    module: str,
    arguments: Sequence[str],
    *,
    folder: Path,
    environment: dict[str, str],
    timeout: float = 300,
    is_installed: bool = False,
) -> Done:
    """Answer what ``python -m module`` would in this folder; the seed of hashes is that of all forks.

    Where ``is_installed``, answer what the command of this name would: it looks for no module in the folder.
    """
    path = _path_of_a_new_process(environment.get("PYTHONPATH"))
    path = path if is_installed else (str(folder), *path)
    with tempfile.TemporaryDirectory(prefix="fork_") as said:
        outputs = (f"{said}/stdout", f"{said}/stderr")
        program = _Program(module, tuple(arguments), str(folder), environment, path, outputs)
        process = server().Process(target=_become, args=(program,))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"{module} {' '.join(arguments)} is not done after {timeout} seconds")
        return Done(process.exitcode, *(Path(output).read_text(encoding="utf-8") for output in outputs))


def _become(program: _Program) -> None:
    os.chdir(program.folder)
    os.environ.clear()
    os.environ.update(program.environment)
    sys.path[:] = program.path
    sys.argv[:] = [program.module, *program.arguments]
    for number, (name, output) in enumerate(zip(("stdout", "stderr"), program.outputs, strict=True), 1):
        os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT), number)
        setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", closefd=False))
    runpy.run_module(program.module, run_name="__main__", alter_sys=True)
