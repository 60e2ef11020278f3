"""A template calls what can be called without arguments: a query that is handed on runs where it renders."""

# mypy: disable-error-code="union-attr"

from dataclasses import dataclass
from functools import partial
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpResponse
from django.shortcuts import render
from django.template import Context, Template, engines
from library.models import Author, Book
from library.web import signed_in_request

COUNT = Template("{{ count }}")
ROWS = Template("{% for book in books %}{{ book.title }}{% endfor %}")
FIRST = Template("{{ first.title }}")


def book_count() -> int:
    return Book.objects.count()


def three() -> int:
    return 3


def count_of(name: str) -> int:
    return Book.objects.filter(title=name).count()


async def count_later() -> int:
    return await Book.objects.acount()


@dataclass
class Shelf:
    name: str
    count: Any


class Counter:
    def __call__(self) -> int:
        return Book.objects.count()


async def a_query_of_the_manager() -> str:
    return COUNT.render(Context({"count": Book.objects.count}))  # E: async-unsafe-call


async def a_query_that_was_run() -> str:
    return COUNT.render(Context({"count": await Book.objects.acount()}))


async def a_query_in_a_thread() -> str:
    return await sync_to_async(COUNT.render)(Context({"count": Book.objects.count}))


async def a_query_of_a_queryset() -> str:
    few = Book.objects.filter(pages__lt=100)
    return COUNT.render(Context({"count": few.exists}))  # E: async-unsafe-call


async def a_query_of_related_rows() -> str:
    author = await Author.objects.aget(pk=1)
    return COUNT.render(Context({"count": author.books.count}))  # E: async-unsafe-call


async def a_query_that_is_only_handed_on() -> str:
    return FIRST.render(Context({"count": Book.objects.count}))


async def a_query_that_alters_data() -> str:
    return COUNT.render(Context({"count": Book.objects.create}))


async def a_queryset_that_is_made_there() -> str:
    return ROWS.render(Context({"books": Book.objects.all}))  # E: async-unsafe-call


async def rows_that_are_there() -> str:
    books = [book async for book in Book.objects.all()]
    return ROWS.render(Context({"books": books.copy}))


async def a_row_that_is_looked_for_there() -> str:
    return FIRST.render(Context({"first": Book.objects.first}))  # E: async-unsafe-call


async def a_row_that_is_not_looked_for_there() -> str:
    return FIRST.render(Context({"first": await Book.objects.afirst()}))


async def a_function() -> str:
    return COUNT.render(Context({"count": book_count}))  # E: async-unsafe-call


async def a_function_that_asks_nothing() -> str:
    return COUNT.render(Context({"count": three}))


async def a_function_that_needs_an_argument() -> str:
    return COUNT.render(Context({"count": count_of}))


async def a_function_with_its_argument() -> str:
    return COUNT.render(Context({"count": partial(count_of, "t")}))  # E: async-unsafe-call


async def a_coroutine_function() -> str:
    return COUNT.render(Context({"count": count_later}))


async def a_lambda() -> str:
    return COUNT.render(Context({"count": lambda: Book.objects.filter().count()}))  # E: async-unsafe-query


async def a_lambda_about_a_row() -> str:
    book = await Book.objects.aget(pk=1)
    return COUNT.render(Context({"count": lambda: book.author.name}))  # E: async-unsafe-relation


async def a_lambda_about_a_loaded_row() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return COUNT.render(Context({"count": lambda: book.author.name}))


async def an_object_that_can_be_called() -> str:
    return COUNT.render(Context({"count": Counter()}))  # E: async-unsafe-call


async def under_a_key() -> str:
    template = engines["django"].from_string("{{ stats.count }}")
    return template.render({"stats": {"count": Book.objects.count}})  # E: async-unsafe-call


async def under_another_key() -> str:
    template = engines["django"].from_string("{{ stats.pages }}")
    return template.render({"stats": {"count": Book.objects.count, "pages": 3}})


async def as_an_attribute() -> str:
    template = engines["django"].from_string("{{ shelf.count }}")
    return template.render({"shelf": Shelf("a", book_count)})  # E: async-unsafe-call


async def as_another_attribute() -> str:
    template = engines["django"].from_string("{{ shelf.name }}")
    return template.render({"shelf": Shelf("a", book_count)})


async def in_a_condition() -> str:
    template = engines["django"].from_string("{% if any %}some{% endif %}")
    return template.render({"any": Book.objects.exists})  # E: async-unsafe-call


async def in_a_condition_that_takes_what_raises() -> str:
    template = engines["django"].from_string("{% if count > 3 %}some{% endif %}")
    return template.render({"count": Book.objects.count})


async def under_a_name_of_the_template() -> str:
    template = engines["django"].from_string("{% with n=count %}{{ n }}{% endwith %}")
    return template.render({"count": Book.objects.count})  # E: async-unsafe-call


async def behind_a_name_of_the_template() -> str:
    template = engines["django"].from_string("{% with count=3 %}{{ count }}{% endwith %}")
    return template.render({"count": Book.objects.count})


async def through_a_filter() -> str:
    template = engines["django"].from_string("{{ count|add:1 }}")
    return template.render({"count": Book.objects.count})  # E: async-unsafe-call


async def where_it_is_not_reached() -> str:
    template = engines["django"].from_string("{% if show %}{{ count }}{% endif %}")
    return template.render({"count": Book.objects.count, "show": False})


async def for_a_request() -> HttpResponse:
    request, given = signed_in_request(), {"book": Book.objects.first}
    return render(request, "reads/byline.html", given)  # E: async-unsafe-call


async def in_a_dict_that_has_a_name() -> HttpResponse:
    context: dict[str, Any] = {}
    context["book"] = Book.objects.first
    return render(signed_in_request(), "reads/byline.html", context)  # E: async-unsafe-call
