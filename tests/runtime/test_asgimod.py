"""asgimod's README runs on this runtime, word for word, and none of asgimod's faults is here."""

from __future__ import annotations

import ast
import inspect
import unittest
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest
from aobjects import AsyncManyRelatedManager, AsyncQuerySet, AsyncRelatedManager, aio
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from library.models import Author, Book, Loan, Profile, Room, Tag
from pizzeria import models
from pizzeria.models import Box, Pizza, Price, Topping

if TYPE_CHECKING:
    from counting import Hops, Queries

# The README of asgimod 0.1.1 (MIT). Its examples follow each other, so they run in one go.
README: Final = """
price = await Price.aobjects.get(id=1)
pizza = await Pizza.aobjects.get(id=1)
weird_pizza = await Pizza.aobjects.get(id=2)
bacon = await Topping.aobjects.get(id=1)
mushroom = await Topping.aobjects.get(id=2)
medium_box = await Box.aobjects.get(id=1)

# one to one rel & forward many to one rel
await pizza.aprice
await price.apizza
await price.abox

# reverse many to one rel
await medium_box.apizza_set.all().get(id=1)
await medium_box.apizza_set.filter(id__gt=1).order_by("name").count()
await medium_box.apizza_set.add(weird_pizza)
await medium_box.apizza_set.clear()

# forward many to many rel
await pizza.atoppings.all().exists()
await pizza.atoppings.add(bacon, mushroom)
await bacon.atoppings.filter(name__startswith="b").exists()
await pizza.atoppings.remove(bacon)
await pizza.atoppings.clear()

# reverse many to many rel
await mushroom.apizza_set.all().exists()
await mushroom.apizza_set.add(pizza)
await mushroom.apizza_set.set([pizza, weird_pizza])

async for price in Price.aobjects.filter(currency="usd"):
    self.assertEqual(price.currency, "usd")

prices = await Price.aobjects.all()[:2].eval()
prices = await Price.aobjects.all()[1:2].eval()
prices = await Price.aobjects.all().order_by("-amount")[1:].eval()

price = await Price.aobjects.all()[0]
price = await Price.aobjects.all()[:5][0]
price = await Price.aobjects.filter(amount__gte=Decimal("9.99"))[0]

# async qs for prices amount > 19.99
qa = Price.aobjects.filter(amount__gt=Decimal("2.99"))
qb = Price.aobjects.filter(amount__gt=Decimal("19.99"))
qs = qa & qb

# async qs for prices with usd and eur currency
qa = Price.aobjects.filter(currency="usd")
qb = Price.aobjects.filter(currency="eur")
qs = qa | qb

toppings = await Topping.aobjects.all().eval()
toppings_start_with_B = await Topping.aobjects.filter(name__startswith="B").eval()
"""
# Attributes that its own models do not have: Price has no box, Topping no toppings.
MISTAKES: Final = {
    "await price.abox": "abox",
    'await bacon.atoppings.filter(name__startswith="b").exists()': "atoppings",
}
QUERYSET_METHODS: Final = """
filter exclude annotate alias order_by reverse distinct values values_list dates datetimes none all
union intersection difference select_related prefetch_related extra defer only using
select_for_update raw get create get_or_create update_or_create bulk_create bulk_update count
in_bulk iterator latest earliest first last aggregate exists update delete explain item eval
"""


@pytest.fixture
def pizzas() -> None:
    medium = Box.objects.create(id=1, name="medium")
    for number, (amount, currency) in enumerate(
        [("9.99", "usd"), ("24.99", "usd"), ("3.50", "eur")], start=1
    ):
        price = Price.objects.create(id=number, amount=Decimal(amount), currency=currency)
        Pizza.objects.create(
            id=number, name=f"pizza {number}", price=price, box=medium if number == 1 else None
        )
    Topping.objects.bulk_create([Topping(id=1, name="Bacon"), Topping(id=2, name="Mushroom")])


