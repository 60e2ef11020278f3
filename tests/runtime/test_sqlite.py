"""SQLite in a file, with Django's default settings: transactions of many tasks follow each other."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import databases
import pytest
from aobjects import aatomic, concurrent, transactions
from asgiref.sync import sync_to_async
from django.db import connection
from library.models import Author, Book, Tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    Around = Callable[[], AbstractAsyncContextManager[None]]

pytestmark = pytest.mark.commits


@pytest.fixture(params=["delete", "wal"])
def vendor(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Turn Django to a new file, without any option but the journal that it keeps."""
    made: databases.Settings = {
        alias: {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / f"{alias}.sqlite3")}
        for alias in databases.ALIASES
    }
    before = databases.current()
    databases.use(made)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA journal_mode={request.param}")
    databases.make_tables()
    yield "sqlite"
    databases.use(before)


async def change(pk: int) -> None:
    async with aatomic():
        book = await Book.aobjects.get(pk=pk)
        # Without a turn, all have read before one writes.
        await asyncio.sleep(0.01)
        book.pages += 1
        await book.asave()


async def change_eight_times(around: Any, change: Callable[[int], Any]) -> int:
    author = await Author.objects.acreate(name="Le Guin")
    book = await Book.objects.acreate(title="The Dispossessed", author=author)
    async with around:
        await asyncio.gather(*(change(book.pk) for _ in range(8)))
    return (await Book.objects.aget(pk=book.pk)).pages


@pytest.mark.parametrize("around", [nullcontext, concurrent])
async def test_eight_transactions_that_read_first_all_succeed(around: Around) -> None:
    assert await change_eight_times(around(), change) == 8


def test_so_do_those_of_several_event_loops() -> None:
    def run(pk: int) -> None:
        asyncio.run(change(pk))

    async def change_in_a_thread(pk: int) -> None:
        await asyncio.to_thread(run, pk)

    async def main() -> int:
        try:
            return await change_eight_times(nullcontext(), change_in_a_thread)
        finally:
            await sync_to_async(databases.close)()

    assert asyncio.run(main()) == 8


async def test_operations_that_read_first_succeed_together() -> None:
    author = await Author.objects.acreate(name="Le Guin")
    book = await Book.objects.acreate(title="The Dispossessed", author=author)
    tags = await asyncio.gather(*(Tag.objects.acreate(label=f"{n}") for n in range(8)))
    async with concurrent():
        await asyncio.gather(*(book.atags.add(tag) for tag in tags))  # type: ignore[attr-defined]  # made at runtime
        names = (f"{n % 2}" for n in range(8))
        await asyncio.gather(*(Author.aobjects.update_or_create(name=name) for name in names))
        assert await book.atags.count() == 8  # type: ignore[attr-defined]  # made at runtime


@pytest.mark.parametrize("limit", [1, 4])
async def test_the_loop_of_a_stream_writes(limit: int) -> None:
    labels = [f"{n}" for n in range(10)]
    for label in labels:
        await Tag.objects.acreate(label=label)
    async with concurrent(max_connections=limit):
        async for tag in Tag.aobjects.order_by("label").iterator(chunk_size=2):
            async with aatomic():
                await Tag.aobjects.create(label=f"{tag.label}, committed")
            with pytest.raises(KeyError):
                async with aatomic():
                    await Tag.aobjects.create(label=f"{tag.label}, rolled back")
                    raise KeyError
            await Tag.aobjects.filter(pk=tag.pk).update(label=f"{tag.label}, updated")
    found = {label async for label in Tag.objects.values_list("label", flat=True)}
    assert found == {f"{label}, {end}" for label in labels for end in ("committed", "updated")}


async def test_a_transaction_that_waits_for_itself_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "SECONDS_TO_WAIT", 0.05)

    async def write() -> None:
        async with aatomic():
            pass

    async with asyncio.TaskGroup() as group:
        may_begin = asyncio.Event()

        async def wait() -> None:
            await may_begin.wait()
            with pytest.raises(TimeoutError, match=r"aatomic\(\) waited 0.05 s.*one writer"):
                await write()

        task = group.create_task(wait())
        async with aatomic():
            may_begin.set()
            await task
