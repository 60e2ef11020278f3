"""A project's own managers and querysets: what they build comes back async, what they run is awaited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aobjects import AsyncManager, AsyncModel, AsyncQuerySet, aio
from django.core.exceptions import SynchronousOnlyOperation
from django.db import models
from django.test.utils import isolate_apps
from library.models import Author, Book, Reader, Room

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from counting import Hops, Queries


@pytest.fixture
def book() -> Book:
    author = Author.objects.create(name="Ursula K. Le Guin")
    Book.objects.create(title="Draft", author=author)
    return Book.objects.create(title="Tehanu", author=author, published_on="1990-02-01", pages=200)


# A checker without a plugin does not know the methods of the project's own manager.
books: Any = AsyncManager(Book)
rooms: Any = Room.aobjects


async def test_a_method_that_returns_a_queryset_comes_back_async(
    book: Book, queries: Queries, hops: Hops
) -> None:
    queryset: Any = books.published()
    assert {type(queryset)} == {AsyncQuerySet}
    assert type(queryset.order_by("pk").published()[:2]) is AsyncQuerySet
    assert repr(queryset.order_by("pk")) == "<AsyncQuerySet: library.Book.published().order_by()>"
    assert (hops.count(), queries.count()) == (0, 0)
    assert await queryset == [book]
    assert await queryset.filter(pages=0).exists() is False
    assert [row async for row in books.published().published()] == [book]
    assert await Author.aobjects.filter(books__in=books.published()).count() == 1


async def test_a_method_that_runs_a_query_is_awaited(book: Book, queries: Queries, hops: Hops) -> None:
    assert await books.titles() == ["Draft", "Tehanu"]
    assert await Book.aobjects.filter(pages__gt=0).titles() == ["Tehanu"]  # type: ignore[attr-defined]
    assert await books.published().titles() == ["Tehanu"]
    assert (hops.count(), queries.count()) == (3, 3)


async def test_the_default_manager_may_have_any_name_and_a_queryset_of_its_own() -> None:
    await AsyncManager(Room.every).bulk_create(
        [Room(name="Aula", seats=90), Room(name="Cellar", seats=9, closed=True)]
    )
    assert [room.name for room in await Room.aobjects] == ["Aula"]
    assert await rooms.with_seats(50).count() == 1
    assert (await rooms.largest()).name == "Aula"
    assert await aio(Room.every).count() == 2
    with pytest.raises(Room.DoesNotExist):
        await Room.aobjects.get(name="Cellar")


async def test_the_manager_of_users_makes_users() -> None:
    readers: Any = Reader.aobjects
    ada = await readers.create_user("ada", password="secret")
    assert await readers.get_by_natural_key("ada") == ada
    assert (await readers.acreate_user("bob")).username == "bob"
    assert ada.check_password("secret")


class ShelfQuerySet(models.QuerySet[Book]):
    """Methods of each kind that a project may write."""

    def first_two(self) -> ShelfQuerySet:
        keys = list(self.order_by("pk").values_list("pk", flat=True))
        return self.filter(pk__in=keys[:2])

    async def acounted(self) -> int:
        return await self.acount()

    async def astreamed(self) -> AsyncIterator[str]:
        async for row in self:
            yield row.title

    async def aget(self, *args: Any, **kwargs: Any) -> Book:
        return Book(title="from its own aget")

    def generated(self) -> Iterator[str]:
        for row in self:
            yield row.title

    def counted_later(self) -> Any:
        return self.acount()

    @property
    def label(self) -> str:
        return f"shelf on {self.db}"


class ShelfManager(models.Manager[Book].from_queryset(ShelfQuerySet)):  # type: ignore[misc]  # made at runtime
    def create(self, **kwargs: Any) -> Any:
        return super().create(**{"title": "from its own create", **kwargs})


@pytest.fixture
def shelf(book: Book) -> Any:
    manager = ShelfManager()
    manager.model = Book
    return AsyncManager(manager)


async def test_a_method_may_run_a_query_and_return_a_queryset(shelf: Any, hops: Hops) -> None:
    assert [row.title for row in await shelf.first_two().filter(pages=0)] == ["Draft"]
    assert await shelf.first_two().count() == 2
    assert hops.count() == 2
    with pytest.raises(SynchronousOnlyOperation):
        shelf.first_two().sync()


class DeskManager(models.Manager[Book]):
    def shelved(self) -> ShelfQuerySet:
        return ShelfQuerySet(self.model, using=self._db)


async def test_methods_of_a_queryset_of_an_unexpected_class_are_awaited(book: Book) -> None:
    manager = DeskManager()
    manager.model = Book
    desk: Any = AsyncManager(manager)
    with pytest.raises(TypeError):
        list(desk.shelved().first_two())
    assert [row.title for row in await desk.shelved().first_two()] == ["Draft", "Tehanu"]
    assert await desk.shelved().filter(pages=0).acounted() == 1
    assert desk.shelved().label == "shelf on default"


async def test_async_methods_are_called_as_they_are(shelf: Any) -> None:
    assert await shelf.acounted() == await shelf.all().acounted() == 2
    assert [title async for title in shelf.all().astreamed()] == ["Draft", "Tehanu"]
    assert await shelf.counted_later() == 2


async def test_a_generator_is_run_in_the_thread_and_awaited_as_a_list(shelf: Any, hops: Hops) -> None:
    assert await shelf.all().generated() == ["Draft", "Tehanu"]
    assert [title async for title in shelf.all().generated()] == ["Draft", "Tehanu"]
    assert hops.count() == 2


async def test_a_projects_own_methods_are_called_where_it_overrides_djangos(shelf: Any) -> None:
    assert (await shelf.get(pk=1)).title == "from its own aget"
    assert (await shelf.create(author=await Author.aobjects.get())).title == "from its own create"


async def test_properties_and_completion(shelf: Any) -> None:
    assert shelf.all().label == "shelf on default"
    assert {"first_two", "acounted", "filter", "get"} <= {*dir(shelf), *dir(shelf.all())}
    assert not {name for name in dir(shelf) if name in {"aget_or_create", "acount", "abulk_create"}}


@isolate_apps("library")
def test_a_class_of_its_own_stays_through_the_chain() -> None:
    class AsyncBooks(AsyncQuerySet["Story"]):
        def long(self) -> AsyncBooks:
            return self.filter(pages__gt=100)

    class AsyncAuthors(AsyncManager["Writer"]):
        def named(self, name: str) -> AsyncQuerySet[Writer]:
            return self.filter(name=name)

    class Story(AsyncModel):
        pages = models.IntegerField()
        aobjects = AsyncBooks.as_manager()

        class Meta:
            app_label = "library"

    class Writer(AsyncModel):
        name = models.CharField(max_length=50)
        aobjects = AsyncAuthors.as_manager()

        class Meta:
            app_label = "library"

    class Tale(Story):
        class Meta:
            app_label = "library"
            proxy = True

    built = Story.aobjects.filter(pages=1).long().order_by("pk").values("pages")
    assert {type(built), type(Story.aobjects)} == {AsyncBooks}
    assert Tale.aobjects.long().model is Tale
    assert type(Writer.aobjects) is AsyncAuthors
    assert type(Writer.aobjects.named("x")) is AsyncQuerySet
    with pytest.raises(AttributeError, match="Manager isn't accessible via Story instances"):
        Story().aobjects  # type: ignore[arg-type, unused-awaitable]  # noqa: B018  # the point
