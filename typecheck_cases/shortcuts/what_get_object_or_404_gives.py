"""What ``get_object_or_404`` and its like give, where the queryset comes from an unannotated method."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, var-annotated"

from asgiref.sync import sync_to_async
from django.shortcuts import aget_list_or_404, aget_object_or_404, get_list_or_404, get_object_or_404
from library.market import Goods


async def takes_one():
    goods = await aget_object_or_404(Goods.objects.on_sale(), pk=1)
    goods.take(1)  # E: async-unsafe-call


async def takes_one_in_a_thread():
    goods = await aget_object_or_404(Goods.objects.on_sale(), pk=1)
    await sync_to_async(goods.take)(1)


async def reads_what_is_selected():
    goods = await aget_object_or_404(Goods.objects.with_aisle(), pk=1)
    return goods.aisle_name


async def reads_what_is_not():
    goods = await aget_object_or_404(Goods.objects.on_sale(), pk=1)
    return goods.aisle_name  # E: async-unsafe-call


async def reads_beyond():
    goods = await aget_object_or_404(Goods.objects.with_aisle(), pk=1)
    return goods.aisle.path  # E: async-unsafe-call


async def lists_them():
    found = await aget_list_or_404(Goods.objects.on_sale(), pk__gt=0)
    return [goods.aisle_name for goods in found]  # E: async-unsafe-call


async def lists_them_whole():
    found = await aget_list_or_404(Goods.objects.with_aisle(), pk__gt=0)
    return [goods.aisle_name for goods in found]


def found_in_a_thread():
    return get_object_or_404(Goods.objects.on_sale(), pk=1)


def listed_in_a_thread():
    return get_list_or_404(Goods.objects.on_sale())


async def goes_on_with_one_from_a_thread():
    goods = await sync_to_async(found_in_a_thread)()
    return goods.aisle_name  # E: async-unsafe-call


async def goes_on_with_several_from_a_thread():
    found = await sync_to_async(listed_in_a_thread)()
    return [goods.aisle_name for goods in found]  # E: async-unsafe-call


async def reads_a_column_of_several_from_a_thread():
    found = await sync_to_async(listed_in_a_thread)()
    return [goods.label for goods in found]
