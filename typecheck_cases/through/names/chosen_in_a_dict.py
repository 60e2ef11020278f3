"""A class or a function that a dict is asked for, which has the key or has not."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, attr-defined"
# mypy: disable-error-code="misc, operator, union-attr"

from library.market import Goods


class Plain:
    async def label(self, goods):
        return goods.name


class Full:
    async def label(self, goods):
        return goods.aisle.name


async def name_of(item):
    return item.name


async def aisle_of(item):
    return item.aisle.name


KINDS = {"full": Full}
BOTH = {"full": Full, "plain": Plain}
FUNCTIONS = {"aisle": aisle_of}
LATER: dict[str, type] = {"plain": Plain}


def register(name):
    def keep(cls):
        LATER[name] = cls
        return cls

    return keep


@register("late")
class Late:
    async def label(self, goods):
        return goods.name


async def a_class_that_is_there():
    goods = await Goods.objects.aget(pk=1)
    return await KINDS.get("full", Plain)().label(goods)  # E: async-unsafe-call


async def a_class_that_is_not_there():
    goods = await Goods.objects.aget(pk=1)
    return await KINDS.get("short", Plain)().label(goods)


async def a_class_in_a_name():
    goods = await Goods.objects.aget(pk=1)
    kind = BOTH.get("full")
    return await kind().label(goods)  # E: async-unsafe-call


async def another_class_in_a_name():
    goods = await Goods.objects.aget(pk=1)
    kind = BOTH.get("plain")
    return await kind().label(goods)


async def by_kind(kind, goods):
    return await KINDS.get(kind, Plain)().label(goods)


async def a_class_by_an_argument():
    return await by_kind("full", await Goods.objects.aget(pk=1))  # E: async-unsafe-call


async def no_class_by_an_argument():
    return await by_kind("short", await Goods.objects.aget(pk=1))


async def a_function_that_is_not_there():
    goods = await Goods.objects.aget(pk=1)
    function = FUNCTIONS.get("price")
    if function is not None:
        return await function(goods)
    return None


async def a_function_that_stands_in():
    goods = await Goods.objects.aget(pk=1)
    function = FUNCTIONS.get("price", name_of)
    return await function(goods)


async def a_function_that_is_there():
    goods = await Goods.objects.aget(pk=1)
    function = FUNCTIONS.get("aisle", name_of)
    return await function(goods)  # E: async-unsafe-call


async def registered_later():
    goods = await Goods.objects.aget(pk=1)
    return await LATER.get("late", Full)().label(goods)
