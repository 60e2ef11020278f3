"""The rows of a generic view are those of its model or its queryset, whether or not it says more of them."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, override, assignment"

from asgiref.sync import sync_to_async
from django.http import HttpResponse
from django.views.generic import DetailView, ListView
from library.models import Book


class OfAModel(DetailView):
    model = Book

    async def get(self, request, *args, **kwargs):
        book = await self.get_queryset().aget(pk=1)
        return HttpResponse(book.author.name)  # E: async-unsafe-relation "author" of "Book"


class OfAModelThatReadsAColumn(DetailView):
    model = Book

    async def get(self, request, *args, **kwargs):
        book = await self.get_queryset().aget(pk=1)
        return HttpResponse(book.title)


class OfAQueryset(DetailView):
    queryset = Book.objects.select_related("author")

    async def get(self, request, *args, **kwargs):
        book = await self.get_queryset().aget(pk=1)
        return HttpResponse(book.author.name)


class OfAQuerysetThatReadsBeyond(DetailView):
    queryset = Book.objects.select_related("author")

    async def get(self, request, *args, **kwargs):
        book = await self.get_queryset().aget(pk=1)
        publisher = book.author.publisher  # E: async-unsafe-relation "publisher" of "Author"
        return HttpResponse(str(publisher))


class InAThread(DetailView):
    model = Book

    async def get(self, request, *args, **kwargs):
        self.kwargs["pk"] = 1
        self.object = await sync_to_async(self.get_object)()
        return HttpResponse(self.object.author.name)  # E: async-unsafe-relation "author" of "Book"


class InAThreadOfAQueryset(DetailView):
    queryset = Book.objects.select_related("author")

    async def get(self, request, *args, **kwargs):
        self.kwargs["pk"] = 1
        self.object = await sync_to_async(self.get_object)()
        return HttpResponse(self.object.author.name)


class AddingToTheQueryset(ListView):
    model = Book

    def get_queryset(self):
        return super().get_queryset().select_related("author")

    async def get(self, request, *args, **kwargs):
        return HttpResponse([book.author.name async for book in self.get_queryset()])


class AddingTooLittle(ListView):
    model = Book

    def get_queryset(self):
        return super().get_queryset().select_related("author")

    async def get(self, request, *args, **kwargs):
        books = [book async for book in self.get_queryset()]
        return HttpResponse([str(book.author.publisher) for book in books])  # E: async-unsafe-relation


class Looping(ListView):
    model = Book

    async def get(self, request, *args, **kwargs):
        return HttpResponse([book.title for book in self.get_queryset()])  # E: async-unsafe-iteration
