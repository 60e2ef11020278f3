"""What a context processor of the project reads off the request it reads where a template is rendered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Context, Template
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from library.models import Book
from library.web import signed_in_request

LOOP = Template("{% for book in books %}{{ book.title }}{% endfor %}")
EACH = Template("{% for book in books %}{{ book.author.name }}{% endfor %}")
TAGS = Template("{% for t in book.tags.all %}{{ t.label }}{% endfor %}")
NAMES = Template("{% for name in names %}{{ name }}{% endfor %}")


async def reads_the_user(request: HttpRequest) -> HttpResponse:
    return render(request, "context/greeting.html", using="greeted")  # E: async-unsafe-call


async def reads_the_user_although_nobody_shows_it(request: HttpRequest) -> HttpResponse:
    return render(request, "context/path.html", using="greeted")  # E: async-unsafe-call


async def the_user_was_loaded(request: HttpRequest) -> HttpResponse:
    await request.auser()
    request.user = await request.auser()
    return render(request, "context/greeting.html", using="greeted")


async def there_is_no_request() -> str:
    return render_to_string("context/greeting.html", using="greeted")


async def responds_in_a_thread(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "context/greeting.html", using="greeted")


async def a_function_is_gone_through() -> str:
    return LOOP.render(Context({"books": every_book}))  # E: async-unsafe-call


async def a_method_is_gone_through() -> str:
    return LOOP.render(Context({"books": Book.objects.all}))  # E: async-unsafe-call


async def a_function_that_gives_a_list_is_gone_through() -> str:
    return NAMES.render(Context({"names": some_names}))


async def a_lambda_over_what_is_there_is_gone_through() -> str:
    books = [book async for book in Book.objects.all()]
    return LOOP.render(Context({"books": lambda: books}))


async def a_lambda_over_what_lacks_an_author_is_gone_through() -> str:
    books = [book async for book in Book.objects.all()]
    return EACH.render(Context({"books": lambda: books}))  # E: async-unsafe-call


async def a_lambda_over_what_has_an_author_is_gone_through() -> str:
    books = [book async for book in Book.objects.select_related("author")]
    return EACH.render(Context({"books": lambda: books}))


async def a_method_of_a_row_is_gone_through() -> str:
    book = await Book.objects.aget(pk=1)
    return TAGS.render(Context({"book": book}))  # E: async-unsafe-call


ROWS = Template("{% for book in books %}{{ book.chapters.count }}{% endfor %}")
LOADED = Template("{% for book in books %}{% for t in book.tags.all %}{{ t.label }}{% endfor %}{% endfor %}")


async def a_method_of_each_row_is_called() -> str:
    books = [book async for book in Book.objects.all()]
    return ROWS.render(Context({"books": books}))  # E: async-unsafe-call


async def a_method_of_each_row_is_answered() -> str:
    books = [book async for book in Book.objects.prefetch_related("tags")]
    return LOADED.render(Context({"books": books}))


def every_book() -> object:
    return Book.objects.all()


def some_names() -> list[str]:
    return ["a", "b"]


async def behind_a_request() -> HttpResponse:
    return render(signed_in_request(), "context/greeting.html", using="greeted")  # E: async-unsafe-call