async def test_each_example_of_its_readme_runs(pizzas: None) -> None:
    scope: dict[str, Any] = {**vars(models), "Decimal": Decimal, "self": unittest.TestCase()}
    met = set()
    for statement in ast.parse(README).body:
        source = ast.get_source_segment(README, statement) or ""
        code = compile(source, "<README>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        try:
            if (awaitable := eval(code, scope)) is not None:
                await awaitable
        except AttributeError as error:
            met.add(source)
            assert error.name == MISTAKES[source]
    assert met == set(MISTAKES)
    assert await scope["mushroom"].apizza_set.count() == 2
    assert await scope["pizza"].abox is not None
    assert [price.currency for price in await scope["qs"].order_by("id")] == ["usd", "usd", "eur"]
    assert [topping.name for topping in scope["toppings_start_with_B"]] == ["Bacon"]


def test_each_name_of_its_readme_exists() -> None:
    assert all(hasattr(AsyncQuerySet, name) for name in QUERYSET_METHODS.split())
    related = "add remove clear set"
    assert all(hasattr(AsyncRelatedManager, name) for name in related.split())
    related += " create get_or_create update_or_create"
    assert all(hasattr(AsyncManyRelatedManager, name) for name in related.split())
    assert all(inspect.iscoroutinefunction(getattr(Pizza, name)) for name in ("asave", "adelete"))


# Its faults, as HOUSE.md measured them.


@pytest.fixture
def book() -> Book:
    author = Author.objects.create(name="Le Guin")
    return Book.objects.create(title="Tehanu", author=author)


async def test_objects_is_still_there(book: Book) -> None:
    assert await Book.objects.aget() == book
    assert Book._meta.default_manager is not None


async def test_list_and_in_do_not_loop_for_ever(book: Book) -> None:
    rows: Any = Author.aobjects.all()
    with pytest.raises(TypeError, match="async only"):
        list(rows)
    assert await Book.aobjects.filter(author__in=rows) == [book]


def test_a_missing_one_to_one_is_no_attribute_error_of_ours(book: Book) -> None:
    with pytest.raises(Profile.DoesNotExist):
        book.author.profile  # noqa: B018


async def test_a_row_of_another_database_is_saved_and_deleted_there() -> None:
    tag = await Tag.aobjects.using("other").create(label="moon")
    tag.label = "Moon"
    await tag.asave()
    assert (await Tag.aobjects.count(), await Tag.aobjects.using("other").get()) == (0, tag)
    await tag.adelete()
    assert await Tag.aobjects.using("other").count() == 0


async def test_an_index_fetches_one_row(book: Book, queries: Queries) -> None:
    assert await Book.aobjects.all()[0] == book
    assert "LIMIT 1" in queries.sql()[0]


async def test_the_bare_manager_is_iterated(book: Book) -> None:
    assert [row async for row in Book.aobjects] == [book]


async def test_get_with_q_datetimes_and_iterator_work(book: Book) -> None:
    assert await Book.aobjects.get(Q(title="Tehanu")) == book
    assert await Loan.aobjects.datetimes("lent_at", "day") == []
    assert [row async for row in Book.aobjects.iterator(chunk_size=1)] == [book]


async def test_subquery_exists_and_prefetch_take_its_querysets(book: Book) -> None:
    own: Any = Book.aobjects.filter(author=OuterRef("pk"))
    authors = Author.aobjects.annotate(title=Subquery(own.values("title")[:1])).filter(Exists(own))
    assert await authors.values_list("title", flat=True) == ["Tehanu"]
    chosen: Any = Book.aobjects.filter(title="Tehanu")
    [author] = await Author.aobjects.prefetch_related(Prefetch("books", queryset=chosen))
    assert list(author.books.all()) == [book]


async def test_own_methods_and_managers_of_any_name_are_there(book: Book) -> None:
    books: Any = Book.aobjects
    rooms: Any = Room.aobjects
    assert await books.titles() == ["Tehanu"]
    assert await rooms.with_seats(1) == []


async def test_a_cached_relation_costs_no_hop(book: Book, hops: Hops) -> None:
    row: Any = await Book.aobjects.select_related("author").get()
    hops.count()
    await row.aauthor
    assert hops.count() == 0


async def test_a_generic_relation_with_a_cold_cache_is_a_manager(book: Book) -> None:
    row: Any = book
    ContentType.objects.clear_cache()
    assert isinstance(row.anotes, AsyncRelatedManager)
    assert await row.anotes.filter(text="") == []


async def test_a_manager_given_to_aio_is_async(book: Book) -> None:
    assert await aio(Book.objects).count() == await aio(book.author.books).count() == 1
