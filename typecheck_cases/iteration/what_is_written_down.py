"""JSON with an encoder of the project, HTML with Django's helpers: both write down what they are given."""

# mypy: allow-untyped-defs, allow-untyped-calls, disable-error-code="no-any-return, arg-type"

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from library.cards import BookCard
from library.models import Book


class Encoder(DjangoJSONEncoder):
    def default(self, o):
        if isinstance(o, QuerySet):
            return list(o)
        if isinstance(o, Book):
            return {"title": o.title, "author": o.author.name}
        return super().default(o)


def encode(o):
    if isinstance(o, Book):
        return {"title": o.title, "author": o.author.name}
    raise TypeError


async def encodes_a_queryset() -> str:
    return json.dumps({"books": Book.objects.all()}, cls=Encoder)  # E: async-unsafe-call


async def encodes_a_row() -> str:
    return json.dumps({"book": await Book.objects.aget(pk=1)}, cls=Encoder)  # E: async-unsafe-call


async def encodes_a_loaded_row() -> str:
    return json.dumps({"book": await Book.objects.select_related("author").aget(pk=1)}, cls=Encoder)


async def encodes_by_a_function() -> str:
    return json.dumps([await Book.objects.aget(pk=1)], default=encode)  # E: async-unsafe-call


async def encodes_a_loaded_row_by_a_function() -> str:
    return json.dumps([await Book.objects.select_related("author").aget(pk=1)], default=encode)


async def encodes_values() -> str:
    return json.dumps([row async for row in Book.objects.values("title")], default=encode)


async def formats_a_row() -> str:
    return format_html("<td>{}</td>", await BookCard.objects.aget(pk=1))  # E: async-unsafe-call


async def formats_a_loaded_row() -> str:
    return format_html("<td>{}</td>", await BookCard.objects.select_related("author").aget(pk=1))


async def joins_a_queryset() -> str:
    return format_html_join("", "<td>{}</td>", Book.objects.values_list("title"))  # E: async-unsafe-iteration


async def joins_what_it_has_fetched() -> str:
    return format_html_join("", "<td>{}</td>", [(book.title,) async for book in Book.objects.all()])
