"""Models without annotations, below the classes that ``python -m aobjects.stubgen`` writes for them."""

from __future__ import annotations

from typing import Self

from django.db import models

from lending.async_bases import BranchBase, CardBase, LoanBase, MemberBase


class Branch(BranchBase):
    city = models.CharField(max_length=80)


class Member(MemberBase):
    name = models.CharField(max_length=80)
    sponsor = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="guests")
    branches = models.ManyToManyField(Branch, related_name="members")


class Card(CardBase):
    member = models.OneToOneField(Member, on_delete=models.CASCADE)
    number = models.PositiveIntegerField()


class LoanQuerySet(models.QuerySet["Loan"]):
    def overdue(self, days: int = 0) -> Self:
        return self.filter(days__gt=days)

    def titles(self) -> list[str]:
        return [loan.book.title for loan in self.select_related("book")]


class Loan(LoanBase):
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="loans")
    branch = models.ForeignKey(Branch, on_delete=models.SET_NULL, null=True)
    book = models.ForeignKey("shop.Book", on_delete=models.CASCADE, related_name="+")
    days = models.IntegerField(default=30)
    ends = models.DateField()
    note = models.TextField(null=True)

    objects = LoanQuerySet.as_manager()

    def is_late(self) -> bool:
        return self.days < 0
