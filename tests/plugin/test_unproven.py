"""Rows whose origin is not visible: silent by default, reported under `async-unsafe-unproven` on request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from tests.mypy_project import MypyProject, StubCache

MODELS: Final = """
    from django.db import models

    class Author(models.Model):
        name = models.CharField(max_length=50)

    class Book(models.Model):
        author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
        editor = models.ForeignKey(Author, null=True, on_delete=models.CASCADE, related_name="edited")
    """

VIEWS: Final = """
    from typing import Any, cast

    from aobjects import Loaded
    from django.db.models import QuerySet

    from shop.models import Author, Book

    class Desk:
        book: Book

        def __init__(self, books: list[Book]) -> None:
            self.books = books

        async def of_self(self) -> str:
            return self.book.author.name  # unproven: an attribute of self

        async def of_an_alias(self) -> str:
            book = self.book
            return book.author.name  # unproven: an attribute of self under a name

        async def of_an_element(self) -> str:
            return self.books[0].author.name  # unproven: an element of a list

    def find() -> Book:
        raise NotImplementedError

    async def of_a_parameter(book: Book) -> str:
        return book.author.name  # unproven: a parameter

    async def of_a_parameter_once(book: Book) -> str:
        print(book.author.name)  # unproven: the first read, which loads or raises
        return book.author.name

    async def of_rows(books: list[Book]) -> None:
        for book in books:
            print(book.author.name)  # unproven: rows of a list

    async def of_a_function() -> str:
        return find().author.name  # unproven: what a function returns

    async def of_a_cast(value: object) -> str:
        return cast(Book, value).author.name  # unproven: a cast

    async def of_an_attribute(desk: Desk) -> str:
        return desk.book.author.name  # unproven: an attribute of a parameter

    async def of_a_loaded_parameter(book: Loaded[Book, "author"]) -> str:
        print(book.editor)  # unproven: what Loaded does not name
        return book.author.name

    async def of_loaded_rows(books: QuerySet[Loaded[Book, "author"]]) -> None:
        async for book in books:
            print(book.author.name)
            print(book.editor)  # unproven: what Loaded does not name of a queryset's rows

    async def of_any(value: Any) -> None:
        print(value.author.name)

    async def proven() -> str:
        book = await Book.objects.select_related("author").aget()
        return book.author.name
    """


@pytest.fixture
def shop(project: MypyProject, stubs: StubCache) -> MypyProject:
    project.stubs = stubs
    project.write({"shop/models.py": MODELS, "shop/views.py": VIEWS})
    return project


def test_nothing_is_reported_by_default(shop: MypyProject) -> None:
    assert shop.mypy().lines == []


def test_each_unproven_read_is_reported_on_request(shop: MypyProject) -> None:
    shop.configure('enable_error_code = ["async-unsafe-unproven"]')
    text = (shop.root / "shop/views.py").read_text(encoding="utf-8")
    marked = [number for number, line in enumerate(text.splitlines(), 1) if "# unproven: " in line]
    assert shop.mypy().codes == [("shop/views.py", number, "async-unsafe-unproven") for number in marked]


def test_one_module_can_switch_it_off(shop: MypyProject) -> None:
    shop.configure(
        """
        enable_error_code = ["async-unsafe-unproven"]

        [[tool.mypy.overrides]]
        module = "shop.views"
        disable_error_code = ["async-unsafe-unproven"]
        """
    )
    assert shop.mypy().lines == []
