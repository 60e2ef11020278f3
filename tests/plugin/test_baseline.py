"""An error names no line but its own, so that a baseline survives an edit elsewhere."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from tests.mypy_project import MypyProject, Result, StubCache

pytestmark = pytest.mark.any_django("how a message is worded, and mypy's cache and daemon")

MODELS: Final = """
    from django.db import models

    class Author(models.Model):
        name = models.CharField(max_length=50)

    class Book(models.Model):
        title = models.CharField(max_length=50)
        author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")

        def byline(self) -> str:
            return self.author.name
    """

HELPERS: Final = """
    from shop.models import Book

    def author_name(book: Book) -> str:
        return book.author.name

    def label(book: Book) -> str:
        return f"{book.title} by {author_name(book)}"

    def count() -> int:
        return Book.objects.count()
    """

VIEWS: Final = """
    from aobjects import Loaded
    from asgiref.sync import sync_to_async

    from shop.helpers import count, label
    from shop.models import Author, Book

    def takes(book: Loaded[Book, "author"]) -> None: ...
    def takes_title(book: Loaded[Book, "title"]) -> None: ...

    async def relation() -> str:
        book = await Book.objects.aget(pk=1)
        return book.author.name  # relation

    async def prefetched() -> list[Book]:
        author = await Author.objects.aget(pk=1)
        return list(author.books.all())

    async def deferred() -> str:
        book = await Book.objects.defer("title").aget(pk=1)
        return book.title

    async def argument() -> None:
        book = await Book.objects.aget(pk=1)
        takes(book)

    async def deferred_argument() -> None:
        book = await Book.objects.defer("title").aget(pk=1)
        takes_title(book)

    async def through() -> str:
        book, other = await Book.objects.aget(pk=1), await Book.objects.aget(pk=2)
        return label(book) + other.byline()  # calls

    async def counted() -> int:
        return count()

    async def on_one_line() -> str:
        return (await Book.objects.aget(pk=1)).author.name  # on one line

    async def bridge() -> None:
        await sync_to_async(relation)()
    """


@pytest.fixture
def shop(project: MypyProject, stubs: StubCache) -> MypyProject:
    project.stubs = stubs
    project.configure("show_error_context = true")
    project.write({"shop/models.py": MODELS, "shop/helpers.py": HELPERS, "shop/views.py": VIEWS})
    return project


def baseline(project: MypyProject) -> Counter[tuple[str, str, str]]:
    """Return what a baseline keeps of the errors: neither their lines nor the notes."""
    return Counter((error.file, error.code, error.message) for error in project.mypy().errors)


@pytest.mark.parametrize("file", ["shop/models.py", "shop/helpers.py", "shop/views.py"])
def test_baseline_survives_an_added_import(shop: MypyProject, file: str) -> None:
    before = baseline(shop)
    codes = {code for _, code, _ in before}
    assert codes == {
        "async-bridge",
        "async-unsafe-call",
        "async-unsafe-deferred",
        "async-unsafe-iteration",
        "async-unsafe-relation",
    }
    path = shop.root / file
    shop.write({file: "import os as _os\n\n\n" + path.read_text(encoding="utf-8")})
    assert baseline(shop) == before


def test_no_error_holds_a_number_of_a_line(shop: MypyProject) -> None:
    for _, _, message in baseline(shop):
        assert not re.search(r"\bline \d|\.py:\d", message), message


def notes(shop: MypyProject, text: str, *arguments: str) -> list[str]:
    here = f"shop/views.py:{shop.line('shop/views.py', text)}: note: "
    found = shop.mypy(*arguments).output.splitlines()
    return [line.removeprefix(here) for line in found if line.startswith(here)]


def test_note_names_the_line_of_the_query(shop: MypyProject) -> None:
    line = shop.line("shop/views.py", "return book.author.name  # relation") - 1
    assert notes(shop, "# relation") == [f"The query is on line {line}"]
    assert notes(shop, "# on one line") == []


def test_each_error_of_a_line_has_its_notes(shop: MypyProject) -> None:
    query = shop.line("shop/views.py", "# calls") - 1
    read = shop.line("shop/helpers.py", "return book.author.name")
    called = shop.line("shop/helpers.py", "author_name(book)}")
    own = shop.line("shop/models.py", "return self.author.name")
    assert notes(shop, "# calls") == [
        f'The way: label -> author_name (helpers.py:{called}) -> "author" of "Book" (helpers.py:{read})',
        f"The query is on line {query}",
        f'The way: byline -> "author" of "Book" (models.py:{own})',
        f"The query is on line {query}",
    ]


def test_notes_come_with_the_context_that_mypy_shows(shop: MypyProject) -> None:
    shop.configure()
    assert [line for line in shop.mypy().lines if ": note: " in line] == []
    reports = map(json.loads, shop.mypy("shop", "--output", "json").output.splitlines())
    line = shop.line("shop/views.py", "return book.author.name  # relation")
    [hint] = [
        report["hint"] for report in reports if report["line"] == line and report["file"].endswith("views.py")
    ]
    assert hint == f"The query is on line {line - 1}"


def test_notes_are_silenced_with_their_error(shop: MypyProject) -> None:
    shop.edit("shop/views.py", "# relation", "# type: ignore[async-unsafe-relation]  # relation")
    assert notes(shop, "# relation", "shop", "--warn-unused-ignores") == []
    shop.edit("shop/views.py", "# calls", "# type: ignore[async-unsafe]  # calls")
    assert notes(shop, "# calls") == []


def said(result: Result) -> list[str]:
    """Return the errors and our notes: which functions mypy names around them is its own affair."""
    return [line for line in result.lines if ": note: In " not in line]


def test_notes_come_along_in_every_mode(shop: MypyProject) -> None:
    shop.stubs = None
    cold = said(shop.mypy())
    assert said(shop.mypy()) == cold
    assert said(shop.mypy("shop", "-n", "2", "--cache-dir", "parallel")) == cold
    try:
        first = shop.dmypy()
        shop.edit("shop/helpers.py", "Book.objects.count()", "Book.objects.all().count()")
        again = shop.dmypy()
    finally:
        shop.stop_dmypy()
    assert said(first) == cold
    assert said(again) == said(shop.mypy("shop", "--no-incremental"))
