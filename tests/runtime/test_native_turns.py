"""What a job of the native engine does with many rows lets others have their turn."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import pytest
from aobjects import hops
from aobjects.backends.postgresql import jobs
from django.db import connection
from library.models import Author, Book, Tag
from test_native_jobs import cancel

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.native, pytest.mark.commits]


def by_raw_sql() -> list[Any]:
    return list(Tag.objects.raw("SELECT * FROM library_tag"))


def by_cursor() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT label FROM library_tag")
        return list(cursor)


READS: Final[dict[str, tuple[int, Callable[[], Any]]]] = {
    "rows": (2, Tag.aobjects.all),
    "values": (2, Tag.aobjects.values),
    "flat values": (2, lambda: Tag.aobjects.values_list("label", flat=True)),
    "in bulk": (2, Tag.aobjects.in_bulk),
    "with relations": (2, lambda: Book.aobjects.select_related("author")),
    "Django's own loop": (2, lambda: hops.run(list, Tag.objects.all())),
    "a plan's": (1, lambda: Book.aobjects.filter(title="the same")),
    "raw SQL": (1, lambda: hops.run(by_raw_sql)),
    "a cursor": (1, lambda: hops.run(by_cursor)),
}
"""How often rows are gone through, when they are read and when they are made; and how they are had."""


@pytest.mark.parametrize("read", READS)
async def test_many_rows_do_not_hold_the_loop(read: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def pause(job: jobs.Job) -> None:
        pauses.append(job)
        others_pause(job)

    async def others() -> None:
        while True:
            turns.append(1)
            await asyncio.sleep(0)

    pauses, turns = list[jobs.Job](), list[int]()
    others_pause = jobs.Job.pause
    monkeypatch.setattr(jobs.Job, "pause", pause)
    monkeypatch.setattr(jobs, "SECONDS_AT_A_TIME", 0)
    await Tag.aobjects.bulk_create([Tag(label=str(number)) for number in range(3000)])
    author = await Author.aobjects.create(name="Herbert")
    await Book.aobjects.bulk_create([Book(title="the same", author=author) for _ in range(3000)])
    # A plan is made.
    await Book.aobjects.filter(title="the same")
    task = asyncio.ensure_future(others())
    times, rows = READS[read]
    await asyncio.sleep(0)
    pauses.clear()
    turns.clear()
    assert len(await rows()) == 3000
    # A hundred rows at a time.
    assert len(turns) >= len(pauses) >= times * 3000 / 100
    await cancel(task)


async def test_the_rows_that_a_prefetch_reads_do_not_hold_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SECONDS_AT_A_TIME", 0)
    author = await Author.aobjects.create(name="Herbert")
    await Book.aobjects.bulk_create([Book(title=str(number), author=author) for number in range(1000)])
    turns = 0
    reading = asyncio.ensure_future(Author.aobjects.prefetch_related("books").get())
    while not reading.done():
        turns += 1
        await asyncio.sleep(0)
    assert len((await reading).books.all()) == 1000
    assert turns > 2 * 1000 / 100


WRITES: Final[dict[str, tuple[int, Callable[[list[Book]], Any]]]] = {
    "bulk_create": (3, Book.aobjects.bulk_create),
    "bulk_update": (2, lambda books: Book.aobjects.bulk_update(books, ["pages"])),
    "Django's own": (3, lambda books: hops.run(Book.objects.bulk_create, books)),
}
"""How many values a row has at least, and how the rows are written."""


@pytest.mark.parametrize("write", WRITES)
async def test_what_writes_many_rows_lets_others_have_their_turn(
    write: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = await Author.aobjects.create(name="Herbert")
    books = [Book(title=str(number), author=author, pages=number) for number in range(1000)]
    values, run = WRITES[write]
    if write == "bulk_update":
        await Book.aobjects.bulk_create(books)
    monkeypatch.setattr(jobs, "SECONDS_AT_A_TIME", 0)
    turns = 0
    writing = asyncio.ensure_future(run(books))
    while not writing.done():
        turns += 1
        await asyncio.sleep(0)
    await writing
    assert turns >= values * len(books) / 100
    assert await Book.aobjects.count() == len(books)


async def test_each_job_of_a_stream_pauses_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SECONDS_AT_A_TIME", 0)
    await Tag.aobjects.bulk_create([Tag(label=str(number)) for number in range(300)])
    stream = Tag.aobjects.order_by("pk").iterator(chunk_size=7)
    assert [tag.label async for tag in stream] == [str(number) for number in range(300)]
