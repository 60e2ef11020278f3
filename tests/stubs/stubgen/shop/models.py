"""Models whose relations are strings, nullable, hidden, generic, inherited and nested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from aobjects import AsyncModel
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models

from shop.async_bases import BookBase, NoteBase, Shelf_PlaceBase, ShelfBase, TagBase, TomeBase

if TYPE_CHECKING:
    import datetime as dates
    from collections.abc import Sequence

    from django.db.models import QuerySet


class Stamped(AsyncModel):
    made = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Tag(TagBase):
    label: models.CharField[str, str] = models.CharField(max_length=40)


class BookQuerySet(models.QuerySet["Book"]):
    def in_stock(self, at_least: int = 1) -> Self:
        return self.filter(stock__gte=at_least)

    def titles(self, *, first: Literal["a", "b"] | None = None) -> list[str]:
        return list(self.values_list("title", flat=True))

    def by(self, names: Sequence[str], /, born: dates.date | None = None) -> QuerySet[Book]:
        return self.filter(author__name__in=names)

    async def newest(self) -> Book | None:
        return await self.order_by("-pk").afirst()


class Book(Stamped, BookBase):
    title = models.CharField(max_length=120)
    blurb = models.TextField(null=True)
    stock = models.PositiveIntegerField(default=0)
    price = models.DecimalField(max_digits=6, decimal_places=2)
    released = models.DateField(null=True)
    author = models.ForeignKey("people.Author", on_delete=models.CASCADE, related_name="books")
    editor = models.ForeignKey("people.Author", on_delete=models.CASCADE, null=True, related_name="edited")
    printer = models.ForeignKey("people.Author", on_delete=models.CASCADE, related_name="+")
    tags = models.ManyToManyField(Tag, related_name="books")
    notes = GenericRelation("Note")

    objects = BookQuerySet.as_manager()

    def label(self) -> str:
        return self.title


class Tome(Book, TomeBase):
    volume = models.IntegerField()


class OldBook(Book):
    class Meta(Stamped.Meta):
        proxy = True


class Shelf(ShelfBase):
    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shelf")

    class Place(Shelf_PlaceBase):
        shelf = models.ForeignKey("shop.Shelf", on_delete=models.CASCADE)
        book = models.ForeignKey("Book", on_delete=models.CASCADE, related_name="places")


class NoteQuerySet(models.QuerySet["Note"]):
    def long(self) -> Self:
        return self.filter(object_id__gt=9)


class NoteManager(models.Manager["Note"]):
    def shared(self) -> NoteQuerySet:
        return NoteQuerySet(self.model, using=self._db).long()


class Note(NoteBase):
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveIntegerField()
    subject = GenericForeignKey()

    objects = NoteManager()
