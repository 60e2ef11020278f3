"""Rows made without ``Model.__init__`` are Django's rows, and whatever could tell them apart prevents it."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pytest
from aobjects import aio, fastpaths
from aobjects.hydration import HydratingIterable, is_plain, rows_of
from asgiref.sync import sync_to_async
from django.db import connection, models
from django.db.models import F, Model, Value
from django.db.models.query import ModelIterable
from django.db.models.signals import post_init, pre_init
from django.test import override_settings
from django.test.utils import isolate_apps
from library.models import Author, Book, Classic, Novel, Profile, Publisher, Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from counting import Queries

    Query = Callable[[], Any]


@pytest.fixture(autouse=True)
def rows() -> None:
    publisher = Publisher.objects.create(name="Ace")
    author = Author.objects.create(name="Frank Herbert", publisher=publisher)
    Profile.objects.create(author=author, motto="Fear is the mind-killer")
    for number in range(3):
        Book.objects.create(title=f"Dune {number}", author=author, pages=number)
    Novel.objects.create(title="Destination: Void", author=author, genre="science fiction")
    Reader.objects.create(username="ada")


def dicts(value: Any, seen: frozenset[int] = frozenset()) -> Any:
    """Return all that an instance, and those that it has cached, have in their dictionaries, in order."""
    if isinstance(value, models.base.ModelState):
        # Django's foreign keys ask for the cache when they are set, which makes an empty one.
        return {
            name: dicts(each, seen) for name, each in vars(value).items() if name != "fields_cache" or each
        }
    if isinstance(value, dict):
        return [(name, dicts(each, seen)) for name, each in value.items()]
    if not isinstance(value, Model) or id(value) in seen:
        return value
    return type(value), [(name, dicts(each, seen | {id(value)})) for name, each in vars(value).items()]


QUERIES: dict[str, Query] = {
    "all rows": Book.objects.all,
    "a child of another model": Novel.objects.all,
    "a proxy": Classic.objects.all,
    "fields left out": lambda: Book.objects.only("pages", "title"),
    "fields deferred in a child": lambda: Novel.objects.defer("title", "genre"),
    "annotations": lambda: Book.objects.annotate(double=F("pages") * 2, one=Value(1)),
    "extra columns": lambda: Book.objects.extra(select={"more": "pages + 1"}),
    "joined rows": lambda: Book.objects.select_related("author__publisher", "editor"),
    "joined rows with fields left out": lambda: Book.objects.select_related("author").only("author__name"),
    "a row joined from the other side": lambda: Author.objects.select_related("profile"),
    "a child joined from its parent": lambda: Book.objects.select_related("novel"),
    "converted values": Reader.objects.all,
    "no rows": lambda: Book.objects.filter(pk__in=[]),
    "a union": lambda: Publisher.objects.filter(pk=1).union(Publisher.objects.all()),
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
async def test_rows_are_those_of_django_to_the_last_attribute(query: Query) -> None:
    await check(query)


async def test_rows_of_a_relation_know_the_row_that_they_belong_to() -> None:
    author = await Author.aobjects.get()
    await check(lambda: author.books.all())  # noqa: PLW0108  # a manager is made each time


async def check(query: Query) -> None:
    fastpaths.taken.clear()
    ours = await aio(query())
    with override_settings(AOBJECTS_FAST_PATHS=False):
        theirs = await aio(query())
    assert dicts({row.pk: row for row in ours}) == dicts({row.pk: row for row in theirs})
    assert fastpaths.taken.total() == 1


@pytest.mark.skipif(not hasattr(models, "FETCH_PEERS"), reason="Django 6.1 brought fetch modes")
async def test_rows_know_their_peers() -> None:
    publishers: Any = Publisher.objects
    rows = await aio(publishers.fetch_mode(models.FETCH_PEERS))
    assert [peer() for peer in rows[0]._state.peers] == rows
    assert rows[0]._state.fetch_mode is models.FETCH_PEERS


async def test_streams_take_the_short_way_too() -> None:
    fastpaths.taken.clear()
    managed = [book.title async for book in Book.aobjects.iterator(chunk_size=2)]
    assert managed == [book.title async for book in Book.aobjects.all().iterator()]
    assert fastpaths.taken == {"hydration": 2}


async def test_the_setting_switches_it_off() -> None:
    fastpaths.taken.clear()
    with override_settings(AOBJECTS_FAST_PATHS=False):
        assert len([book async for book in Book.aobjects.iterator()]) == len(await Book.aobjects)
    assert not fastpaths.taken


async def test_djangos_queryset_is_left_as_it_was() -> None:
    books = Book.aobjects.all()
    await books
    queryset: Any = books.sync()
    assert queryset._iterable_class is ModelIterable
    assert b"HydratingIterable" not in pickle.dumps(queryset)


async def made(query: Callable[[], Any] = Publisher.objects.all) -> int:
    """Count the queries whose rows came the short way."""
    fastpaths.taken.clear()
    await aio(query())
    return fastpaths.taken["hydration"]


@pytest.mark.parametrize("signal", [pre_init, post_init])
async def test_receivers_hear_of_each_row(signal: Any) -> None:
    heard: list[Any] = []

    def receive(sender: Any, **kwargs: Any) -> None:
        heard.append(sender)

    signal.connect(receive, sender=Publisher)
    try:
        assert await made() == 0
        assert await made(Author.objects.all) == 1
        assert heard == [Publisher]
        await Book.aobjects.select_related("author__publisher")
        assert len(heard) == 5
    finally:
        signal.disconnect(receive, sender=Publisher)
    assert await made() == 1


@pytest.mark.parametrize("where", [Publisher, Model])
@pytest.mark.parametrize("method", ["__init__", "__setattr__", "from_db"])
async def test_a_method_that_is_replaced_is_called(
    method: str, where: type[Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await made() == 1
    original = getattr(where, method)
    calls = 0

    def replaced(self: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if method == "from_db":
            return original.__func__(self, *args, **kwargs)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(where, method, classmethod(replaced) if method == "from_db" else replaced)
    assert await made() == 0
    assert calls
    monkeypatch.undo()
    assert await made() == 1


async def test_a_class_that_makes_its_own_objects_does() -> None:
    class Counted(Publisher):
        made = 0

        def __new__(cls, *args: Any, **kwargs: Any) -> Any:
            cls.made += 1
            return super().__new__(cls)

        class Meta:
            app_label = "library"
            proxy = True

    try:
        assert await made(Counted._default_manager.all) == 0
        assert Counted.made == 1
    finally:
        forget(Counted)


def forget(model: type[Model]) -> None:
    del model._meta.apps.all_models["library"][model.__name__.lower()]
    model._meta.apps.clear_cache()


async def test_an_attribute_that_is_replaced_gets_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    class Upper:
        def __get__(self, instance: Any, owner: Any) -> Any:
            return self if instance is None else instance.__dict__["name"]

        def __set__(self, instance: Any, value: str) -> None:
            instance.__dict__["name"] = value.upper()

    assert await made() == 1
    monkeypatch.setattr(Publisher, "name", Upper())
    assert [row.name for row in await aio(Publisher.objects.all())] == ["ACE"]
    assert await made() == 0


@isolate_apps("library")
def test_init_of_a_class_behind_the_model_is_called() -> None:
    class Behind:
        def __init__(self) -> None: ...

    class Shelf(models.Model, Behind):
        class Meta:
            app_label = "library"

    class Board(models.Model):
        image = models.FileField()

        class Meta:
            app_label = "library"

    assert not is_plain(Shelf)
    assert is_plain(Board)
    assert Board(image="dune.png").image.name == "dune.png"


@isolate_apps("library")
def test_a_field_that_is_added_is_known() -> None:
    class Shelf(models.Model):
        class Meta:
            app_label = "library"

    class Inches(models.IntegerField):  # type: ignore[type-arg]  # not generic when it runs
        class descriptor_class(models.query_utils.DeferredAttribute):  # noqa: N801  # Django's name
            def __set__(self, instance: Any, value: int) -> None:
                instance.__dict__["width"] = value * 25

    assert is_plain(Shelf)
    Shelf.add_to_class("width", Inches())
    assert not is_plain(Shelf)


async def test_djangos_loop_that_is_replaced_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    loops: list[Any] = []
    loop = ModelIterable.__iter__

    def watched(self: Any) -> Any:
        loops.append(self)
        return loop(self)

    monkeypatch.setattr(ModelIterable, "__iter__", watched)
    assert await made() == 0
    assert len(loops) == 1


async def test_a_queryset_with_rows_of_its_own_is_left_alone(queries: Queries) -> None:
    class Shouting(ModelIterable):  # type: ignore[type-arg]  # not generic when it runs
        def __iter__(self) -> Any:
            for row in super().__iter__():
                row.name = row.name.upper()
                yield row

    queryset: Any = Publisher.objects.all()
    queryset._iterable_class = Shouting
    assert [row.name for row in await aio(queryset)] == ["ACE"]
    assert queryset._iterable_class is Shouting
    assert issubclass(HydratingIterable, ModelIterable)
    assert queries.count() == 1


async def test_a_queryset_that_is_cloned_while_it_is_evaluated_makes_none_of_ours() -> None:
    def clone(execute: Callable[..., Any], *arguments: Any) -> Any:
        # As another task may, while the query runs in its thread.
        clones.append(queryset.filter(pages__gt=0))
        return execute(*arguments)

    def evaluate() -> None:
        with connection.execute_wrapper(clone):
            taken = fastpaths.taken["hydration"]
            rows_of(queryset)
            assert fastpaths.taken["hydration"] == taken + 1

    clones: list[Any] = []
    queryset = Book.objects.all()
    await sync_to_async(evaluate)()
    assert queryset._iterable_class is clones[0]._iterable_class is ModelIterable


async def test_a_queryset_that_evaluates_in_its_own_way_does_so() -> None:
    class Reversed(models.QuerySet[Book]):
        def __iter__(self) -> Iterator[Book]:
            return reversed([*super().__iter__()])

    class Counted(models.QuerySet[Book]):
        def _fetch_all(self) -> None:
            fetches.append(self._result_cache is None)
            super()._fetch_all()

    fetches: list[bool] = []
    titles = [book.title async for book in Book.objects.all()]
    assert [book.title for book in await aio(Reversed(Book))] == titles[::-1]
    assert [book.title for book in await aio(Counted(Book))] == titles
    assert fetches[0]
