"""A function that a thread runs inside a transaction, by two decorators: what it gives is known."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, misc"

from asgiref.sync import sync_to_async
from django.db import transaction
from library.market import Aisle, Goods


@sync_to_async
@transaction.atomic
def make_with_key():
    return [Goods.objects.create(name="Pear", aisle_id=1)]


@sync_to_async
@transaction.atomic
def make_all(names):
    made = []
    for name in names:
        aisle = Aisle.objects.get(pk=1)
        made.append(Goods.objects.create(name=name, aisle=aisle, seller_id=1))
    return made


@sync_to_async
@transaction.atomic()
def newest():
    return Goods.objects.order_by("pk").last()


async def made_with_a_key():
    return [goods.aisle.name for goods in await make_with_key()]  # E: async-unsafe-relation


async def made_with_a_row():
    return [goods.aisle.name for goods in await make_all(["Pear"])]


async def made_with_a_row_and_a_key():
    return [goods.seller.username for goods in await make_all(["Pear"])]  # E: async-unsafe-relation


async def one_row():
    goods = await newest()
    return goods.aisle.name  # E: async-unsafe-relation


async def one_row_and_its_column():
    goods = await newest()
    return goods.name
