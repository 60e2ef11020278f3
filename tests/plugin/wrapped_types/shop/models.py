"""Two models, a manager and a queryset of the project's own."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=50)


class BookQuerySet(models.QuerySet["Book"]):
    def long(self) -> Self:
        return self.filter(pages__gt=100)


class Book(models.Model):
    title = models.CharField(max_length=50)
    pages = models.IntegerField()
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")

    objects: ClassVar[models.Manager[Self]] = models.Manager()
    shelf = BookQuerySet.as_manager()
