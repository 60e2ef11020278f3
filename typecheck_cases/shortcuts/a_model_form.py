"""A model form looks up foreign keys when it validates, and writes when it is saved."""

from asgiref.sync import sync_to_async
from django.forms import ModelForm
from library.models import Author, Book


class BookForm(ModelForm[Book]):
    class Meta:
        model = Book
        fields = ("title", "author")


class AuthorForm(ModelForm[Author]):
    class Meta:
        model = Author
        fields = ("name",)


async def validates_a_foreign_key() -> bool:
    form = BookForm({"title": "new", "author": "1"})
    return form.is_valid()  # E: async-unsafe-query


async def validates_a_foreign_key_in_a_thread() -> bool:
    form = BookForm({"title": "new", "author": "1"})
    return await sync_to_async(form.is_valid)()


async def validates_plain_fields() -> bool:
    return AuthorForm({"name": "new"}).is_valid()


async def saves() -> Author:
    form = AuthorForm({"name": "new"})
    return form.save()  # E: async-unsafe-query


async def builds_without_saving() -> Author:
    return AuthorForm({"name": "new"}).save(commit=False)
