"""A name that nobody gives is an empty text: what stands below a condition on it is not rendered."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template import Context, Template
from django.template.loader import render_to_string
from library.models import Book
from library.web import signed_in_request

SHOWN = Template("{% if show %}{{ book.author.name }}{% endif %}")
HIDDEN = Template("{% if not hide %}{{ book.author.name }}{% endif %}")


async def nobody_gives_it() -> str:
    return SHOWN.render(Context({"book": await Book.objects.aget(pk=1)}))


async def somebody_gives_it() -> str:
    book = await Book.objects.aget(pk=1)
    return SHOWN.render(Context({"book": book, "show": True}))  # E: async-unsafe-call


async def it_is_given_as_false() -> str:
    return SHOWN.render(Context({"book": await Book.objects.aget(pk=1), "show": False}))


async def it_is_given_for_a_loaded_row() -> str:
    return SHOWN.render(
        Context({"book": await Book.objects.select_related("author").aget(pk=1), "show": True})
    )


async def nobody_gives_what_would_hide_it() -> str:
    return HIDDEN.render(Context({"book": await Book.objects.aget(pk=1)}))  # E: async-unsafe-call


async def nobody_gives_it_to_a_file() -> str:
    return render_to_string("reads/shown.html", {"book": await Book.objects.aget(pk=1)})


async def somebody_gives_it_to_a_file() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("reads/shown.html", {"book": book, "show": 1})  # E: async-unsafe-call


async def nobody_gives_it_beside_a_request() -> HttpResponse:
    return render(signed_in_request(), "reads/shown.html", {"book": await Book.objects.aget(pk=1)})


async def it_is_given_later() -> str:
    context: dict[str, object] = {"book": await Book.objects.aget(pk=1)}
    if await Book.objects.aexists():
        context["show"] = True
    return render_to_string("reads/shown.html", context)  # E: async-unsafe-call
