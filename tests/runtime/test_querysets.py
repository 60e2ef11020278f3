"""An async queryset builds, runs and refuses as it says, and composes with Django in both directions."""

from __future__ import annotations

import asyncio
import copy
import datetime
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from aobjects import AsyncManager, AsyncQuerySet, aio
from django.core.exceptions import FieldError
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import aget_list_or_404, aget_object_or_404
from library.models import Author, Book, Publisher, Tag

if TYPE_CHECKING:
    from collections.abc import Callable

    from counting import Hops, Queries


@pytest.fixture
def author() -> Author:
    return Author.objects.create(name="Ursula K. Le Guin")


@pytest.fixture
def books(author: Author) -> list[Book]:
    titles = ["The Dispossessed", "The Lathe of Heaven", "Always Coming Home", "The Word for World"]
    rows = [Book(title=title, author=author, pages=100 * number) for number, title in enumerate(titles)]
    return Book.objects.bulk_create(rows)


async def test_awaiting_gives_the_rows_in_one_hop_and_one_query(
    books: list[Book], queries: Queries, hops: Hops
) -> None:
    assert await Book.aobjects.filter(pages__gt=0) == books[1:]
    assert (hops.count(), queries.count()) == (1, 1)


async def test_async_for_gives_the_rows_in_one_hop_and_one_query(
    books: list[Book], queries: Queries, hops: Hops
) -> None:
    assert [book async for book in Book.aobjects.all()] == books
    assert (hops.count(), queries.count()) == (1, 1)


async def test_a_manager_is_awaited_and_iterated_like_a_queryset(books: list[Book]) -> None:
    assert await Book.aobjects == books
    assert [book async for book in Book.aobjects] == books


async def test_a_queryset_fetches_its_rows_once(books: list[Book], queries: Queries, hops: Hops) -> None:
    queryset = Book.aobjects.all()
    await queryset
    rows = await queryset
    assert [book async for book in queryset] == rows == await queryset.eval()
    assert (await queryset[0], await queryset[1:3]) == (rows[0], rows[1:3])
    assert (hops.count(), queries.count()) == (1, 1)
    rows.clear()
    assert await queryset == books


async def test_a_manager_fetches_its_rows_each_time(books: list[Book]) -> None:
    manager = AsyncManager(Book)
    await manager
    await manager.create(title="Tehanu", author=books[0].author)
    assert len(await manager) == len(books) + 1


async def test_building_runs_no_query(books: list[Book], queries: Queries, hops: Hops) -> None:
    queryset = (
        Book.aobjects.filter(pages__gt=0)
        .exclude(title="")
        .annotate(tagged=Count("tags"))
        .alias(n=Count("tags"))
        .select_related("author")
        .prefetch_related("tags")
        .order_by("-pages")
        .reverse()
        .distinct()
        .only("title", "author")
        .using("default")
    )
    assert isinstance(queryset, AsyncQuerySet)
    assert "library.Book" in repr(queryset[:2])
    assert repr(queryset[:2]).endswith("distinct order_by('-pages') [0:2]>")
    assert (hops.count(), queries.count()) == (0, 0)
    assert await queryset == books[1:]


async def test_an_index_is_awaited_and_fetches_one_row(
    books: list[Book], queries: Queries, hops: Hops
) -> None:
    assert await Book.aobjects.all()[2] == books[2]
    [sql] = queries.sql()
    assert sql.endswith("LIMIT 1 OFFSET 2")
    assert await Book.aobjects.all()[1:][0] == books[1]
    assert hops.count() == 2
    with pytest.raises(IndexError):
        await Book.aobjects.all()[9]


async def test_slices_are_as_in_django(books: list[Book]) -> None:
    assert await Book.aobjects.all()[1:3] == books[1:3]
    assert await Book.aobjects.all()[::2] == books[::2]
    with pytest.raises(ValueError, match="Negative indexing is not supported"):
        Book.aobjects.all()[-1]  # type: ignore[unused-coroutine]  # it raises
    with pytest.raises(ValueError, match="Negative indexing is not supported"):
        Book.aobjects.all()[-2:]  # type: ignore[unused-awaitable]  # it raises


async def test_a_slice_as_item_is_a_list_of_its_rows(books: list[Book], queries: Queries, hops: Hops) -> None:
    assert await Book.aobjects.all().item(slice(1, 3)) == books[1:3]
    assert (hops.count(), queries.count()) == (1, 1)
    assert await Book.aobjects.all().item(slice(None, None, 2)) == books[::2]
    fetched = Book.aobjects.all()
    assert await fetched == books
    assert await fetched.item(slice(1, 3)) == books[1:3]
    with pytest.raises(ValueError, match="Negative indexing is not supported"):
        await fetched.item(slice(-1, None))


