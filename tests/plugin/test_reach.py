"""What async code reaches for the first time is followed, however the run before left mypy's cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from mypy_project import MypyProject, Result, StubCache

CALL: Final = "async-unsafe-call"

FILES: Final = {
    "shop/models.py": """
        from django.db import models

        class Book(models.Model):
            title = models.CharField(max_length=50)

            def siblings(self) -> int:
                return Book.objects.exclude(pk=self.pk).count()

            @property
            def rank(self) -> int:
                return Book.objects.filter(pk__lt=self.pk).count()

            def __str__(self) -> str:
                return str(Book.objects.get(pk=self.pk).title)
        """,
    "shop/counting.py": """
        from shop.models import Book

        def count() -> int:
            return Book.objects.count()
        """,
    "shop/services.py": """
        from shop import counting
        from shop.counting import count as number

        def total() -> int:
            return counting.count()

        def renamed() -> int:
            return number()

        def untouched() -> int:
            return 1

        class Shelf:
            def __init__(self) -> None:
                self.size = counting.count()

            def _size(self) -> int:
                return counting.count()

            length = property(_size)

        ALIAS = total
        """,
    "shop/views.py": """
        from shop import services

        async def show() -> int:
            return services.untouched()
        """,
    # Nothing here is async, and it uses everything.
    "shop/sync.py": """
        from shop import services
        from shop.models import Book

        def everything(book: Book) -> object:
            numbers = services.total(), services.renamed(), book.siblings(), book.rank
            return numbers, services.Shelf(), str(book)
        """,
}
QUIET: Final = "return services.untouched()"


@pytest.fixture
def shop(project: MypyProject, stubs: StubCache) -> MypyProject:
    project.write(FILES)
    project.stubs = stubs
    return project


def cold(project: MypyProject) -> list[str]:
    return project.mypy("shop", "--no-incremental").lines


def lines_of(result: Result) -> list[int]:
    assert {error.code for error in result.errors} <= {CALL}, result.output
    return [error.line for error in result.errors]


@pytest.mark.parametrize(
    "call",
    [
        "services.total()",
        "services.renamed()",
        "services.Shelf().size",
        "Book().siblings()",
        "Book().rank",
        'len(f"{Book()}")',
    ],
)
def test_first_call_of_an_unchanged_function_is_followed_in_a_warm_run(shop: MypyProject, call: str) -> None:
    before = shop.mypy("shop")
    assert before.errors == []
    shop.edit("shop/views.py", QUIET, f"from shop.models import Book\n    return {call}")
    after = shop.mypy("shop")
    assert after.lines == cold(shop)
    assert lines_of(after) == [5], after.output
    assert shop.mypy("shop").lines == after.lines


def test_what_is_reached_through_two_unchanged_modules_follows_every_edit(shop: MypyProject) -> None:
    shop.mypy("shop")
    edits = [
        ("shop/views.py", QUIET, "return services.total()", [4]),
        ("shop/counting.py", "return Book.objects.count()", "return 1", []),
        ("shop/counting.py", "return 1", "return len(list(Book.objects.all()))", [4]),
        (
            "shop/services.py",
            "total() -> int:\n    return counting.count()",
            "total() -> int:\n    return 2",
            [],
        ),
        ("shop/views.py", "return services.total()", "return services.renamed()", [4]),
        ("shop/views.py", "return services.renamed()", QUIET, []),
    ]
    for name, old, new, expected in edits:
        shop.edit(name, old, new)
        found = shop.mypy("shop")
        assert found.lines == cold(shop), (name, new)
        assert lines_of(found) == expected, (name, new, found.output)


def test_first_async_function_of_a_project_is_followed(shop: MypyProject) -> None:
    shop.edit("shop/views.py", "async def", "def")
    assert shop.mypy("shop").errors == []
    shop.write(
        {
            "shop/new.py": """
                from shop import services

                async def added() -> int:
                    return services.total()
                """
        }
    )
    found = shop.mypy("shop")
    assert found.lines == cold(shop)
    assert lines_of(found) == [4], found.output


def test_runs_over_one_file_leave_the_cache_fit_for_runs_over_all(shop: MypyProject) -> None:
    shop.edit("shop/views.py", QUIET, "return services.total()")
    shop.write(
        {
            "shop/api.py": """
                from shop import services

                async def first() -> int:
                    return services.renamed()
                """
        }
    )
    everything = cold(shop)
    assert len(everything) == 2
    assert lines_of(shop.mypy("shop/views.py")) == [4]
    assert lines_of(shop.mypy("shop/api.py")) == [4]
    assert shop.mypy("shop").lines == everything
    # The module that both use changes while one of them is not looked at.
    shop.edit(
        "shop/services.py", "return number()", "return more()\n\ndef more() -> int:\n    return number()"
    )
    assert lines_of(shop.mypy("shop/views.py")) == [4]
    assert shop.mypy("shop").lines == cold(shop)
    assert len(shop.mypy("shop").errors) == 2


def test_function_added_under_a_name_that_another_run_reached_is_followed(shop: MypyProject) -> None:
    shop.write(
        {
            "shop/api.py": """
                import shop.services

                async def first() -> int:
                    return shop.services.later()  # type: ignore[attr-defined, no-any-return]
                """
        }
    )
    shop.mypy("shop")
    shop.edit(
        "shop/services.py", "ALIAS = total", "def later() -> int:\n    return number()\n\nALIAS = total"
    )
    shop.mypy("shop/views.py")
    assert shop.mypy("shop").lines == cold(shop)
    assert lines_of(shop.mypy("shop")) == [4]


def test_two_workers_and_one_process_follow_the_same(shop: MypyProject) -> None:
    shop.mypy("shop")
    shop.edit("shop/views.py", QUIET, "return services.total()")
    expected = cold(shop)
    assert len(expected) == 1
    for workers in [("-n", "2"), (), ("-n", "2"), ()]:
        assert shop.mypy("shop", *workers).lines == expected


@pytest.mark.parametrize("text", [None, "", "shop.services\tnonsense\n+\tcount\n"])
def test_lost_record_of_what_is_reached_costs_no_report(shop: MypyProject, text: str | None) -> None:
    shop.mypy("shop")
    (record,) = shop.root.glob(".cache*/*/aobjects_mypy.reach")
    if text is None:
        record.unlink()
    else:
        record.write_text(text, encoding="utf-8")
    shop.edit("shop/views.py", QUIET, "return services.total()")
    found = shop.mypy("shop")
    assert found.lines == cold(shop)
    assert lines_of(found) == [4], found.output
