"""What `python -m aobjects.stubgen` writes is right in every checker, and is what Django has."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from battery import lines
from checkers import CHECKERS, MYPY_WITH_PLUGIN, Checker
from environments import environment, with_runtime

PROJECT: Final = Path(__file__).parent / "generated"
LIMITATIONS: Final = tomllib.loads((Path(__file__).parent / "generated_limitations.toml").read_text())
SETTINGS: Final = {
    "pyrightconfig.json": json.dumps({"typeCheckingMode": "standard"}),
    "pyrefly.toml": "",
    "plugin.ini": (
        "[mypy]\nplugins = aobjects_mypy, mypy_django_plugin.main\n"
        "[mypy.plugins.django-stubs]\ndjango_settings_module = settings\n"
    ),
}
RELATIONS: Final = """
import django, json
django.setup()
from django.apps import apps
from aobjects import AsyncModel, accessors
print(json.dumps({
    f"Async{model.__qualname__.replace('.', '')}": sorted(
        accessors.async_name(name) for name, _ in accessors.relations_of(model)
        if not any(hasattr(base, accessors.async_name(name)) for base in model.__bases__)
    )
    for model in apps.get_models() if issubclass(model, AsyncModel)
}))
"""

every_checker = pytest.mark.parametrize(
    "checker", (*CHECKERS[1:], MYPY_WITH_PLUGIN), ids=lambda checker: checker.name
)


def python(folder: Path, *arguments: str, seed: int = 0) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "settings", "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        check=False,
    )


def stubgen(folder: Path, *arguments: str, seed: int = 0) -> subprocess.CompletedProcess[str]:
    return python(folder, "-m", "aobjects.stubgen", *arguments, seed=seed)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that was just written: its models name classes that were not there before."""
    folder = tmp_path / "project"
    shutil.copytree(PROJECT, folder)
    done = stubgen(folder)
    assert done.returncode == 0, done.stderr
    return folder


def written(project: Path) -> dict[str, str]:
    return {app: (project / app / "aobjects_models.py").read_text() for app in ("shop", "reviews")}


@cache
def wrong_lines(checker: Checker) -> dict[str, list[str]]:
    """Return the lines with an error too many or too few, and what the checker says there."""
    target = with_runtime(environment("runtime-types", "Django~=5.2.0", "django-stubs~=6.1.0"))
    with TemporaryDirectory() as temporary:
        folder = project.__wrapped__(Path(temporary))  # type: ignore[attr-defined]  # the function behind the fixture
        for name, text in SETTINGS.items():
            (folder / name).write_text(text)
        errors = dict(checker.check(folder, target))
    found = {line: errors.pop((line.file, line.number), []) for line in lines(PROJECT)}
    assert not errors, "errors in the models or in what was written"
    return {str(line): said for line, said in found.items() if bool(said) != line.must_fail}


@every_checker
def test_what_is_wrong_is_a_limitation_with_a_reason(checker: Checker) -> None:
    limitations = LIMITATIONS.get("limitation", [])
    known = {line for each in limitations if checker.name in each["checkers"] for line in each["lines"]}
    wrong = wrong_lines(checker)
    assert {line: said for line, said in wrong.items() if line not in known} == {}, "wrong, and not listed"
    assert known - wrong.keys() == set(), "right by now: remove it from generated_limitations.toml"


def test_the_awaitable_relations_are_those_of_django(project: Path) -> None:
    expected = json.loads(python(project, "-c", RELATIONS).stdout)
    found = {
        definition.name: sorted(
            member.name
            for member in definition.body
            if isinstance(member, ast.FunctionDef) and member.name.startswith("a") and member.name != "award"
        )
        for text in written(project).values()
        for definition in ast.walk(ast.parse(text))
        if isinstance(definition, ast.ClassDef) and definition.name in expected
    }
    assert found == expected
    assert sum(map(len, found.values())) > 15


def test_at_runtime_each_class_is_the_mixin(project: Path) -> None:
    said = python(
        project,
        "-c",
        "import django; django.setup(); import aobjects, shop.aobjects_models as written;"
        "assert written.AsyncBook is written.AsyncNotThereYet is aobjects.AsyncModel",
    )
    assert said.returncode == 0, said.stderr


def test_migrations_name_no_class_of_the_text(project: Path) -> None:
    done = python(project, "-m", "django", "makemigrations", "--dry-run", "-v", "3", "shop", "reviews")
    assert "CreateModel" in done.stdout, done.stderr
    assert "aobjects" not in done.stdout
    # A child names its parent, and the user model its own bases.
    assert done.stdout.count("bases=") == 2


def test_check_finds_a_stale_file(project: Path) -> None:
    assert stubgen(project, "--check").returncode == 0
    models = project / "reviews" / "models.py"
    models.write_text(models.read_text().replace("critic = ", "author = "))
    stale = stubgen(project, "--check")
    assert stale.returncode == 1
    assert "+        def aauthor(self)" in stale.stdout
    assert stubgen(project, "--check", "shop").returncode == 0
    assert stubgen(project).stdout == f"wrote {project / 'reviews' / 'aobjects_models.py'}\n"
    assert stubgen(project, "--check").returncode == 0


def test_text_does_not_depend_on_hashes(project: Path) -> None:
    before = written(project)
    for text in ("shop", "reviews"):
        (project / text / "aobjects_models.py").write_text(before[text] + "\n")
    assert stubgen(project, seed=7).stdout.count("wrote") == 2
    assert written(project) == before


def test_missing_settings_are_named(project: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "aobjects.stubgen"]
    done = subprocess.run(command, cwd=project, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "set DJANGO_SETTINGS_MODULE, or give --settings" in done.stderr
    given = subprocess.run(
        [*command, "--check", "--settings", "settings"],
        cwd=project, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert given.returncode == 0, given.stderr
