"""How a callable was wrapped is known in other modules too: cold, from the cache, and in parallel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from tests.mypy_project import MypyProject

pytestmark = pytest.mark.any_django("mypy's cache and workers")

FILES: Final = {
    "shop/models.py": """
        from django.db import models

        class Book(models.Model):
            title = models.CharField(max_length=50)
        """,
    "shop/library.py": """
        from collections.abc import Iterator

        from asgiref.sync import async_to_sync, sync_to_async
        from shop.models import Book

        async def fetch(pk: int) -> Book:
            return await Book.objects.aget(pk=pk)

        def titles() -> Iterator[str]:
            yield "Dune"

        fetch_now = async_to_sync(fetch)
        sort = sync_to_async(sorted)

        class Library:
            @sync_to_async
            def find(self, pk: int) -> Book:
                return Book.objects.get(pk=pk)

            @async_to_sync
            async def fetch(self, pk: int) -> Book:
                return await fetch(pk)
        """,
    "shop/views.py": """
        from typing import assert_type

        from aobjects import run_sync
        from asgiref.sync import sync_to_async
        from shop.library import Library, fetch, fetch_now, sort, titles

        async def view() -> None:
            assert_type(await sort([1], key=str), list[int])
            await Library().find(1)
            await Library.find(Library(), 1)  # wrong
            Library().fetch(1)  # wrong
            fetch_now(1)  # wrong
            await sync_to_async(fetch)(1)  # wrong
            await run_sync(titles)  # wrong
            await run_sync(fetch_now, 1)  # wrong
        """,
}


@pytest.mark.parametrize("arguments", [[], ["-n", "2"]], ids=["one process", "two workers"])
def test_marks_travel_between_modules(project: MypyProject, arguments: list[str]) -> None:
    project.write(FILES)
    lines = (project.root / "shop/views.py").read_text().splitlines()
    expected = [
        ("shop/views.py", number, "async-bridge") for number, line in enumerate(lines, 1) if "# wrong" in line
    ]
    cold = project.mypy("shop", *arguments)
    assert cold.codes == expected, cold.output
    project.edit("shop/views.py", "async def view() -> None:", "async def view() -> None:  # edited")
    warm = project.mypy("shop", *arguments)
    assert warm.lines == cold.lines
