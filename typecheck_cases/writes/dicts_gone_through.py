"""Dicts of known keys that a loop goes through, that stand in a list, or that become attributes."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, attr-defined, union-attr"

from typing import Any

from library.market import Aisle, Goods


class ByDict:
    def __init__(self, **values):
        self.__dict__.update(values)


class ByName:
    def __init__(self, **values):
        for name, value in values.items():
            setattr(self, name, value)


async def change(row, values):
    for name, value in values.items():
        setattr(row, name, value)
    await row.asave()
    return row


async def attributes_by_a_dict():
    box = ByDict(goods=await Goods.objects.aget(pk=1))
    return box.goods.aisle.name  # E: async-unsafe-relation


async def full_attributes_by_a_dict():
    box = ByDict(goods=await Goods.objects.select_related("aisle").aget(pk=1))
    return box.goods.aisle.name


async def attributes_by_name():
    box = ByName(goods=await Goods.objects.aget(pk=1), amount=2)
    return box.goods.aisle.name  # E: async-unsafe-relation


async def full_attributes_by_name():
    box = ByName(goods=await Goods.objects.select_related("aisle").aget(pk=1), amount=2)
    return box.goods.aisle.name


async def a_key_is_set():
    goods = await Goods.objects.select_related("aisle").aget(pk=1)
    changed = await change(goods, {"name": "Pear", "aisle_id": 1})
    return changed.aisle.name  # E: async-unsafe-relation


async def a_row_is_set():
    goods = await Goods.objects.aget(pk=1)
    changed = await change(goods, {"name": "Pear", "aisle": await Aisle.objects.aget(pk=1)})
    return changed.aisle.name


async def other_fields_are_set():
    goods = await Goods.objects.aget(pk=1)
    changed = await change(goods, {"name": "Pear", "price": 1})
    return changed.aisle.name  # E: async-unsafe-relation


async def other_fields_are_set_on_a_full_row():
    goods = await Goods.objects.select_related("aisle").aget(pk=1)
    changed = await change(goods, {"name": "Pear", "price": 1})
    return changed.aisle.name


async def dicts_in_a_list():
    values: list[dict[str, Any]] = [{"name": "Pear", "aisle_id": 1}, {"name": "Fig", "aisle_id": 1}]
    rows = [Goods(**one) for one in values]
    await Goods.objects.abulk_create(rows)
    return [row.aisle.name for row in rows]  # E: async-unsafe-relation


async def dicts_in_a_list_with_a_row():
    aisle = await Aisle.objects.aget(pk=1)
    rows = [Goods(**one) for one in [{"name": "Pear", "aisle": aisle}]]
    await Goods.objects.abulk_create(rows)
    return [row.aisle.name for row in rows]


async def dicts_in_a_loop():
    rows = []
    for one in [{"name": "Pear", "aisle_id": 1}, {"name": "Fig", "aisle_id": 1}]:
        rows.append(await Goods.objects.acreate(**one))
    return [row.aisle.name for row in rows]  # E: async-unsafe-relation


async def dicts_of_which_one_has_a_row():
    aisle = await Aisle.objects.aget(pk=1)
    values: list[dict[str, Any]] = [{"name": "Pear", "aisle_id": 1}, {"name": "Fig", "aisle": aisle}]
    goods = await Goods.objects.acreate(**values[1])
    return goods.aisle.name
