"""A manager with PEP 695's type parameters, which Python 3.12 and later can read."""

from __future__ import annotations

from django.db import models

from library.loans import Loan
from library.models import M


class LoadingManager[Row: models.Model](models.Manager[Row]):
    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().select_related("book")

    def newest(self) -> models.QuerySet[Row]:
        return self.order_by("-pk")


class FullLoan(Loan):
    full_rows = LoadingManager["FullLoan"]()

    class Meta(M.Meta):
        proxy = True
