"""Attributes read by their names: each name that is written down somewhere is read."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, var-annotated"

from library import market
from library.market import AisleIdSerializer, AisleTable, Goods, GoodsSerializer, RatedSerializer, Table

SHOWN = ("name", "aisle")
NUMBERS = ("price", "pk")


async def one():
    return await Goods.objects.aget(pk=1)


async def serializes_columns():
    return GoodsSerializer(await one()).data


async def serializes_by_a_method():
    return AisleIdSerializer(await one()).data


async def serializes_a_property_that_queries():
    return RatedSerializer(await one()).data  # E: async-unsafe-call


async def picks_columns():
    return market.pick(await one(), market.PLAIN_FIELDS)


async def picks_what_queries():
    return market.pick(await one(), market.FULL_FIELDS)  # E: async-unsafe-call


async def picks_what_is_loaded():
    return market.pick(await Goods.objects.select_related("aisle").aget(pk=1), market.FULL_FIELDS)


async def picks_what_is_written_here():
    return market.pick(await one(), ["price", "aisle"])  # E: async-unsafe-call


async def makes_a_table():
    return await Table(Goods.objects.all()).lines()


async def makes_a_table_of_what_queries():
    return await AisleTable(Goods.objects.all()).lines()  # E: async-unsafe-call


async def makes_a_table_of_what_is_loaded():
    return await AisleTable(Goods.objects.select_related("aisle")).lines()


async def goes_through_names_of_the_module():
    goods = await one()
    return [getattr(goods, name) for name in SHOWN]  # E: async-unsafe-relation "aisle" of "Goods"


async def goes_through_other_names():
    goods = await one()
    return [getattr(goods, name) for name in NUMBERS]


async def goes_through_a_local_list():
    goods, names, found = await one(), ["name", "aisle"], {}
    for name in names:
        found[name] = getattr(goods, name)  # E: async-unsafe-relation "aisle" of "Goods"
    return found


async def leaves_one_name_out():
    goods, found = await one(), {}
    for name in ("name", "aisle"):
        if name == "aisle":
            continue
        found[name] = getattr(goods, name)
    return found


async def adds_the_id():
    goods = await one()
    return [getattr(goods, f"{name}_id") for name in ("aisle", "seller")]


async def reads_a_property_by_name():
    goods = await one()
    return getattr(goods, "aisle_name", "")  # E: async-unsafe-call


async def reads_a_plain_property_by_name():
    goods = await one()
    return getattr(goods, "label", "")
