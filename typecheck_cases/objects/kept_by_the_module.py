"""Objects that a module makes once: what their constructors keep, their methods use."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, var-annotated, attr-defined"

from asgiref.sync import sync_to_async
from library.market import NAMERS, Goods, aisles, basket_of_one, goods_store, pairs_of


async def gets_by_key():
    return (await goods_store.by_pk(1)).name


async def gets_by_key_and_reads_beyond():
    goods = await goods_store.by_pk(1)
    return goods.aisle_name  # E: async-unsafe-call


async def gets_the_newest():
    return aisles.newest()  # E: async-unsafe-call


async def gets_the_newest_in_a_thread():
    return await sync_to_async(aisles.newest)()


async def names_by_one_that_is_known():
    return NAMERS["plain"].name(await Goods.objects.aget(pk=1))


async def names_by_the_other():
    return NAMERS["aisle"].name(await Goods.objects.aget(pk=1))  # E: async-unsafe-call


async def names_by_each():
    goods = await Goods.objects.aget(pk=1)
    for kind in ("plain", "aisle"):
        print(NAMERS[kind].name(goods))  # E: async-unsafe-call


async def names_by_each_what_is_loaded():
    goods = await Goods.objects.select_related("aisle").aget(pk=1)
    for kind in sorted(NAMERS):
        print(NAMERS[kind].name(goods))


async def names_by_any_key():
    goods = await Goods.objects.aget(pk=1)
    for kind in sorted(NAMERS):
        print(NAMERS[kind].name(goods))  # E: async-unsafe-call


async def goes_through_pairs():
    goods = await Goods.objects.aget(pk=1)
    return [item.aisle_name for item, _ in pairs_of(goods)]  # E: async-unsafe-call


async def goes_through_pairs_of_what_is_loaded():
    goods = await Goods.objects.select_related("aisle").aget(pk=1)
    return [item.aisle_name for item, _ in pairs_of(goods)]


async def asks_an_object_with_pairs():
    basket = basket_of_one(await Goods.objects.aget(pk=1))
    return basket.ratings()  # E: async-unsafe-call


async def asks_an_object_with_pairs_for_numbers():
    basket = basket_of_one(await Goods.objects.aget(pk=1))
    return basket.count()
