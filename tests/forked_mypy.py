"""Lends the forks to pytest-mypy-plugins, as a plugin of pytest.

That has two ways of its own: a new process for each case, which takes longer, and one process for all cases,
in which Django is set up only once.
"""

from __future__ import annotations

import os
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_mypy_plugins.item import MypyExecutor, YamlTestItem

from tests import forks

if TYPE_CHECKING:
    from collections.abc import Generator


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


def _execute(self: MypyExecutor, mypy_cmd_options: list[Any]) -> tuple[int, tuple[str, str]]:
    """Return the exit status, and what mypy says on each channel."""
    self._collect_mypy_path(self.rootdir)
    options = [str(option) for option in mypy_cmd_options]
    environment = self.environment_variables
    done = forks.run("mypy", options, folder=Path.cwd(), environment=environment, is_installed=True)
    return done.returncode, (done.stdout, done.stderr)