RUN: dict[str, Callable[[AsyncQuerySet[Book, Book], Book], Any]] = {
    "aggregate": lambda qs, row: qs.aggregate(number=Count("pk")),
    "bulk_create": lambda qs, row: qs.bulk_create([]),
    "bulk_update": lambda qs, row: qs.bulk_update([row], ["pages"]),
    "contains": lambda qs, row: qs.contains(row),
    "count": lambda qs, row: qs.count(),
    "create": lambda qs, row: qs.create(author=row.author, title="Tehanu"),
    "delete": lambda qs, row: qs.filter(pk=0).delete(),
    "earliest": lambda qs, row: qs.earliest("pages"),
    "exists": lambda qs, row: qs.exists(),
    "explain": lambda qs, row: qs.explain(),
    "first": lambda qs, row: qs.first(),
    "get": lambda qs, row: qs.get(Q(pk=row.pk), title=row.title),
    "get_or_create": lambda qs, row: qs.get_or_create({"author": row.author}, title="Tehanu"),
    "in_bulk": lambda qs, row: qs.in_bulk([row.pk]),
    "item": lambda qs, row: qs.item(0),
    "last": lambda qs, row: qs.last(),
    "latest": lambda qs, row: qs.latest("pages"),
    "update": lambda qs, row: qs.update(pages=1),
    "update_or_create": lambda qs, row: qs.update_or_create({"author": row.author}, title="Tehanu"),
}


@pytest.mark.parametrize("name", RUN)
async def test_what_runs_a_query_costs_one_hop(name: str, books: list[Book], hops: Hops) -> None:
    await RUN[name](Book.aobjects.all(), books[0])
    assert hops.count() == 1


async def test_rows_other_than_the_models(books: list[Book]) -> None:
    await Book.aobjects.filter(pk=books[0].pk).update(published_on=datetime.date(1974, 5, 1))
    first = Book.aobjects.filter(pk=books[0].pk)
    assert await first.values("title").get() == {"title": "The Dispossessed"}
    assert await first.values_list("title", "pages") == [("The Dispossessed", 0)]
    assert await first.values_list("title", flat=True).first() == "The Dispossessed"
    assert (await first.values_list("title", named=True)[0]).title == "The Dispossessed"
    assert await first.dates("published_on", "month") == [datetime.date(1974, 5, 1)]


async def test_fetched_rows_are_instances_of_the_model_for_raw_sql(books: list[Book]) -> None:
    raw = Book.aobjects.raw("SELECT * FROM library_book WHERE pages >= %s ORDER BY pages", [200])
    assert await raw == books[2:]
    assert [book async for book in raw] == books[2:]
    assert [book async for book in raw.iterator()] == books[2:]
    assert await raw[1] == books[3]
    assert await raw[:1] == books[2:3]
    assert "pages" in await raw.columns()


async def test_operators_and_set_operations_take_querysets_of_both_kinds(books: list[Book]) -> None:
    low, high = Book.aobjects.filter(pages__lt=200), Book.aobjects.filter(pages__gt=0)
    assert await (low & high) == await (low & high.sync()) == [books[1]]
    assert await (low | high) == await (low | high.sync()) == books
    assert set(await (low ^ high)) == {books[0], *books[2:]}
    assert await low.order_by().union(high.sync().order_by()).count() == 4
    assert await low.order_by().intersection(high.order_by()) == [books[1]]
    assert await low.order_by().difference(high.order_by()) == [books[0]]
    for combined in (low.sync() & high, low.sync() | high, low.sync().order_by().union(high.order_by())):  # type: ignore[operator, arg-type]  # Django takes ours at runtime
        assert isinstance(combined, QuerySet)
        await aio(combined)


async def test_django_takes_an_async_queryset_in_its_expressions(books: list[Book], author: Author) -> None:
    silent = await Author.aobjects.create(name="Silent")
    chosen: Any = Book.aobjects.filter(pages=200)
    assert await Author.aobjects.filter(books__in=chosen) == [author]
    assert await Author.aobjects.exclude(Q(books__in=Book.aobjects.all())) == [silent]
    assert [a async for a in Author.objects.filter(books__in=chosen)] == [author]
    own: Any = Book.aobjects.filter(author=OuterRef("pk"))
    assert await Author.aobjects.filter(Exists(own)) == [author]
    longest = Subquery(own.order_by("-pages").values("title")[:1])
    assert (await Author.aobjects.annotate(longest=longest).values_list("longest", flat=True))[0] == books[
        3
    ].title
    assert await Book.aobjects.filter(author__in=Author.aobjects.values("pk")) == books


async def test_prefetch_takes_an_async_queryset(books: list[Book], queries: Queries, hops: Hops) -> None:
    tag = await Tag.aobjects.create(label="anarchy")
    await books[0].tags.aadd(tag, await Tag.aobjects.create(label="moon"))
    hops.count(), queries.count()
    chosen: Any = Tag.aobjects.filter(label="anarchy")
    book = await Book.aobjects.prefetch_related(Prefetch("tags", queryset=chosen)).get(pk=books[0].pk)
    assert list(book.tags.all()) == [tag]
    assert (hops.count(), queries.count()) == (1, 2)


def test_djangos_own_prefetch_is_told_to_take_djangos_own_queryset(books: list[Book]) -> None:
    chosen: Any = Tag.aobjects.all()
    with pytest.raises(TypeError, match=r"write 'Prefetch\(..., queryset=qs.sync\(\)\)'"):
        list(Book.objects.prefetch_related(Prefetch("tags", queryset=chosen)))
    assert list(Book.objects.prefetch_related(Prefetch("tags", queryset=chosen.sync()))) == books


