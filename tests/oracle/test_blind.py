"""A whole project is scored by what its drives raise."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

from tests.oracle.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PROJECT: Final = {
    "pyproject.toml": """\
[tool.mypy]
plugins = ["aobjects_mypy", "mypy_django_plugin.main"]
files = ["shop"]

[tool.django-stubs]
django_settings_module = "shop.settings"
""",
    "shop/__init__.py": "",
    "shop/settings.py": """\
INSTALLED_APPS = ["shop"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
SECRET_KEY = "none"
""",
    "shop/models.py": """\
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
""",
    "shop/jobs.py": """\
import asyncio

from shop.models import Book


def label(book: Book) -> str:
    return book.author.name


async def called(pk: int) -> str:
    book = await Book.objects.aget(pk=pk)
    return label(book)


async def loaded(pk: int) -> str:
    book = await Book.objects.select_related("author").aget(pk=pk)
    return label(book)


async def silenced(pk: int) -> str:
    book = await Book.objects.aget(pk=pk)
    return book.author.name  # type: ignore[async-unsafe]


async def not_taken(pk: int) -> str:
    book = await Book.objects.aget(pk=pk)
    if pk > 100:
        return book.author.name
    return str(book.pk)


async def gathered(pk: int) -> list[str]:
    return await asyncio.gather(called(pk), loaded(pk))


async def twice(pk: int) -> int:
    book = await Book.objects.aget(pk=pk)
    book.refresh_from_db()
    return Book.objects.count()
""",
    "drives.py": """\
from shop import jobs, models


def seed() -> None:
    models.Book.objects.create(author=models.Author.objects.create(name="a"))


async def drive_called() -> None:
    "shop.jobs.called"
    await jobs.called(1)


async def drive_loaded() -> None:
    "shop.jobs.loaded"
    await jobs.loaded(1)


async def drive_silenced() -> None:
    "shop.jobs.silenced"
    await jobs.silenced(1)


async def drive_not_taken() -> None:
    "shop.jobs.not_taken"
    await jobs.not_taken(1)


async def drive_gathered() -> None:
    "shop.jobs.gathered"
    await jobs.gathered(1)


async def drive_twice() -> None:
    "shop.jobs.twice"
    await jobs.twice(1)
""",
}


def test_a_project_is_executed_checked_and_compared(tmp_path: Path) -> None:
    for name, text in PROJECT.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    run = subprocess.run(
        [sys.executable, "-m", "tests.oracle.blind", tmp_path, "-v"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    *figures, missed, site, false = run.stdout.splitlines()
    assert figures == [
        "functions entered 6, raise 4, recall 0.500 (on the way 0.750), precision 0.667",
        # The second query of "twice" as well: the first does not hide it.
        "statements that query 4, reported on every way 0.750",
        "reports 4, in functions executed 4, true 0.750",
    ]
    assert missed == "MISSED function shop/jobs.py:20 silenced"
    assert site == "MISSED drive_silenced shop/jobs.py: shop/jobs.py:22"
    assert false.startswith("FALSE shop/jobs.py:28 ")
