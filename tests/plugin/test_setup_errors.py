"""A wrong set-up, and a wrong annotation of ours, name the place and the words that mend it.

By hand: most need other plugins, and mypy empties a cache that other plugins wrote: YAML cases share one, and
would begin cold.
"""

from __future__ import annotations

from typing import Final

import pytest

from tests.mypy_project import DJANGO_STUBS, OURS, MypyProject, StubCache

pytestmark = pytest.mark.any_django("mypy's configuration and versions")

MODELS: Final = """
    from django.db import models

    class Author(models.Model):
        name = models.CharField(max_length=50)

    class Book(models.Model):
        title = models.CharField(max_length=50)
        author = models.ForeignKey(Author, on_delete=models.CASCADE)
    """

UNSAFE: Final = """
    from shop.models import Book

    async def unsafe() -> str:
        book = await Book.objects.aget(pk=1)
        return book.author.name

    async def loaded() -> str:
        book = await Book.objects.select_related("author").aget(pk=1)
        return book.author.name

    async def query() -> Book:
        return Book.objects.get(pk=1)
    """


@pytest.fixture
def shop(project: MypyProject, stubs: StubCache) -> MypyProject:
    project.stubs = stubs.with_models(MODELS)
    project.write({"shop/models.py": MODELS, "shop/views.py": UNSAFE})
    return project


def test_right_order_works(shop: MypyProject) -> None:
    assert [code for _, _, code in shop.mypy().codes] == ["async-unsafe-relation", "async-unsafe-query"]


def test_wrong_order_works_or_is_explained(shop: MypyProject) -> None:
    """Only silence is not allowed: django-stubs in front answers every hook that we need."""
    shop.plugins = (DJANGO_STUBS, OURS)
    shop.configure()
    result = shop.mypy()
    result.assert_no_crash()
    assert result.status != 0
    if [code for _, _, code in result.codes] != ["async-unsafe-relation", "async-unsafe-query"]:
        assert '"aobjects_mypy", "mypy_django_plugin.main"' in result.output.replace("'", '"')
        assert "plugins" in result.output


def test_missing_django_stubs_plugin_is_explained(shop: MypyProject) -> None:
    shop.plugins = (OURS,)
    shop.configure()
    result = shop.mypy()
    result.assert_no_crash()
    assert result.status != 0
    assert '"mypy_django_plugin.main"' in result.output.replace("'", '"')
    assert "plugins" in result.output


@pytest.mark.parametrize(
    "plugins", [(DJANGO_STUBS, OURS), (OURS,)], ids=["wrong order", "django-stubs missing"]
)
def test_explanation_stays_in_a_warm_run(shop: MypyProject, plugins: tuple[str, ...]) -> None:
    shop.plugins = plugins
    shop.configure()
    cold = shop.mypy()
    assert shop.mypy().lines == cold.lines
    shop.plugins = (OURS, DJANGO_STUBS)
    shop.configure()
    assert [code for _, _, code in shop.mypy().codes] == ["async-unsafe-relation", "async-unsafe-query"]


@pytest.mark.parametrize("version", ["1.19.0", "2.3.0", "2.3.9", "2.5.0", "3.0.0"])
def test_mypy_outside_the_supported_range_is_named(version: str) -> None:
    from aobjects_mypy import plugin

    with pytest.raises(Exception, match="mypy") as refused:
        plugin(version)
    message = str(refused.value)
    assert version in message
    assert "2.4" in message


@pytest.mark.parametrize("version", ["2.4.0", "2.4.1", "2.4.9+dev.0123456789"])
def test_mypy_inside_the_supported_range_is_taken(version: str) -> None:
    from aobjects_mypy import plugin

    assert isinstance(plugin(version), type)


LOADED: Final = """
    from aobjects import Loaded
    from shop.models import Author, Book

    def right(book: Loaded[Book, "author"]) -> None: ...
    def wrong(book: Loaded[Book, "athor"]) -> None: ...
    def nested(book: Loaded[Book, "author__publisher"]) -> None: ...
    def two(book: Loaded[Book, "author", "titel"], author: Loaded[Author, "name"]) -> None: ...
    async def answer() -> Loaded[Book, "editor"] | None: ...
    wanted: Loaded[Book, "autor"]
    """


@pytest.mark.parametrize(
    ("line", "path", "suggestion"),
    [
        ("def wrong", "athor", "author"),
        ("def nested", "publisher", None),
        ("def two", "titel", "title"),
        ("async def answer", "editor", None),
        ("wanted:", "autor", "author"),
    ],
)
def test_unknown_path_in_loaded_is_named_where_it_stands(
    shop: MypyProject, line: str, path: str, suggestion: str | None
) -> None:
    shop.write({"shop/views.py": LOADED})
    [error] = [error for error in shop.mypy().errors if error.line == shop.line("shop/views.py", line)]
    assert path in error.message
    if suggestion:
        assert f'"{suggestion}"' in error.message


def test_right_paths_in_loaded_are_silent(shop: MypyProject) -> None:
    shop.write({"shop/views.py": LOADED})
    wrong = {
        shop.line("shop/views.py", line)
        for line in ["def wrong", "def nested", "def two", "async def answer", "wanted:"]
    }
    assert {error.line for error in shop.mypy().errors} == wrong
