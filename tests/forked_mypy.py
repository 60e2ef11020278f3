"""Runs mypy in forks of a process that has imported mypy, Django and the plugins already.

As a plugin of pytest it lends this to pytest-mypy-plugins. That has two ways of its own: a new process for
each case, which takes longer, and one process for all cases, in which Django is set up only once.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from pytest_mypy_plugins.item import MypyExecutor, YamlTestItem, run_mypy_typechecking

if TYPE_CHECKING:
    from collections.abc import Generator
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext

Answer = tuple[int, tuple[str, str]]
"""The exit status, and what mypy says on each channel."""

IMPORTED_BEFORE: Final = [
    "pytest",
    "pytest_mypy_plugins.item",
    "mypy.main",
    "mypy_django_plugin.main",
    "aobjects_mypy",
    "django.contrib.auth",
    "django.db.backends.sqlite3.base",
    "django.db.models",
    "django.forms",
]


@dataclass(frozen=True, slots=True)
class Run:
    """What a new process would be given."""

    options: list[str]
    folder: str
    environment: dict[str, str]
    path: tuple[str, ...]


@cache
def server() -> ForkServerContext:
    """Return the context whose every process is a fork of the one with the imports."""
    context = get_context("forkserver")
    context.set_forkserver_preload(IMPORTED_BEFORE)
    return context


@cache
def path_of_a_new_process() -> tuple[str, ...]:
    """Return Python's own path, without what pytest has put there: mypy looks for packages on it."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    command = [sys.executable, "-P", "-c", "import sys; print(*sys.path, sep='\\n')"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return tuple(done.stdout.splitlines())


def run_mypy(options: list[str], environment: dict[str, str]) -> Answer:
    """Run mypy in the present folder."""
    run = Run(options, os.getcwd(), environment, path_of_a_new_process())
    receiver, sender = server().Pipe(duplex=False)
    process = server().Process(target=_answer, args=(run, sender))
    process.start()
    sender.close()
    try:
        answer: Answer = receiver.recv()
    except EOFError:
        process.join()
        raise RuntimeError(f"mypy ended without an answer, exit code {process.exitcode}") from None
    process.join()
    return answer


def _answer(run: Run, sender: Connection) -> None:
    os.chdir(run.folder)
    os.environ.clear()
    os.environ.update(run.environment)
    sys.path[:] = run.path
    out, err = io.StringIO(), io.StringIO()
    status = run_mypy_typechecking(run.options, stdout=out, stderr=err)
    sender.send((status, (out.getvalue(), err.getvalue())))


@cache
def caches() -> tempfile.TemporaryDirectory[str]:
    """Return a folder for mypy's caches that ends with this process: no session reads what another left."""
    return tempfile.TemporaryDirectory(prefix="mypy_caches_")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Take the place of the new processes of pytest-mypy-plugins, which looks for mypy on PATH."""
    if not isinstance(item, YamlTestItem):
        return (yield)
    item.incremental_cache_dir = str(Path(caches().name) / "cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MypyExecutor, "_typecheck_in_new_subprocess", _execute)
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
        return (yield)


def _execute(self: MypyExecutor, mypy_cmd_options: list[Any]) -> Answer:
    self._collect_mypy_path(self.rootdir)
    return run_mypy([str(option) for option in mypy_cmd_options], self.environment_variables)
