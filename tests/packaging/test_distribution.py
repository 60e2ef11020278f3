"""The built wheel holds what it should, and its plugin works with no source of ours on any path."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

import pytest

from tests.mypy_project import SETTINGS, MypyProject

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGES: Final = {
    "aobjects": ROOT / "runtime" / "aobjects",
    "aobjects_pytest": ROOT / "runtime" / "aobjects_pytest",
    "aobjects_mypy": ROOT / "mypy_plugin" / "aobjects_mypy",
    "asgiref-stubs": ROOT / "stubs" / "asgiref-stubs",
}

SHOP: Final = {
    "shop/settings.py": SETTINGS,
    "shop/models.py": """
        from django.db import models

        class Book(models.Model):
            title = models.CharField(max_length=50)
        """,
    "shop/views.py": """
        from aobjects import Loaded
        from asgiref.sync import sync_to_async

        from shop.models import Book

        async def unsafe() -> Book:
            return Book.objects.get(pk=1)

        async def safe() -> Loaded[Book, "title"]:
            return await sync_to_async(Book.objects.get)(pk=1)
        """,
}


def run(*command: str | Path) -> str:
    environment = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "MYPYPATH"}}
    done = subprocess.run(
        [str(part) for part in command],
        env=environment,
        text=True,
        capture_output=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def make_environment(folder: Path, *requirement: str) -> Path:
    """Make an empty environment with `requirement` in it and return its Python.

    uv makes one in a fraction of the time; pip and venv, which every Python has, make the same one.
    """
    python = folder / "bin" / "python"
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv:
        run(uv, "venv", "--quiet", "--python", sys.executable, folder)
        run(uv, "pip", "install", "--quiet", "--python", python, *requirement)
    else:
        run(sys.executable, "-m", "venv", folder)
        run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirement)
    return python


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source distribution, and the wheel from it, so that neither misses a file."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def contents(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="session")
def wheel_python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_environment(tmp_path_factory.mktemp("wheel") / "venv", f"{wheel}[mypy]")


@pytest.fixture(scope="session")
def editable_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_environment(tmp_path_factory.mktemp("editable") / "venv", "--editable", f"{ROOT}[mypy]")


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_is_typed_and_complete(package: str, contents: set[str]) -> None:
    source = PACKAGES[package]
    expected = {
        f"{package}/{path.relative_to(source).as_posix()}"
        for path in source.rglob("*")
        if path.suffix in {".py", ".pyi"} or path.name == "py.typed"
    }
    if package == "aobjects_mypy":
        # What "aobjects explain" prints.
        expected |= {f"{package}/pages/{page.name}" for page in (ROOT / "docs/errors").glob("*.md")}
    assert f"{package}/py.typed" in contents
    assert {name for name in contents if name.startswith(f"{package}/")} == expected


def test_stubs_are_marked_partial(wheel: Path) -> None:
    """Without the word, a checker would find nothing else of asgiref than the modules that have stubs."""
    with zipfile.ZipFile(wheel) as archive:
        assert archive.read("asgiref-stubs/py.typed").decode().strip() == "partial"


def test_nothing_else_is_installed(contents: set[str]) -> None:
    others = {name for name in contents if name.split("/")[0] not in PACKAGES}
    assert others, "a wheel has its .dist-info"
    assert {name.split("/")[0].endswith(".dist-info") for name in others} == {True}


def test_licence_and_description_travel_along(wheel: Path, contents: set[str]) -> None:
    [licence] = [name for name in contents if name.endswith(".dist-info/licenses/LICENSE")]
    [metadata] = [name for name in contents if name.endswith(".dist-info/METADATA")]
    with zipfile.ZipFile(wheel) as archive:
        assert archive.read(licence) == (ROOT / "LICENSE").read_bytes()
        described = archive.read(metadata).decode()
    assert "License-Expression: MIT" in described
    assert "Provides-Extra: mypy" in described


@pytest.mark.parametrize("installation", ["wheel_python", "editable_python"])
def test_installed_plugin_reports_the_unsafe_query(
    installation: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    python: Path = request.getfixturevalue(installation)
    project = MypyProject(tmp_path, python=python, isolated=True)
    project.configure("strict = true")
    project.write(SHOP)
    result = project.mypy()
    assert result.codes == [
        ("shop/views.py", project.line("shop/views.py", "return Book.objects.get"), "async-unsafe-query")
    ], result.output
    assert result.status == 1


def test_wheel_needs_no_source(wheel_python: Path) -> None:
    """Say where each package comes from and what else the interpreter looks through."""
    imports = "import sys, aobjects, aobjects_mypy"
    prints = "print(aobjects.__file__, aobjects_mypy.__file__, *sys.path, sep='\\n')"
    paths = run(wheel_python, "-c", f"{imports}; {prints}").splitlines()
    environment = wheel_python.parent.parent
    assert [Path(path).is_relative_to(environment) for path in paths[:2]] == [True, True]
    assert not [path for path in paths if Path(path).is_relative_to(ROOT)]


def test_runtime_works_without_mypy(wheel: Path, tmp_path: Path) -> None:
    """A production server installs no type checker: `import aobjects` must not want one."""
    python = make_environment(tmp_path / "venv", str(wheel))
    imports = "import importlib.util, aobjects"
    prints = "print(aobjects.Loaded[int, 'x'], importlib.util.find_spec('mypy'))"
    assert run(python, "-c", f"{imports}; {prints}").strip() == "typing.Annotated[int, 'x'] None"
