"""Where rendering runs: at once, or in a thread when Django answers."""

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Context, Template
from django.template.loader import get_template, render_to_string, select_template
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.views.generic import TemplateView, View
from django.views.generic.base import TemplateResponseMixin
from library.models import Book
from library.web import signed_in_request


async def renders_the_first_that_exists() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string(["reads/none.html", "reads/byline.html"], {"book": book})  # E: async-unsafe-call


async def gets_a_template() -> str:
    book = await Book.objects.aget(pk=1)
    return get_template("reads/byline.html").render({"book": book})  # E: async-unsafe-call


async def gets_a_template_in_a_thread() -> str:
    book = await Book.objects.aget(pk=1)
    return await sync_to_async(get_template("reads/byline.html").render)({"book": book})


async def gets_a_template_for_a_loaded_row() -> str:
    template = get_template("reads/byline.html")
    return template.render({"book": await Book.objects.select_related("author").aget(pk=1)})


async def keeps_a_template() -> str:
    template = get_template("reads/byline.html")
    return template.render({"book": await Book.objects.aget(pk=1)})  # E: async-unsafe-call


async def selects_a_template() -> str:
    template = select_template(["reads/none.html", "reads/byline.html"])
    book = await Book.objects.aget(pk=1)
    return str(template.render({"book": book}))  # E: async-unsafe-call


async def gives_a_template_a_request() -> str:
    template = get_template("context/user.html")
    return template.render({}, signed_in_request())  # E: async-unsafe-call


async def responds_later() -> HttpResponse:
    book = await Book.objects.aget(pk=1)
    return TemplateResponse(signed_in_request(), "reads/byline.html", {"book": book})


async def responds_later_and_renders_now() -> HttpResponse:
    book = await Book.objects.aget(pk=1)
    response = TemplateResponse(signed_in_request(), "reads/byline.html", {"book": book})
    return response.render()  # E: async-unsafe-call


async def responds_later_and_renders_a_loaded_row() -> HttpResponse:
    book = await Book.objects.select_related("author").aget(pk=1)
    return TemplateResponse(signed_in_request(), "reads/byline.html", {"book": book}).render()


async def responds_without_a_request() -> HttpResponse:
    book = await Book.objects.aget(pk=1)
    return SimpleTemplateResponse("reads/byline.html", {"book": book}).render()  # E: async-unsafe-call


async def asks_for_the_content() -> str:
    book = await Book.objects.aget(pk=1)
    response = SimpleTemplateResponse("reads/byline.html", {"book": book})
    return response.rendered_content  # E: async-unsafe-call


async def renders_a_text() -> str:
    book = await Book.objects.aget(pk=1)
    return Template("{{ book.author.name }}").render(Context({"book": book}))  # E: async-unsafe-call


async def renders_a_text_with_a_loaded_row() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return Template("{{ book.author.name }}").render(Context({"book": book}))


async def builds_the_context_first() -> HttpResponse:
    context = {"book": await Book.objects.aget(pk=1)}
    return render(signed_in_request(), "reads/byline.html", context)  # E: async-unsafe-call


async def fills_the_context() -> HttpResponse:
    context: dict[str, object] = {}
    context["book"] = await Book.objects.aget(pk=1)
    return render(signed_in_request(), "reads/byline.html", context)  # E: async-unsafe-call


async def changes_the_context() -> HttpResponse:
    context = {"book": await Book.objects.aget(pk=1)}
    context["book"] = await Book.objects.select_related("author").aget(pk=1)
    return render(signed_in_request(), "reads/byline.html", context)


async def joins_two_contexts() -> HttpResponse:
    shared = {"book": await Book.objects.aget(pk=1)}
    return render(signed_in_request(), "reads/byline.html", {**shared, "title": "t"})  # E: async-unsafe-call


def context_of(book: Book) -> dict[str, Book]:
    return {"book": book}


async def gets_the_context_from_a_function() -> HttpResponse:
    book = await Book.objects.aget(pk=1)
    return render(signed_in_request(), "reads/byline.html", context_of(book))  # E: async-unsafe-call


def page(book: Book) -> str:
    return render_to_string("reads/byline.html", {"book": book})


async def renders_in_a_function() -> str:
    return page(await Book.objects.aget(pk=1))  # E: async-unsafe-call


async def renders_a_loaded_row_in_a_function() -> str:
    return page(await Book.objects.select_related("author").aget(pk=1))


class Page(TemplateResponseMixin, View):
    """The view's response renders in a thread."""

    template_name = "reads/byline.html"

    async def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response({"book": await Book.objects.aget(pk=1)})


class PageRenderedAtOnce(TemplateView):
    template_name = "reads/byline.html"

    async def get(self, request: HttpRequest) -> HttpResponse:  # type: ignore[override]
        book = await Book.objects.aget(pk=1)
        return render(request, "reads/byline.html", {"book": book})  # E: async-unsafe-call


PAGE = "reads/byline.html"


async def names_a_constant() -> str:
    return render_to_string(PAGE, {"book": await Book.objects.aget(pk=1)})  # E: async-unsafe-call


async def names_a_variable() -> str:
    name = "reads/byline.html"
    return render_to_string(name, {"book": await Book.objects.aget(pk=1)})  # E: async-unsafe-call


async def chooses_a_name() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("reads/byline.html" if book.pages else "reads/key.html", {"book": book})


class PageOfItsName(View):
    template_name = "reads/byline.html"

    async def get(self, request: HttpRequest) -> HttpResponse:
        book = await Book.objects.aget(pk=1)
        return render(request, self.template_name, {"book": book})  # E: async-unsafe-call
