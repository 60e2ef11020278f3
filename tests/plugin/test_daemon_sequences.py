"""After each edit of a random sequence, the daemon says what a run that remembers nothing says."""

from __future__ import annotations

import dataclasses
import random
import shutil
import string
from textwrap import dedent
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.mypy_project import MypyProject, StubCache

pytestmark = pytest.mark.any_django("mypy's daemon")

EDITS: Final = 20
SEED: Final = 4

# Each "$name" below is one of its bodies; an edit puts another in its place.
BODIES: Final = {
    "complete": ('return self.select_related("author")', "return self.filter(pk__gt=1)"),
    "text": ("return self.title", "return self.author.name", "return self.label()"),
    "label": ("return self.title", "return self.author.name", 'return "none"'),
    "heading": ("return self.title", "return self.label()"),
    "set_heading": ("self.title = value", "self.save()"),
    "length": ("return 1", "return Book.objects.count()"),
    "render": (
        "return book.title",
        "return book.author.name",
        'return f"{book}"',
        "return book.heading",
        "return shorten(book)",
        "return book.label()",
    ),
    "shorten": ("return book.title", "return book.author.name[:9]", "return book", "return book.label()"),
    "untyped": ("return render(book)", 'return ""', "return book.author", "return shorten(book)"),
    "even": ("return n == 0 or odd(n - 1, book)", "return True"),
    "odd": ("return bool(book.author.name) and even(n - 1, book)", "return n != 0 and even(n - 1, book)"),
    "recent": (
        'def recent() -> QuerySet[Book]:\n    return Book.objects.order_by("-pk")',
        "def recent() -> list[Book]:\n    return list(Book.objects.complete())",
        "def recent() -> list[Book]:\n    return []",
    ),
    "total": ("return Book.objects.count()", "return len(recent())", "return 1"),
    "cached": ("return book.title", "return book.author.name", "return shorten(book)"),
    "subtitle": ("return self.title", "return self.author.name", "return self.label()"),
    "page": (
        "return [render(book) for book in books]",
        "return []",
        "return [untyped(book) for book in books]",
    ),
    "shown": ("rows.render(book)", "services.Shelf([book]).first()", "book.label()", 'f"{book}"'),
    "loaded": ("Book.objects.complete()", "Book.objects.all()", 'Book.objects.select_related("author")'),
    "unused": ("", "  # type: ignore[async-unsafe-call]"),
    "shelf": (
        "class Shelf:\n    def __init__(self, books: list[Book]) -> None:\n        self.books = books\n\n"
        "    def first(self) -> str:\n        return rows.render(self.books[0])",
        "class Shelf(Base):\n    pass",
    ),
    "base": ("return rows.untyped(self.books[0])", 'return "base"', "return rows.render(self.books[0])"),
}

FILES: Final = {
    "shop/models.py": """
        from __future__ import annotations
        from django.db import models

        class Author(models.Model):
            name = models.CharField(max_length=50)

        class BookQuerySet(models.QuerySet["Book"]):
            def complete(self) -> BookQuerySet:
                $complete

        class Book(models.Model):
            title = models.CharField(max_length=50)
            author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
            objects = BookQuerySet.as_manager()

            def __str__(self) -> str:
                $text

            def label(self) -> str:
                $label

            @property
            def subtitle(self) -> str:
                $subtitle

            @property
            def heading(self) -> str:
                $heading

            @heading.setter
            def heading(self, value: str) -> None:
                $set_heading

        class Shop:
            def __len__(self) -> int:
                $length
        """,
    "shop/rows.py": """
        import functools
        from shop.models import Book

        @functools.cache
        def cached(book: Book) -> object:
            $cached

        def render(book: Book) -> str:
            $render

        def shorten(book: Book) -> object:
            $shorten

        def untyped(book):
            $untyped

        def even(n: int, book: Book) -> bool:
            $even

        def odd(n: int, book: Book) -> bool:
            $odd
        """,
    "shop/queries.py": """
        from django.db.models import QuerySet
        from shop.models import Book

        $recent

        def total() -> int:
            $total
        """,
    "shop/services.py": """
        from collections.abc import Iterable
        from shop import rows
        from shop.models import Book
        from shop.rows import render, untyped

        def page(books: Iterable[Book]) -> list[object]:
            $page

        class Base:
            def __init__(self, books: list[Book]) -> None:
                self.books = books

            def first(self) -> str:
                $base

        $shelf
        """,
    "shop/views.py": """
        from shop import queries, rows, services
        from shop.models import Book, Shop

        async def show(pk: int) -> None:
            book = await $loaded.aget(pk=pk)
            print($shown)$unused

        async def both(pk: int) -> None:
            book = await Book.objects.complete().aget(pk=pk)
            print(rows.render(book), rows.untyped(book))
            print(rows.odd(3, book))
            print(book.subtitle, rows.cached(book))
            print(rows.even(2, book))

        async def heading(pk: int) -> None:
            book = await Book.objects.aget(pk=pk)
            book.heading = "new"
            print(book.heading)
            print(book.subtitle)
            print(rows.cached(book))
        """,
    # Nothing in here is ever edited.
    "shop/api.py": """
        from shop import queries, services
        from shop.models import Book, Shop
        from shop.services import Shelf

        async def listed() -> None:
            for book in queries.recent():
                print(book.pk)
            print(queries.total())

        async def paged() -> None:
            books = [book async for book in Book.objects.all()]
            print(services.page(books))
            print(Shelf(books).first())

        async def text(pk: int) -> None:
            book = await Book.objects.aget(pk=pk)
            print(f"{book}")

        async def truth() -> None:
            if Shop():
                print(len(Shop()))
        """,
}


