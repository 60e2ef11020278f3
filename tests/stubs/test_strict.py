"""pyright finds nothing in the package itself and in the example project, in its strict mode."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.stubs.checkers import REQUIREMENTS
from tests.stubs.environments import ROOT, RUNTIME, environment

if TYPE_CHECKING:
    from pathlib import Path

CONFIGURATION = {
    "include": ["aobjects", "aobjects_pytest"],
    "typeCheckingMode": "strict",
    "pythonVersion": "3.11",
}
UNTYPED = "\n\ndef untyped(argument):\n    return argument\n"


def strict_errors(folder: Path) -> list[str]:
    home = environment("checkers", *REQUIREMENTS)
    # Where the tests run, the project is installed as a user has it, with its stubs of asgiref.
    command = [str(home / "bin" / "pyright"), "--pythonpath", sys.executable, "--outputjson"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    assert found["summary"]["filesAnalyzed"] > 20, done.stdout
    return [
        f"{each['file']}:{each['range']['start']['line'] + 1}: {each['message']}"
        for each in found["generalDiagnostics"]
        if each["severity"] == "error"
    ]


def test_the_package_is_clean(tmp_path: Path) -> None:
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(CONFIGURATION))
    for package in (RUNTIME, RUNTIME.with_name("aobjects_pytest")):
        shutil.copytree(package, tmp_path / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    assert strict_errors(tmp_path) == []
    with (tmp_path / "aobjects" / "hops.py").open("a") as file:
        file.write(UNTYPED)
    assert strict_errors(tmp_path) != []


def test_the_example_project_is_clean_with_its_own_settings(tmp_path: Path) -> None:
    # Only mypy's plugin knows the wrong lines of "before"; to pyright both states are well typed.
    folder = shutil.copytree(
        ROOT / "examples" / "bookshop",
        tmp_path / "bookshop",
        ignore=shutil.ignore_patterns("__pycache__", ".*"),
    )
    assert strict_errors(folder) == []
    with (folder / "after" / "views" / "api.py").open("a") as file:
        file.write(UNTYPED)
    assert strict_errors(folder) != []
