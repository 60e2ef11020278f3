"""Middleware of the project: each puts something on the request before a view gets it."""

# mypy: allow-untyped-defs, allow-untyped-calls
# mypy: disable-error-code="attr-defined"

from asgiref.sync import markcoroutinefunction
from django.http import HttpResponseForbidden
from django.utils.deprecation import MiddlewareMixin

from library.loans import Reader
from library.models import Book


class BookMiddleware(MiddlewareMixin):
    """A synchronous one, which Django runs in a thread."""

    def process_request(self, request):
        request.book = Book.objects.get(pk=1)


class ReaderMiddleware:
    async_capable = True
    sync_capable = False

    def __init__(self, get_response):
        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request):
        request.reader = None
        if request.path.startswith("/closed"):
            return HttpResponseForbidden("closed")
        if not request.path.startswith("/static"):
            request.reader = await Reader.objects.select_related("favourite").afirst()
        response = await self.get_response(request)
        request.seen = request.book.title
        return response


def full_book_middleware(get_response):
    async def put_full_book(request):
        request.full_book = await Book.objects.select_related("author").aget(pk=request.book.pk)
        try:
            return await get_response(request)
        finally:
            request.full_book = None

    return put_full_book
