"""Every way of calling mypy gives the same reports for the files it checks."""

from __future__ import annotations

import re
import shutil
import sys
from textwrap import dedent
from typing import TYPE_CHECKING, Final

import pytest
from aobjects_mypy.host.bodies import Bodies
from aobjects_mypy.host.libraries import Libraries
from mypy.options import Options

from tests.mypy_project import SETTINGS, MypyProject, Result

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.mypy_project import StubCache

pytestmark = pytest.mark.any_django("ways of calling mypy")

FILES: Final = {
    "shop/models.py": """
        from django.db import models

        class Author(models.Model):
            name = models.CharField(max_length=50)

        class Book(models.Model):
            title = models.CharField(max_length=50)
            author = models.ForeignKey(Author, on_delete=models.CASCADE)

            def __str__(self) -> str:
                return f"{self.title} by {self.author.name}"
        """,
    "shop/rows.py": """
        from shop.models import Book

        def total() -> int:
            return Book.objects.count()

        async def fetch(pk: int) -> Book:
            return await Book.objects.select_related("author").aget(pk=pk)
        """,
    "desk/views.py": """
        from shop.models import Book
        from shop.rows import fetch, total

        async def show(pk: int) -> None:
            book = await Book.objects.aget(pk=pk)
            print(f"{book}")
            other = await Book.objects.aget(pk=pk)
            print(other.author)
            print(total())
            loaded = await fetch(pk)
            print(loaded.author.name)
        """,
}
REPORTS: Final = [
    (6, "async-unsafe-call"),
    (8, "async-unsafe-relation"),
    (9, "async-unsafe-call"),
]


def found_in(result: Result, name: str = "views.py") -> list[tuple[int, str]]:
    """Return our reports in one file, however the form writes its path."""
    result.assert_no_crash()
    return [(error.line, error.code) for error in result.errors if error.file.endswith(name)]


@pytest.fixture
def desk(project: MypyProject, stubs: StubCache) -> MypyProject:
    project.stubs = stubs
    project.write(FILES)
    return project


@pytest.mark.parametrize(
    "arguments",
    [
        (".",),
        ("desk/views.py",),
        ("-p", "desk"),
        ("-m", "desk.views"),
        ("--follow-imports=silent", "desk/views.py"),
        ("--follow-imports=silent", "-n", "2", "desk/views.py"),
        ("--follow-imports=silent", "--no-native-parser", "desk/views.py"),
    ],
    ids=" ".join,
)
def test_arguments_change_no_report(desk: MypyProject, arguments: tuple[str, ...]) -> None:
    assert found_in(desk.mypy(*arguments)) == REPORTS


