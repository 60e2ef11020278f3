"""A dict in a name that is handed on as ``**values`` is what the new row was given."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, union-attr"

from typing import Any

from library.market import Aisle, Goods
from library.models import Author, Book


async def a_dict_in_a_name():
    values = {"aisle_id": 1, "name": "Pear"}
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name  # E: async-unsafe-relation


async def a_dict_with_a_row():
    values = {"aisle": await Aisle.objects.aget(pk=1), "name": "Pear"}
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name


async def a_dict_with_a_type():
    values: dict[str, Any] = {"aisle_id": 1, "name": "Pear"}
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name  # E: async-unsafe-relation


async def a_row_is_set_later():
    values: dict[str, Any] = {"name": "Pear"}
    values["aisle"] = await Aisle.objects.aget(pk=1)
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name


async def dict_of_keywords_with_a_row():
    values = dict(aisle=await Aisle.objects.aget(pk=1), name="Pear")
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name


async def updated_with_a_row():
    values: dict[str, Any] = {"name": "Pear"}
    values.update({"aisle": await Aisle.objects.aget(pk=1)})
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name


async def merged_with_a_row():
    shared: dict[str, Any] = {"name": "Pear"}
    goods = await Goods.objects.acreate(**{**shared, "aisle": await Aisle.objects.aget(pk=1)})
    return goods.aisle.name


async def a_dict_of_defaults_with_a_row():
    values = {"aisle": await Aisle.objects.aget(pk=1)}
    goods, _ = await Goods.objects.aupdate_or_create(name="Quince", defaults=values)
    return goods.aisle.name


async def one_of_the_class():
    values = {"author_id": 1, "title": "x"}
    book = Book(**values)
    return book.author.name  # E: async-unsafe-relation


async def one_of_the_class_with_a_row():
    values = {"author": await Author.objects.aget(pk=1), "title": "x"}
    book = Book(**values)
    return book.author.name


async def a_lookup_in_a_name():
    values = {"pk": 1}
    book = await Book.objects.aget(**values)
    return book.author.name  # E: async-unsafe-relation


async def another_dict_on_one_way(is_full=True):
    values: dict[str, Any] = {"aisle_id": 1, "name": "Pear"}
    if is_full:
        values = {"aisle": await Aisle.objects.aget(pk=1), "name": "Pear"}
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name


async def the_name_twice():
    values: dict[str, Any] = {"aisle_id": 1, "name": "Pear"}
    await Goods.objects.acreate(**values)
    goods = Goods(**values)
    return goods.aisle.name  # E: async-unsafe-relation
