"""Each revealed type, and each error of django-stubs, is the same with our plugin in front as without it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from tests.both import Both, is_ours, run_both
from tests.mypy_project import MypyProject

SOURCES: Final = Path(__file__).parent / "unchanged_types"
SUBJECTS: Final = ["annotated_rows.py", "managers.py", "relations.py", "values_rows.py"]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    project = MypyProject(tmp_path_factory.mktemp("types"))
    shutil.copytree(SOURCES, project.root, dirs_exist_ok=True)
    return run_both(project)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_output_is_identical(subject: str, both: Both) -> None:
    both.assert_only_ours_are_new(lambda line: line.startswith(f"shop/{subject}:"))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_reveal_is_reached(subject: str, both: Both) -> None:
    """A line mypy takes for unreachable would compare nothing with nothing."""
    written = sum("reveal_type(" in line for line in (SOURCES / "shop" / subject).read_text().splitlines())
    lines = [line for line in both.alone.lines if line.startswith(f"shop/{subject}:")]
    revealed = {line.split(":")[1] for line in lines if "Revealed type is" in line}
    assert len(revealed) == written


def test_our_plugin_was_asked(both: Both) -> None:
    """Two equal outputs prove nothing if the plugin did not run: the sources hold unsafe lines too."""
    assert any(is_ours(line) for line in both.ours.lines), both.ours.output
