"""Objects that a thread makes, through a wrapper of channels too, of which mypy may know no types."""

# mypy: allow-untyped-defs, allow-untyped-calls, disable-error-code="no-any-return, misc, import-untyped"

import asyncio

from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from django import forms
from library.models import Author, Book
from rest_framework import serializers


class BookSerializer(serializers.Serializer):  # type: ignore[misc, name-defined, unused-ignore]
    title = serializers.CharField()
    author = serializers.CharField(source="author.name")


class AuthorForm(forms.ModelForm[Author]):
    class Meta:
        model = Author
        fields = ("name", "publisher")


class Label:
    """It reads a relation."""

    def __init__(self, book):
        self.book = book

    def text(self):
        return self.book.author.name


class Rows:
    """It keeps what it has read."""

    def __init__(self):
        self.books = list(Book.objects.all())
        self.joined = list(Book.objects.select_related("author"))


async def a_label_of_a_row():
    label = await database_sync_to_async(Label)(await Book.objects.aget(pk=1))
    return label.text()  # E: async-unsafe-call "text" runs a query


async def a_label_of_a_full_row():
    label = await database_sync_to_async(Label)(await Book.objects.select_related("author").aget(pk=1))
    return label.text()


async def a_label_by_name():
    label = await database_sync_to_async(Label)(book=await Book.objects.aget(pk=1))
    return label.book.author.name  # E: async-unsafe-relation "author" of "Book"


async def a_label_without_the_wrapper_of_channels():
    label = await asyncio.to_thread(Label, await Book.objects.aget(pk=1))
    return label.text()  # E: async-unsafe-call "text" runs a query


async def a_serializer():
    serializer = await database_sync_to_async(BookSerializer)(await Book.objects.aget(pk=1), many=False)
    return {"book": serializer.data}  # E: async-unsafe-call "BookSerializer.data" runs a query


async def a_serializer_of_a_full_row():
    book = await Book.objects.select_related("author").aget(pk=1)
    serializer = await database_sync_to_async(BookSerializer)(book, many=False)
    return {"book": serializer.data}


async def a_serializer_of_another_wrapper():
    serializer = await sync_to_async(BookSerializer)(await Book.objects.aget(pk=1))
    return serializer.data  # E: async-unsafe-call "BookSerializer.data" runs a query


async def a_form():
    form = await database_sync_to_async(AuthorForm)({"name": "Ann", "publisher": 1})
    return form.is_valid()  # E: async-unsafe-query


async def a_form_that_is_asked_in_a_thread():
    form = await database_sync_to_async(AuthorForm)({"name": "Ann", "publisher": 1})
    return await database_sync_to_async(form.is_valid)()


async def rows_that_it_keeps():
    rows = await database_sync_to_async(Rows)()
    return [book.author.name for book in rows.books]  # E: async-unsafe-relation "author" of "Book"


async def full_rows_that_it_keeps():
    rows = await database_sync_to_async(Rows)()
    return [book.author.name for book in rows.joined]
