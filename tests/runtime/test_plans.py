"""A query that was compiled once finds and raises what Django does, and steps aside where it could not."""

from __future__ import annotations

import copy
import datetime
import pickle
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from aobjects import aio, concurrent, fastpaths, plans, related
from django.db import models, router
from django.db.models import F, Manager, Model, Prefetch, Q, QuerySet
from django.db.models.lookups import Exact
from django.db.models.sql.compiler import SQLCompiler
from django.test import override_settings
from django.test.utils import register_lookup
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from library.models import Author, Book, Classic, Loan, Novel, Profile, Publisher, Reader, Room, Tag
from test_hydration import dicts

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from counting import Queries

    Query = Callable[[], Awaitable[Any]]


PLANS = ("filter", "get", "related rows")


@pytest.fixture(autouse=True)
def author(database: None) -> Author:
    author = Author.objects.create(name="Frank Herbert", publisher=Publisher.objects.create(name="Ace"))
    Profile.objects.create(author=author, motto="Fear is the mind-killer")
    for number in range(3):
        Book.objects.create(title=f"Dune {number}", author=author, pages=number)
    Novel.objects.create(title="Destination: Void", author=author, genre="science fiction")
    Reader.objects.create(username="ada")
    Tag.objects.create(label="desert")
    plans.forget()
    fastpaths.taken.clear()
    return author


async def outcome(query: Query) -> Any:
    try:
        found = await query()
    except Exception as error:
        return type(error), str(error)
    return dicts({number: row for number, row in enumerate(found if isinstance(found, list) else [found])})


async def same_as_django(query: Query, queries: Queries, *, taken: dict[str, int]) -> None:
    """Run it three times with plans, the first of which makes one, and once without; compare all there is."""
    ours, sql = [], []
    plans.forget()
    fastpaths.taken.clear()
    queries.sql()
    for _ in range(3):
        ours.append(await outcome(query))
        sql.append(queries.sql())
    assert {name: fastpaths.taken[name] for name in PLANS} == {name: 3 * taken.get(name, 0) for name in PLANS}
    fastpaths.taken.clear()
    with override_settings(AOBJECTS_FAST_PATHS=False):
        theirs = await outcome(query)
        assert [theirs] * 3 == ours
        assert [queries.sql()] * 3 == sql
    assert not fastpaths.taken


GETS: dict[str, Query] = {
    "one row": lambda: Tag.aobjects.get(label="desert"),
    "no row": lambda: Tag.aobjects.get(label="sea"),
    "several rows": lambda: Book.aobjects.get(published_on=datetime.date(1965, 8, 1)),
    "by two fields": lambda: Book.aobjects.get(title="Dune 1", pages=1),
    "exact by name": lambda: Book.aobjects.get(title__exact="Dune 1"),
    "a number as text": lambda: Book.aobjects.get(pages="1"),
    "a queryset with methods of its own": lambda: Book.aobjects.get(pages=2),
    "a child of another model": lambda: Novel.aobjects.get(title="Destination: Void"),
    "a proxy": lambda: Classic.aobjects.get(title="Dune 2"),
    "a value that the database converts": lambda: Reader.aobjects.get(username="ada"),
}


@pytest.mark.parametrize("query", GETS.values(), ids=GETS)
async def test_get_is_planned(query: Query, queries: Queries) -> None:
    await Book.objects.filter(pages__lt=2).aupdate(published_on=datetime.date(1965, 8, 1))
    await same_as_django(query, queries, taken={"get": 1})


async def test_get_tells_how_many_rows_there_were(author: Author, queries: Queries) -> None:
    await Book.objects.abulk_create(Book(title="Again", author=author) for _ in range(30))
    await same_as_django(lambda: Book.aobjects.get(title="Again"), queries, taken={"get": 1})


async def test_get_by_a_row(author: Author, queries: Queries) -> None:
    await same_as_django(lambda: Profile.aobjects.get(author=author), queries, taken={"get": 1})
    fastpaths.taken.clear()
    await same_as_django(lambda: Profile.aobjects.get(author__id=author.pk), queries, taken={"get": 1})


class Title(models.TextChoices):
    DUNE = "Dune 1"


