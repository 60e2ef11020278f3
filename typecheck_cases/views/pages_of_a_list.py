"""A page of a list has the rows of the list: they are fetched, and what they lack is not."""

# mypy: allow-untyped-defs, allow-any-generics
# mypy: disable-error-code=override

from asgiref.sync import sync_to_async
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.views.generic import ListView
from library.models import Book


async def a_page_of_a_list():
    books = [book async for book in Book.objects.order_by("pk")]
    page = Paginator(books, 2).get_page(1)
    return JsonResponse({"titles": [book.title for book in page]})


async def authors_of_a_page():
    books = [book async for book in Book.objects.order_by("pk")]
    page = Paginator(books, 2).get_page(1)
    return JsonResponse({"names": [book.author.name for book in page]})  # E: async-unsafe-relation


async def loaded_authors_of_a_page():
    books = [book async for book in Book.objects.select_related("author").order_by("pk")]
    page = Paginator(books, 2).get_page(1)
    return JsonResponse({"names": [book.author.name for book in page]})


async def authors_of_an_indexed_page():
    paginator = Paginator([book async for book in Book.objects.all()], 2)
    return paginator.page(1)[0].author.name  # E: async-unsafe-relation


class Paged(ListView):
    model = Book
    ordering = "pk"
    paginate_by = 2

    async def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs)  # E: async-unsafe-query "super().get" runs a query


class PagedInAThread(ListView):
    model = Book
    ordering = "pk"
    paginate_by = 2

    async def get(self, request, *args, **kwargs):
        await sync_to_async(super().get)(request, *args, **kwargs)
        return JsonResponse({})


class WithoutPages(ListView):
    model = Book

    async def get(self, request, *args, **kwargs):
        super().get(request, *args, **kwargs)
        return JsonResponse({})


class PagedByHand(ListView):
    model = Book
    ordering = "pk"

    async def get(self, request, *args, **kwargs):
        found = self.get_queryset()
        rows = self.paginate_queryset(found, 2)[2]  # E: async-unsafe-query "self.paginate_queryset"
        return JsonResponse({"titles": [book.title for book in rows]})


class ListPagedByHand(ListView):
    model = Book
    ordering = "pk"

    async def get(self, request, *args, **kwargs):
        books = [book async for book in self.get_queryset()]
        rows = self.paginate_queryset(books, 2)[2]
        return JsonResponse({"titles": [book.title for book in rows]})


class NeverEmpty(ListView):
    model = Book
    allow_empty = False

    async def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs)  # E: async-unsafe-query "super().get" runs a query


class NeverEmptyOfRows(ListView):
    allow_empty = False

    def get_queryset(self):
        return Book.objects.filter(pages__gte=0)

    async def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs)  # E: async-unsafe-query "super().get" runs a query


class NeverEmptyOfAList(ListView):
    allow_empty = False
    template_name = "page.html"

    def get_queryset(self):
        return ["one"]

    async def get(self, request, *args, **kwargs):
        super().get(request, *args, **kwargs)
        return JsonResponse({})


class PerhapsEmpty(ListView):
    model = Book
    allow_empty = True

    async def get(self, request, *args, **kwargs):
        super().get(request, *args, **kwargs)
        return JsonResponse({})
