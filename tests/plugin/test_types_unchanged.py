"""Each revealed type, and each error of django-stubs, is the same with our plugin in front as without it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from tests.mypy_project import DJANGO_STUBS, OURS, SAME_HASHES, MypyProject, Result, is_ours

SOURCES: Final = Path(__file__).parent / "unchanged_types"
SUBJECTS: Final = ["annotated_rows.py", "managers.py", "relations.py", "values_rows.py"]


def check(folder: Path, *plugins: str) -> Result:
    project = MypyProject(folder, plugins=plugins, hash_seed=SAME_HASHES)
    shutil.copytree(SOURCES, folder, dirs_exist_ok=True)
    project.configure()
    return project.mypy()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return check(tmp_path_factory.mktemp("alone"), DJANGO_STUBS)


@pytest.fixture(scope="module")
def with_ours(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return check(tmp_path_factory.mktemp("ours"), OURS, DJANGO_STUBS)


def lines_of(result: Result, subject: str) -> list[str]:
    return [line for line in result.lines if line.startswith(f"shop/{subject}:") and not is_ours(line)]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_output_is_identical(subject: str, alone: Result, with_ours: Result) -> None:
    assert lines_of(with_ours, subject) == lines_of(alone, subject)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_reveal_is_reached(subject: str, alone: Result) -> None:
    """A line mypy takes for unreachable would compare nothing with nothing."""
    written = sum("reveal_type(" in line for line in (SOURCES / "shop" / subject).read_text().splitlines())
    revealed = {line.split(":")[1] for line in lines_of(alone, subject) if "Revealed type is" in line}
    assert len(revealed) == written


def test_our_plugin_was_asked(with_ours: Result) -> None:
    """Two equal outputs prove nothing if the plugin did not run: the sources hold unsafe lines too."""
    assert any(is_ours(line) for line in with_ours.lines), with_ours.output