@pytest.mark.parametrize("arguments", [("desk/views.py",), ("-p", "desk")], ids=" ".join)
def test_pythonpath_changes_no_report(
    desk: MypyProject, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """mypy silences what is below an entry of sys.path, and drops the bodies of what it silences."""
    monkeypatch.setenv("PYTHONPATH", str(desk.root))
    assert found_in(desk.mypy(*arguments)) == REPORTS


def test_absolute_path_changes_no_report(desk: MypyProject) -> None:
    assert found_in(desk.mypy(str(desk.root / "desk" / "views.py"))) == REPORTS


@pytest.mark.parametrize(
    "section", ['follow_imports = "silent"', "ignore_errors = true"], ids=["silent", "ignored"]
)
@pytest.mark.parametrize("module", ["shop.*", "shop.rows", "*.rows"])
def test_section_about_the_helpers_changes_no_report(desk: MypyProject, section: str, module: str) -> None:
    desk.configure(f'[[tool.mypy.overrides]]\nmodule = "{module}"\n{section}\n')
    assert found_in(desk.mypy("desk/views.py")) == REPORTS


@pytest.mark.parametrize("arguments", [(), ("-n", "2"), ("--no-native-parser",)], ids=" ".join)
def test_comment_in_the_helpers_changes_no_report(desk: MypyProject, arguments: tuple[str, ...]) -> None:
    path = desk.root / "shop/rows.py"
    path.write_text("# mypy: ignore-errors\n" + path.read_text())
    assert found_in(desk.mypy("desk", *arguments)) == REPORTS
    # Another interface has mypy parse the helpers again.
    desk.edit("shop/models.py", "title = ", "price = models.IntegerField()\n    title = ")
    assert found_in(desk.mypy("desk", *arguments)) == REPORTS


def test_silenced_run_and_whole_run_share_a_cache(desk: MypyProject) -> None:
    silenced = ("--follow-imports=silent", "desk/views.py")
    for arguments in [silenced, (".",), silenced]:
        assert found_in(desk.mypy(*arguments)) == REPORTS


def test_member_of_a_workspace_is_seen_through(desk: MypyProject, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editable installation is an entry of sys.path."""
    member = desk.root / "members" / "shop" / "src"
    member.mkdir(parents=True)
    shutil.move(desk.root / "shop", member)
    (member / "shop" / "py.typed").touch()
    monkeypatch.setenv("PYTHONPATH", str(member))
    assert found_in(desk.mypy("desk")) == REPORTS


@pytest.mark.parametrize("on_path", [False, True], ids=["", "PYTHONPATH"])
def test_project_may_lie_below_a_folder_named_site_packages(
    tmp_path: Path, stubs: StubCache, monkeypatch: pytest.MonkeyPatch, on_path: bool
) -> None:
    project = MypyProject(tmp_path / "site-packages" / "bookshop", stubs=stubs)
    project.configure()
    project.write({"shop/settings.py": SETTINGS, **FILES})
    if on_path:
        monkeypatch.setenv("PYTHONPATH", str(project.root))
    assert found_in(project.mypy(".")) == REPORTS


def test_library_is_not_seen_through(desk: MypyProject, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below a path entry named site-packages something is installed: its bodies are dropped as before."""
    installed = desk.root / "environment" / "site-packages"
    (installed / "tools").mkdir(parents=True)
    (installed / "tools" / "py.typed").touch()
    (installed / "tools" / "__init__.py").write_text(dedent(FILES["shop/rows.py"]))
    monkeypatch.setenv("PYTHONPATH", str(installed))
    desk.edit("desk/views.py", "from shop.rows", "from tools")
    assert found_in(desk.mypy("desk")) == REPORTS[:2]


def test_only_bodies_of_libraries_are_dropped() -> None:
    options = Options()
    options.python_executable = sys.executable
    options.per_module_options = {"django.*": {"ignore_errors": True}, "shop.*": {"ignore_errors": True}}
    bodies = Bodies(options, Libraries(options))
    options.build_per_module_cache()
    bodies.drop_those_of_libraries()
    dropped = ["django.db.models", "asyncio.tasks", "pytest"]
    assert [options.clone_for_module(name).preserve_asts for name in dropped] == [False] * 3
    assert [options.clone_for_module(name).preserve_asts for name in ("shop.rows", "desk")] == [True] * 2
    assert options.clone_for_module("django.db").ignore_errors


@pytest.mark.parametrize("value", ["skip", "error"])
def test_note_says_that_models_are_not_followed(desk: MypyProject, value: str) -> None:
    desk.write({"desk/more.py": FILES["desk/views.py"]})
    result = desk.mypy(f"--follow-imports={value}", "desk/views.py", "desk/more.py")
    result.assert_no_crash()
    notes = [line for line in result.lines if re.search(r'note: Models are "Any" where', line)]
    assert len(notes) == 1
    assert f'"{value}"' in notes[0]
    assert not [line for line in result.lines if "[async-" in line]
    if value == "skip":
        assert result.status == 0, "a note is no error"


def test_no_note_when_a_library_is_not_followed(desk: MypyProject) -> None:
    desk.write({"tools.py": "def clean() -> None: ...\n"})
    desk.edit("desk/views.py", "from shop.models", "import tools\nfrom shop.models")
    desk.configure('[[tool.mypy.overrides]]\nmodule = "tools"\nfollow_imports = "skip"\n')
    result = desk.mypy("desk")
    assert "note:" not in result.output
    assert len(found_in(result)) == len(REPORTS)


# Nothing in here asks a plugin anything.
TRUTH: Final = """
from django.db.models import QuerySet

from shop.models import Book

async def some(books: QuerySet[Book]) -> int:
    if books:
        return 1
    return 0
"""


@pytest.mark.parametrize("arguments", [(), ("-n", "2"), ("--no-local-partial-types",)], ids=" ".join)
def test_module_that_asks_no_hook_is_judged(desk: MypyProject, arguments: tuple[str, ...]) -> None:
    desk.write({"desk/truth.py": TRUTH})
    assert found_in(desk.mypy("desk", *arguments), "truth.py") == [(6, "async-unsafe-iteration")]


def test_module_that_asks_no_hook_is_judged_without_a_cache(desk: MypyProject) -> None:
    desk.stubs = None
    desk.write({"desk/truth.py": TRUTH})
    result = desk.mypy("desk", "--cache-dir=/dev/null")
    assert found_in(result, "truth.py") == [(6, "async-unsafe-iteration")]


@pytest.fixture
def daemon(desk: MypyProject) -> Iterator[MypyProject]:
    yield desk
    desk.stop_dmypy()


def test_daemon_judges_a_module_that_asks_no_hook(daemon: MypyProject) -> None:
    daemon.write({"desk/truth.py": TRUTH})
    result = daemon.dmypy("desk")
    assert found_in(result, "truth.py") == [(6, "async-unsafe-iteration")]


def test_daemon_keeps_what_is_wrong_with_a_decorator_after_an_edit_elsewhere(daemon: MypyProject) -> None:
    daemon.write(
        {
            "desk/atomic.py": """
                from django.db import transaction
                from shop.rows import total

                around = transaction.atomic

                @transaction.atomic
                async def nothing() -> None:
                    pass

                @transaction.atomic
                async def count() -> None:
                    print(total())
                """
        }
    )
    bridge = [(6, "async-bridge"), (10, "async-bridge")]
    before = daemon.dmypy("desk")
    assert found_in(before, "atomic.py") == [*bridge, (12, "async-unsafe-call")]
    daemon.edit("shop/rows.py", "return Book.objects.count()", "return 1")
    after = daemon.dmypy("desk")
    assert found_in(after, "atomic.py") == bridge
    daemon.edit("shop/rows.py", "def total() -> int:", "def total() -> str:")
    daemon.edit("shop/rows.py", "return 1", 'return "1"')
    again = daemon.dmypy("desk")
    assert found_in(again, "atomic.py") == bridge
    daemon.edit("desk/atomic.py", "@transaction.atomic\nasync def nothing", "async def nothing")
    repaired = daemon.dmypy("desk")
    assert found_in(repaired, "atomic.py") == [(9, "async-bridge")]


def test_daemon_starts_anew_for_other_models(daemon: MypyProject) -> None:
    """Django reads models once in a process."""
    daemon.dmypy("desk")
    daemon.edit("shop/models.py", "author = models.ForeignKey", "writer = models.ForeignKey")
    daemon.edit("shop/models.py", "self.author.name", "self.writer.name")
    daemon.edit("shop/rows.py", '"author"', '"writer"')
    text = (daemon.root / "desk/views.py").read_text()
    (daemon.root / "desk/views.py").write_text(text.replace(".author", ".writer"))
    result = daemon.dmypy("desk")
    assert "Restarting: plugins changed" in result.output
    assert found_in(result) == REPORTS
    assert not [error for error in result.errors if not error.code.startswith("async-")]


def test_daemon_does_not_start_anew_for_what_a_method_of_a_model_runs(daemon: MypyProject) -> None:
    daemon.dmypy("desk")
    daemon.edit("shop/models.py", "by {self.author.name}", "by {self.author_id}")
    result = daemon.dmypy("desk")
    assert "Restarting" not in result.output
    assert found_in(result) == REPORTS[1:]


def test_daemon_that_is_only_asked_to_check_says_that_models_are_old(daemon: MypyProject) -> None:
    daemon.mypy("start", module="mypy.dmypy")
    daemon.mypy("check", "desk", module="mypy.dmypy")
    daemon.edit("shop/models.py", "author = models.ForeignKey", "writer = models.ForeignKey")
    result = daemon.mypy("check", "desk", module="mypy.dmypy")
    notes = [line for line in result.lines if 'note: Django has read "shop.models" before' in line]
    assert len(notes) == 1
    daemon.edit("shop/models.py", "writer = models.ForeignKey", "author = models.ForeignKey")
    result = daemon.mypy("check", "desk", module="mypy.dmypy")
    assert "note:" not in result.output
    assert found_in(result) == REPORTS


def test_daemon_takes_our_codes_in_the_global_section_from_start_and_check(daemon: MypyProject) -> None:
    daemon.configure('enable_error_code = ["async-unsafe-unproven"]\n')
    daemon.mypy("start", module="mypy.dmypy")
    checked = daemon.mypy("check", "desk", module="mypy.dmypy")
    assert found_in(checked) == REPORTS


def test_daemon_takes_our_codes_in_a_section_of_modules_from_run(daemon: MypyProject) -> None:
    daemon.configure(
        '[[tool.mypy.overrides]]\nmodule = "desk.*"\nenable_error_code = ["async-unsafe-unproven"]\n'
    )
    for _ in range(2):
        assert found_in(daemon.dmypy("desk")) == REPORTS
