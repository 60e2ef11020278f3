"""What each method gives when it is awaited, and what the rows of a queryset are."""

import datetime
from typing import Any, assert_type

from aobjects import AsyncManager, AsyncQuerySet, AsyncRawQuerySet, aio, related
from django.db.models import Count, QuerySet
from library import AsyncBooks, Author, Book, Plain, Reader, Tag


def show(queryset: object) -> None: ...


async def rows() -> None:
    show(assert_type(Author.aobjects, AsyncManager[Author]))
    assert_type(await Author.aobjects, list[Author])
    assert_type(await Author.aobjects.filter(name="a"), list[Author])
    assert_type([author async for author in Author.aobjects.all()], list[Author])
    assert_type([author.name async for author in Author.aobjects.iterator()], list[str])
    assert_type([a async for a in Author.aobjects.iterator(chunk_size=2)], list[Author])
    assert_type(await Author.aobjects.get(pk=1), Author)
    assert_type(await Author.aobjects.first(), Author | None)
    assert_type(await Author.aobjects.last(), Author | None)
    assert_type(await Author.aobjects.all()[0], Author)
    show(assert_type(Author.aobjects.all()[:3], AsyncQuerySet[Author]))
    assert_type(await Author.aobjects.all().item(0), Author)
    assert_type(await Author.aobjects.all().eval(), list[Author])
    assert_type(await Author.aobjects.in_bulk([1]), dict[Any, Author])
    assert_type(await Author.aobjects.create(name="a"), Author)
    assert_type(await Author.aobjects.get_or_create(name="a"), tuple[Author, bool])
    assert_type(await Author.aobjects.update_or_create(name="a"), tuple[Author, bool])
    assert_type(await Author.aobjects.bulk_create([Author()]), list[Author])
    assert_type(await Author.aobjects.raw("SELECT 1"), list[Author])
    show(assert_type(Author.aobjects.raw("SELECT 1"), AsyncRawQuerySet[Author]))
    assert_type(await Author.aobjects.raw("SELECT 1")[0], Author)


async def values() -> None:
    assert_type(await Author.aobjects.count(), int)
    assert_type(await Author.aobjects.exists(), bool)
    assert_type(await Author.aobjects.contains(Author()), bool)
    assert_type(await Author.aobjects.aggregate(n=Count("pk")), dict[str, Any])
    assert_type(await Author.aobjects.update(name="a"), int)
    assert_type(await Author.aobjects.all().delete(), tuple[int, dict[str, int]])
    assert_type(await Author.aobjects.explain(), str)
    assert_type(await Author.aobjects.values("name"), list[dict[str, Any]])
    assert_type(await Author.aobjects.values_list("name"), list[tuple[Any, ...]])
    assert_type(await Author.aobjects.values_list("name", flat=True), list[Any])
    assert_type(await Author.aobjects.dates("born", "day"), list[datetime.date])
    assert_type(await Author.aobjects.datetimes("born", "day").first(), datetime.datetime | None)


async def chains() -> None:
    show(assert_type(Author.aobjects.filter().exclude().order_by("pk")[:2].reverse(), AsyncQuerySet[Author]))
    show(assert_type(Author.aobjects.all() | Author.aobjects.none(), AsyncQuerySet[Author]))
    show(assert_type(Author.aobjects.all() & Author.objects.all(), AsyncQuerySet[Author]))
    show(assert_type(Author.aobjects.union(Author.aobjects.all()), AsyncQuerySet[Author]))
    show(assert_type(Author.aobjects.filter().sync(), QuerySet[Author]))
    show(assert_type(Author.aobjects.values("name").filter(), AsyncQuerySet[Author, dict[str, Any]]))


async def own_querysets() -> None:
    show(assert_type(Book.aobjects, AsyncBooks))
    show(assert_type(Book.aobjects.published(), AsyncBooks))
    show(assert_type(Book.aobjects.filter().published().order_by("pk").published(), AsyncBooks))
    assert_type(await Book.aobjects.filter().published().total_pages(), int)
    assert_type(await Book.aobjects.published(), list[Book])
    assert_type((await Book.aobjects.published().get()).title, str)
    show(assert_type(Book.aobjects.published().values("title"), AsyncQuerySet[Book, dict[str, Any]]))
    assert_type(await Reader.aobjects.active(), list[Reader])


async def given() -> None:
    show(assert_type(AsyncManager(Plain), AsyncManager[Plain]))
    assert_type(await AsyncManager(Plain).get(pk=1), Plain)
    show(assert_type(aio(Plain.objects.filter()), AsyncQuerySet[Plain]))
    show(assert_type(aio(Plain.objects.values("name")), AsyncQuerySet[Plain, dict[str, Any]]))
    show(assert_type(aio(Plain.objects), AsyncManager[Plain]))


async def relations(book: Book, author: Author) -> None:
    assert_type(await related(book, Book.author), Author)
    assert_type(await related(book, Book.editor), Author | None)
    assert_type((await related(book, Book.author)).name, str)
    assert_type(await book.aauthor, Author)
    assert_type(await author.abooks, list[Book])
    show(assert_type(author.abooks.filter(), AsyncQuerySet[Book]))
    assert_type(await author.abooks.add(book), None)
    assert_type(await book.atags.get(), Tag)
    assert_type(await book.atags.create(label="a"), Tag)
