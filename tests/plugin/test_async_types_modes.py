"""The types of ``aobjects`` are the same in cold, warm, parallel, edited and daemon runs."""

from __future__ import annotations

import functools
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from mypy_project import SAME_HASHES, MypyProject, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mypy_project import StubCache

SOURCES: Final = Path(__file__).parent / "async_types"
APPS: Final = ("shop", "library")


@dataclass(frozen=True, slots=True)
class Edit:
    """A change in one file, and a message that only the changed project gives."""

    file: str
    old: str
    new: str
    message: str

    def apply(self, project: MypyProject) -> None:
        project.edit(self.file, self.old, self.new)

    def revert(self, project: MypyProject) -> None:
        project.edit(self.file, self.new, self.old)


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


def copied_to(folder: Path) -> MypyProject:
    project = MypyProject(folder, hash_seed=SAME_HASHES)
    shutil.copytree(SOURCES, folder, dirs_exist_ok=True)
    project.configure("strict = true\ndisallow_any_generics = false")
    project.write({"shop/sync_side.py": SYNC_SIDE})
    return project


@pytest.fixture
def shop(tmp_path: Path) -> MypyProject:
    return copied_to(tmp_path)


def check_cold(project: MypyProject) -> Result:
    result = project.mypy(*APPS, "--no-incremental")
    result.assert_no_crash()
    return result


@pytest.fixture(scope="module")
def cold(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str | None], list[str]]:
    """What a run that remembers nothing says after the named edit."""

    @functools.cache
    def check(name: str | None) -> list[str]:
        project = copied_to(tmp_path_factory.mktemp("cold"))
        if name is not None:
            EDITS[name].apply(project)
        return check_cold(project).lines

    return check


@pytest.mark.parametrize(
    "arguments",
    [(), ("--no-sqlite-cache",), ("-n", "2"), ("--cache-fine-grained",)],
    ids=["one process", "files as cache", "two workers", "fine-grained"],
)
def test_warm_run_repeats_the_cold_one(
    shop: MypyProject, cold: Callable[[str | None], list[str]], arguments: tuple[str, ...]
) -> None:
    runs = [shop.mypy(*APPS, *arguments).lines for _ in range(2)]
    assert runs == [cold(None)] * 2


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["one process", "two workers"])
@pytest.mark.parametrize("name", EDITS)
def test_edit_reaches_the_async_side(
    shop: MypyProject,
    stubs: StubCache,
    cold: Callable[[str | None], list[str]],
    name: str,
    workers: tuple[str, ...],
) -> None:
    shop.stubs = stubs
    assert shop.mypy(*APPS, *workers).lines == cold(None)
    EDITS[name].apply(shop)
    assert shop.mypy(*APPS, *workers).lines == cold(name)
    assert any(EDITS[name].message in line for line in cold(name))
    assert not any(EDITS[name].message in line for line in cold(None))
    EDITS[name].revert(shop)
    assert shop.mypy(*APPS, *workers).lines == cold(None)


@pytest.fixture
def daemon(shop: MypyProject) -> Iterator[MypyProject]:
    yield shop
    shop.mypy("stop", module="mypy.dmypy")


def ask_daemon(project: MypyProject) -> list[str]:
    result = project.mypy("run", "--", *APPS, module="mypy.dmypy")
    result.assert_no_crash()
    return [line for line in result.lines if line != "Daemon started"]


def test_daemon_reaches_the_async_side_after_every_edit(
    daemon: MypyProject, cold: Callable[[str | None], list[str]]
) -> None:
    assert ask_daemon(daemon) == cold(None)
    for name, edit in EDITS.items():
        edit.apply(daemon)
        assert ask_daemon(daemon) == cold(name), name
        edit.revert(daemon)
        assert ask_daemon(daemon) == cold(None), name


@pytest.mark.parametrize("first", ["library", "shop"])
def test_order_in_which_a_cycle_of_apps_is_read_changes_nothing(
    shop: MypyProject, cold: Callable[[str | None], list[str]], first: str
) -> None:
    """shop.models and library.models name each other's models."""
    shop.mypy(f"{first}/models.py")
    assert shop.mypy(*reversed(APPS)).lines == cold(None)
