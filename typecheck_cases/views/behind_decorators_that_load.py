"""A decorator of the project puts a row on the request, or hands it over: the view is judged with it."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics, allow-untyped-decorators
# mypy: disable-error-code="no-any-return, misc, union-attr, index, override, attr-defined"

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import aget_object_or_404
from django.views import View
from library.models import Book


def with_book(view):
    @wraps(view)
    async def wrapper(request, *args, **kwargs):
        book = await Book.objects.filter(pk=1).afirst()
        if book is None:
            raise PermissionDenied
        request.book = book
        return await view(request, *args, **kwargs)

    return wrapper


def with_books_of(*related, name="book"):
    def decorate(view):
        async def wrapper(request):
            books = Book.objects.all()
            if related:
                books = books.select_related(*related)
            setattr(request, name, await aget_object_or_404(books, pk=1))
            return await view(request)

        return wrapper

    return decorate


def handing_over(path):
    def decorate(view):
        async def wrapper(request):
            book = await Book.objects.select_related(path).aget(pk=1)
            return await view(request, book)

        return wrapper

    return decorate


def handing_over_to_methods(view):
    @wraps(view)
    async def wrapper(self, request, *args, **kwargs):
        self.book = await Book.objects.select_related("author").aget(pk=1)
        request.book = await Book.objects.aget(pk=1)
        return await view(self, request, *args, **kwargs)

    return wrapper


def on_one_way(view):
    async def wrapper(request):
        if request.method == "POST":
            return await view(request, await Book.objects.aget(pk=1))
        return await view(request, await Book.objects.select_related("author").aget(pk=1))

    return wrapper


@with_book
async def the_row_on_the_request(request):
    return HttpResponse(request.book.author.name)  # E: async-unsafe-relation


@with_book
async def a_column_of_the_row_on_the_request(request):
    return HttpResponse(request.book.title)


@with_book
async def on_a_typed_request(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.book.author.name)  # E: async-unsafe-relation


@login_required
@with_book
async def of_who_is_signed_in(request):
    return HttpResponse(str(request.book.tags.count()))  # E: async-unsafe-query


@with_books_of()
async def nothing_is_loaded(request):
    return HttpResponse(request.book.author.name)  # E: async-unsafe-relation


@with_books_of("author")
async def the_author_is_loaded(request):
    return HttpResponse(request.book.author.name)


@with_books_of("editor", name="chosen")
async def something_else_is_loaded(request):
    return HttpResponse(request.chosen.author.name)  # E: async-unsafe-relation


@handing_over("editor")
async def an_argument(request, book=None):
    return HttpResponse(book.author.name)  # E: async-unsafe-relation


@handing_over("author")
async def a_loaded_argument(request, book=None):
    return HttpResponse(book.author.name)


@on_one_way
async def on_one_of_two_ways(request, book=None):
    return HttpResponse(book.author.name if book is not None else "")


class Shown(View):
    @handing_over_to_methods
    async def get(self, request):
        return HttpResponse(request.book.author.name)  # E: async-unsafe-relation


class ShownByItself(View):
    @handing_over_to_methods
    async def get(self, request):
        return HttpResponse(self.book.author.name + request.book.title)


REQUESTS = {
    "an_argument": lambda: an_argument(HttpRequest()),
    "a_loaded_argument": lambda: a_loaded_argument(HttpRequest()),
    "on_one_of_two_ways": lambda: on_one_of_two_ways(HttpRequest()),
}
