"""A view, and what it calls, reads rows that the middleware in the settings has put on the request."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, attr-defined, override"

from functools import wraps

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.views import View
from library.loans import Reader
from library.models import Author, Book


class LibraryRequest(HttpRequest):
    reader: Reader | None
    book: Book


async def put_there_by_a_synchronous_one(request):
    return HttpResponse(request.book.author.name)  # E: async-unsafe-relation


async def its_columns(request):
    return HttpResponse(request.book.title)


async def put_there_by_an_asynchronous_class(request):
    return HttpResponse(request.reader.favourite.publisher.name)  # E: async-unsafe-relation "publisher"


async def what_that_has_joined(request):
    return HttpResponse(request.reader.favourite.name if request.reader else "")


async def put_there_by_a_function(request):
    return HttpResponse(request.full_book.author.name)


async def what_the_function_has_not_joined(request):
    return HttpResponse(request.full_book.author.publisher.name)  # E: async-unsafe-relation "publisher"


async def rows_behind_it(request):
    return HttpResponse(str(request.book.tags.count()))  # E: async-unsafe-query


async def rows_behind_it_asynchronously(request):
    return HttpResponse(str(await request.book.tags.acount()))


async def by_its_name(request):
    book = getattr(request, "book", None)
    return HttpResponse(book.author.name if book else "")  # E: async-unsafe-relation


async def read_in_a_thread_before(request):
    await sync_to_async(lambda: request.book.author)()
    return HttpResponse(request.book.author.name)


async def put_there_anew(request):
    request.book = await Book.objects.select_related("author").aget(pk=2)
    return HttpResponse(request.book.author.name)


async def changed_on_the_request(request):
    request.book.author = await Author.objects.aget(pk=2)
    return HttpResponse(request.book.author.name)


async def of_a_request_with_annotations(request: LibraryRequest) -> HttpResponse:
    return HttpResponse(request.book.author.name)  # E: async-unsafe-relation


async def of_a_request_with_annotations_and_joined(request: LibraryRequest) -> HttpResponse:
    favourite = request.reader.favourite if request.reader else None
    return HttpResponse(favourite.name if favourite else "nobody")


def author_of(request):
    return request.book.author.name


async def in_a_helper(request):
    return HttpResponse(author_of(request))  # E: async-unsafe-call


async def in_a_helper_in_a_thread(request):
    return HttpResponse(await sync_to_async(author_of)(request))


class OfAView(View):
    async def get(self, request):
        return HttpResponse(self.request.book.author.name)  # E: async-unsafe-relation


class OfAViewThatRefuses(View):
    def dispatch(self, request, *args, **kwargs):
        if request.reader is None:
            return self.refuse()
        return super().dispatch(request, *args, **kwargs)

    async def refuse(self):
        return HttpResponse(status=403)

    async def get(self, request):
        return HttpResponse(request.reader.favourite.publisher.name)  # E: async-unsafe-relation


class OfAViewThatPutsItsOwn(View):
    async def dispatch(self, request, *args, **kwargs):
        request.book = await Book.objects.select_related("author").aget(pk=1)
        return await super().dispatch(request, *args, **kwargs)

    async def get(self, request):
        return HttpResponse(request.book.author.name)


def with_full_book(view):
    @wraps(view)
    async def load(request):
        request.book = await Book.objects.select_related("author").aget(pk=1)
        return await view(request)

    return load


def with_reader(view):
    @wraps(view)
    async def refuse(request):
        if request.reader is None:
            return HttpResponse(status=403)
        return await view(request)

    return refuse


@with_full_book
async def loaded_by_a_decorator(request):
    return HttpResponse(request.book.author.name)


@with_reader
async def behind_a_decorator_that_loads_nothing(request):
    return HttpResponse(request.book.author.name)  # E: async-unsafe-relation
