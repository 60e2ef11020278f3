"""``get_context_data()`` of Django's own views gives back what it was given, and the row of a detail view."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
# mypy: disable-error-code="no-any-return, attr-defined, var-annotated, misc, override, type-arg"

from django.http import HttpResponse
from django.views import View
from django.views.generic.base import ContextMixin
from django.views.generic.detail import SingleObjectMixin
from library.models import Book


class WithCount(ContextMixin, View):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["number"] = 1
        return context


class Given(WithCount):
    async def get(self, request):
        context = self.get_context_data(book=await Book.objects.aget(pk=1))
        return HttpResponse(context["book"].author.name)  # E: async-unsafe-relation


class GivenAndLoaded(WithCount):
    async def get(self, request):
        context = self.get_context_data(book=await Book.objects.select_related("author").aget(pk=1))
        return HttpResponse(context["book"].author.name)


class AsyncContext(WithCount):
    async def get_context_data(self, **kwargs):
        kwargs["book"] = await Book.objects.aget(pk=1)
        return super().get_context_data(**kwargs)

    async def get(self, request):
        context = await self.get_context_data()
        return HttpResponse(context["book"].author.name)  # E: async-unsafe-relation


class Detail(SingleObjectMixin, View):
    model = Book

    async def get(self, request):
        self.object = await Book.objects.aget(pk=1)
        context = self.get_context_data()
        return HttpResponse(context["book"].author.name)  # E: async-unsafe-relation


class NamedDetail(SingleObjectMixin, View):
    model = Book
    context_object_name = "novel"

    async def get(self, request):
        self.object = await Book.objects.aget(pk=1)
        context = self.get_context_data()
        return HttpResponse(context["novel"].author.name)  # E: async-unsafe-relation


class LoadedDetail(SingleObjectMixin, View):
    model = Book

    async def get(self, request):
        self.object = await Book.objects.select_related("author").aget(pk=1)
        context = self.get_context_data()
        return HttpResponse(context["object"].author.name)


class ReplacedDetail(SingleObjectMixin, View):
    model = Book

    async def get(self, request):
        self.object = await Book.objects.aget(pk=1)
        context = self.get_context_data(object=await Book.objects.select_related("author").aget(pk=1))
        return HttpResponse(context["object"].author.name)
