"""Edits of a project, and what a run says after each that knows nothing of the project."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from tests.mypy_project import SETTINGS, MypyProject

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pytest

    from tests.mypy_project import StubCache

Expected_co = TypeVar("Expected_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Edit(Generic[Expected_co]):
    """A change in one file, and what a test expects after it."""

    file: str
    old: str
    new: str
    expected: Expected_co

    def apply(self, project: MypyProject) -> None:
        project.edit(self.file, self.old, self.new)

    def revert(self, project: MypyProject) -> None:
        project.edit(self.file, self.new, self.old)


def cold_lines(
    files: dict[str, str],
    edits: Mapping[str, Edit[object]],
    stubs: StubCache,
    folders: pytest.TempPathFactory,
) -> Callable[[str | None], list[str]]:
    """Return what tells the lines of a cold run after the named edit, each of which is run once."""

    @functools.cache
    def judge(name: str | None) -> list[str]:
        made = MypyProject(folders.mktemp("cold"), stubs=stubs)
        made.configure()
        made.write({"shop/settings.py": SETTINGS, **files})
        if name is not None:
            edits[name].apply(made)
        result = made.mypy("shop")
        result.assert_no_crash()
        return result.lines

    return judge
