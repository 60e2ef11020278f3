"""What `python -m aobjects.stubgen` writes is true, right in every checker, and the same each time."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.stubs.checkers import CHECKERS, CONFIGURATION, MYPY_WITH_PLUGIN, Checker
from tests.stubs.environments import environment, with_runtime

PROJECT: Final = Path(__file__).parent / "stubgen"
LIMITATIONS: Final = tomllib.loads((Path(__file__).parent / "stubgen_limitations.toml").read_text())
COMMAND: Final = (sys.executable, "-m", "aobjects.stubgen")

# For each generated base class: what it declares without underscore, and what the runtime calls relations.
COMPARISON: Final = """
import ast, json, django
django.setup()
from django.apps import apps
from aobjects import accessors
from aobjects.stubgen import bases

def declared(config):
    tree = ast.parse(open(f"{config.path}/async_bases.py").read())
    return {
        node.name: {each.target.id for each in ast.walk(node) if isinstance(each, ast.AnnAssign)}
        for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    }

written = {}
for config in apps.get_app_configs():
    if bases.own_models(config):
        written |= declared(config)
answer = {}
for config in apps.get_app_configs():
    for model in bases.own_models(config):
        chain = [bases.base_name(base) for base in model.__mro__]
        names = set().union(*(written.get(name, set()) for name in chain))
        relations = {f"a{name}" for name, _ in accessors.relations_of(model)}
        answer[model._meta.label] = sorted(relations), sorted(
            name for name in names if name in relations or accessors.is_async_accessor(model, name)
        )
print(json.dumps(answer))
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_to(tmp_path / "project")


def copy_to(folder: Path) -> Path:
    return shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns("__pycache__", ".*"))


def run(folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "settings", "PYTHONPATH": str(folder), **variables}
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)


@cache
def with_django_stubs() -> Path:
    return with_runtime(environment("stubgen-types", "Django~=5.2.0", "django-stubs~=6.1.0"))


def wrong_lines(checker: Checker, folder: Path) -> dict[str, list[str]]:
    """Return the lines that a checker reports an error in, and what it says there."""
    copy_to(folder)
    for name, text in {**CONFIGURATION, "pyrefly.toml": ""}.items():
        if not (folder / name).exists():
            (folder / name).write_text(text)
    found = checker.check(folder, with_django_stubs())
    return {
        f"{name}: {(folder / name).read_text().splitlines()[number - 1].strip()}": said
        for (name, number), said in found.items()
    }


@pytest.mark.parametrize("checker", (*CHECKERS, MYPY_WITH_PLUGIN), ids=lambda checker: checker.name)
def test_a_checker_knows_relations_fields_and_aobjects(checker: Checker, tmp_path: Path) -> None:
    wrong = wrong_lines(checker, tmp_path / "project")
    if checker.name == "mypy":
        # Without django-stubs' plugin, mypy wants every field annotated; what is generated does not.
        unannotated = ("shop/models.py", "people/models.py", "fields.py")
        wrong = {line: said for line, said in wrong.items() if not line.startswith(unannotated)}
    limitations = LIMITATIONS["limitation"]
    known = {line for each in limitations if checker.name in each["checkers"] for line in each["lines"]}
    assert {line: said for line, said in wrong.items() if line not in known} == {}, "wrong, and not listed"
    assert known - wrong.keys() == set(), "right by now: remove it from stubgen_limitations.toml"


def test_the_names_are_those_of_the_runtime(project: Path) -> None:
    answer = run(project, sys.executable, "-c", COMPARISON)
    assert not answer.returncode, answer.stderr
    models = json.loads(answer.stdout)
    assert len(models) == 10
    assert {model: generated for model, (_, generated) in models.items()} == {
        model: runtime for model, (runtime, _) in models.items()
    }


def test_check_tells_a_stale_module_from_a_fresh_one(project: Path) -> None:
    assert run(project, *COMMAND, "--check").returncode == 0
    models = project / "shop" / "models.py"
    models.write_text(models.read_text().replace('related_name="edited"', 'related_name="improved"'))
    stale = run(project, *COMMAND, "--check")
    assert stale.returncode == 1
    assert "-        edited: " in stale.stdout
    assert "+        aimproved: " in stale.stdout
    assert run(project, *COMMAND).returncode == 0
    assert run(project, *COMMAND, "--check").returncode == 0


@pytest.mark.parametrize("before", [None, "class BookBase(:  # <<<<<<< a merge"], ids=["missing", "broken"])
def test_models_may_name_their_bases_before_these_are_written(project: Path, before: str | None) -> None:
    path = project / "shop" / "async_bases.py"
    wanted = path.read_text()
    if before is None:
        path.unlink()
    else:
        path.write_text(before)
    assert run(project, *COMMAND, "--check").returncode == 1
    done = run(project, *COMMAND)
    assert not done.returncode, done.stderr
    assert path.read_text() == wanted


def test_a_module_is_written_for_models_that_do_not_use_it_yet(project: Path) -> None:
    path = project / "people" / "async_bases.py"
    wanted = path.read_text()
    models = project / "people" / "models.py"
    text = models.read_text().replace(
        "from people.async_bases import AuthorBase, MemberBase, ProfileBase", ""
    )
    for base in ("AuthorBase", "MemberBase", "ProfileBase"):
        text = text.replace(base, "AsyncModel")
    models.write_text(f"from aobjects import AsyncModel\n{text}")
    path.unlink()
    done = run(project, *COMMAND, "people")
    assert done.stdout == f"wrote {Path('people', 'async_bases.py')}\n", done.stderr
    assert path.read_text() == wanted


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_the_text_does_not_depend_on_the_hash_seed(project: Path, seed: str) -> None:
    done = run(project, *COMMAND, "--check", PYTHONHASHSEED=seed)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_migration_and_no_base_tells_of_the_generated_class(project: Path) -> None:
    code = (
        "import django; django.setup()\n"
        "from aobjects import AsyncModel\n"
        "from shop.models import Book, Stamped\n"
        "assert Book.__bases__ == (Stamped, AsyncModel), Book.__bases__\n"
        "from django.core.management import call_command\n"
        "call_command('makemigrations', 'shop', 'people')\n"
    )
    done = run(project, sys.executable, "-c", code)
    assert not done.returncode, done.stderr
    for app in ("shop", "people"):
        assert "async_bases" not in (project / app / "migrations" / "0001_initial.py").read_text()


def test_help_and_errors_say_what_to_do(project: Path) -> None:
    assert "async_bases.py" in run(project, *COMMAND, "--help").stdout
    unset = run(project, *COMMAND, DJANGO_SETTINGS_MODULE="")
    assert unset.returncode == 2
    assert "set DJANGO_SETTINGS_MODULE, or give --settings" in unset.stderr
    unknown = run(project, *COMMAND, "nowhere")
    assert unknown.returncode == 2
    assert "nowhere" in unknown.stderr
