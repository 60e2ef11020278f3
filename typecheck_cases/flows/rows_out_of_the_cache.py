"""What the cache does not have is fetched: on that way the row has what the query loads."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, var-annotated"

from django.core.cache import cache
from library.market import Aisle, Goods


async def fetches_what_is_missing():
    goods = await cache.aget("goods")
    if goods is None:
        goods = await Goods.objects.aget(pk=1)
        await cache.aset("goods", goods)
    return goods.aisle.name  # E: async-unsafe-relation "aisle" of "Goods"


async def fetches_it_whole():
    goods = await cache.aget("goods")
    if goods is None:
        goods = await Goods.objects.select_related("aisle").aget(pk=1)
        await cache.aset("goods", goods)
    return goods.aisle.name


async def reads_the_key():
    goods = await cache.aget("goods")
    if not goods:
        goods = await Goods.objects.aget(pk=1)
    return goods.aisle_id


async def reads_a_property():
    aisle = await cache.aget("aisle")
    if aisle is None:
        aisle = await Aisle.objects.aget(name="shelf")
    return aisle.tax_rate  # E: async-unsafe-call


async def fetches_several():
    found = await cache.aget("found")
    if found is None:
        found = [goods async for goods in Goods.objects.all()]
    return [goods.aisle.name for goods in found]  # E: async-unsafe-relation "aisle" of "Goods"


async def fetches_several_whole():
    found = await cache.aget("found")
    if found is None:
        found = [goods async for goods in Goods.objects.select_related("aisle")]
    return [goods.aisle.name for goods in found]


async def returns_early():
    goods = await cache.aget("goods")
    if goods is not None:
        return goods.aisle.name
    goods = await Goods.objects.aget(pk=1)
    return goods.name


async def has_its_tax():
    aisle = await Aisle.objects.aget(name="hall")
    return aisle.tax
