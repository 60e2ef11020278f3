"""A queryset's own methods, unannotated: what they run, they run where they are called."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, var-annotated"

from asgiref.sync import sync_to_async
from library.market import Goods


async def gets_the_first():
    return Goods.objects.on_sale().cheapest()  # E: async-unsafe-call


async def gets_the_first_through_the_manager():
    return Goods.objects.cheapest()  # E: async-unsafe-call


async def awaits_the_first():
    goods = await Goods.objects.on_sale().acheapest()
    return goods.name


async def reads_beyond_what_it_awaited():
    goods = await Goods.objects.on_sale().acheapest()
    return goods.aisle.name  # E: async-unsafe-relation "aisle" of "Goods"


async def gets_the_first_in_a_thread():
    goods = await sync_to_async(Goods.objects.on_sale().cheapest)()
    return goods.name


async def adds_up():
    return Goods.objects.on_sale().total()  # E: async-unsafe-call


async def adds_up_what_was_fetched():
    goods = Goods.objects.on_sale()
    fetched = [item async for item in goods]
    return len(fetched), goods.total()


async def lists_in_a_set():
    return Goods.objects.with_aisle().names()  # E: async-unsafe-call


async def aggregates():
    return Goods.objects.filter(price=1).mean()  # E: async-unsafe-call


async def updates():
    return Goods.objects.on_sale().mark_down(1)  # E: async-unsafe-call


async def updates_in_a_thread():
    return await sync_to_async(Goods.objects.on_sale().mark_down)(1)


async def selects_by_a_method():
    goods = await Goods.objects.with_aisle().aget(pk=1)
    return goods.aisle.name


async def selects_by_none():
    goods = await Goods.objects.on_sale().aget(pk=1)
    return goods.aisle.name  # E: async-unsafe-relation "aisle" of "Goods"


async def goes_on_after_a_branch():
    goods = Goods.objects.in_aisle(2).with_aisle()
    return [item.aisle.name async for item in goods]


async def goes_on_after_a_branch_without():
    goods = Goods.objects.in_aisle(2).on_sale()
    return [item.aisle.name async for item in goods]  # E: async-unsafe-relation


async def filters_by_the_user(request):
    return [item.name async for item in Goods.objects.seen_by(request.user)]  # E: async-unsafe-call


async def filters_by_the_user_behind_another_method(request):
    goods = Goods.objects.on_sale().seen_by(request.user).with_aisle()  # E: async-unsafe-call
    return [item.name async for item in goods]


async def filters_by_the_awaited_user(request):
    user = await request.auser()
    return [item.name async for item in Goods.objects.seen_by(user)]


async def asks_behind_a_relation(request):
    user = await request.auser()
    return user.goods.cheapest()  # E: async-unsafe-call


async def selects_behind_a_relation(request):
    user = await request.auser()
    return [item.aisle.name async for item in user.goods.with_aisle()]
