from __future__ import annotations

from typing import ClassVar

from aobjects import AsyncModel
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models

from shop.querysets import BookQuerySet, PublishedQuerySet


class Tag(AsyncModel):
    label = models.CharField(max_length=20)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveIntegerField()
    thing = GenericForeignKey()

    objects = PublishedQuerySet.as_manager()


class Author(AsyncModel):
    name = models.CharField(max_length=50)
    teacher = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="pupils")
    friends = models.ManyToManyField("self")


class Profile(AsyncModel):
    author = models.OneToOneField(Author, on_delete=models.CASCADE, related_name="profile")


class Publisher(models.Model):
    """Not async: relations from async models lead to it all the same."""

    name = models.CharField(max_length=50)

    objects = models.Manager.from_queryset(PublishedQuerySet)()


class Book(AsyncModel):
    title = models.CharField(max_length=50)
    pages = models.IntegerField()
    published_on = models.DateField(null=True)
    author = models.ForeignKey("Author", on_delete=models.CASCADE, related_name="books")
    editor = models.ForeignKey("shop.Author", null=True, on_delete=models.CASCADE, related_name="edited")
    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE)
    shelves = models.ManyToManyField("library.Shelf", through="library.Place", related_name="books")
    tags = GenericRelation(Tag)

    objects = BookQuerySet.as_manager()
    plain: ClassVar[models.Manager[Book]] = models.Manager()

    class Chapter(AsyncModel):
        """A model inside a model."""

        book = models.ForeignKey("shop.Book", on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "shop"


class Tome(Book):
    weight = models.IntegerField()


class Leaflet(Book):
    class Meta:
        proxy = True


class Own(AsyncModel):
    """What the project wrote under an accessor's name stays."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="+")

    @property
    def abook(self) -> str:
        return "own"


class Archive(AsyncModel):
    """No manager has the name of Django's: the default one counts."""

    label = models.CharField(max_length=20)

    records = PublishedQuerySet.as_manager()