UNPLANNED: dict[str, Query] = {
    "no conditions": lambda: Tag.aobjects.get(*()),
    "a Q": lambda: Tag.aobjects.get(Q(label="desert")),
    "None": lambda: Tag.aobjects.get(label="desert", owner=None),
    "an expression": lambda: Tag.aobjects.get(label=F("label")),
    "a queryset": lambda: Book.aobjects.get(author=Author.aobjects.all()[:1], pages=1),
    "another lookup": lambda: Tag.aobjects.get(label__startswith="des"),
    "a transform": lambda: Book.aobjects.get(published_on__year=1965),
    "a join": lambda: Book.aobjects.get(author__name="Frank Herbert", pages=1),
    "a boolean": lambda: aio(Room.every).get(closed=False),
    "a subclass of str": lambda: Tag.aobjects.get(label=SafeString("desert")),
    "a choice": lambda: Book.aobjects.get(title=Title.DUNE),
    "a list": lambda: Tag.aobjects.get(label=["desert"]),
    "what is no field": lambda: Tag.aobjects.get(lable="desert"),
    "what is no value of the field": lambda: Tag.aobjects.get(pk="desert"),
    "a number that no row can have": lambda: Tag.aobjects.get(pk=1 << 70),
    "a row that is not saved": lambda: Book.aobjects.get(author=Author(name="Nobody")),
    "a row of another model": lambda: Book.aobjects.get(author=Tag(pk=1)),
    "a queryset before it": lambda: Tag.aobjects.order_by("label").get(label="desert"),
    "a get_queryset of its own": lambda: Room.aobjects.get(name="Attic"),
}


@pytest.mark.parametrize("query", UNPLANNED.values(), ids=UNPLANNED)
async def test_anything_else_is_djangos(query: Query, queries: Queries) -> None:
    await same_as_django(query, queries, taken={})


async def test_a_lazy_row_is_djangos(author: Author, queries: Queries) -> None:
    await same_as_django(
        lambda: Profile.aobjects.get(author=SimpleLazyObject(lambda: author)), queries, taken={}
    )


FILTERS: dict[str, Query] = {
    "some rows": lambda: Book.aobjects.filter(pages=1).eval(),
    "no rows": lambda: Book.aobjects.filter(pages=77).eval(),
    "two fields": lambda: Book.aobjects.filter(pages=1, title="Dune 1").eval(),
    "a child of another model": lambda: Novel.aobjects.filter(genre="science fiction").eval(),
}


@pytest.mark.parametrize("query", FILTERS.values(), ids=FILTERS)
async def test_filter_is_planned(query: Query, queries: Queries) -> None:
    await same_as_django(query, queries, taken={"filter": 1})


@pytest.mark.native
@pytest.mark.commits
@pytest.mark.parametrize("name", [*GETS, *UNPLANNED, *FILTERS])
async def test_on_an_open_connection_of_the_engine_it_is_the_same(name: str) -> None:
    query = (GETS | UNPLANNED | FILTERS)[name]
    async with concurrent(max_connections=1):
        # The third knows the plan, and has the connection.
        ours = [await outcome(query) for _ in range(3)]
        with override_settings(AOBJECTS_FAST_PATHS=False):
            assert ours == [await outcome(query)] * 3


async def test_filter_by_a_row_takes_the_row_as_it_is_now(author: Author, queries: Queries) -> None:
    await same_as_django(lambda: Book.aobjects.filter(author=author).eval(), queries, taken={"filter": 1})
    books = Book.aobjects.filter(author=author)
    author.pk = 0
    assert len(await books) == len(books.sync()) == 4
    assert len(await Book.aobjects.filter(author=author)) == 0


@pytest.mark.parametrize("times", [0, 2])
async def test_filter_raises_at_once(times: int) -> None:
    for _ in range(times):
        await Book.aobjects.filter(pages=1)
    with pytest.raises(ValueError, match="'pages' expected a number but got 'many'"):
        _ = Book.aobjects.filter(pages="many")


async def test_what_was_filtered_is_built_upon(queries: Queries) -> None:
    for _ in range(2):
        books = Book.aobjects.filter(pages=1)
        assert [book.title for book in await books.exclude(title="Emma").order_by("-title")] == ["Dune 1"]
        assert await books.count() == 1
        assert (await books.get()).title == (await books[0]).title == "Dune 1"
        assert repr(books) == repr(aio(Book.objects.filter(pages=1)))
        assert await (books | Book.aobjects.filter(pages=2)).count() == 2
        assert await Author.aobjects.filter(books__in=books).count() == 1
        assert [book.title async for book in books.iterator()] == ["Dune 1"]


async def test_what_was_filtered_is_fetched_once(queries: Queries) -> None:
    for _ in range(2):
        books = Book.aobjects.filter(pages=1)
        queries.count()
        rows = await books
        assert queries.count() == 1
        assert rows == await books == [book async for book in books] == list(books.sync())
        assert (await books)[0] is rows[0] is books.sync()[0] is (await books.item(0))
        assert pickle.loads(pickle.dumps(books)).sync()._result_cache == rows
        assert await copy.copy(books) == rows
        assert queries.count() == 0


