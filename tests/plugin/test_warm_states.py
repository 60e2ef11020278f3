"""What a function of another module returns is the same to its caller, told by its body or by the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.mypy_project import SETTINGS, MypyProject, StubCache

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.any_django("mypy's cache and workers")

MODELS: Final = """
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
"""

QUERIES: Final = """
from django.db.models import Prefetch, QuerySet

from shop.models import Author, Book


def selected() -> QuerySet[Book]:
    return Book.objects.select_related("author")


def in_order() -> QuerySet[Author]:
    return Author.objects.prefetch_related(Prefetch("books", queryset=Book.objects.order_by("title")))


def in_any_order() -> QuerySet[Author]:
    return Author.objects.prefetch_related("books")


def some_selected(deep: bool) -> QuerySet[Book]:
    books = Book.objects.all()
    if deep:
        books = books.select_related("author")
    return books
"""

VIEWS: Final = """
from shop.queries import in_any_order, in_order, selected, some_selected


async def loaded() -> list[str]:
    return [book.author.name async for book in selected()]


async def loaded_no_more() -> list[str]:
    return [book.author.name async for book in selected().select_related(None)]  # unsafe


async def first_of_those_in_order() -> None:
    async for author in in_order():
        author.books.first()


async def first_of_those_in_any_order() -> None:
    async for author in in_any_order():
        author.books.first()  # unsafe


async def loaded_on_some_ways() -> list[str]:
    return [book.author.name async for book in some_selected(True)]
"""


@pytest.fixture
def shop(project: MypyProject, stubs: StubCache) -> Iterator[MypyProject]:
    project.stubs = stubs
    project.configure('enable_error_code = ["async-unsafe-unproven"]')
    project.write(
        {
            "shop/settings.py": SETTINGS,
            "shop/models.py": MODELS,
            "shop/queries.py": QUERIES,
            "shop/views.py": VIEWS,
        }
    )
    yield project
    project.stop_dmypy()


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["one process", "two workers"])
def test_warm_run_says_what_the_cold_one_says(shop: MypyProject, workers: tuple[str, ...]) -> None:
    cold = shop.mypy("shop", *workers)
    lines = VIEWS.strip().splitlines()
    marked = [number for number, line in enumerate(lines, 1) if line.endswith(("# unsafe", "# unproven"))]
    assert [error.line for error in cold.errors] == marked
    shop.edit(
        "shop/views.py",
        "async def loaded_no_more",
        "# Only this module is read again.\nasync def loaded_no_more",
    )
    warm = shop.mypy("shop", *workers)
    assert [(error.line - 1, error.message) for error in warm.errors] == [
        (error.line, error.message) for error in cold.errors
    ]
