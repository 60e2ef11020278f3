"""Another app: its relations put accessors on the models of the first."""

from __future__ import annotations

from django.db import models

from reviews.aobjects_models import AsyncAward, AsyncReview


class Review(AsyncReview):
    book = models.ForeignKey("shop.Book", on_delete=models.CASCADE, related_name="reviews")
    critic = models.ForeignKey("shop.Reader", on_delete=models.CASCADE)


class Award(AsyncAward):
    book = models.OneToOneField("shop.Book", on_delete=models.CASCADE, primary_key=True)
