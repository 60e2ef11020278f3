"""A market: models and helpers as they stand in projects without annotations."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, var-annotated, misc, type-arg"

from typing import ClassVar

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Avg

from library.models import M


class Aisle(M):
    name = models.CharField(max_length=50)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="inner")
    tax = models.PositiveSmallIntegerField(null=True)

    @property
    def path(self):
        if self.parent is None:
            return self.name
        return f"{self.parent.path} > {self.name}"

    @property
    def tax_rate(self):
        if self.tax is not None:
            return self.tax
        return self.parent.tax_rate if self.parent else 21


class GoodsQuerySet(models.QuerySet):
    def on_sale(self):
        return self.filter(price__gt=0)

    def with_aisle(self):
        return self.on_sale().select_related("aisle")

    def cheapest(self):
        return self.order_by("price").first()

    def total(self):
        return sum(goods.price for goods in self)

    def names(self):
        return sorted({goods.name for goods in self})

    def mean(self):
        return self.aggregate(mean=Avg("price"))["mean"]

    def mark_down(self, amount):
        return self.update(price=models.F("price") - amount)

    def in_aisle(self, aisle):
        return self.filter(aisle=aisle) if aisle else self.none()

    def seen_by(self, user):
        return self.filter(seller=user)

    async def acheapest(self):
        return await self.order_by("price").afirst()


class Goods(M):
    name = models.CharField(max_length=50)
    price = models.IntegerField(default=10)
    aisle = models.ForeignKey(Aisle, on_delete=models.CASCADE, related_name="goods")
    seller = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="goods")

    objects = GoodsQuerySet.as_manager()

    @property
    def aisle_name(self):
        return self.aisle.name

    @property
    def rating(self):
        return self.ratings.aggregate(mean=Avg("stars"))["mean"]

    @property
    def label(self):
        return f"{self.name}: {self.price}"

    def take(self, amount):
        self.price -= amount
        self.save(update_fields=["price"])


class Rating(M):
    goods = models.ForeignKey(Goods, on_delete=models.CASCADE, related_name="ratings")
    stars = models.IntegerField(default=5)

    def clean(self):
        if self.goods.price < 0:
            raise ValidationError("nothing to rate")


class Serializer:
    """Writes down the fields that a subclass names, each by a method of its own or as it is on the row."""

    fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, row):
        self.row = row

    @property
    def data(self):
        return {name: self.value(name) for name in self.fields}

    def value(self, name):
        getter = getattr(self, f"get_{name}", None)
        return getter() if getter else getattr(self.row, name)


class GoodsSerializer(Serializer):
    fields = ("name", "price", "label")


class AisleIdSerializer(Serializer):
    fields: ClassVar[tuple[str, ...]] = ("name", "aisle")

    def get_aisle(self):
        return self.row.aisle_id


class RatedSerializer(AisleIdSerializer):
    fields = ("name", "aisle", "rating")


PLAIN_FIELDS = ["name", "price"]
FULL_FIELDS = ["name", "aisle_name"]


def pick(row, fields):
    return {field: getattr(row, field) for field in fields}


class Table:
    """Rows of what a queryset gives, column by column."""

    columns: ClassVar = ["name", "price"]

    def __init__(self, source):
        self.source = source

    def line(self, row):
        found = []
        for column in self.columns:
            found.append(getattr(row, column))
        return found

    async def lines(self):
        return [self.line(row) async for row in self.source]


class AisleTable(Table):
    columns: ClassVar = ["name", "aisle_name"]


class SessionBasket:
    """What a visitor has chosen, kept in the session."""

    def __init__(self, request):
        self.session = request.session
        self.data = self.session.get("basket", {})


class LateBasket:
    """The same, read by whoever needs it."""

    def __init__(self, request):
        self.session = request.session

    async def aload(self):
        return await self.session.aget("basket", {})

    def load(self):
        return self.session.get("basket", {})


class Store:
    """Finds rows of the model that it is made for."""

    def __init__(self, model):
        self.model = model

    def newest(self):
        return self.model._default_manager.order_by("pk").last()

    async def by_pk(self, pk):
        return await self.model._default_manager.aget(pk=pk)


goods_store = Store(Goods)
aisles = Store(Aisle)


class PlainNamer:
    def name(self, goods):
        return goods.name


class AisleNamer:
    def name(self, goods):
        return goods.aisle_name


NAMERS = {"plain": PlainNamer(), "aisle": AisleNamer()}


def pairs_of(goods):
    return list((item, 1) for item in [goods])


class Basket:
    def __init__(self, lines):
        self.lines = list(lines)

    def count(self):
        return sum(amount for _, amount in self.lines)

    def ratings(self):
        return [goods.rating for goods, amount in self.lines if amount]


def basket_of_one(goods):
    return Basket((item, 2) for item in [goods])


def fill() -> None:
    shelf = Aisle.objects.create(name="shelf", parent=Aisle.objects.create(name="hall", tax=9))
    seller = User.objects.get(username="u")
    for price in (30, 20):
        goods = Goods.objects.create(name=f"g{price}", price=price, aisle=shelf, seller=seller)
        Rating.objects.create(goods=goods)
