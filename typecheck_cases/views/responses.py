"""A response writes its content down when it is made, and a redirect asks an object where it is."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, arg-type"

from django.http import HttpResponse, HttpResponseNotFound, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect
from library.models import Book, Publisher


class Place:
    def __init__(self, book):
        self.book = book

    def get_absolute_url(self):
        return f"/{self.book.author.name}/"


async def redirects_to_an_object(request):
    return redirect(Place(await Book.objects.aget(pk=1)))  # E: async-unsafe-call


async def redirects_to_a_loaded_object(request):
    return redirect(Place(await Book.objects.select_related("author").aget(pk=1)))


async def redirects_to_a_path(request):
    return redirect("/books/")


async def answers_with_rows(request):
    return HttpResponse(Book.objects.values_list("title", flat=True))  # E: async-unsafe-iteration


async def answers_with_a_list_of_rows(request):
    return HttpResponse([title async for title in Book.objects.values_list("title", flat=True)])


async def answers_with_a_row(request):
    return HttpResponse(await Publisher.objects.aget(pk=1))


async def does_not_find_what_it_lists(request):
    return HttpResponseNotFound(Book.objects.values_list("title", flat=True))  # E: async-unsafe-iteration


async def streams_rows(request):
    rows = Book.objects.values_list("title", flat=True)
    return StreamingHttpResponse(rows)  # E: async-unsafe-iteration


async def streams_asynchronously(request):
    async def titles():
        async for book in Book.objects.all():
            yield book.title

    return StreamingHttpResponse(titles())


async def answers_with_values(request):
    return JsonResponse({"titles": [book.title async for book in Book.objects.all()]})
