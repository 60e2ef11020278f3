"""Managers and querysets that know their models by name only: those import this module."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Self, TypeVar, overload

from django.db import models

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from library.models import Shelf

    from shop.models import Book

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class PublishedQuerySet(models.QuerySet[M_co]):
    """Generic: of any model."""

    def published(self) -> Self:
        return self.filter(pk__gt=0)


class BookQuerySet(models.QuerySet["Book"]):
    limit = 1

    def long(self) -> Self:
        return self.filter(pages__gte=self.limit)

    def drafts(self) -> models.QuerySet[Book]:
        return self.filter(pages=0)

    def titles(self) -> list[str]:
        return list(self.values_list("title", flat=True))

    def heaviest(self) -> Book | None:
        return self.order_by("-pages").first()

    def each_title(self) -> Iterator[str]:
        for book in self:
            yield book.title

    async def acount_long(self) -> int:
        return await self.long().acount()

    async def astream(self) -> AsyncIterator[str]:
        async for book in self:
            yield book.title

    @overload
    def named(self, name: str) -> Book: ...
    @overload
    def named(self, name: None) -> None: ...
    def named(self, name: str | None) -> Book | None:
        return self.get(title=name) if name else None

    @property
    def is_long(self) -> bool:
        return True

    @cached_property
    def shelf_mark(self) -> str:
        return "A"

    @classmethod
    def describe(cls) -> str:
        return cls.__name__

    def _own(self) -> None: ...


class ShelfManager(models.Manager["Shelf"]):
    def tidy(self, times: int = 1) -> int:
        return times

    def newest(self) -> Shelf | None:
        return self.order_by("-pk").first()


class LoanManager(models.Manager[M_co]):
    """Generic, below an abstract model."""

    def open(self) -> models.QuerySet[M_co]:
        return self.filter(pk__gt=0)

    def oldest(self) -> M_co | None:
        return self.first()
