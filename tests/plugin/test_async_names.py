"""The names that the plugin gives to async models are those that the real classes have: no more, no fewer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from tests.mypy_project import MypyProject

HERE: Final = Path(__file__).parent
MODELS: Final = ("shop/models.py", "library/models.py")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> MypyProject:
    made = MypyProject(tmp_path_factory.mktemp("names"))
    shutil.copytree(HERE / "async_types", made.root, dirs_exist_ok=True)
    made.configure()
    return made


def printed_by(project: MypyProject, script: str, *arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [str(project.python), str(HERE / script), *arguments],
        cwd=project.root,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "shop.settings"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def real(project: MypyProject) -> dict[str, Any]:
    return printed_by(project, "names_at_runtime.py")


@pytest.fixture(scope="module")
def typed(project: MypyProject) -> dict[str, Any]:
    return printed_by(project, "names_of_models.py", *MODELS)


def test_accessors_of_every_model_are_the_real_ones(real: dict[str, Any], typed: dict[str, Any]) -> None:
    assert {name: typed[name]["accessors"] for name in real} == {
        name: found["accessors"] for name, found in real.items()
    }
    assert sum(len(found["accessors"]) for found in real.values()) > 30


def test_methods_of_every_model_are_the_real_ones(real: dict[str, Any], typed: dict[str, Any]) -> None:
    offered = {model: sorted(set().union(*found["offered"].values())) for model, found in real.items()}
    assert {name: typed[name]["methods"] for name in real} == offered


def test_every_real_name_is_typed_where_it_is(project: MypyProject, real: dict[str, Any]) -> None:
    lines = [
        f"print({expression}.{name})"
        for found in real.values()
        for expression, names in found["offered"].items()
        for name in names
    ]
    assert len(lines) > 100
    imports = "".join(
        f"from {module} import {name}\n"
        for module, _, name in (model.rpartition(".") for model in real)
        if module.endswith(".models")
    )
    project.write({"shop/every_name.py": imports + "\n".join(lines)})
    assert project.mypy("shop/every_name.py", "--disable-error-code=call-arg").lines == []
