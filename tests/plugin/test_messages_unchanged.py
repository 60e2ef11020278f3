"""What mypy and django-stubs say of wrong code is word for word what they say without us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.both import run_both

if TYPE_CHECKING:
    from tests.mypy_project import MypyProject, StubCache

MODELS: Final = """
    from django.db import models

    class Author(models.Model):
        name = models.CharField(max_length=50)

    class Book(models.Model):
        title = models.CharField(max_length=50)
        author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
    """

WRONG: Final = """
    from collections.abc import Awaitable, Callable
    from typing import TypeVar

    from asgiref.sync import async_to_sync, sync_to_async
    from shop.models import Author, Book

    T = TypeVar("T", int, str)

    def read(pk: int, name: str = "", *, using: str = "default") -> str:
        return name

    def two(first: int, second: str) -> None: ...
    def listed(numbers: list[float]) -> None: ...
    def required(*, using: str) -> int: return 1
    def same(first: T, second: T) -> T: return first
    def untyped(pk): return pk
    async def fetch(pk: int, name: str = "") -> str: return name
    async def nothing(first: int, second: str) -> None: ...

    class Shelf:
        def take(self, number: int) -> Book: raise NotImplementedError
        async def atake(self, number: int) -> Book: raise NotImplementedError
        def __call__(self, number: int) -> int: return number

    class Price:
        def __init__(self, amount: int) -> None: ...

    async def threads(shelf: Shelf, numbers: list[int], name: str | None) -> None:
        await sync_to_async(read)("one")
        await sync_to_async(read)()
        await sync_to_async(read)(1, 2)
        await sync_to_async(read)(1, "a", "b")
        await sync_to_async(read)(1, nane="a")
        await sync_to_async(read)(1, pk=1)
        await sync_to_async(read)(1, name=None, using=3)
        await sync_to_async(two)("second")
        await sync_to_async(two)("second", 1)
        await sync_to_async(two)(*numbers)
        await sync_to_async(two)(**{"first": "one"})
        await sync_to_async(listed)(numbers)
        await sync_to_async(required)()
        await sync_to_async(required)("default")
        await sync_to_async(same)(1, "two")
        await sync_to_async(same)(None, None)
        await sync_to_async(untyped)(1, 2)
        await sync_to_async(shelf.take)("one")
        await sync_to_async(Shelf.take)(1, 2)
        await sync_to_async(shelf)("one")
        await sync_to_async(Price)("one")
        await sync_to_async(lambda pk: pk)(1, 2)
        await sync_to_async(read, thread_sensitive=False)("one")
        await sync_to_async(thread_sensitive=False)(read)("one")
        await sync_to_async(read)(await sync_to_async(two)("one"))
        await sync_to_async(read)(
            "one",
            name,
        )
        value = await sync_to_async(two)(1, "a")
        stored = sync_to_async(read)
        await stored("one")
        wanted: Callable[[int], Awaitable[str]] = sync_to_async(read)
        await wanted("one")
        other: Callable[[str], Awaitable[str]] = sync_to_async(read)
        several = [sync_to_async(read), sync_to_async(read)]
        await several[0]("one")
        number: int = await sync_to_async(read)(1)
        await sync_to_async(read)("one")  # type: ignore[arg-type]
        await sync_to_async(two)(1)  # type: ignore[call-arg]
        await sync_to_async(Book.objects.get)(titel="Dune")
        (await sync_to_async(read)(1)).nothing
        sync_to_async(read, thread_sensitiv=False)
        sync_to_async()

    def loops(shelf: Shelf, numbers: list[int]) -> None:
        async_to_sync(fetch)("one")
        async_to_sync(fetch)()
        async_to_sync(fetch)(1, 2)
        async_to_sync(fetch)(1, "a", "b")
        async_to_sync(fetch)(1, nane="a")
        async_to_sync(nothing)("second")
        async_to_sync(nothing)("second", 1)
        value = async_to_sync(nothing)(1, "a")
        print(async_to_sync(nothing)(1, "a"))
        async_to_sync(shelf.atake)("one").nothing
        async_to_sync(force_new_loop=True)(fetch)("one")
        async_to_sync(Book.objects.aget)(1, 2)
        async_to_sync(fetch, force_new_lop=True)
        number: int = async_to_sync(fetch)(1)

    def models() -> None:
        Book.objects.filter(titel="Dune")
        Book(titel="Dune")
        Book.objects.select_related("autor")
        Book.objects.order_by("titel")
        Book().author = 3
        Author().books.create(titel="Dune")
        Book.objects.gett(pk=1)
    """


@pytest.fixture
def shop(project: MypyProject, stubs: StubCache) -> MypyProject:
    project.stubs = stubs
    project.write({"shop/models.py": MODELS, "shop/wrong.py": WRONG})
    return project


# What only the fields of a lookup tell, which no other plugin is asked for without us.
BETTER: Final = "Book.objects.get)(titel"


def test_messages_are_word_for_word_those_without_us(shop: MypyProject) -> None:
    better = f"shop/wrong.py:{shop.line('shop/wrong.py', BETTER)}: "
    both = run_both(shop, extra="strict = true")
    both.assert_only_ours_are_new(lambda line: not line.startswith(better))
    assert len(both.alone.lines) >= 90
