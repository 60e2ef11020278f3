"""What the runtime's awaitable relations load, the plugin takes as loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from tests.mypy_project import MypyProject, StubCache

MODELS: Final = """
    from collections.abc import Coroutine
    from typing import TYPE_CHECKING, Any

    from aobjects import AsyncModel
    from django.db import models

    class Author(AsyncModel, models.Model):
        name = models.CharField(max_length=50)

    class Book(AsyncModel, models.Model):
        author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
        editor = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="edited")

        if TYPE_CHECKING:
            aauthor: Coroutine[Any, Any, Author]
    """

VIEWS: Final = """
    from aobjects import afetch, related

    from shop.models import Book

    async def awaits_the_relation() -> str:
        book = await Book.objects.aget()
        print((await book.aauthor).name)
        return book.author.name

    async def awaits_related() -> str:
        book = await Book.objects.aget()
        print((await related(book, Book.author)).name)
        return book.author.name

    async def fetches_for_many() -> list[str]:
        books = [book async for book in Book.objects.all()]
        await afetch(books, "author", "editor")
        return [book.author.name + book.editor.name for book in books]

    async def fetches_for_one() -> str:
        book = await Book.objects.aget()
        await afetch(book, "author")
        return book.author.name

    async def reads_another() -> str:
        book = await Book.objects.aget()
        await afetch(book, "author")
        return book.editor.name  # reads another

    async def awaits_another() -> str:
        book = await Book.objects.aget()
        await book.aauthor
        return book.editor.name  # awaits another
    """


@pytest.fixture
def shop(project: MypyProject, stubs: StubCache) -> MypyProject:
    project.stubs = stubs
    project.write({"shop/models.py": MODELS, "shop/views.py": VIEWS})
    return project


def test_only_what_was_not_awaited_is_reported(shop: MypyProject) -> None:
    expected = [
        ("shop/views.py", shop.line("shop/views.py", mark), "async-unsafe-relation")
        for mark in ("# reads another", "# awaits another")
    ]
    assert shop.mypy().codes == expected
