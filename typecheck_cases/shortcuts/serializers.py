"""A serializer goes through its rows, and asks each for the keys of its many-to-many relations."""

from typing import TYPE_CHECKING

from asgiref.sync import sync_to_async
from django.core import serializers
from django.core.serializers import serialize
from django.forms import model_to_dict
from django.test import TestCase
from library.models import Author, Book

if TYPE_CHECKING:
    from django.db.models import Model


async def serializes_a_queryset() -> str:
    return str(serialize("json", Author.objects.all()))  # E: async-unsafe-iteration


async def serializes_a_queryset_in_a_thread() -> str:
    return str(await sync_to_async(serialize)("json", Author.objects.all()))


async def serializes_a_list() -> str:
    authors = [author async for author in Author.objects.all()]
    return str(serializers.serialize("json", authors))


async def serializes_many_to_many_relations() -> str:
    books = [book async for book in Book.objects.all()]
    return str(serializers.serialize("json", books))  # E: async-unsafe-query


async def serializes_prefetched_relations() -> str:
    books = [book async for book in Book.objects.prefetch_related("tags")]
    return str(serialize("xml", books))


async def serializes_some_fields() -> str:
    books = [book async for book in Book.objects.all()]
    return str(serialize("json", books, fields=["title", "author"]))


async def serializes_the_relation_alone() -> str:
    books = [book async for book in Book.objects.all()]
    return str(serialize("json", books, fields=("tags",)))  # E: async-unsafe-query


async def serializes_deferred_fields() -> str:
    authors = [author async for author in Author.objects.only("name")]
    return str(serialize("python", authors))  # E: async-unsafe-query


async def serializes_the_fields_that_are_there() -> str:
    authors = [author async for author in Author.objects.only("name")]
    return str(serialize("python", authors, fields=["name"]))


async def makes_a_dict() -> dict[str, object]:
    return model_to_dict(await Book.objects.aget(pk=1))  # E: async-unsafe-query


async def makes_a_dict_of_prefetched_rows() -> dict[str, object]:
    return model_to_dict(await Book.objects.prefetch_related("tags").aget(pk=1))


async def asserts_that_two_are_equal() -> None:
    TestCase().assertQuerySetEqual(Book.objects.filter(pk=0), [])  # E: async-unsafe-iteration


async def asserts_that_a_list_is_equal() -> None:
    books: list[Model] = [book async for book in Book.objects.filter(pk=0)]
    TestCase().assertQuerySetEqual(books, [])


async def asserts_that_both_have_the_same() -> None:
    books = Book.objects.none()
    TestCase().assertQuerySetEqual(Book.objects.filter(pk=0), books)  # E: async-unsafe-iteration


async def asserts_that_it_counts_the_same() -> None:
    TestCase().assertCountEqual(Book.objects.filter(pk=0), [])  # E: async-unsafe-iteration


async def asserts_that_a_row_is_in_it() -> None:
    book = await Book.objects.aget(pk=1)
    TestCase().assertIn(book, Book.objects.all())  # E: async-unsafe-iteration


async def serializes_a_list_that_has_no_name() -> str:
    return str(serialize("json", [book async for book in Book.objects.all()]))  # E: async-unsafe-query


async def serializes_prefetched_rows_that_have_no_name() -> str:
    return str(serialize("json", [book async for book in Book.objects.prefetch_related("tags")]))
