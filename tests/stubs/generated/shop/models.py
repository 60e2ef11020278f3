"""Each kind of relation and manager, declared by name only, as pyright cannot follow it."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models

from shop.aobjects_models import (
    AsyncAuthor,
    AsyncBook,
    AsyncBuildingRoom,
    AsyncNote,
    AsyncNovel,
    AsyncProfile,
    AsyncReader,
    AsyncTag,
)


class Reader(AsyncReader, AbstractUser):
    shelf = models.CharField(max_length=50)


class Author(AsyncAuthor):
    name = models.CharField(max_length=50)
    mentor = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="pupils")


class Profile(AsyncProfile):
    author = models.OneToOneField("Author", on_delete=models.CASCADE, related_name="profile")
    motto = models.TextField()


class Tag(AsyncTag):
    label = models.CharField(max_length=50)
    owner = models.ForeignKey("shop.Reader", on_delete=models.CASCADE, null=True, related_name="+")


class Note(AsyncNote):
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveIntegerField()
    subject = GenericForeignKey("content_type", "object_id")


class BookQuerySet(models.QuerySet["Book"]):
    def published(self) -> BookQuerySet:
        return self.filter(pages__gt=0)

    def longer_than(self, pages: int, *, strictly: bool = True) -> BookQuerySet:
        return self.filter(pages__gt=pages) if strictly else self.filter(pages__gte=pages)

    def titles(self) -> list[str]:
        return [book.title for book in self]

    async def afind(self, title: str) -> Book | None:
        return await self.filter(title=title).afirst()


class Book(AsyncBook):
    title = models.CharField(max_length=50)
    author = models.ForeignKey("Author", on_delete=models.CASCADE, related_name="books")
    editor = models.ForeignKey("Author", on_delete=models.SET_NULL, null=True, related_name="edited")
    tags = models.ManyToManyField(Tag, related_name="books")
    notes = GenericRelation("Note")
    pages = models.IntegerField(default=0)
    price = models.DecimalField(max_digits=6, decimal_places=2)

    objects = BookQuerySet.as_manager()


class Novel(Book, AsyncNovel):
    genre = models.CharField(max_length=50)


class Classic(Book):
    class Meta:
        proxy = True


class Building:
    """A model may stand inside another class."""

    class Room(AsyncBuildingRoom):
        seats = models.IntegerField()

        class Meta:
            app_label = "shop"
