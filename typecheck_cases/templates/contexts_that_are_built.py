"""A context is a dict like any other: what is in it is what a template reads."""

import json

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from library.models import Book
from library.web import signed_in_request


class Page:
    template_name = "reads/byline.html"

    def __init__(self, book: Book) -> None:
        self.book = book

    def context(self, **more: object) -> dict[str, object]:
        return {"book": self.book, **more}

    def render(self) -> str:
        return render_to_string(self.template_name, self.context(title="t"))


class KeyPage(Page):
    template_name = "reads/key.html"


def show(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return render(request, template, context)


async def an_object_builds_it() -> str:
    return Page(await Book.objects.aget(pk=1)).render()  # E: async-unsafe-call


async def an_object_builds_it_for_a_loaded_row() -> str:
    return Page(await Book.objects.select_related("author").aget(pk=1)).render()


async def a_subclass_has_another_template() -> str:
    return KeyPage(await Book.objects.aget(pk=1)).render()


async def a_function_renders_what_it_is_told() -> HttpResponse:
    book = await Book.objects.aget(pk=1)
    return show(signed_in_request(), "reads/byline.html", {"book": book})  # E: async-unsafe-call


async def a_function_renders_another_template() -> HttpResponse:
    book = await Book.objects.aget(pk=1)
    return show(signed_in_request(), "reads/key.html", {"book": book})


async def it_is_updated() -> str:
    context: dict[str, object] = {"title": "t"}
    context.update(book=await Book.objects.aget(pk=1))
    return render_to_string("reads/byline.html", context)  # E: async-unsafe-call


async def it_is_updated_by_a_dict() -> str:
    context: dict[str, object] = {"title": "t"}
    context.update({"book": await Book.objects.aget(pk=1)})
    return render_to_string("reads/byline.html", context)  # E: async-unsafe-call


async def it_is_updated_by_nothing_of_that_name() -> str:
    context: dict[str, object] = {"book": await Book.objects.aget(pk=1)}
    context.update(book=None)
    return render_to_string("reads/byline.html", context)


async def an_item_is_taken_out() -> str:
    context: dict[str, object] = {"title": "t"}
    context.update(book=await Book.objects.aget(pk=1))
    context.pop("book")
    return render_to_string("reads/byline.html", context)


async def a_response_gets_it_later() -> HttpResponse:
    response = TemplateResponse(signed_in_request(), "reads/byline.html")
    response.context_data = {"book": await Book.objects.aget(pk=1)}
    return response.render()  # E: async-unsafe-call


async def a_response_gets_another() -> HttpResponse:
    response = TemplateResponse(
        signed_in_request(), "reads/byline.html", {"book": await Book.objects.aget(pk=1)}
    )
    response.context_data = {}
    return response.render()


async def a_response_was_rendered_in_a_thread() -> HttpResponse:
    book = await Book.objects.aget(pk=1)
    response = TemplateResponse(signed_in_request(), "reads/byline.html", {"book": book})
    await sync_to_async(response.render)()
    return response.render()


def as_it_came(text: str) -> dict[str, object]:
    context: dict[str, object] = json.loads(text)
    return context


def beside_what_came(text: str, book: Book) -> dict[str, object]:
    context = as_it_came(text)
    context["book"] = book
    return context


async def it_has_what_nobody_knows(request: HttpRequest) -> HttpResponse:
    context = beside_what_came("{}", await Book.objects.aget(pk=1))
    # Whatever the heading is, the byline is read.
    return render(request, "reads/titled.html", context)  # E: async-unsafe-call


async def it_has_what_nobody_knows_and_a_loaded_row(request: HttpRequest) -> HttpResponse:
    context = beside_what_came("{}", await Book.objects.select_related("author").aget(pk=1))
    return render(request, "reads/titled.html", context)


async def what_nobody_knows_decides(request: HttpRequest) -> HttpResponse:
    context = beside_what_came("{}", await Book.objects.aget(pk=1))
    return render(request, "reads/optional.html", context)


async def all_local_names(request: HttpRequest) -> HttpResponse:
    book = await Book.objects.aget(pk=1)
    return render(request, "reads/byline.html", locals())  # E: async-unsafe-call


async def all_local_names_with_a_loaded_row(request: HttpRequest) -> HttpResponse:
    book = await Book.objects.select_related("author").aget(pk=1)
    return render(request, "reads/byline.html", locals())


async def key_by_key(book: Book) -> dict[str, object]:
    context: dict[str, object] = {}
    context["book"] = book
    return context


async def by_an_update(title: str, **more: object) -> dict[str, object]:
    context: dict[str, object] = dict({})
    context.update(more)
    context["title"] = title
    return context


async def a_helper_fills_it(request: HttpRequest) -> HttpResponse:
    context = await key_by_key(await Book.objects.aget(pk=1))
    return render(request, "reads/byline.html", context)  # E: async-unsafe-call


async def a_helper_fills_it_with_a_loaded_row(request: HttpRequest) -> HttpResponse:
    context = await key_by_key(await Book.objects.select_related("author").aget(pk=1))
    return render(request, "reads/byline.html", context)


async def a_helper_updates_it(request: HttpRequest) -> HttpResponse:
    book = await Book.objects.aget(pk=1)
    return render(request, "reads/byline.html", await by_an_update("t", book=book))  # E: async-unsafe-call


async def a_helper_updates_it_with_a_loaded_row(request: HttpRequest) -> HttpResponse:
    book = await Book.objects.select_related("author").aget(pk=1)
    return render(request, "reads/byline.html", await by_an_update("t", book=book))


async def updated_with_another_dict(request: HttpRequest) -> HttpResponse:
    context: dict[str, object] = {"title": "t"}
    more = {"book": await Book.objects.aget(pk=1)}
    context.update(more)
    return render(request, "reads/byline.html", context)  # E: async-unsafe-call
