"""What the plugin does on a fixed project, counted: work is done once, and none where nothing changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.generated_project import MODULES_PER_APP, GeneratedProject
from tests.mypy_project import MypyProject

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.any_django("how often the plugin does its work")

APPS: Final = 4
VIEW: Final = "app0002/views.py"


@dataclass(frozen=True, slots=True)
class Counts:
    """Functions interpreted for their callers, async functions judged, expressions by module; imports.

    In a daemon also the modules looked at, and the functions that got a mark.
    """

    summarized: Mapping[str, int]
    judged: Mapping[str, int]
    evaluated: Mapping[str, int]
    imported: list[str]
    looked: Mapping[str, int]
    marked: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Checked:
    """A generated project, and what a cold run over it did."""

    mypy: MypyProject
    files: GeneratedProject
    cold: Counts

    def check(self, *options: str) -> Counts:
        return _check(self.mypy, self.files, *options)


def _check(project: MypyProject, files: GeneratedProject, *options: str, other: str | None = None) -> Counts:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))
        patch.setenv("COUNTS", str(project.root / "counts.json"))
        result = project.mypy(*options, *files.apps, module="counted_mypy")
    result.assert_no_crash()
    # Something is found: the counts are those of a plugin that works.
    codes = {error.code for error in result.errors} - {other}
    assert codes == {"async-unsafe-call", "async-unsafe-relation"}
    return Counts(**json.loads((project.root / "counts.json").read_text(encoding="utf-8")))


def _cold(root: Path, apps: int) -> Checked:
    files = GeneratedProject(root, MODULES_PER_APP * apps)
    files.write()
    project = MypyProject(root)
    project.configure(settings=files.settings_module)
    return Checked(project, files, _check(project, files, "--count"))


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return _cold(tmp_path_factory.mktemp("small"), APPS)


def test_generated_project_is_the_same_every_time(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        GeneratedProject(tmp_path / name, 40).write()
    one, other = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.py")}
        for name in ("one", "other")
    )
    assert len(one) == 41
    assert one == other


def test_every_function_is_interpreted_once(checked: Checked) -> None:
    assert set(checked.cold.summarized.values()) == {1}
    assert set(checked.cold.judged.values()) == {1}


def test_function_is_summed_up_for_whom_its_body_is_not_run_alone(checked: Checked) -> None:
    """An iterable of strings may be a queryset, a condition may call a property: few ask so."""
    names = {name.partition(".")[2] for name in checked.cold.summarized}
    assert names <= {"formatting.row_1", "models.Category.path", "querysets.App0000QuerySet.with_category"}


def test_work_grows_with_the_project_and_no_faster(checked: Checked, tmp_path: Path) -> None:
    larger = _cold(tmp_path, 3 * APPS).cold
    for small, large in (
        (checked.cold.summarized, larger.summarized),
        (checked.cold.judged, larger.judged),
        (checked.cold.evaluated, larger.evaluated),
    ):
        assert sum(large.values()) <= 3 * 1.1 * sum(small.values())


def test_expressions_are_evaluated_few_times(checked: Checked) -> None:
    """The bound is what is done now, and a tenth."""
    assert sum(checked.cold.evaluated.values()) <= 6800


def test_run_with_nothing_changed_evaluates_nothing_and_imports_no_interpreter(checked: Checked) -> None:
    counted = checked.check("--count")
    assert (counted.summarized, counted.judged, counted.evaluated) == ({}, {}, {})
    assert checked.check().imported == []


def test_edited_view_is_the_only_module_that_is_looked_at(checked: Checked) -> None:
    checked.check()
    path = checked.files.root / VIEW
    path.write_text(f"{path.read_text(encoding='utf-8')}\n\nasync def added() -> int:\n    return 1\n")
    counted = checked.check("--count")
    assert set(counted.evaluated) == {"app0002.views"}
    assert "app0002.views.added" in counted.judged
    assert all(name.startswith("app0002.views.") for name in [*counted.summarized, *counted.judged])


@pytest.fixture(scope="module", params=[APPS, 3 * APPS])
def rechecked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Counts:
    """What a daemon does when one view of a small project is edited, and of one three times as large."""
    root = tmp_path_factory.mktemp("recheck")
    files = GeneratedProject(root, MODULES_PER_APP * request.param)
    files.write()
    project = MypyProject(root)
    project.configure(settings=files.settings_module)
    return _check(project, files, "--count", "--recheck", VIEW)


def test_recheck_looks_at_the_edited_view_and_at_functions_with_errors(rechecked: Counts) -> None:
    """mypy itself checks a function again as long as it has an error."""
    edited = "app0002.views"
    assert rechecked.looked[edited] == 1
    others = set(rechecked.looked) - {edited}
    assert set(rechecked.evaluated) <= set(rechecked.looked)
    assert all(module.endswith(".api") for module in others)
    assert {name for name in rechecked.judged if not name.startswith(f"{edited}.")} == {
        f"{module}.careless" for module in others
    }
    assert {name for name in rechecked.marked if not name.startswith(f"{edited}.")} == {
        f"{module}.careless" for module in others
    }


def test_recheck_does_nothing_twice_and_computes_no_summary_that_stands(rechecked: Counts) -> None:
    for counts in (rechecked.looked, rechecked.judged, rechecked.summarized, rechecked.marked):
        assert set(counts.values()) == {1}
    assert all(name.startswith("app0002.views.") for name in rechecked.summarized)


def test_recheck_leaves_who_uses_the_classes_of_a_module_with_an_error_at_its_top_alone(
    tmp_path: Path,
) -> None:
    """mypy analyses such a module again at every recheck, and gives its classes new bases."""
    files = GeneratedProject(tmp_path, MODULES_PER_APP * APPS)
    files.write()
    (tmp_path / "app0001" / "limits.py").write_text(
        "class Limits:\n    pages: int = 3\n\n\nlimit: int = str(1)\n", encoding="utf-8"
    )
    with (tmp_path / "app0003" / "views.py").open("a", encoding="utf-8") as views:
        views.write(
            "\n\nfrom app0001.limits import Limits\n\n\n"
            "def pages(limits: Limits) -> int:\n    return int(limits.pages)\n"
        )
    project = MypyProject(tmp_path)
    project.configure(settings=files.settings_module)
    counted = _check(project, files, "--count", "--recheck", VIEW, other="assignment")
    others = {module for module in counted.looked if not module.endswith(".api")}
    assert others == {"app0002.views", "app0001.limits"}
