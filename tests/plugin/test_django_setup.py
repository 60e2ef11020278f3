"""A project that Django cannot set up gets one sentence: what was imported, what it said, what to change."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

import pytest

from tests.mypy_project import DJANGO_STUBS, OURS, SETTINGS, MypyProject, Result

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.any_django("what is asked before Django is set up, and how it is said")

MODELS: Final = """
    from django.db import models

    class Book(models.Model):
        title = models.CharField(max_length=50)
    """

UNSAFE: Final = """
    from shop.models import Book

    async def unsafe() -> Book:
        return Book.objects.get(pk=1)
    """


@pytest.fixture
def shop(project: MypyProject) -> MypyProject:
    project.write({"shop/models.py": MODELS, "shop/views.py": UNSAFE})
    return project


def sentence(result: Result) -> str:
    """Return the one sentence that a refused run prints."""
    result.assert_no_crash()
    assert result.status == 2, result.output
    [line] = [line for line in result.lines if line.startswith("error: ")]
    # mypy says so before it prints what a plugin raised; so do its workers.
    assert set(result.lines) == {line, "Error constructing plugin instance of AobjectsPlugin"}
    return line.removeprefix("error: ")


def test_misspelt_settings(shop: MypyProject) -> None:
    shop.configure(settings="shop.setings")
    assert sentence(shop.mypy()) == (
        "Cannot import the settings \"shop.setings\": No module named 'shop.setings'. "
        'Set django_settings_module to the module that Django runs with; maybe "shop.settings"?'
    )


def test_settings_of_which_nothing_is_there(shop: MypyProject) -> None:
    shop.configure(settings="elsewhere.conf")
    assert sentence(shop.mypy()) == (
        "Cannot import the settings \"elsewhere.conf\": No module named 'elsewhere'. "
        "Set django_settings_module to the module that Django runs with, and run mypy in the folder of "
        "manage.py"
    )


def test_run_one_folder_up(shop: MypyProject) -> None:
    below = shop.root / "backend"
    below.mkdir()
    (shop.root / "shop").rename(below / "shop")
    assert sentence(shop.mypy("backend/shop")) == (
        "Cannot import the settings \"shop.settings\": No module named 'shop'. "
        'It is in "backend": run mypy there, or add that folder to mypy_path'
    )
    shop.configure('mypy_path = "backend"')
    assert [code for _, _, code in shop.mypy("backend/shop").codes] == ["async-unsafe-query"]


def test_run_one_folder_down(shop: MypyProject) -> None:
    inside = MypyProject(shop.root / "shop")
    assert sentence(inside.mypy("--config-file", "../pyproject.toml", "views.py")) == (
        "Cannot import the settings \"shop.settings\": No module named 'shop'. "
        'It is in "..": run mypy there, or add that folder to mypy_path'
    )


def test_missing_environment_variable(shop: MypyProject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_KEY", raising=False)
    shop.write({"shop/settings.py": f'import os\n\nKEY = os.environ["SHOP_KEY"]\n{SETTINGS}'})
    assert sentence(shop.mypy()) == (
        'Importing "shop.settings" for the settings "shop.settings" failed (shop/settings.py:3): '
        "KeyError: 'SHOP_KEY'. The environment variable \"SHOP_KEY\" is not set: set it where mypy runs, or "
        'give it a default, as in os.environ.get("SHOP_KEY", "")'
    )
    monkeypatch.setenv("SHOP_KEY", "there")
    assert [code for _, _, code in shop.mypy().codes] == ["async-unsafe-query"]


def test_models_that_are_no_python(shop: MypyProject) -> None:
    shop.write({"shop/models.py": "class Book(:\n"})
    said = sentence(shop.mypy())
    assert said.startswith(
        'Importing "shop/models.py" for the settings "shop.settings" failed: SyntaxError: '
    )
    assert "(models.py, line 1)" in said


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ('raise RuntimeError("no\\n  machine")', "RuntimeError: no machine"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("{}['key']", "KeyError: 'key'"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
    ],
)
def test_models_that_raise(shop: MypyProject, statement: str, said: str) -> None:
    shop.write({"shop/models.py": f"{statement}\n"})
    assert sentence(shop.mypy()) == (
        f'Importing "shop.models" for the settings "shop.settings" failed (shop/models.py:1): {said}. mypy '
        "imports the settings and the models of every app: mend that, or set django_settings_module to "
        "settings that can be imported here"
    )


REQUIREMENT: Final = (
    '"{importer}" ({place}) of "shop.settings" needs "environ_of_nobody": No module named '
    "'environ_of_nobody'. "
)


def test_requirements_that_are_missing(shop: MypyProject) -> None:
    """As in a pre-commit hook, which has an environment of its own."""
    shop.write({"shop/settings.py": f"import environ_of_nobody\n{SETTINGS}"})
    assert sentence(shop.mypy()) == (
        REQUIREMENT.format(importer="shop.settings", place="shop/settings.py:1")
        + f"It is not installed where mypy runs ({sys.executable}). Install the requirements of the project "
        "there; in pre-commit, list them in additional_dependencies or run mypy with language: system"
    )


def test_apps_that_are_missing(shop: MypyProject) -> None:
    shop.write({"shop/settings.py": SETTINGS.replace('"shop"]', '"shop", "app_of_nobody"]')})
    assert sentence(shop.mypy()) == (
        'INSTALLED_APPS of "shop.settings" needs "app_of_nobody": No module named \'app_of_nobody\'. '
        f"It is not installed where mypy runs ({sys.executable}). Install the requirements of the project "
        "there; in pre-commit, list them in additional_dependencies or run mypy with language: system"
    )


def test_python_executable_of_another_environment(shop: MypyProject, tmp_path: Path) -> None:
    other = tmp_path / "other-python"
    other.symlink_to(os.path.realpath(sys.executable))
    shop.write({"shop/models.py": "import environ_of_nobody\n"})
    assert sentence(shop.mypy("shop", "--python-executable", str(other))) == (
        REQUIREMENT.format(importer="shop.models", place="shop/models.py:1")
        + f"It is not installed where mypy runs ({sys.executable}), and python_executable only tells where "
        f'types are looked for. Install mypy and this plugin beside the project, and run "{other} -m mypy"'
    )


def test_traceback_is_shown_on_request(shop: MypyProject) -> None:
    shop.write({"shop/models.py": 'raise RuntimeError("no machine")\n'})
    result = shop.mypy("shop", "--show-traceback")
    assert "INTERNAL ERROR" not in result.output
    assert result.output.count("error: Importing") == 1
    assert result.output.count("RuntimeError: no machine") == 2


def test_sentence_comes_from_workers_and_the_daemon_too(shop: MypyProject) -> None:
    shop.configure(settings="shop.setings")
    alone = sentence(shop.mypy())
    assert sentence(shop.mypy("shop", "-n", "2")) == alone
    try:
        daemon = shop.dmypy()
    finally:
        shop.stop_dmypy()
    assert f"error: {alone}" in daemon.output
    assert "INTERNAL ERROR" not in daemon.output


def test_settings_are_executed_once(shop: MypyProject) -> None:
    """What they do to the process is there when django-stubs asks."""
    count = """
        import sys
        from pathlib import Path

        sys.path.insert(0, str(Path(__file__).parents[1] / "apps"))
        with Path("imports.txt").open("a") as file:
            file.write("once\\n")
        """
    shop.write(
        {
            "shop/settings.py": count,
            "apps/depot/models.py": MODELS.replace("Book", "Crate"),
        }
    )
    path = shop.root / "shop/settings.py"
    path.write_text(path.read_text() + SETTINGS.replace('"shop"]', '"shop", "depot"]'))
    shop.configure('mypy_path = "apps"')
    assert [code for _, _, code in shop.mypy().codes] == ["async-unsafe-query"]
    assert (shop.root / "imports.txt").read_text() == "once\n"


def test_what_django_stubs_says_itself_is_left_to_it(shop: MypyProject) -> None:
    shop.write({"pyproject.toml": f'[tool.mypy]\nplugins = ["{OURS}", "{DJANGO_STUBS}"]\n'})
    ours = shop.mypy()
    shop.write({"pyproject.toml": f'[tool.mypy]\nplugins = ["{DJANGO_STUBS}"]\n'})
    alone = shop.mypy()
    assert "no section [tool.django-stubs] found" in ours.output
    assert ours == alone
