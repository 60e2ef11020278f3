"""A parameter that is named after a model, and used as its rows are, is one; what it has, nobody knows."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, var-annotated, attr-defined"

from library.market import Goods  # noqa: F401


def stars(goods):
    return [rating.stars for rating in goods.ratings.order_by("stars")]


async def counts(goods):
    return goods.ratings.filter(stars=5).count()  # E: async-unsafe-query


async def awaits_the_count(goods):
    return await goods.ratings.acount()


async def saves(goods):
    goods.price += 1
    goods.save()  # E: async-unsafe-query


async def saves_asynchronously(goods):
    goods.price += 1
    await goods.asave()


async def hands_it_on(goods):
    return goods.name, stars(goods)  # E: async-unsafe-call


async def goes_through_a_query(goods):
    return [rating.stars for rating in goods.ratings.order_by("pk")]  # E: async-unsafe-iteration


async def goes_through_it_asynchronously(goods):
    return [rating.stars async for rating in goods.ratings.order_by("pk")]


async def reads_beyond_what_it_fetched(goods):
    rating = await goods.ratings.aget()
    return rating.goods.aisle_name if rating.stars > 9 else rating.goods.name


async def fetches_others(goods):
    rating = await goods.ratings.afirst()
    return rating.goods.aisle.name if rating.stars > 9 else rating.goods.aisle_id


async def fetches_what_lies_above(aisle):
    inner = await aisle.inner.afirst()
    return inner is None or inner.parent.name


async def reads_columns(goods):
    return goods.name, goods.price, goods.aisle_id


async def is_another_thing(goods):
    goods = [goods]
    return goods.count(1)


async def refreshed(aisle):
    aisle.refresh_from_db()  # E: async-unsafe-query


async def refreshed_in_async_code(aisle):
    await aisle.arefresh_from_db()


async def cleaned(goods):
    goods.full_clean()  # E: async-unsafe-query
