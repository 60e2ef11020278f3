"""A second app, whose models give those of ``library`` accessors that ``library`` does not know."""

from __future__ import annotations

from aobjects import AsyncModel
from django.db import models
from library.models import Book, Reader


class Review(models.Model):
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="reviews")
    critic = models.ForeignKey(Reader, on_delete=models.CASCADE)
    stars = models.IntegerField(default=0)

    def __str__(self) -> str:
        return "*" * self.stars


class Award(AsyncModel, models.Model):
    book = models.OneToOneField(Book, on_delete=models.CASCADE, related_name="award")
    name = models.CharField(max_length=50)

    def __str__(self) -> str:
        return self.name
