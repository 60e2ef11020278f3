"""A serializer asks its context: what it is given, what a view gives, and what is not there."""

from adrf.generics import GenericAPIView
from django.test import RequestFactory
from library.models import Book
from rest_framework import serializers
from rest_framework.response import Response


class ViewerIsNone(serializers.ModelSerializer):
    who = serializers.SerializerMethodField()

    class Meta:
        model = Book
        fields = ["title", "who"]

    def get_who(self, obj):
        viewer = self.context.get("viewer")
        if viewer is None:
            return ""
        return obj.author.name


class NoViewer(ViewerIsNone):
    def get_who(self, obj):
        viewer = self.context.get("viewer")
        if not viewer:
            return ""
        return obj.author.name


class ViewerNotIn(ViewerIsNone):
    def get_who(self, obj):
        if "viewer" not in self.context:
            return ""
        return obj.author.name


class ViewerWithName(ViewerIsNone):
    def get_who(self, obj):
        viewer = self.context.get("viewer")
        if viewer is not None and viewer.name:
            return obj.author.name
        return ""


class ViewerOrNothing(ViewerIsNone):
    def get_who(self, obj):
        viewer = self.context.get("viewer")
        return obj.author.name if viewer else ""


class AskedAtOnce(ViewerIsNone):
    def get_who(self, obj):
        return obj.author.name if self.context.get("viewer") else ""


async def viewer_is_none():
    return ViewerIsNone(await Book.objects.aget(pk=1)).data


async def no_viewer():
    return NoViewer(await Book.objects.aget(pk=1)).data


async def viewer_not_in_it():
    return ViewerNotIn(await Book.objects.aget(pk=1)).data


async def viewer_with_a_name():
    return ViewerWithName(await Book.objects.aget(pk=1)).data


async def viewer_or_nothing():
    return ViewerOrNothing(await Book.objects.aget(pk=1)).data


async def asked_at_once():
    return AskedAtOnce(await Book.objects.aget(pk=1)).data


class DeepOut(serializers.ModelSerializer):
    who = serializers.SerializerMethodField()

    class Meta:
        model = Book
        fields = ["title", "who"]

    def get_who(self, obj):
        if self.context.get("deep"):
            return obj.author.name
        return ""


class BookView(GenericAPIView):
    queryset = Book.objects.all()
    serializer_class = DeepOut


class DefaultContextView(BookView):
    async def get(self, request):
        book = await self.get_queryset().aget(pk=1)
        return Response(self.get_serializer(book).data)


class ItemView(BookView):
    def get_serializer_context(self):
        context = super().get_serializer_context()
        context["deep"] = True
        return context

    async def get(self, request):
        book = await self.get_queryset().aget(pk=1)
        return Response(self.get_serializer(book).data)  # E: async-unsafe-call


class UpdateView(BookView):
    def get_serializer_context(self):
        context = super().get_serializer_context()
        context.update(deep=True)
        return context

    async def get(self, request):
        book = await self.get_queryset().aget(pk=1)
        return Response(self.get_serializer(book).data)  # E: async-unsafe-call


class SpreadView(BookView):
    def get_serializer_context(self):
        return {**super().get_serializer_context(), "deep": False}

    async def get(self, request):
        book = await self.get_queryset().aget(pk=1)
        return Response(self.get_serializer(book).data)


class OwnCallView(BookView):
    async def get(self, request):
        context = self.get_serializer_context()
        context["deep"] = True
        book = await self.get_queryset().aget(pk=1)
        return Response(DeepOut(book, context=context).data)  # E: async-unsafe-call


class VariableView(BookView):
    async def get(self, request):
        context = {"deep": False}
        book = await self.get_queryset().aget(pk=1)
        return Response(DeepOut(book, context=context).data)


class FilledView(BookView):
    async def get(self, request):
        context = {}
        context["deep"] = True
        book = await self.get_queryset().aget(pk=1)
        return Response(DeepOut(book, context=context).data)  # E: async-unsafe-call


class CalledDictView(BookView):
    async def get(self, request):
        book = await self.get_queryset().aget(pk=1)
        return Response(DeepOut(book, context=dict(deep=True)).data)  # E: async-unsafe-call


class OwnSerializerView(BookView):
    def get_serializer(self, *args, **kwargs):
        kwargs["context"] = {"deep": True}
        return DeepOut(*args, **kwargs)

    async def get(self, request):
        book = await self.get_queryset().aget(pk=1)
        return Response(self.get_serializer(book).data)  # E: async-unsafe-call


class InheritedSerializerView(BookView):
    def get_serializer(self, *args, **kwargs):
        kwargs["context"] = {"deep": False}
        return super().get_serializer(*args, **kwargs)

    async def get(self, request):
        book = await self.get_queryset().aget(pk=1)
        return Response(self.get_serializer(book).data)


async def ask(view, **given):
    await view(RequestFactory().get("/"), **given)


REQUESTS = {
    "DefaultContextView.get": lambda: ask(DefaultContextView.as_view()),
    "ItemView.get": lambda: ask(ItemView.as_view()),
    "UpdateView.get": lambda: ask(UpdateView.as_view()),
    "SpreadView.get": lambda: ask(SpreadView.as_view()),
    "OwnCallView.get": lambda: ask(OwnCallView.as_view()),
    "VariableView.get": lambda: ask(VariableView.as_view()),
    "FilledView.get": lambda: ask(FilledView.as_view()),
    "CalledDictView.get": lambda: ask(CalledDictView.as_view()),
    "OwnSerializerView.get": lambda: ask(OwnSerializerView.as_view()),
    "InheritedSerializerView.get": lambda: ask(InheritedSerializerView.as_view()),
}
