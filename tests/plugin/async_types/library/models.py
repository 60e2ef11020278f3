from __future__ import annotations

from aobjects import AsyncModel
from django.contrib.auth.models import AbstractUser
from django.db import models
from shop.querysets import LoanManager, ShelfManager


class Shelf(AsyncModel):
    label = models.CharField(max_length=50)
    owner = models.ForeignKey("library.Member", null=True, on_delete=models.CASCADE)

    objects = ShelfManager()


class Place(AsyncModel):
    book = models.ForeignKey("shop.Book", on_delete=models.CASCADE)
    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE, related_name="places")


class Member(AbstractUser, AsyncModel):
    favourite = models.ForeignKey("shop.Book", null=True, on_delete=models.SET_NULL, related_name="fans")


class Loan(AsyncModel):
    holder = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="%(class)s_set")

    objects = LoanManager()

    class Meta:
        abstract = True

    async def holder_name(self) -> str:
        return (await self.aholder).username


class BookLoan(Loan):
    book = models.ForeignKey("shop.Book", on_delete=models.CASCADE, related_name="loans")


class DiscLoan(Loan):
    number = models.IntegerField()
