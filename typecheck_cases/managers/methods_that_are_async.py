"""The async methods of a manager, or of a class of querysets: what they read of the rows of ``self``."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, type-arg, misc"

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async
from django.db import models
from library.market import Aisle, Goods


class Found(models.QuerySet["Goods"]):
    def sorted(self) -> Found:
        return self.order_by("price")

    def with_aisle(self) -> Found:
        return self.select_related("aisle")

    async def aisles(self) -> list[str]:
        return [goods.aisle.name async for goods in self]  # E: async-unsafe-relation

    async def aisles_of_some(self) -> list[str]:
        names = []
        async for goods in self.filter(price__gt=0):
            names.append(goods.aisle.name)  # E: async-unsafe-relation
        return names

    async def aisles_of_all(self) -> list[str]:
        return [goods.aisle.name async for goods in self.with_aisle()]

    async def prices(self) -> list[int]:
        return [goods.price async for goods in self]

    async def aisle_of_the_cheapest(self) -> str:
        goods = await self.sorted().afirst()
        return goods.aisle.name if goods else ""  # E: async-unsafe-relation

    async def aisle_of_the_cheapest_loaded(self) -> str:
        goods = await self.sorted().with_aisle().afirst()
        return goods.aisle.name if goods else ""

    async def listed(self) -> list[str]:
        return [goods.name for goods in self]  # E: async-unsafe-iteration

    async def listed_in_a_thread(self) -> list[str]:
        rows = await sync_to_async(list[Goods])(self)
        return [goods.name for goods in rows]

    async def aisles_of_a_page(self) -> list[str]:
        return [goods.aisle.name async for goods in self[:2]]  # E: async-unsafe-relation

    async def counted(self) -> int:
        return self.count()  # E: async-unsafe-query

    async def acounted(self) -> int:
        return await self.acount()

    async def shown_aisles(self) -> list[str]:
        # Somebody calls it behind what loads them: the caller is told, where they are not.
        return [goods.aisle.name async for goods in self]


async def calls_it_behind_what_loads() -> list[str]:
    return await Found(Goods).with_aisle().shown_aisles()


async def calls_it_behind_what_does_not() -> list[str]:
    return await Found(Goods).sorted().shown_aisles()  # E: async-unsafe-call "shown_aisles" runs a query


class Stock(models.Manager["Goods"]):
    def get_queryset(self) -> models.QuerySet[Goods]:
        return super().get_queryset().order_by("pk")

    async def first_aisle(self) -> str:
        goods = await self.aget(pk=1)
        return goods.aisle.name  # E: async-unsafe-relation

    async def first_aisle_loaded(self) -> str:
        goods = await self.select_related("aisle").aget(pk=1)
        return goods.aisle.name

    async def makes_one(self, **fields: Any) -> Goods:
        return self.create(name="new", **fields)  # E: async-unsafe-query

    async def amakes_one(self, **fields: Any) -> Goods:
        return await self.acreate(name="new", **fields)

    async def cheapest(self):
        return self.filter(price__gt=0).order_by("price").first()  # E: async-unsafe-query

    async def acheapest(self):
        return await self.filter(price__gt=0).order_by("price").afirst()

    async def parents(self):
        return [goods.aisle.parent async for goods in self.select_related("aisle__parent")]

    async def tops(self):
        rows = self.select_related("aisle")
        return [goods.aisle.parent async for goods in rows]  # E: async-unsafe-relation


class Selecting(models.Manager["Goods"]):
    def get_queryset(self) -> models.QuerySet[Goods]:
        return super().get_queryset().select_related("aisle")

    async def aisle_names(self) -> list[str]:
        return [goods.aisle.name async for goods in self.all()]

    async def parent_names(self) -> list[str]:
        return [str(goods.aisle.parent) async for goods in self.all()]  # E: async-unsafe-relation


async def ask(rows: Any, method: str, **fields: Any) -> Any:
    parent = await Aisle.objects.acreate(name="All")
    aisle = await Aisle.objects.acreate(name="Fruit", parent=parent)
    await Goods.objects.acreate(name="Pear", aisle=aisle)
    rows.model = Goods
    return await getattr(rows, method)(**fields)


REQUESTS = {
    "Found.aisles": lambda: ask(Found(Goods), "aisles"),
    "Found.aisles_of_some": lambda: ask(Found(Goods), "aisles_of_some"),
    "Found.aisles_of_all": lambda: ask(Found(Goods), "aisles_of_all"),
    "Found.prices": lambda: ask(Found(Goods), "prices"),
    "Found.aisle_of_the_cheapest": lambda: ask(Found(Goods), "aisle_of_the_cheapest"),
    "Found.aisle_of_the_cheapest_loaded": lambda: ask(Found(Goods), "aisle_of_the_cheapest_loaded"),
    "Found.listed": lambda: ask(Found(Goods), "listed"),
    "Found.listed_in_a_thread": lambda: ask(Found(Goods), "listed_in_a_thread"),
    "Found.aisles_of_a_page": lambda: ask(Found(Goods), "aisles_of_a_page"),
    "Found.counted": lambda: ask(Found(Goods), "counted"),
    "Found.acounted": lambda: ask(Found(Goods), "acounted"),
    "Stock.first_aisle": lambda: ask(Stock(), "first_aisle"),
    "Stock.first_aisle_loaded": lambda: ask(Stock(), "first_aisle_loaded"),
    "Stock.makes_one": lambda: ask(Stock(), "makes_one", aisle_id=1),
    "Stock.amakes_one": lambda: ask(Stock(), "amakes_one", aisle_id=1),
    "Stock.cheapest": lambda: ask(Stock(), "cheapest"),
    "Stock.acheapest": lambda: ask(Stock(), "acheapest"),
    "Stock.parents": lambda: ask(Stock(), "parents"),
    "Stock.tops": lambda: ask(Stock(), "tops"),
    "Selecting.aisle_names": lambda: ask(Selecting(), "aisle_names"),
    "Selecting.parent_names": lambda: ask(Selecting(), "parent_names"),
}
"""Each method on rows that nothing is loaded on."""
