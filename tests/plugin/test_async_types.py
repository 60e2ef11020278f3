"""With the plugin, ``aobjects`` and the awaitable relations have exact types, in every mode of mypy."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from tests import marked
from tests.mypy_project import SAME_HASHES, MypyProject, Result

SOURCES: Final = Path(__file__).parent / "async_types"
SUBJECTS: Final = ["load_state.py", "managers.py", "relations.py"]
# With disallow_any_generics, django-stubs leaves QuerySet["Book"] as it is, and annotated rows have no type.
STRICT: Final = "strict = true\ndisallow_any_generics = false\n"
APPS: Final = ("shop", "library")


def copied_to(folder: Path) -> MypyProject:
    project = MypyProject(folder, hash_seed=SAME_HASHES)
    shutil.copytree(SOURCES, folder, dirs_exist_ok=True)
    project.configure(STRICT)
    return project


@pytest.fixture(scope="module")
def cold(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return copied_to(tmp_path_factory.mktemp("cold")).mypy(*APPS)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_exactly_the_marked_lines_are_errors(subject: str, cold: Result) -> None:
    source = (SOURCES / "shop" / subject).read_text()
    errors = [error for error in cold.errors if error.file == f"shop/{subject}"]
    assert marked.differences(source, errors) == [], cold.output


def test_the_models_themselves_are_silent(cold: Result) -> None:
    subjects = tuple(f"shop/{subject}" for subject in SUBJECTS)
    assert [line for line in cold.lines if not line.startswith(subjects)] == []
