"""``aobjects init``, ``doctor`` and ``explain``: what is written, what is said."""

from __future__ import annotations

import configparser
import tomllib
from typing import TYPE_CHECKING, Final

import pytest
from aobjects_mypy import diagnostics
from aobjects_mypy.command import ignoring, settings
from aobjects_mypy.command.main import aobjects
from click.testing import CliRunner

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

MANAGE: Final = 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")\n'
PLUGINS: Final = ["aobjects_mypy", "mypy_django_plugin.main"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    (tmp_path / "manage.py").write_text(MANAGE, encoding="utf-8")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(aobjects, list(arguments))


def test_init_writes_an_ini_where_there_is_nothing(folder: Path) -> None:
    assert run("init").exit_code == 0
    written = configparser.ConfigParser()
    written.read(folder / "mypy.ini")
    assert written["mypy"]["plugins"] == "aobjects_mypy, mypy_django_plugin.main"
    assert written["mypy.plugins.django-stubs"]["django_settings_module"] == "mysite.settings"
    assert "nothing to add" in run("init").output


def test_init_adds_to_a_pyproject_and_leaves_the_rest(folder: Path) -> None:
    own = '# Ours.\n[project]\nname = "mysite"  # a name\n\n[tool.ruff]\nline-length = 100\n'
    (folder / "pyproject.toml").write_text(own, encoding="utf-8")
    assert run("init").exit_code == 0
    text = (folder / "pyproject.toml").read_text(encoding="utf-8")
    assert text.startswith(own)
    tool = tomllib.loads(text)["tool"]
    assert tool["mypy"]["plugins"] == PLUGINS
    assert tool["django-stubs"]["django_settings_module"] == "mysite.settings"


def test_init_puts_our_plugin_before_that_of_django_stubs(folder: Path) -> None:
    own = "[mypy]\nplugins =\n    mypy_django_plugin.main,\n    pydantic.mypy\n# as before\nstrict = true\n"
    (folder / "mypy.ini").write_text(own, encoding="utf-8")
    assert run("init").exit_code == 0
    text = (folder / "mypy.ini").read_text(encoding="utf-8")
    assert (
        "plugins = pydantic.mypy, aobjects_mypy, mypy_django_plugin.main\n# as before\nstrict = true" in text
    )


def test_own_settings_of_mypy_are_completed_for_the_command(folder: Path) -> None:
    (folder / "pyproject.toml").write_text(
        '[tool.mypy]\nstrict = true\nplugins = ["pydantic.mypy"]\nexclude = ["^build/"]\n'
        '[[tool.mypy.overrides]]\nmodule = ["old.*", "older"]\nignore_errors = true\n',
        encoding="utf-8",
    )
    known = settings.find(folder)
    assert not known.is_ready
    written = configparser.ConfigParser()
    written.read_string(settings.complete(known))
    assert written["mypy"]["plugins"] == "pydantic.mypy, aobjects_mypy, mypy_django_plugin.main"
    assert written["mypy"]["strict"] == "True"
    assert "check_untyped_defs" not in written["mypy"]
    assert written["mypy-older"]["ignore_errors"] == "True"


def test_settings_are_found_below_a_folder(folder: Path) -> None:
    (folder / "src").mkdir()
    (folder / "manage.py").rename(folder / "src" / "manage.py")
    assert settings.settings_module(folder) == ("mysite.settings", folder / "src")
    assert f"mypy_path = {folder / 'src'}" in settings.complete(settings.find(folder))


def test_doctor_says_what_is_wrong(folder: Path) -> None:
    (folder / "mypy.ini").write_text(
        "[mypy]\nplugins = mypy_django_plugin.main, aobjects_mypy\n", encoding="utf-8"
    )
    answer = run("doctor")
    assert answer.exit_code == 1
    assert 'must name "aobjects_mypy" before "mypy_django_plugin.main"' in answer.output
    assert 'WRONG The settings "mysite.settings" cannot be used: ModuleNotFoundError' in answer.output


@pytest.mark.parametrize(
    ("asked", "is_named"),
    [('import os\nKEY = os.environ["SHOP_KEY"]\n', True), ('KEY = {}["SHOP_KEY"]\n', False)],
)
def test_doctor_names_a_variable_that_is_not_set(folder: Path, asked: str, is_named: bool) -> None:
    (folder / "mysite").mkdir()
    (folder / "mysite" / "__init__.py").touch()
    (folder / "mysite" / "settings.py").write_text(asked, encoding="utf-8")
    answer = run("doctor")
    assert answer.exit_code == 1
    assert "KeyError: 'SHOP_KEY'" in answer.output
    assert ('The environment variable "SHOP_KEY" is not set' in answer.output) is is_named


@pytest.mark.parametrize("code", [code.code for code in diagnostics.CODES])
def test_every_code_is_explained(code: str) -> None:
    answer = run("explain", code)
    assert answer.exit_code == 0
    assert answer.output.startswith(f"# {code}\n")


def test_another_code_is_not_explained() -> None:
    answer = run("explain", "async-unsafest")
    assert answer.exit_code == 2
    assert all(code.code in answer.output for code in diagnostics.CODES)


def test_ignore_is_written_where_mypy_reads_it() -> None:
    text = 'a = 1\nb = f"""\n{a}\n"""  # why\nc = a  # type: ignore[misc]\n'
    expected = (
        'a = 1  # type: ignore[x]\nb = f"""\n{a}\n"""  # type: ignore[x]  # why\n'
        "c = a  # type: ignore[misc, x]\n"
    )
    assert ignoring.with_ignores(text, {1: {"x"}, 2: {"x"}, 4: {"x"}, 5: {"x"}}) == expected
