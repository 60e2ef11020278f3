"""What a job of the native engine does with many rows lets others have their turn."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import pytest
from aobjects import aatomic, hops, parts, sources
from aobjects.backends.postgresql import jobs
from django.db import connection
from django.db.models import Prefetch, prefetch_related_objects
from django.test.utils import CaptureQueriesContext
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


PREFETCHES: Final[dict[str, tuple[bool, tuple[Any, ...]]]] = {
    "rows of its own": (True, ("tags",)),
    "a row that others refer to": (True, ("author",)),
    "both": (True, ("author", Prefetch("tags", Tag.objects.order_by("label"), to_attr="labels"))),
    "a second step": (False, ("author__books",)),
    "a queryset with more": (False, (Prefetch("author", Author.objects.prefetch_related("books")),)),
}
"""Whether Django is asked for some rows at a time, and for what."""


@pytest.mark.parametrize("what", PREFETCHES)
async def test_a_prefetch_is_divided_where_nobody_can_tell(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(rows: list[Any], *lookups: Any) -> None:
        calls.append(len(rows))
        really_fetch(rows, *lookups)

    calls = list[int]()
    really_fetch = prefetch_related_objects
    monkeypatch.setattr(parts, "prefetch_related_objects", fetch)
    monkeypatch.setattr(parts, "ROWS_AT_A_TIME", 10)
    authors = await Author.aobjects.bulk_create([Author(name=str(number)) for number in range(25)])
    tags = await Tag.aobjects.bulk_create([Tag(label=str(number)) for number in range(3)])
    for number in range(50):
        book = await Book.aobjects.create(title=str(number), author=authors[number % 25])
        await hops.run(book.tags.add, *tags)
    divided, lookups = PREFETCHES[what]
    rows = Book.aobjects.prefetch_related(*lookups)
    books = await rows
    assert (len(calls) >= 3) is divided
    # As Django has it: one instance of an author, and tags for each book.
    expected = await hops.run(list, rows.sync().all())
    assert [state(book) for book in books] == [state(book) for book in expected]
    assert len({id(book) for book in related(books)}) == len({id(book) for book in related(expected)})
    # Of a row that is there twice, too.
    twice = Book.aobjects.filter(tags__in=tags).prefetch_related(*lookups)
    assert len({id(row) for row in related(await twice)}) == len(
        {id(row) for row in related(await hops.run(list, twice.sync().all()))}
    )


def related(books: list[Book]) -> list[Any]:
    found = list[Any]()
    for book in books:
        found += [book.author] if "author" in book._state.fields_cache else []
        found += [*vars(book).get("labels", ()), *prefetched(book).get("tags", ())]
    return found


def prefetched(row: Any) -> dict[str, Any]:
    found: dict[str, Any] = vars(row).get("_prefetched_objects_cache", {})
    return found


def state(book: Book) -> tuple[Any, ...]:
    author = book._state.fields_cache.get("author")
    return (
        book.pk,
        author and (author.name, [*prefetched(author).get("books", ())]),
        vars(book).get("labels"),
        [tag.label for tag in prefetched(book).get("tags", ())],
    )


async def test_two_prefetches_of_one_relation_are_refused_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "ROWS_AT_A_TIME", 1)
    author = await Author.aobjects.create(name="Herbert")
    await Book.aobjects.bulk_create([Book(title=str(number), author=author) for number in range(3)])
    with pytest.raises(ValueError, match="already seen"):
        await Book.aobjects.prefetch_related("tags", Prefetch("tags", Tag.objects.order_by("label")))


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


@pytest.mark.parametrize(("size", "queries"), [(None, 5), (100, 3), (1000, 1)])
async def test_bulk_update_writes_some_rows_at_a_time(size: int | None, queries: int) -> None:
    def update() -> int:
        with CaptureQueriesContext(connection) as captured:
            written = sources.call(Book.objects, "bulk_update", (books, ["pages", "title"], size), {})
        assert sum(query["sql"].startswith("UPDATE") for query in captured) == queries
        return int(written)

    author = await Author.aobjects.create(name="Herbert")
    books = await Book.aobjects.bulk_create([Book(title="", author=author) for number in range(250)])
    for number, book in enumerate(books):
        book.pages = number
    assert await hops.run(update) == 250
    assert await Book.aobjects.order_by("pk").values_list("pages", flat=True) == [*range(250)]


async def test_bulk_update_writes_all_or_nothing_and_leaves_the_transaction_in_order() -> None:
    author = await Author.aobjects.create(name="Herbert")
    books = await Book.aobjects.bulk_create([Book(title="", author=author) for number in range(250)])
    for book in books:
        book.pages = 1
    books[-1].pk = None
    async with aatomic():
        with pytest.raises(ValueError, match="primary key"):
            await Book.aobjects.bulk_update(books, ["pages"])
        assert not await Book.aobjects.filter(pages__gt=0).exists()
        with pytest.raises(ValueError, match="positive"):
            await Book.aobjects.bulk_update(books, ["pages"], batch_size=-1)


async def test_bulk_update_of_a_project_is_called_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def bulk_update(self: Any, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        calls.append(len(objs))
        return len(objs)

    calls = list[int]()
    monkeypatch.setattr(type(Book.objects.all()), "bulk_update", bulk_update, raising=False)
    assert await Book.aobjects.bulk_update([Book(pk=number) for number in range(250)], ["pages"]) == 250
    assert calls == [250]


async def test_each_job_of_a_stream_pauses_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SECONDS_AT_A_TIME", 0)
    await Tag.aobjects.bulk_create([Tag(label=str(number)) for number in range(300)])
    stream = Tag.aobjects.order_by("pk").iterator(chunk_size=7)
    assert [tag.label async for tag in stream] == [str(number) for number in range(300)]