async def test_an_evaluated_queryset_can_be_pickled_and_copied(books: list[Book], queries: Queries) -> None:
    queryset = Book.aobjects.filter(pages__gt=100)
    await queryset
    queries.count()
    again = pickle.loads(pickle.dumps(queryset))
    assert type(again) is AsyncQuerySet
    assert await again == books[2:]
    assert queries.count() == 0
    assert await copy.deepcopy(queryset) == books[2:]
    assert queries.count() == 1


REFUSED: dict[str, Callable[[Any], object]] = {
    "list": list,
    "set": set,
    "len": len,
    "bool": bool,
    "iter": iter,
    "sorted": sorted,
    "reversed": reversed,
    "in": lambda rows: 1 in rows,
    "not": lambda rows: not rows,
    "star": lambda rows: print(*rows),
    "for": lambda rows: [row for row in rows],
    "unpack": lambda rows: dict(a=rows)["a"].__iter__(),
}


@pytest.mark.parametrize("use", REFUSED)
@pytest.mark.parametrize("rows", ["manager", "queryset", "raw", "custom"])
async def test_synchronous_use_is_refused_at_once_with_what_to_write(
    use: str, rows: str, books: list[Book], queries: Queries
) -> None:
    made: Any = {
        "manager": Book.aobjects,
        "queryset": Book.aobjects.all(),
        "raw": Book.aobjects.raw("SELECT * FROM library_book"),
        "custom": Book.aobjects.published(),  # type: ignore[attr-defined]  # see test_managers.py
    }[rows]
    with pytest.raises(TypeError, match=r"is async only and cannot be .*: write '.*await qs"):
        REFUSED[use](made)
    assert queries.count() == 0


async def test_an_iterator_takes_a_chunk_a_hop(books: list[Book], hops: Hops) -> None:
    assert [book async for book in Book.aobjects.iterator(chunk_size=2)] == books
    ours = hops.count()
    assert [book async for book in Book.objects.aiterator(chunk_size=2)] == books
    assert ours == hops.count()


async def test_an_iterator_that_is_left_early_is_closed(
    books: list[Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = []

    class Watched(Book.objects.all()._iterable_class):  # type: ignore[misc]  # made at runtime
        def __iter__(self) -> Any:
            try:
                yield from super().__iter__()
            finally:
                closed.append(True)

    queryset = Book.objects.all()
    queryset._iterable_class = Watched
    async for _ in aio(queryset).iterator(chunk_size=2):
        break
    # Python closes the generator in a task of its own.
    async with asyncio.timeout(5):
        while not closed:
            await asyncio.sleep(0.001)


async def test_an_iterator_raises_at_the_call_as_django_does(books: list[Book]) -> None:
    with pytest.raises(ValueError, match="chunk_size must be provided"):
        Book.aobjects.prefetch_related("tags").iterator()
    with pytest.raises(ValueError, match="strictly positive"):
        Book.aobjects.iterator(chunk_size=0)


async def test_a_wrong_name_is_refused_when_it_is_written() -> None:
    with pytest.raises(FieldError):
        Book.aobjects.filter(titel="")  # type: ignore[unused-awaitable]  # it raises
    with pytest.raises(AttributeError, match="publishd"):
        Book.aobjects.publishd()  # type: ignore[attr-defined]  # the point


async def test_a_manager_does_not_delete_the_whole_table(books: list[Book]) -> None:
    with pytest.raises(AttributeError, match="delete"):
        await Book.aobjects.delete()  # type: ignore[attr-defined]  # as in Django
    assert await Book.aobjects.count() == len(books)


async def test_a_model_and_a_queryset_that_know_nothing_of_it(queries: Queries) -> None:
    tor = await AsyncManager(Publisher).create(name="Tor")
    assert await AsyncManager(Publisher.objects).get() == tor
    queryset = aio(Publisher.objects.filter(name="Tor"))
    assert await queryset.order_by("pk")[0] == tor
    assert isinstance(queryset.sync(), QuerySet)
    assert await queryset.sync().aget() == tor


def test_synchronous_code_can_take_djangos_queryset_back(books: list[Book]) -> None:
    assert list(Book.aobjects.filter(pages=0).sync()) == books[:1]
    assert Author.objects.filter(books__in=Book.aobjects.filter(pages=0)).count() == 1  # type: ignore[misc]  # runtime


async def test_djangos_shortcuts_take_it(books: list[Book]) -> None:
    rows: Any = Book.aobjects.filter(pages__gt=0)
    assert await aget_object_or_404(rows, pk=books[1].pk) == books[1]
    assert await aget_list_or_404(rows) == books[1:]
    with pytest.raises(Http404):
        await aget_object_or_404(rows, pk=books[0].pk)


async def test_another_database(books: list[Book]) -> None:
    other = Book.aobjects.using("other")
    assert (other.db, await other.count()) == ("other", 0)
    assert await Book.aobjects.db_manager("other").exists() is False
