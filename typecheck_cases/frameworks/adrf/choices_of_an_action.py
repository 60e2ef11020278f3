"""An action chooses its queryset and its serializer; pages of the library hold the rows that they pick."""

from adrf import serializers as async_serializers
from adrf.generics import GenericAPIView
from adrf.viewsets import ModelViewSet
from asgiref.sync import sync_to_async
from django.test import RequestFactory
from library.models import Author, Book
from rest_framework import pagination, serializers
from rest_framework.decorators import action
from rest_framework.response import Response


class AuthorOut(async_serializers.ModelSerializer):
    class Meta:
        model = Author
        fields = ["name"]


class BookOut(async_serializers.ModelSerializer):
    author = AuthorOut()

    class Meta:
        model = Book
        fields = ["title", "author"]


class TitleOut(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ["title"]


class BylineOut(serializers.ModelSerializer):
    author_name = serializers.CharField(source="author.name")

    class Meta:
        model = Book
        fields = ["title", "author_name"]


class Pages(pagination.PageNumberPagination):
    page_size = 2


class LoadedForList(ModelViewSet):
    serializer_class = BookOut  # E: async-unsafe-call

    def get_queryset(self):
        if self.action == "alist":
            return Book.objects.select_related("author")
        return Book.objects.all()


class LoadedForBoth(ModelViewSet):
    serializer_class = BookOut

    def get_queryset(self):
        books = Book.objects.all()
        if self.action in ("alist", "aretrieve"):
            books = books.select_related("author")
        return books


class LoadedForOthers(ModelViewSet):
    serializer_class = BookOut

    def get_queryset(self):
        if self.action not in {"alist", "aretrieve"}:
            return Book.objects.all()
        return Book.objects.select_related("author")


class SerializersByAction(ModelViewSet):
    queryset = Book.objects.all()
    serializer_classes = {"peek": BylineOut, "title": TitleOut}

    def get_serializer_class(self):
        return self.serializer_classes.get(self.action, TitleOut)

    @action(detail=True)
    async def peek(self, request, pk):
        return Response(self.get_serializer(await self.aget_object()).data)  # E: async-unsafe-call

    @action(detail=True)
    async def title(self, request, pk):
        return Response(self.get_serializer(await self.aget_object()).data)

    @action(detail=True)
    async def other(self, request, pk):
        return Response(self.get_serializer(await self.aget_object()).data)


class SerializersByItem(ModelViewSet):
    queryset = Book.objects.all()
    serializer_classes = {"peek": BylineOut, "title": TitleOut}

    def get_serializer_class(self):
        return self.serializer_classes[self.action]

    @action(detail=True)
    async def peek(self, request, pk):
        return Response(self.get_serializer(await self.aget_object()).data)  # E: async-unsafe-call

    @action(detail=True)
    async def title(self, request, pk):
        return Response(self.get_serializer(await self.aget_object()).data)


class MadeInThreads(GenericAPIView):
    @sync_to_async
    def aget_serializer(self, row):
        return self.get_serializer(row)


class SerializersMadeInThreads(MadeInThreads, ModelViewSet):
    queryset = Book.objects.all()

    def get_serializer_class(self):
        if self.action == "peek":
            return BylineOut
        return TitleOut

    @action(detail=True)
    async def peek(self, request, pk):
        serializer = await self.aget_serializer(await self.aget_object())
        return Response(serializer.data)  # E: async-unsafe-call

    @action(detail=True)
    async def title(self, request, pk):
        serializer = await self.aget_serializer(await self.aget_object())
        return Response(serializer.data)


class AwaitedPage(GenericAPIView):
    queryset = Book.objects.order_by("pk")
    serializer_class = BylineOut
    pagination_class = Pages

    async def get(self, request):
        page = await self.apaginate_queryset(self.get_queryset())
        return Response(self.get_serializer(page, many=True).data)  # E: async-unsafe-call


class AwaitedLoadedPage(GenericAPIView):
    queryset = Book.objects.select_related("author").order_by("pk")
    serializer_class = BylineOut
    pagination_class = Pages

    async def get(self, request):
        page = await self.apaginate_queryset(self.get_queryset())
        if page is None:
            return Response([])
        return Response(self.get_serializer(page, many=True).data)


class PageOfTitles(GenericAPIView):
    queryset = Book.objects.order_by("pk")
    serializer_class = TitleOut
    pagination_class = Pages

    async def get(self, request):
        page = await self.apaginate_queryset(self.get_queryset())
        return Response([book.title for book in page])


async def ask(view, **given):
    response = await view(RequestFactory().get("/"), **given)
    response.accepted_renderer = GenericAPIView.renderer_classes[0]()
    response.accepted_media_type, response.renderer_context = "application/json", {}
    await sync_to_async(response.render)()


REQUESTS = {
    "LoadedForList": lambda: ask(LoadedForList.as_view({"get": "aretrieve"}), pk=1),
    "LoadedForBoth": lambda: ask(LoadedForBoth.as_view({"get": "aretrieve"}), pk=1),
    "LoadedForOthers": lambda: ask(LoadedForOthers.as_view({"get": "alist"})),
    "SerializersByAction.peek": lambda: ask(SerializersByAction.as_view({"get": "peek"}), pk=1),
    "SerializersByAction.title": lambda: ask(SerializersByAction.as_view({"get": "title"}), pk=1),
    "SerializersByAction.other": lambda: ask(SerializersByAction.as_view({"get": "other"}), pk=1),
    "SerializersByItem.peek": lambda: ask(SerializersByItem.as_view({"get": "peek"}), pk=1),
    "SerializersByItem.title": lambda: ask(SerializersByItem.as_view({"get": "title"}), pk=1),
    "SerializersMadeInThreads.peek": lambda: ask(SerializersMadeInThreads.as_view({"get": "peek"}), pk=1),
    "SerializersMadeInThreads.title": lambda: ask(SerializersMadeInThreads.as_view({"get": "title"}), pk=1),
    "AwaitedPage.get": lambda: ask(AwaitedPage.as_view()),
    "AwaitedLoadedPage.get": lambda: ask(AwaitedLoadedPage.as_view()),
    "PageOfTitles.get": lambda: ask(PageOfTitles.as_view()),
}
