"""A dict that is filled key by key, merged, copied or given by a helper is what the new row was given."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, union-attr, type-arg"
# mypy: disable-error-code="assignment, call-overload, dict-item, var-annotated"

from typing import Any

from library.market import Aisle, Goods


def pear():
    return {"name": "Pear", "aisle_id": 1}


async def pear_on_a_shelf():
    return {"name": "Pear", "aisle": await Aisle.objects.aget(pk=1)}


def add_key(values):
    values["aisle_id"] = 1


def add_row(values, aisle):
    values["aisle"] = aisle


async def make(name, **changes):
    values = {"name": name, "aisle_id": 1}
    values.update(changes)
    return await Goods.objects.acreate(**values)


async def make_of(values=None):
    return await Goods.objects.acreate(**{"name": "Pear", "aisle_id": 1, **(values or {})})


SHARED = {"name": "Pear", "aisle_id": 1}
GROWING = {"name": "Pear", "aisle_id": 1}


def grow(aisle):
    GROWING["aisle"] = aisle


async def key_by_key():
    values = {}
    values["aisle_id"] = 1
    values["name"] = "Pear"
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name  # E: async-unsafe-relation


async def key_by_key_with_a_row():
    values = {}
    values["aisle"] = await Aisle.objects.aget(pk=1)
    values["name"] = "Pear"
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name


async def key_by_key_with_a_type():
    values: dict[str, Any] = {}
    values["aisle_id"] = 1
    values["name"] = "Pear"
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name  # E: async-unsafe-relation


async def updated_by_keyword():
    values = {"name": "Pear"}
    values.update(aisle_id=1)
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name  # E: async-unsafe-relation


async def updated_by_a_dict():
    values: dict[str, Any] = {"name": "Pear"}
    values.update({"aisle_id": 1})
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name  # E: async-unsafe-relation


async def made_by_dict():
    values = dict(name="Pear", aisle_id=1)
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name  # E: async-unsafe-relation


async def made_of_pairs():
    values = dict([("name", "Pear"), ("aisle_id", 1)])
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name  # E: async-unsafe-relation


async def unpacked_into_another():
    shared = {"name": "Pear"}
    goods = await Goods.objects.acreate(**{**shared, "aisle_id": 1})
    return goods.aisle.name  # E: async-unsafe-relation


async def merged_by_an_operator():
    shared = {"name": "Pear"}
    more = {"aisle_id": 1}
    goods = await Goods.objects.acreate(**(shared | more))
    return goods.aisle.name  # E: async-unsafe-relation


async def merged_with_a_row():
    shared = {"name": "Pear"}
    more = {"aisle": await Aisle.objects.aget(pk=1)}
    goods = await Goods.objects.acreate(**(shared | more))
    return goods.aisle.name


async def merged_in_place():
    values: dict[str, Any] = {"name": "Pear"}
    values |= {"aisle_id": 1}
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name  # E: async-unsafe-relation


async def a_default_that_is_set():
    values: dict[str, Any] = {"name": "Pear"}
    values.setdefault("aisle_id", 1)
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name  # E: async-unsafe-relation


async def a_key_that_is_taken_out():
    values = {"name": "Pear", "aisle_id": 1, "colour": "green"}
    values.pop("colour")
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name  # E: async-unsafe-relation


async def a_row_that_is_deleted():
    values = {"name": "Pear", "aisle": await Aisle.objects.aget(pk=1), "aisle_id": 1}
    del values["aisle"]
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name  # E: async-unsafe-relation


async def a_row_in_the_copy():
    values: dict[str, Any] = {"name": "Pear", "aisle_id": 1}
    copy = values.copy()
    copy["aisle"] = await Aisle.objects.aget(pk=1)
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name  # E: async-unsafe-relation


async def a_row_in_the_same_dict():
    values: dict[str, Any] = {"name": "Pear", "aisle_id": 1}
    same = values
    same["aisle"] = await Aisle.objects.aget(pk=1)
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name


async def given_by_a_helper():
    goods = await Goods.objects.acreate(**pear())
    return goods.aisle.name  # E: async-unsafe-relation


async def given_by_a_helper_with_a_row():
    goods = await Goods.objects.acreate(**await pear_on_a_shelf())
    return goods.aisle.name


async def filled_by_a_helper():
    values: dict[str, Any] = {"name": "Pear"}
    add_key(values)
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name  # E: async-unsafe-relation


async def an_empty_one_filled_by_a_helper():
    values: dict[str, Any] = {}
    add_key(values)
    values["name"] = "Pear"
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name  # E: async-unsafe-relation


async def filled_with_a_row_by_a_helper():
    values: dict[str, Any] = {"name": "Pear"}
    add_row(values, await Aisle.objects.aget(pk=1))
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name


async def completed_by_nobody():
    goods = await make("Pear")
    return goods.aisle.name  # E: async-unsafe-relation


async def completed_by_the_caller():
    goods = await make("Pear", aisle=await Aisle.objects.aget(pk=1))
    return goods.aisle.name


async def completed_with_another_field():
    goods = await make("Pear", price=2)
    return goods.aisle.name  # E: async-unsafe-relation


async def nothing_given():
    goods = await make_of()
    return goods.aisle.name  # E: async-unsafe-relation


async def a_row_given():
    goods = await make_of({"aisle": await Aisle.objects.aget(pk=1)})
    return goods.aisle.name


async def of_the_module():
    goods = await Goods.objects.acreate(**SHARED)
    return goods.aisle.name  # E: async-unsafe-relation


async def of_the_module_with_a_row():
    goods = await Goods.objects.acreate(**{**SHARED, "aisle": await Aisle.objects.aget(pk=1)})
    return goods.aisle.name


async def of_the_module_that_grows():
    grow(await Aisle.objects.aget(pk=1))
    goods = await Goods.objects.acreate(**GROWING)
    return goods.aisle.name


async def defaults_key_by_key():
    values: dict[str, Any] = {}
    values["aisle_id"] = 1
    goods, _ = await Goods.objects.aupdate_or_create(name="Quince", defaults=values)
    return goods.aisle.name  # E: async-unsafe-relation


async def no_key_at_all():
    values: dict[str, Any] = {"name": "hall"}
    values["parent_id"] = None
    aisle = await Aisle.objects.acreate(**values)
    return aisle.parent


async def a_row_in_a_loop():
    aisle = await Aisle.objects.aget(pk=1)
    values: dict[str, Any] = {"name": "Pear", "aisle_id": 1}
    for name in ("aisle",):
        values[name] = aisle
    goods = await Goods.objects.acreate(**values)
    return goods.aisle.name
