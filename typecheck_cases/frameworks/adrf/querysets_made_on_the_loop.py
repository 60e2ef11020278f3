"""adrf calls ``get_queryset()`` and ``aupdate()`` of a project on the event loop, and awaits the rows."""

from adrf import fields
from adrf import serializers as async_serializers
from adrf.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from adrf.viewsets import ReadOnlyModelViewSet
from asgiref.sync import sync_to_async
from django.test import AsyncRequestFactory, RequestFactory
from library.models import Author, Book
from library.selecting import OfFirstAuthor, OfListedAuthors, OfNamedAuthor, OfOneAuthor
from rest_framework.response import Response


class BookOut(async_serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ["title"]


class ListedView(OfOneAuthor, ListAPIView):
    serializer_class = BookOut  # E: async-unsafe-call


class ListedWellView(OfNamedAuthor, ListAPIView):
    serializer_class = BookOut


class OneView(OfListedAuthors, RetrieveAPIView):
    serializer_class = BookOut  # E: async-unsafe-call


class OneWellView(OfNamedAuthor, RetrieveAPIView):
    serializer_class = BookOut


class BookSet(OfFirstAuthor, ReadOnlyModelViewSet):
    serializer_class = BookOut  # E: async-unsafe-call


class SyncView(OfFirstAuthor, ListAPIView):
    """A thread runs its handler, and all that it calls."""

    serializer_class = BookOut

    def get(self, request):
        return Response([book.title for book in self.get_queryset()])


class OwnHandlerView(GenericAPIView):
    serializer_class = BookOut

    def get_queryset(self):
        return Book.objects.filter(author=Author.objects.get(name="a1"))

    async def get(self, request, pk):
        book = await self.aget_object()  # E: async-unsafe-call
        return Response({"title": book.title})


class OwnHandlerWellView(OwnHandlerView):
    def get_queryset(self):
        return Book.objects.filter(author__name="a1")

    async def get(self, request, pk):
        book = await self.aget_object()
        return Response({"title": book.title})


class Retitle(async_serializers.Serializer):
    title = fields.CharField()

    async def aupdate(self, instance, validated_data):
        instance.title = f"{validated_data['title']} of {instance.author.name}"
        await instance.asave()
        return instance

    async def acreate(self, validated_data):
        return await Book.objects.select_related("author").aget(pk=1)

    async def ato_representation(self, instance):
        return {"title": instance.title, "author": instance.author.name}


async def retitled():
    serializer = Retitle(await Book.objects.aget(pk=1), data={"title": "new"})
    serializer.is_valid(raise_exception=True)
    await serializer.asave()  # E: async-unsafe-call


async def retitled_well():
    serializer = Retitle(await Book.objects.select_related("author").aget(pk=1), data={"title": "new"})
    serializer.is_valid(raise_exception=True)
    await serializer.asave()
    await serializer.adata


async def created():
    serializer = Retitle(data={"title": "new"})
    serializer.is_valid(raise_exception=True)
    await serializer.asave()
    await serializer.adata


class Counted(async_serializers.ModelSerializer):
    count = async_serializers.SerializerMethodField()

    class Meta:
        model = Book
        fields = ["count"]

    async def get_count(self, obj):
        return await obj.tags.acount()


class Tagged(async_serializers.ModelSerializer):
    is_tagged = async_serializers.SerializerMethodField()

    class Meta:
        model = Book
        fields = ["is_tagged"]

    async def get_is_tagged(self, obj):
        return obj.tags.filter(label="t1").exists()  # E: async-unsafe-query


class Authored(async_serializers.ModelSerializer):
    """Whether its rows have their author, those know who make one."""

    author = async_serializers.SerializerMethodField()

    class Meta:
        model = Book
        fields = ["author"]

    async def get_author(self, obj):
        return obj.author.name


async def requested(view, **kwargs):
    await view.as_view()(AsyncRequestFactory().get("/"), **kwargs)


async def data_of(serializer):
    return await serializer(await Book.objects.select_related("author").aget(pk=1)).adata


REQUESTS = {
    "ListedView": lambda: requested(ListedView),
    "ListedWellView": lambda: requested(ListedWellView),
    "OneView": lambda: requested(OneView, pk=1),
    "OneWellView": lambda: requested(OneWellView, pk=1),
    "BookSet": lambda: BookSet.as_view({"get": "alist"})(AsyncRequestFactory().get("/")),
    "SyncView": lambda: sync_to_async(SyncView.as_view())(RequestFactory().get("/")),
    "OwnHandlerView.get": lambda: requested(OwnHandlerView, pk=1),
    "OwnHandlerWellView.get": lambda: requested(OwnHandlerWellView, pk=1),
    "Counted.get_count": lambda: data_of(Counted),
    "Tagged.get_is_tagged": lambda: data_of(Tagged),
    "Authored.get_author": lambda: data_of(Authored),
}
