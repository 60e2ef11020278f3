"""pyright finds nothing in the package itself, in its strict mode."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from checkers import REQUIREMENTS
from environments import RUNTIME, environment

if TYPE_CHECKING:
    from pathlib import Path


def strict_errors(folder: Path) -> list[str]:
    (folder / "pyrightconfig.json").write_text(
        json.dumps({"include": ["aobjects"], "typeCheckingMode": "strict", "pythonVersion": "3.11"})
    )
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


def test_pyright_strict_finds_nothing(tmp_path: Path) -> None:
    shutil.copytree(RUNTIME, tmp_path / "aobjects", ignore=shutil.ignore_patterns("__pycache__"))
    assert strict_errors(tmp_path) == []
    with (tmp_path / "aobjects" / "hops.py").open("a") as file:
        file.write("\n\ndef untyped(argument):\n    return argument\n")
    assert strict_errors(tmp_path) != []
