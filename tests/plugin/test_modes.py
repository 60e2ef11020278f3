"""The output is the same in cold, warm, edited, daemon, parallel and cacheless runs of mypy."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, Final

import pytest

from tests import edits
from tests.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.mypy_project import MypyProject, Result, StubCache

pytestmark = pytest.mark.any_django("mypy's cache, workers and daemon")

QUERY: Final = "async-unsafe-query"
RELATION: Final = "async-unsafe-relation"
DEFERRED: Final = "async-unsafe-deferred"
ITERATION: Final = "async-unsafe-iteration"
CALL: Final = "async-unsafe-call"

# A comment names the line for the expectations below.
SHOP: Final = {
    "shop/models.py": """
        from django.db import models

        class Author(models.Model):
            name = models.CharField(max_length=50)

        class Book(models.Model):
            title = models.CharField(max_length=50)
            shelf = models.CharField(max_length=50)
            author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")

            def others(self) -> list[str]:
                return []
        """,
    "shop/queries.py": """
        from django.db.models import QuerySet

        from shop.models import Book

        def recent() -> QuerySet[Book]:
            return Book.objects.order_by("-pk")

        def titles() -> list[str]:
            return []
        """,
    "shop/views.py": """
        from shop.models import Author, Book
        from shop.queries import recent, titles

        async def query() -> Book:
            return Book.objects.get(pk=1)  # query

        async def relation() -> str:
            book = await Book.objects.aget(pk=1)
            return book.author.name  # relation

        async def loaded() -> str:
            book = await Book.objects.select_related("author").aget(pk=1)
            return book.author.name  # loaded

        async def deferred() -> str:
            book = await Book.objects.only("shelf").aget(pk=1)
            return book.title  # deferred

        async def iteration() -> None:
            for book in recent():  # iteration
                print(book.pk)

        async def truth() -> str:
            if recent():  # truth
                return "some"
            return "none"

        async def empty() -> str:
            if titles():  # empty
                return "some"
            return "none"

        async def shelf() -> None:
            book = await Book.objects.aget(pk=1)
            print(book.shelf)  # shelf
            if book.others():  # others
                print("others")
        """,
    # Nothing here imports the models: their types arrive through another module.
    "shop/api.py": """
        from shop.queries import recent

        async def first() -> str:
            book = await recent().select_related("author").afirst()
            return book.author.name if book else ""  # first

        async def rows() -> int:
            return len(recent())  # len
        """,
}

BEFORE: Final = {
    "query": QUERY,
    "relation": RELATION,
    "deferred": DEFERRED,
    "iteration": ITERATION,
    "truth": ITERATION,
    "len": ITERATION,
}


def changed(codes: Mapping[str, str | None]) -> dict[str, str]:
    """Return our verdict on the named lines with these other codes (None: nothing to report)."""
    return {name: code for name, code in {**BEFORE, **codes}.items() if code}


MODELS, QUERIES, VIEWS = "shop/models.py", "shop/queries.py", "shop/views.py"

EDITS: Final = {
    "view gets a bug": Edit(
        VIEWS, '.select_related("author")', '.order_by("pk")', changed({"loaded": RELATION})
    ),
    "view is repaired": Edit(
        VIEWS,
        "return Book.objects.get(pk=1)",
        "return await Book.objects.aget(pk=1)",
        changed({"query": None}),
    ),
    "foreign key becomes nullable": Edit(
        MODELS,
        "models.ForeignKey(Author,",
        "models.ForeignKey(Author, null=True,",
        BEFORE,
    ),
    "foreign key is renamed": Edit(MODELS, "    author = ", "    writer = ", changed({"relation": None})),
    "field becomes a foreign key": Edit(
        MODELS,
        "shelf = models.CharField(max_length=50)",
        "shelf = models.ForeignKey(Author, on_delete=models.CASCADE, related_name='shelved')",
        changed({"shelf": RELATION}),
    ),
    "model method returns a queryset": Edit(
        MODELS,
        "def others(self) -> list[str]:\n        return []",
        "def others(self) -> models.QuerySet[Author]:\n        return Author.objects.all()",
        changed({"others": ITERATION}),
    ),
    "helper returns a list": Edit(
        QUERIES,
        'def recent() -> QuerySet[Book]:\n    return Book.objects.order_by("-pk")',
        'def recent() -> list[Book]:\n    return list(Book.objects.order_by("-pk"))',
        # The helper itself runs the query now, and every caller with it.
        changed({"iteration": CALL, "truth": CALL, "len": CALL, "shop/api.py:4": CALL}),
    ),
    "helper returns a queryset": Edit(
        QUERIES,
        "def titles() -> list[str]:\n    return []",
        "def titles() -> QuerySet[Book]:\n    return recent()",
        changed({"empty": ITERATION}),
    ),
}


@pytest.fixture
def shop(project: MypyProject) -> MypyProject:
    project.write(SHOP)
    return project


def verdict(project: MypyProject, result: Result) -> dict[str, str]:
    """Return our code for each line that a comment names; any other line stands as itself."""
    found = {}
    for error in result.errors:
        if error.code.startswith("async-"):
            line = (project.root / error.file).read_text(encoding="utf-8").splitlines()[error.line - 1]
            found[line.partition("  # ")[2] or f"{error.file}:{error.line}"] = error.code
    return found


@pytest.fixture(scope="module")
def shop_stubs(stubs: StubCache) -> StubCache:
    return stubs.with_models(SHOP[MODELS])


@pytest.fixture(scope="module")
def cold_lines(
    tmp_path_factory: pytest.TempPathFactory, shop_stubs: StubCache
) -> Callable[[str | None], list[str]]:
    """What a run says after the named edit that knows nothing of the project; it serves every mode."""
    return edits.cold_lines(SHOP, EDITS, shop_stubs, tmp_path_factory)


def test_cold_run_reports_each_kind(shop: MypyProject, cold_lines: Callable[[str | None], list[str]]) -> None:
    """With nothing remembered, of the library neither: every other mode has to say the same."""
    result = shop.mypy()
    assert verdict(shop, result) == BEFORE, result.output
    assert result.lines == shop.mypy("shop", "--no-incremental").lines
    assert result.lines == cold_lines(None)


@pytest.mark.parametrize(
    "arguments",
    [("--cache-dir=cache",), ("--no-sqlite-cache",), ("-n", "2"), ("--cache-fine-grained",)],
    ids=["one process", "files as cache", "two workers", "fine-grained"],
)
def test_warm_run_repeats_the_cold_one(
    shop: MypyProject, cold_lines: Callable[[str | None], list[str]], arguments: tuple[str, ...]
) -> None:
    cold, *warm = [shop.mypy("shop", *arguments) for _ in range(3)]
    assert verdict(shop, cold) == BEFORE, cold.output
    assert [run.lines for run in warm] == [cold.lines] * 2
    assert cold.lines == cold_lines(None)


def test_one_process_reads_the_cache_of_two_workers(shop: MypyProject) -> None:
    parallel = shop.mypy("shop", "-n", "2")
    assert shop.mypy("shop").lines == parallel.lines
    shop.edit("shop/views.py", "# shelf", "# the shelf")
    assert shop.mypy("shop").lines == parallel.lines
    assert verdict(shop, parallel) == BEFORE


def test_edited_file_is_judged_anew(
    shop: MypyProject, shop_stubs: StubCache, cold_lines: Callable[[str | None], list[str]]
) -> None:
    """One cache for all edits, each takes back the one before: one process and two workers in turn."""
    shop.stubs = shop_stubs
    before = shop.mypy("shop")
    for (name, edit), workers in zip(EDITS.items(), cycle([("-n", "2"), ()]), strict=False):
        edit.apply(shop)
        warm = shop.mypy("shop", *workers)
        assert warm.lines == cold_lines(name)
        assert warm.lines != before.lines, "the edit is meant to matter"
        assert verdict(shop, warm) == edit.expected
        edit.revert(shop)
    assert shop.mypy("shop").lines == before.lines


def test_daemon_repeats_itself(daemon: MypyProject, cold_lines: Callable[[str | None], list[str]]) -> None:
    first, *later = [daemon.dmypy() for _ in range(3)]
    assert verdict(daemon, first) == BEFORE, first.output
    assert [run.lines for run in later] == [first.lines] * 2
    assert first.lines == cold_lines(None)


def test_daemon_judges_an_edited_file_anew(
    daemon: MypyProject, cold_lines: Callable[[str | None], list[str]]
) -> None:
    """Django reads the models once: dmypy starts anew when they change."""
    before = daemon.dmypy()
    for name, edit in EDITS.items():
        edit.apply(daemon)
        after = daemon.dmypy()
        assert after.lines == cold_lines(name)
        assert verdict(daemon, after) == edit.expected
        edit.revert(daemon)
    assert daemon.dmypy().lines == before.lines