def written(name: str, chosen: dict[str, str]) -> str:
    """Return the text of one file; the lines of a body stand as deep as its first one."""
    text = dedent(FILES[name])
    lines = []
    for line in text.splitlines():
        indentation = " " * (len(line) - len(line.lstrip()))
        lines.append(string.Template(line).substitute(chosen).replace("\n", f"\n{indentation}"))
    return "\n".join(lines) + "\n"


def file_of(slot: str) -> str:
    return next(name for name, text in FILES.items() if slot in string.Template(text).get_identifiers())


@pytest.fixture
def daemon(project: MypyProject) -> Iterator[MypyProject]:
    yield project
    project.stop_dmypy()


def judge_cold(project: MypyProject, stubs: StubCache) -> list[str]:
    """Judge the files as they are; nothing but the library comes from a cache."""
    shutil.rmtree(project.root / "_".join([".cache", *project.plugins]), ignore_errors=True)
    return dataclasses.replace(project, stubs=stubs).mypy().lines


def test_daemon_says_after_each_edit_what_a_new_run_says(daemon: MypyProject, stubs: StubCache) -> None:
    chance = random.Random(SEED)
    chosen = {slot: bodies[0] for slot, bodies in BODIES.items()}
    daemon.write({name: written(name, chosen) for name in FILES})
    stubs = stubs.with_models(written("shop/models.py", chosen))
    seen: set[tuple[str, ...]] = set()
    history: list[str] = []
    for _ in range(EDITS + 1):
        found = daemon.dmypy()
        assert found.lines == judge_cold(daemon, stubs), history
        seen.add(tuple(found.lines))
        slot = chance.choice(list(BODIES))
        body = chance.choice([body for body in BODIES[slot] if body != chosen[slot]])
        history.append(f"{slot}: {chosen[slot]} -> {body}")
        chosen[slot] = body
        edited = file_of(slot)
        daemon.write({edited: written(edited, chosen)})
    assert len(seen) > EDITS / 3, "the edits are meant to matter"


def test_caller_that_is_judged_before_a_helper_without_annotation_sees_what_it_runs_now(
    daemon: MypyProject, stubs: StubCache
) -> None:
    """mypy goes through the modules by name, and no mark says that the helper in the last one has changed."""
    daemon.configure("check_untyped_defs = true")
    daemon.write(
        {
            "shop/models.py": """
                from django.db import models

                class Author(models.Model):
                    name = models.CharField(max_length=50)

                class Book(models.Model):
                    title = models.CharField(max_length=50)
                    author = models.ForeignKey(Author, on_delete=models.CASCADE)
                """,
            "shop/rows.py": """
                from shop.models import Book

                def render(book: Book) -> str:
                    return book.title
                """,
            "shop/tables.py": """
                from shop import rows

                def row(book):
                    return rows.render(book)
                """,
            "shop/api.py": """
                from shop import rows, tables
                from shop.models import Book

                async def show(pk: int) -> None:
                    book = await Book.objects.aget(pk=pk)
                    print(tables.row(book))
                    loaded = await Book.objects.select_related("author").aget(pk=pk)
                    print(rows.render(loaded))
                """,
        }
    )
    daemon.dmypy()
    daemon.edit("shop/rows.py", "book.title", "book.author.name")
    found = daemon.dmypy()
    assert [(error.file, error.line) for error in found.errors] == [("shop/api.py", 6)]
    assert found.lines == judge_cold(daemon, stubs)
