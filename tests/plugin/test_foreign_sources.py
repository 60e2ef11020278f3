"""Django's and asgiref's own modules, as written and made async, do not crash the plugin."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import asgiref
import django
import pytest

from tests.both import run_both

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.mypy_project import MypyProject

pytestmark = pytest.mark.any_django(
    "that code nobody here wrote is survived: another release of Django is nearly the same code"
)

SITE_PACKAGES: Final = Path(django.__file__).parents[1]
SOURCES: Final = {
    "django": [
        "contrib/admin",
        "contrib/auth",
        "contrib/contenttypes",
        "contrib/sessions",
        "core/paginator.py",
        "db/models",
        "db/transaction.py",
        "forms",
        "http",
        "shortcuts.py",
        "template",
        "test",
        "views",
    ],
    "asgiref": ["."],
}


def as_written(source: str) -> str:
    return source


def made_async(source: str) -> str:
    """Put each function's body into async code, where the plugin looks hardest."""
    changed = re.sub(r"^( *)def ", r"\1async def ", source, flags=re.MULTILINE)
    try:
        compile(changed, "changed", "exec")
    except SyntaxError:  # `yield from` and a generator's `return value` have no async form
        return source
    return changed


# What is made async takes four times as long: mypy has a mistake to tell of nearly every call.
MADE_ASYNC: Final = {
    "django": ["contrib/auth", "db/models", "http", "shortcuts.py", "views"],
    "asgiref": ["."],
}


def modules(distribution: str, parts: dict[str, list[str]]) -> list[Path]:
    top = SITE_PACKAGES / distribution
    found = [path for part in parts[distribution] for path in [top / part, *(top / part).rglob("*.py")]]
    return sorted(path for path in found if path.is_file() and "migrations" not in path.parts)


def test_sources_are_found() -> None:
    assert asgiref.__file__ is not None
    assert Path(asgiref.__file__).parents[1] == SITE_PACKAGES
    for parts in (SOURCES, MADE_ASYNC):
        assert [len(modules(distribution, parts)) > 5 for distribution in parts] == [True, True]


def place(line: str) -> str:
    return ":".join(line.split(":")[:2])


@pytest.mark.parametrize(
    ("change", "parts"), [(as_written, SOURCES), (made_async, MADE_ASYNC)], ids=["as written", "made async"]
)
def test_no_crash_and_no_line_of_mypy_lost(
    project: MypyProject, change: Callable[[str], str], parts: dict[str, list[str]]
) -> None:
    """Copied under another name: in their own place the modules would hide django-stubs' types."""
    for distribution in parts:
        for path in modules(distribution, parts):
            name = f"copied/{path.relative_to(SITE_PACKAGES).as_posix()}"
            project.write({name: change(path.read_text(encoding="utf-8"))})
    project.write({"shop/models.py": ""})
    both = run_both(project, "copied", "--check-untyped-defs")
    # What misuses the bridge is reported in our words alone: an async function in a thread, say.
    reported = {place(line) for line in both.ours.lines if line.endswith("  [async-bridge]")}
    files = {line.partition(":")[0] for line in reported}

    def is_about_it(line: str) -> bool:
        # A name that such a line binds has no type for mypy alone.
        return place(line) in reported or ("[has-type]" in line and line.partition(":")[0] in files)

    both.assert_only_ours_are_new(lambda line: not is_about_it(line))
    if change is made_async:
        assert any("  [async-unsafe-query]" in line for line in both.ours.lines), "nothing was looked at"
