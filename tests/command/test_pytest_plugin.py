"""``pytest --aobjects``: what is raised in a project's tests, and what the checker had not said of it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from tests.mypy_project import MANAGE, SETTINGS, MypyProject

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.any_django("what pytest and the checker say of a project")

FILES: Final = {
    "manage.py": MANAGE,
    "shop/settings.py": SETTINGS,
    "shop/models.py": """
        from django.db import models

        class Author(models.Model):
            name = models.CharField(max_length=50)

        class Book(models.Model):
            title = models.CharField(max_length=50)
            author = models.ForeignKey(Author, on_delete=models.CASCADE)

            def byline(self) -> str:
                return self.author.name
        """,
    "shop/views.py": """
        from typing import Any

        from shop.models import Book

        async def byline(book: Book) -> str:
            return book.byline()

        async def first() -> str:
            book = await Book.objects.aget(pk=1)
            return book.author.name

        async def loaded() -> str:
            book = await Book.objects.select_related("author").aget(pk=1)
            return book.author.name

        async def whatever(row: Any) -> str:
            try:
                return str(row.author.name)
            except Exception:
                return "nobody"
        """,
    "tests/test_shop.py": """
        import asyncio
        import os

        os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"

        import django

        django.setup()

        from django.db import connection
        from shop import views
        from shop.models import Author, Book

        def setup_module() -> None:
            with connection.schema_editor() as editor:
                editor.create_model(Author)
                editor.create_model(Book)
            Book.objects.create(pk=1, title="Dune", author=Author.objects.create(name="Frank"))

        def test_loaded() -> None:
            assert asyncio.run(views.loaded()) == "Frank"

        def test_first() -> None:
            assert asyncio.run(views.first()) == "Frank"

        def test_what_is_caught() -> None:
            for _ in range(2):
                assert asyncio.run(views.whatever(Book.objects.get(pk=1))) == "nobody"

        def test_byline() -> None:
            assert asyncio.run(views.byline(Book.objects.get(pk=1))) == "Frank"
        """,
}
NOTE: Final = '"author" of Book(pk=1) is not loaded: add select_related("author") to its query'


@pytest.fixture
def shop(tmp_path: Path) -> MypyProject:
    made = MypyProject(tmp_path)
    made.write(FILES)
    # Each thread has a connection of its own: what is in memory is lost with it.
    made.edit("shop/settings.py", '"NAME": ":memory:"', '"NAME": "shop.sqlite3"')
    return made


def run(shop: MypyProject, *options: str) -> list[str]:
    """Run the project's tests, and return the lines about what was raised."""
    command = [sys.executable, "-m", "pytest", "-p", "aobjects_pytest", "-p", "no:cacheprovider", *options]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(shop.root), *sys.path])}
    done = subprocess.run(
        [*command, "--rootdir", str(shop.root), "tests"],
        cwd=shop.root,
        env=environment,
        text=True,
        capture_output=True,
        check=False,
    )
    assert "2 failed, 2 passed" in done.stdout, done.stdout + done.stderr
    _, found, rest = done.stdout.partition(" SynchronousOnlyOperation, as raised ")
    return rest.splitlines()[1:-1] if found else []


def lines(shop: MypyProject) -> list[str]:
    views = {text: shop.line("shop/views.py", text) for text in ("return book.byline()", "return str(row")}
    first = shop.line("shop/views.py", "book = await Book.objects.aget(pk=1)") + 1
    model = shop.line("shop/models.py", "return self.author.name")
    return [
        f"shop/views.py:{views['return book.byline()']} (through shop/models.py:{model}): {NOTE}",
        f"shop/views.py:{first}: {NOTE}",
        f"shop/views.py:{views['return str(row']}: {NOTE}  (2 times)",
    ]


def test_nothing_is_said_where_nobody_asks(shop: MypyProject) -> None:
    assert run(shop) == []


@pytest.mark.parametrize("workers", [(), ("-n", "1")], ids=["one process", "workers of xdist"])
def test_every_one_is_listed_once_whether_it_is_caught_or_not(
    shop: MypyProject, workers: tuple[str, ...]
) -> None:
    assert [line for line in run(shop, "--aobjects", *workers) if line.startswith("shop/")] == lines(shop)


def test_what_the_checker_does_not_report_is_named(shop: MypyProject) -> None:
    said = run(shop, "--aobjects-compare")
    by_call, _, untyped = lines(shop)
    assert [line for line in said if line.startswith("raised and not reported: ")] == [
        f"raised and not reported: {by_call}",
        f"raised and not reported: {untyped.removesuffix('  (2 times)')}",
    ]
    assert "reported: 1 of 3 lines that raised" in said


def test_a_check_that_fails_says_why(shop: MypyProject) -> None:
    shop.write({"shop/broken.py": "async def broken(:\n"})
    assert any("aobjects check has failed: " in line for line in run(shop, "--aobjects-compare"))
