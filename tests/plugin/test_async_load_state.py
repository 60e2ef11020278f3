"""The lines that are reported on the async side are those on which Django refuses to run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE: Final = Path(__file__).parent
SOURCE: Final = HERE / "async_types" / "shop" / "load_state.py"


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    folder = tmp_path_factory.mktemp("run")
    shutil.copytree(HERE / "async_types", folder, dirs_exist_ok=True)
    done = subprocess.run(
        [sys.executable, str(HERE / "run_load_state.py")],
        cwd=folder,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "shop.settings"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_django_refuses_exactly_the_marked_lines(outcome: Mapping[str, Any]) -> None:
    lines = SOURCE.read_text(encoding="utf-8").splitlines()
    marked = [number for number, line in enumerate(lines, 1) if "# E: async-unsafe" in line]
    assert len(marked) > 20
    assert outcome["refused"] == marked


def test_every_function_ran(outcome: Mapping[str, Any]) -> None:
    text = SOURCE.read_text(encoding="utf-8")
    assert len(outcome["ran"]) == text.count("\nasync def ") - text.count("async def given(")
