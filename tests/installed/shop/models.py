"""Models with what packages put on them."""

from django.db import models
from simple_history.models import HistoricalRecords
from solo.models import SingletonModel
from taggit.managers import TaggableManager


class Author(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
    tags = TaggableManager()
    history = HistoricalRecords()


class Imprint(SingletonModel):
    name = models.CharField(max_length=50, default="Penguin")
