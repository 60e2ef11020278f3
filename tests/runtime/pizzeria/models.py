"""The models of asgimod's README, as it writes them last; only the imports are ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aobjects import AsyncModel as AsyncMixin
from django.db import models

if TYPE_CHECKING:
    from aobjects import AsyncManyRelatedManager as AsyncManyToManyRelatedManager
    from aobjects import AsyncRelatedManager as AsyncManyToOneRelatedManager

# ruff: noqa: UP037


class Topping(AsyncMixin, models.Model):
    name = models.CharField(max_length=30)
    apizza_set: AsyncManyToManyRelatedManager["Pizza"]


class Box(AsyncMixin, models.Model):
    name = models.CharField(max_length=50)
    apizza_set: AsyncManyToOneRelatedManager["Pizza"]


class Price(AsyncMixin, models.Model):
    amount = models.DecimalField(decimal_places=2, max_digits=10)
    currency = models.CharField(max_length=16, default="usd")
    apizza: "Pizza"


class Pizza(AsyncMixin, models.Model):
    name = models.CharField(max_length=50)
    toppings = models.ManyToManyField(Topping)
    box = models.ForeignKey(Box, null=True, on_delete=models.SET_NULL)
    price = models.OneToOneField(Price, on_delete=models.CASCADE)