async def planned(query: Query) -> bool:
    fastpaths.taken.clear()
    await query()
    return any(fastpaths.taken[name] for name in PLANS)


async def both(query: Query = lambda: Tag.aobjects.get(label="desert")) -> bool:
    """Tell whether a plan is used that is there already."""
    await query()
    return await planned(query)


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (QuerySet, "get"), (QuerySet, "_fetch_all"), (QuerySet, "filter"), (SQLCompiler, "execute_sql"),
        (SQLCompiler, "as_sql"), (Manager, "get_queryset"), (Manager, "get"), (Model, "__init__"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", [True, False])
async def test_a_method_of_django_that_is_replaced_is_called(
    owner: type[Any], name: str, before: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if before:
        assert await both()
    original, calls = getattr(owner, name), 0

    def replaced(self: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        return original(self, *args, **kwargs)

    monkeypatch.setattr(owner, name, replaced)
    assert not await planned(lambda: Tag.aobjects.get(label="desert"))
    assert calls
    monkeypatch.undo()
    assert await both()


async def test_a_lookup_that_is_registered_later_is_used() -> None:
    class Backwards(Exact):
        def process_rhs(self, compiler: Any, connection: Any) -> Any:
            sql, (value,) = super().process_rhs(compiler, connection)
            return sql, (str(value)[::-1],)

    assert await both()
    field: Any = Tag._meta.get_field("label")
    with register_lookup(field, Backwards, lookup_name="exact"):
        assert (await Tag.aobjects.get(label="tresed")).label == "desert"
        assert [tag.label for tag in await Tag.aobjects.filter(label="tresed")] == ["desert"]
        with pytest.raises(Tag.DoesNotExist):
            await Tag.aobjects.get(label="desert")
    assert await both()


async def test_a_change_of_the_model_is_seen(queries: Queries, monkeypatch: pytest.MonkeyPatch) -> None:
    async def pages() -> list[int]:
        return [book.pages for book in await Book.aobjects.filter(published_on=datetime.date(1965, 8, 1))]

    await Book.objects.aupdate(published_on=datetime.date(1965, 8, 1))
    assert await both(pages)
    assert await pages() == [0, 1, 2, 0]
    monkeypatch.setattr(Book._meta, "ordering", ("-pages", "pk"))
    assert await pages() == [2, 1, 0, 0]
    field = Book._meta.get_field("pages")
    monkeypatch.setattr(field, "column", "id")
    queries.sql()
    await pages()
    assert '"library_book"."pages"' not in queries.sql()[0]


async def test_converters_of_fields_are_applied(monkeypatch: pytest.MonkeyPatch) -> None:
    def from_db_value(self: Any, value: str, expression: Any, connection: Any) -> str:
        return f"{value} from {connection.alias}"

    monkeypatch.setattr(models.CharField, "from_db_value", from_db_value, raising=False)
    assert await both()
    assert (await Tag.aobjects.get(label="desert")).label == "desert from default"
    plans.forget()


class ToOther:
    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return "other" if model is Tag else None


async def test_routers_choose_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await both()
    tags = Tag.aobjects.filter(label="desert")
    monkeypatch.setattr(router, "routers", [ToOther()])
    with pytest.raises(Tag.DoesNotExist):
        await Tag.aobjects.get(label="desert")
    assert await tags == await Tag.aobjects.filter(label="desert") == []
    await Tag.objects.using("other").acreate(label="desert")
    tag = await Tag.aobjects.get(label="desert")
    assert tag._state.db == "other"
    assert fastpaths.taken["get"] == 3


async def test_relations_to_one_are_planned(author: Author, queries: Queries) -> None:
    await same_as_django(lambda: refreshed(Book, title="Dune 1", read="author"), queries, taken={"get": 2})


async def refreshed(model: Any, *, read: str, **conditions: Any) -> Any:
    """Return a row of its own whose relation was read."""
    row = await model.aobjects.get(**conditions)
    await getattr(row, f"a{read}")
    return row


@pytest.mark.parametrize(("model", "read"), [(Profile, "author"), (Author, "profile")])
async def test_both_sides_of_a_one_to_one_relation_know_each_other(
    model: Any, read: str, author: Author, queries: Queries
) -> None:
    async def other() -> Any:
        row = await refreshed(model, pk=await model.objects.values_list("pk", flat=True).aget(), read=read)
        queries.sql()
        found = getattr(row, read)
        assert getattr(found, "profile" if read == "author" else "author") is row
        assert queries.count() == 0
        return row

    await other()
    fastpaths.taken.clear()
    await other()
    assert fastpaths.taken == {"get": 2}


async def test_a_row_that_is_missing_is_djangos_exception(author: Author) -> None:
    alone = await Author.objects.acreate(name="Nobody")
    book = Book(author_id=0)
    for _ in range(2):
        with pytest.raises(Author.profile.RelatedObjectDoesNotExist, match=r"Author has no profile\."):
            await related(await Author.objects.aget(pk=alone.pk), Author.profile)
        with pytest.raises(Author.DoesNotExist):
            await book.aauthor  # type: ignore[attr-defined]  # the plugin's
        with pytest.raises(Book.author.RelatedObjectDoesNotExist):
            await Book().aauthor  # type: ignore[attr-defined]  # the plugin's


async def test_the_exception_is_that_of_the_relation(author: Author) -> None:
    relation: Any = Author.profile
    alone = await Author.objects.acreate(name="Nobody")
    # Django makes it when it is first asked for.
    vars(relation).pop("RelatedObjectDoesNotExist", None)
    with pytest.raises(Author.DoesNotExist.__mro__[1]) as raised:
        await related(alone, relation)
    assert raised.type is relation.RelatedObjectDoesNotExist


async def test_what_a_model_has_for_missing_attributes_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = await Author.objects.acreate(name="Nobody")
    monkeypatch.setattr(Author, "__getattr__", lambda self, name: f"no {name}", raising=False)
    relation: Any = Author.profile
    assert await related(alone, relation) == "no profile"


async def test_rows_of_a_relation_are_planned(author: Author, queries: Queries) -> None:
    manager: Any = author
    await same_as_django(manager.abooks.eval, queries, taken={"related rows": 1})
    for book in await manager.abooks:
        assert book.author is author


async def test_rows_that_were_prefetched_are_taken(author: Author, queries: Queries) -> None:
    prefetch = Prefetch("books", Book.objects.filter(pages=2))
    found: Any = await Author.aobjects.prefetch_related(prefetch).get(pk=author.pk)
    queries.sql()
    assert [book.pages for book in await found.abooks] == [2]
    assert queries.count() == 0


async def test_rows_of_a_row_without_a_key_raise(author: Author) -> None:
    await author.abooks  # type: ignore[attr-defined]  # the plugin's
    author.pk = None
    with pytest.raises(ValueError, match="primary key"):
        await author.abooks  # type: ignore[attr-defined]  # the plugin's


@pytest.mark.skipif(not hasattr(models, "FETCH_RAISE"), reason="Django 6.1 brought fetch modes")
async def test_fetch_modes_are_kept(author: Author) -> None:
    books: Any = Book.objects.all()
    raising = await aio(books.fetch_mode(models.FETCH_RAISE)).first()
    with pytest.raises(Exception, match=r"Fetching of Book\.author blocked"):
        await raising.aauthor
    peers = await aio(books.fetch_mode(models.FETCH_PEERS))
    await peers[0].aauthor
    assert [peer.author.pk for peer in peers] == [author.pk] * 4
    rows = await peers[0].author.abooks
    assert {row._state.fetch_mode for row in rows} == {models.FETCH_PEERS}


async def test_naive_times_are_warned_of_once() -> None:
    await Loan.aobjects.filter(lent_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    with pytest.warns(RuntimeWarning, match="naive") as warned:
        await Loan.aobjects.filter(lent_at=datetime.datetime(2026, 1, 1))
    assert len(warned) == 1


async def test_the_number_of_plans_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "MOST_PLANS", 2)
    for _ in range(2):
        for conditions in ({"pages": 1}, {"title": "Dune 1"}, {"pages": 1, "title": "Dune 1"}):
            assert len(await Book.aobjects.filter(**conditions)) == 1
    assert len(plans._plans) <= 2


async def test_what_a_test_patches_on_a_manager_or_its_class_is_asked(author: Author) -> None:
    assert (await Author.aobjects.get(pk=author.pk)) == author
    with (
        mock.patch.object(Author.objects, "get", side_effect=Author.DoesNotExist),
        pytest.raises(Author.DoesNotExist),
    ):
        await Author.aobjects.get(pk=author.pk)
    with mock.patch.object(type(Author.objects), "get", autospec=True, return_value=None) as get:
        await Author.aobjects.get(pk=author.pk)
    assert get.called
