"""Every kind of relation, manager and queryset class that django-stubs types in its own way."""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models

T = TypeVar("T", bound=models.Model)


class ActiveQuerySet(models.QuerySet[T]):
    def active(self) -> Self:
        return self.filter(pk__gt=0)

    def first_or_none(self) -> T | None:
        return self.first()


class SlimManager(models.Manager[T]):
    def get_queryset(self) -> models.QuerySet[T]:
        return super().get_queryset().select_related()

    def pick(self, key: int) -> T:
        return self.get(pk=key)


class BookQuerySet(models.QuerySet["Book"]):
    def long(self) -> Self:
        return self.filter(pages__gt=100)

    def with_author(self) -> BookQuerySet:
        return self.select_related("author")

    def titles(self) -> list[str]:
        return [book.title for book in self]

    async def atitles(self) -> list[str]:
        return [book.title async for book in self]


class BookManager(models.Manager["Book"]):
    def shortest(self) -> Book | None:
        return self.order_by("pages").first()


class Publisher(models.Model):
    name = models.CharField(max_length=50)
    founded = models.DateField(null=True)

    objects: ClassVar[SlimManager[Self]] = SlimManager()


class Author(models.Model):
    name = models.CharField(max_length=50)
    bio = models.TextField(default="")
    publisher = models.ForeignKey(Publisher, null=True, on_delete=models.SET_NULL, related_name="authors")
    mentor = models.ForeignKey("self", null=True, on_delete=models.SET_NULL)

    objects = models.Manager.from_queryset(ActiveQuerySet["Author"])()


class Profile(models.Model):
    author = models.OneToOneField(Author, on_delete=models.CASCADE, related_name="profile")
    nick = models.CharField(max_length=50)


class Tag(models.Model):
    label = models.CharField(max_length=50, unique=True)


class Note(models.Model):
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveIntegerField()
    obj = GenericForeignKey("content_type", "object_id")
    text = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
    editor = models.ForeignKey(Author, null=True, on_delete=models.SET_NULL, related_name="edited")
    tags = models.ManyToManyField(Tag, related_name="books")
    labelled = models.ManyToManyField(Tag, through="Labelling", related_name="labelled_books")
    published = models.DateField(null=True)
    added = models.DateTimeField(auto_now_add=True)
    pages = models.IntegerField(default=0)
    price = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    meta = models.JSONField(default=dict)
    notes = GenericRelation(Note)

    objects = BookQuerySet.as_manager()
    plain: ClassVar[models.Manager[Book]] = models.Manager()
    both = BookManager.from_queryset(BookQuerySet)()
    own = BookManager()


class Labelling(models.Model):
    book = models.ForeignKey(Book, on_delete=models.CASCADE)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE)
    weight = models.IntegerField(default=1)


class Proxy(Book):
    class Meta:
        proxy = True


class Comic(Book):
    colour = models.BooleanField(default=False)


def anything() -> Any:
    return None
