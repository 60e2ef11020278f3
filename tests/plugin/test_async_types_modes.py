"""The types of ``aobjects`` are the same in cold, warm, parallel, edited and daemon runs."""

from __future__ import annotations

import functools
import shutil
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.edits import Edit
from tests.mypy_project import SAME_HASHES, MypyProject

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.any_django("mypy's cache, workers and daemon")

SOURCES: Final = Path(__file__).parent / "async_types"
APPS: Final = ("shop", "library")


# Each expects a message that only the changed project gives.
EDITS: Final = {
    "foreign key becomes nullable": Edit(
        "shop/models.py",
        '"Author", on_delete',
        '"Author", null=True, on_delete',
        'Expression is of type "Author | None", not "Author"',
    ),
    "foreign key of an abstract model becomes nullable": Edit(
        "library/models.py",
        "holder = models.ForeignKey(Member, on_delete",
        "holder = models.ForeignKey(Member, null=True, on_delete",
        'Expression is of type "Member | None", not "Member"',
    ),
    "method of a queryset gives another type": Edit(
        "shop/querysets.py",
        'def titles(self) -> list[str]:\n        return list(self.values_list("title", flat=True))',
        'def titles(self) -> set[str]:\n        return set(self.values_list("title", flat=True))',
        'Expression is of type "set[str]", not "list[str]"',
    ),
    "method of a queryset is renamed": Edit(
        "shop/querysets.py",
        "def drafts(",
        "def drafted(",
        '"AsyncManagerFromBookQuerySet[Book]" has no attribute "drafts"; maybe "drafted"?',
    ),
    "method of a manager becomes async": Edit(
        "shop/querysets.py",
        "    def tidy(",
        "    async def tidy(",
        # As before: it is awaited either way. The sync side changes.
        'Expression is of type "Coroutine[Any, Any, int]", not "int"',
    ),
    "method of a generic manager takes an argument": Edit(
        "shop/querysets.py",
        "def oldest(self)",
        "def oldest(self, since: int)",
        'Missing positional argument "since" in call to "oldest" of "LoanManager"',
    ),
}

SYNC_SIDE: Final = """
    from typing import assert_type

    from library.models import Shelf

    def tidy() -> None:
        assert_type(Shelf.objects.tidy(), int)
    """


@dataclass(frozen=True, slots=True)
class Checked:
    """The project with mypy's cache of a cold run, and what that run said: tests work on copies."""

    project: MypyProject
    lines: list[str]

    def copy(self, folder: Path) -> MypyProject:
        shutil.copytree(self.project.root, folder, dirs_exist_ok=True)
        return MypyProject(folder, hash_seed=SAME_HASHES)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    project = MypyProject(tmp_path_factory.mktemp("checked"), hash_seed=SAME_HASHES)
    shutil.copytree(SOURCES, project.root, dirs_exist_ok=True)
    project.configure("strict = true\ndisallow_any_generics = false")
    project.write({"shop/sync_side.py": SYNC_SIDE})
    result = project.mypy(*APPS)
    result.assert_no_crash()
    return Checked(project, result.lines)


@pytest.fixture
def shop(checked: Checked, tmp_path: Path) -> MypyProject:
    return checked.copy(tmp_path)


@pytest.fixture(scope="module")
def anew(checked: Checked, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[str]]:
    """What is said after the named edit when no module of the project is as mypy remembers it."""

    @functools.cache
    def check(name: str) -> list[str]:
        project = checked.copy(tmp_path_factory.mktemp("anew"))
        EDITS[name].apply(project)
        for app in APPS:
            for path in (project.root / app).glob("*.py"):
                path.write_text(f"{path.read_text(encoding='utf-8')}\n# Changed.\n", encoding="utf-8")
        return project.mypy(*APPS).lines

    return check


@pytest.mark.parametrize("name", EDITS)
def test_edit_matters(checked: Checked, anew: Callable[[str], list[str]], name: str) -> None:
    assert any(EDITS[name].expected in line for line in anew(name))
    assert not any(EDITS[name].expected in line for line in checked.lines)


@pytest.mark.parametrize(
    "arguments",
    [(), ("-n", "2"), ("--cache-fine-grained",)],
    ids=["warm", "two workers", "fine-grained"],
)
def test_other_runs_repeat_the_cold_one(
    shop: MypyProject, checked: Checked, arguments: tuple[str, ...]
) -> None:
    assert [shop.mypy(*APPS, *arguments).lines for _ in range(2)] == [checked.lines] * 2


def test_run_without_a_cache_repeats_the_cold_one(shop: MypyProject, checked: Checked) -> None:
    """Once: there is nothing that a second run could take from it."""
    assert shop.mypy(*APPS, "--no-incremental").lines == checked.lines


def test_edits_reach_the_async_side(
    shop: MypyProject, checked: Checked, anew: Callable[[str], list[str]]
) -> None:
    """Two workers and one process by turns, which read each other's cache."""
    for (name, edit), workers in zip(EDITS.items(), cycle([("-n", "2"), ()]), strict=False):
        edit.apply(shop)
        assert shop.mypy(*APPS, *workers).lines == anew(name), name
        edit.revert(shop)
    assert shop.mypy(*APPS).lines == checked.lines


def test_edits_reach_the_async_side_in_the_daemon(
    daemon: MypyProject, checked: Checked, anew: Callable[[str], list[str]]
) -> None:
    assert daemon.dmypy(*APPS).lines == checked.lines
    for name, edit in EDITS.items():
        edit.apply(daemon)
        assert daemon.dmypy(*APPS).lines == anew(name), name
        edit.revert(daemon)
    assert daemon.dmypy(*APPS).lines == checked.lines


def test_order_in_which_a_cycle_of_apps_is_read_changes_nothing(shop: MypyProject, checked: Checked) -> None:
    """shop.models and library.models name each other's models."""
    assert shop.mypy(*reversed(APPS), "--no-incremental").lines == checked.lines
