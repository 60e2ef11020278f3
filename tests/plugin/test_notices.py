"""Where the plugin could not judge, it says so once, in a note that fails no run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.mypy_project import DJANGO_STUBS, OURS, MypyProject, Result, StubCache

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.any_django("what is said of what is not judged")

MODELS: Final = """
    from django.db import models

    class Author(models.Model):
        name = models.CharField(max_length=50)

    class Book(models.Model):
        title = models.CharField(max_length=50)
        author = models.ForeignKey(Author, on_delete=models.CASCADE)
    """

FAULTY: Final = """
    from mypy.nodes import StrExpr
    from mypy.plugin import Plugin

    from aobjects_mypy.interpreter.interpreter import Interpreter

    evaluate = Interpreter.evaluate


    def fail_at_the_word(self, expr, *args, **kwargs):
        if isinstance(expr, StrExpr) and expr.value == "fault":
            raise LookupError("a defect of the interpreter")
        return evaluate(self, expr, *args, **kwargs)


    Interpreter.evaluate = fail_at_the_word


    def plugin(version):
        return Plugin
    """
"""A plugin that puts a defect into ours, in workers and in the daemon too."""

VIEWS: Final = """
    from shop.models import Book


    async def defect() -> Book:
        print("fault")
        return Book.objects.get(pk=1)


    async def neighbour() -> Book:
        return Book.objects.get(pk=2)
    """

HELPERS: Final = """
    from shop.models import Book


    class Shelf:
        def first(self) -> Book:
            book = Book.objects.get(pk=1)
            print("fault")
            return book


    async def who_calls() -> Book:
        return Shelf().first()
    """


@pytest.fixture
def shop(project: MypyProject, stubs: StubCache) -> MypyProject:
    project.stubs = stubs
    project.write({"shop/models.py": MODELS, "faulty.py": FAULTY})
    return project


def notes(result: Result) -> list[str]:
    return [line for line in result.lines if ": note: " in line]


@pytest.fixture
def faulty(shop: MypyProject) -> Iterator[MypyProject]:
    shop.plugins = ("faulty.py", OURS, DJANGO_STUBS)
    shop.stubs = None
    shop.configure()
    yield shop
    shop.stop_dmypy()


def test_internal_error_in_an_async_function_is_said_there(faulty: MypyProject) -> None:
    faulty.write({"shop/views.py": VIEWS})
    result = faulty.mypy()
    result.assert_no_crash()
    line = faulty.line("shop/views.py", "async def defect")
    assert notes(result) == [
        f'shop/views.py:{line}: note: Internal error of aobjects_mypy: "shop.views.defect" is not judged '
        '(LookupError). Please report it with what "mypy --no-incremental --show-traceback" prints'
    ]
    assert [code for _, _, code in result.codes] == ["async-unsafe-query"]


def test_internal_error_in_a_called_function_is_said_of_who_calls_it(faulty: MypyProject) -> None:
    faulty.write({"shop/helpers.py": HELPERS})
    result = faulty.mypy()
    result.assert_no_crash()
    [note] = notes(result)
    assert note.startswith(f"shop/helpers.py:{faulty.line('shop/helpers.py', 'def who_calls')}: note: ")
    assert '"shop.helpers.who_calls" is not judged (LookupError)' in note
    assert result.status == 0
    assert "Success: no issues found" in result.output


@pytest.mark.parametrize("source", [VIEWS, HELPERS], ids=["async function", "called function"])
def test_traceback_is_shown_on_request(faulty: MypyProject, source: str) -> None:
    faulty.write({"shop/views.py": source})
    result = faulty.mypy("shop", "--no-incremental", "--show-traceback")
    assert "INTERNAL ERROR" not in result.output
    assert result.output.count("LookupError: a defect of the interpreter") == 1
    assert result.output.count("Traceback (most recent call last):") == 1
    assert "in fail_at_the_word" in result.output


def test_internal_error_is_said_in_every_mode(faulty: MypyProject) -> None:
    faulty.write({"shop/views.py": VIEWS, "shop/helpers.py": HELPERS})
    cold = faulty.mypy()
    assert len(notes(cold)) == 2
    assert faulty.mypy().lines == cold.lines
    faulty.edit("shop/models.py", "max_length=50)\n    author", "max_length=60)\n    author")
    assert faulty.mypy().lines == cold.lines
    assert faulty.mypy("shop", "-n", "2", "--cache-dir", "parallel").lines == cold.lines
    assert faulty.mypy("shop", "--cache-dir", "/dev/null").lines == cold.lines


def test_daemon_repeats_an_internal_error(faulty: MypyProject) -> None:
    faulty.write({"shop/views.py": VIEWS, "shop/helpers.py": HELPERS})
    cold = faulty.mypy()
    first = faulty.dmypy()
    assert notes(first) == notes(cold)
    faulty.edit(
        "shop/models.py",
        "class Author(models.Model):",
        "class Author(models.Model):\n    born = models.DateField()",
    )
    assert notes(faulty.dmypy()) == notes(cold)
    faulty.edit("shop/views.py", 'print("fault")', 'print("right")')
    repaired = faulty.dmypy()
    assert [note.partition(":")[0] for note in notes(repaired)] == ["shop/helpers.py"]
    assert len(repaired.errors) == 2


def test_whoever_switches_the_plugin_off_is_told_nothing(faulty: MypyProject) -> None:
    faulty.write(
        {
            "shop/views.py": VIEWS.replace("-> Book:", "-> Book:  # type: ignore[async-unsafe]", 1),
            "shop/helpers.py": '# mypy: disable-error-code="async-unsafe"\n'
            + HELPERS.replace("\n    ", "\n"),
        }
    )
    assert notes(faulty.mypy("shop", "--warn-unused-ignores")) == []


UNANNOTATED: Final = """
    from shop.models import Book


    async def first(pk):  # first
        return Book.objects.get(pk=pk)


    class Views:
        async def second(self):
            return Book.objects.get(pk=2)


    async def annotated() -> Book:
        return Book.objects.get(pk=1)
    """


JOBS: Final = """
    async def job(pk):
        return pk

    def name() -> str:
        return str(1)
    """


def test_functions_that_mypy_skips_are_judged_as_those_that_it_checks(shop: MypyProject) -> None:
    shop.write({"shop/views.py": UNANNOTATED, "shop/jobs.py": JOBS})
    skipped, checked = shop.mypy(), shop.mypy("shop", "--check-untyped-defs")
    assert notes(skipped) == notes(checked) == []
    assert len(checked.errors) == 3
    assert skipped.errors == checked.errors


ANY_MANAGERS: Final = """
    from typing import Any

    from django.db import models


    class BookQuerySet(models.QuerySet["Book"]):
        def cheap(self) -> "BookQuerySet":
            return self.filter(title="")


    class BookManager(models.Manager.from_queryset(BookQuerySet)):  # type: ignore[misc]
        pass


    class Shelf(models.Model):
        class Meta:
            abstract = True


    class Book(models.Model):  # first
        title = models.CharField(max_length=50)
        objects = BookManager()


    class Pen(models.Model):
        objects = BookManager()


    class Ink(models.Model):  # any
        objects: Any = models.Manager()


    class Cap(models.Model):
        everything = models.Manager["Cap"]()
    """


def test_model_whose_manager_mypy_does_not_know_is_judged_all_the_same(shop: MypyProject) -> None:
    views = """
    from shop.models import Book, Cap, Ink, Pen


    async def count() -> None:
        Book.objects.count()
        Book.objects.cheap().count()
        Pen.objects.count()
        Ink.objects.count()
        Cap.everything.count()
    """
    shop.write({"shop/models.py": ANY_MANAGERS, "shop/views.py": views})
    result = shop.mypy()
    assert notes(result) == []
    assert [(error.line, error.code) for error in result.errors if error.file == "shop/views.py"] == [
        (line, "async-unsafe-query") for line in (5, 6, 7, 8, 9)
    ]


def test_settings_without_apps_are_named(shop: MypyProject) -> None:
    shop.write({"empty/__init__.py": "", "shop/views.py": VIEWS})
    shop.configure(settings="empty")
    line = shop.line("shop/models.py", "class Author")
    assert notes(shop.mypy()) == [
        f'shop/models.py:{line}: note: Queries of "Author" and 1 more model are not judged: the settings '
        '"empty" do not install them. They install no app: set django_settings_module to those that Django '
        "runs with"
    ]


def test_model_that_is_not_installed_is_named(shop: MypyProject) -> None:
    shop.write(
        {
            "depot/models.py": MODELS.replace(
                "class Author",
                "class Base(models.Model):\n        class Meta:\n            abstract = True\n\n    "
                "class Author",
            )
        }
    )
    line = shop.line("depot/models.py", "class Author")
    assert notes(shop.mypy("shop", "depot")) == [
        f'depot/models.py:{line}: note: Queries of "Author" and 1 more model are not judged: the settings '
        '"shop.settings" do not install them. Add its app to INSTALLED_APPS'
    ]


def test_daemon_keeps_every_note(faulty: MypyProject) -> None:
    """Also after edits elsewhere, and of a function whose module has nothing else in it."""
    faulty.write({"shop/views.py": VIEWS, "shop/helpers.py": HELPERS})
    first = faulty.dmypy()
    assert len(notes(first)) == 2
    faulty.edit("shop/models.py", "title = models.CharField(max_length=50)", "title = models.TextField()")
    assert notes(faulty.dmypy()) == notes(first)
    faulty.edit("shop/models.py", "title = models.TextField()", "title = models.SlugField()")
    assert notes(faulty.dmypy()) == notes(first)
    (faulty.root / "shop/helpers.py").unlink()
    assert notes(faulty.dmypy()) == notes(first)[1:]
