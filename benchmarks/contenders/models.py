"""The tables of the test project as models of asgimod and of django-async-orm."""

from __future__ import annotations

from asgimod.mixins import AsyncMixin
from django.db import models
from django_async_orm.utils import patch_manager


class AuthorFields(models.Model):
    name = models.CharField(max_length=50)
    publisher_id = models.BigIntegerField(null=True)
    mentor_id = models.BigIntegerField(null=True)

    class Meta:
        abstract = True


class BookFields(models.Model):
    title = models.CharField(max_length=50)
    editor_id = models.BigIntegerField(null=True)
    pages = models.IntegerField(default=0)
    published_on = models.DateField(null=True)

    class Meta:
        abstract = True


class AsgimodAuthor(AsyncMixin, AuthorFields):
    class Meta:
        managed = False
        db_table = "library_author"


class AsgimodBook(AsyncMixin, BookFields):
    author = models.ForeignKey(AsgimodAuthor, on_delete=models.CASCADE, related_name="books")

    class Meta:
        managed = False
        db_table = "library_book"
        ordering = ("pk",)


class AsyncOrmAuthor(AuthorFields):
    class Meta:
        managed = False
        db_table = "library_author"


class AsyncOrmBook(BookFields):
    author = models.ForeignKey(AsyncOrmAuthor, on_delete=models.CASCADE, related_name="books")

    class Meta:
        managed = False
        db_table = "library_book"
        ordering = ("pk",)


# Its app does this to every model of a project: to Django's own books too, which are measured beside these.
patch_manager(AsyncOrmAuthor)
patch_manager(AsyncOrmBook)
