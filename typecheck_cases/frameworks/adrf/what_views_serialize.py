"""What views serialize without a handler of their own, or with methods that choose."""

from adrf import serializers as async_serializers
from adrf.decorators import api_view
from adrf.generics import (
    CreateAPIView,
    GenericAPIView,
    ListAPIView,
    ListCreateAPIView,
    RetrieveUpdateDestroyAPIView,
)
from adrf.mixins import ListModelMixin
from adrf.views import APIView
from adrf.viewsets import GenericViewSet, ModelViewSet, ReadOnlyModelViewSet, ViewSet
from asgiref.sync import sync_to_async
from django.test import AsyncRequestFactory, RequestFactory
from library.models import Author, Book, Chapter
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response


class AuthorOut(async_serializers.ModelSerializer):
    class Meta:
        model = Author
        fields = ["name"]


class NestedOut(async_serializers.ModelSerializer):
    author = AuthorOut()

    class Meta:
        model = Book
        fields = ["title", "author"]


class FlatOut(async_serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ["title", "author"]


class SyncNested(serializers.ModelSerializer):
    author_name = serializers.CharField(source="author.name")

    class Meta:
        model = Book
        fields = ["title", "author_name"]


class SyncFlat(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ["title"]


class Slugged(serializers.ModelSerializer):
    author = serializers.SlugRelatedField(slug_field="name", read_only=True)

    class Meta:
        model = Book
        fields = ["title", "author"]


class Stringed(serializers.ModelSerializer):
    tags = serializers.StringRelatedField(many=True)

    class Meta:
        model = Book
        fields = ["title", "tags"]


class ContextSer(serializers.ModelSerializer):
    who = serializers.SerializerMethodField()

    class Meta:
        model = Book
        fields = ["title", "who"]

    def get_who(self, obj):
        request = self.context.get("request")
        if request is None:
            return ""
        return obj.author.name


class ContextRow(serializers.ModelSerializer):
    who = serializers.SerializerMethodField()

    class Meta:
        model = Book
        fields = ["title", "who"]

    def get_who(self, obj):
        if self.context.get("deep"):
            return obj.author.name
        return ""


class ContextOwner(serializers.ModelSerializer):
    who = serializers.SerializerMethodField()

    class Meta:
        model = Book
        fields = ["title", "who"]

    def get_who(self, obj):
        owner = self.context["owner"]
        return owner.publisher.name


class BookSet(ModelViewSet):
    queryset = Book.objects.all()
    serializer_class = NestedOut  # E: async-unsafe-call


class RetrievingSet(ModelViewSet):
    queryset = Book.objects.all()
    serializer_class = NestedOut  # E: async-unsafe-call


class LoadedSet(ModelViewSet):
    queryset = Book.objects.select_related("author").order_by("pk")
    serializer_class = NestedOut


class ChoosingSet(ReadOnlyModelViewSet):
    queryset = Book.objects.all()

    def get_serializer_class(self):  # E: async-unsafe-call
        return NestedOut


class FilteringSet(ReadOnlyModelViewSet):
    serializer_class = NestedOut  # E: async-unsafe-call

    def get_queryset(self):
        return Book.objects.filter(pages__gte=0)


class FilteringLoadedSet(ReadOnlyModelViewSet):
    serializer_class = NestedOut

    def get_queryset(self):
        return Book.objects.filter(pages__gte=0).select_related("author")


class FlatSet(ReadOnlyModelViewSet):
    queryset = Book.objects.all()
    serializer_class = FlatOut


class MixedSet(ListModelMixin, GenericViewSet):
    queryset = Book.objects.all()
    serializer_class = NestedOut  # E: async-unsafe-call


class ActionsSet(GenericViewSet):
    queryset = Book.objects.all()
    serializer_class = NestedOut

    def get_serializer_class(self):
        if self.action == "flat":
            return SyncFlat
        return SyncNested

    @action(detail=False)
    async def flat(self, request):
        rows = [b async for b in self.get_queryset()]
        return Response(self.get_serializer(rows, many=True).data)

    @action(detail=False)
    async def nested(self, request):
        rows = [b async for b in self.get_queryset()]
        return Response(self.get_serializer(rows, many=True).data)  # E: async-unsafe-call

    @action(detail=True)
    async def one(self, request, pk):
        book = await self.aget_object()
        return Response({"a": book.author.name})  # E: async-unsafe-relation

    @action(detail=True)
    async def one_well(self, request, pk):
        book = await self.aget_object()
        return Response({"a": book.title})


class PlainSet(ViewSet):
    async def list(self, request):
        rows = [b async for b in Book.objects.all()]
        return Response(SyncNested(rows, many=True).data)  # E: async-unsafe-call

    async def retrieve(self, request, pk):
        book = await Book.objects.select_related("author").aget(pk=pk)
        return Response(SyncNested(book).data)


class SlugView(APIView):
    async def get(self, request):
        book = await Book.objects.aget(pk=1)
        return Response(Slugged(book).data)  # E: async-unsafe-call


class SlugLoadedView(APIView):
    async def get(self, request):
        book = await Book.objects.select_related("author").aget(pk=1)
        return Response(Slugged(book).data)


class StringView(APIView):
    async def get(self, request):
        book = await Book.objects.aget(pk=1)
        return Response(Stringed(book).data)  # E: async-unsafe-call


class StringLoadedView(APIView):
    async def get(self, request):
        book = await Book.objects.prefetch_related("tags").aget(pk=1)
        return Response(Stringed(book).data)


class NoContextView(APIView):
    async def get(self, request):
        book = await Book.objects.aget(pk=1)
        return Response(ContextSer(book).data)


class WithContextView(APIView):
    async def get(self, request):
        book = await Book.objects.aget(pk=1)
        return Response(ContextSer(book, context={"request": request}).data)  # E: async-unsafe-call


class DeepContextView(APIView):
    async def get(self, request):
        book = await Book.objects.aget(pk=1)
        return Response(ContextRow(book, context={"deep": True}).data)  # E: async-unsafe-call


class NotDeepContextView(APIView):
    async def get(self, request):
        book = await Book.objects.aget(pk=1)
        return Response(ContextRow(book, context={"deep": False}).data)


class WithoutContextView(APIView):
    async def get(self, request):
        book = await Book.objects.aget(pk=1)
        return Response(ContextRow(book).data)


class OwnerView(APIView):
    async def get(self, request):
        book = await Book.objects.aget(pk=1)
        owner = await Author.objects.aget(pk=1)
        return Response(ContextOwner(book, context={"owner": owner}).data)  # E: async-unsafe-call


class OwnerLoadedView(APIView):
    async def get(self, request):
        book = await Book.objects.aget(pk=1)
        owner = await Author.objects.select_related("publisher").aget(pk=1)
        return Response(ContextOwner(book, context={"owner": owner}).data)


class DefaultContextView(GenericAPIView):
    queryset = Book.objects.all()
    serializer_class = ContextSer

    async def get(self, request):
        book = await self.get_queryset().aget(pk=1)
        return Response(self.get_serializer(book).data)  # E: async-unsafe-call


class OwnContextView(GenericAPIView):
    queryset = Book.objects.all()
    serializer_class = ContextRow

    def get_serializer_context(self):
        return {**super().get_serializer_context(), "deep": True}

    async def get(self, request):
        book = await self.get_queryset().aget(pk=1)
        return Response(self.get_serializer(book).data)  # E: async-unsafe-call


class OwnSerializerView(GenericAPIView):
    queryset = Book.objects.all()
    serializer_class = SyncNested

    def get_serializer(self, *args, **kwargs):
        kwargs.setdefault("context", self.get_serializer_context())
        return SyncNested(*args, **kwargs)

    async def get(self, request):
        book = await self.get_queryset().aget(pk=1)
        return Response(self.get_serializer(book).data)  # E: async-unsafe-call


class OwnSerializerFlatView(OwnSerializerView):
    def get_serializer(self, *args, **kwargs):
        return SyncFlat(*args, **kwargs)

    async def get(self, request):
        book = await self.get_queryset().aget(pk=1)
        return Response(self.get_serializer(book).data)


class ByUserView(APIView):
    async def get(self, request):
        return Response({"n": request.user.username, "q": request.query_params.get("x")})


class CreatingView(CreateAPIView):
    queryset = Chapter.objects.all()

    class ChapterOut(async_serializers.ModelSerializer):
        class Meta:
            model = Chapter
            fields = ["book", "number"]

    serializer_class = ChapterOut


class ListAndCreateView(ListCreateAPIView):
    queryset = Book.objects.all()
    serializer_class = NestedOut  # E: async-unsafe-call


class OneBookView(RetrieveUpdateDestroyAPIView):
    queryset = Book.objects.all()
    serializer_class = NestedOut  # E: async-unsafe-call


class OneLoadedBookView(RetrieveUpdateDestroyAPIView):
    queryset = Book.objects.select_related("author")
    serializer_class = NestedOut


class AwaitedListView(ListAPIView):
    queryset = Book.objects.order_by("pk")
    serializer_class = NestedOut

    async def get(self, request):
        return await self.alist(request)  # E: async-unsafe-call


class AwaitedLoadedListView(ListAPIView):
    queryset = Book.objects.select_related("author")
    serializer_class = NestedOut

    async def get(self, request):
        return await self.alist(request)


class InheritedGetView(ListAPIView):
    queryset = Book.objects.order_by("pk")
    serializer_class = NestedOut

    async def get(self, request, *args, **kwargs):
        return await super().get(request, *args, **kwargs)  # E: async-unsafe-call


class InheritedLoadedGetView(ListAPIView):
    queryset = Book.objects.select_related("author")
    serializer_class = NestedOut

    async def get(self, request, *args, **kwargs):
        return await super().get(request, *args, **kwargs)


class InheritedOneView(RetrieveUpdateDestroyAPIView):
    queryset = Book.objects.all()
    serializer_class = NestedOut

    async def get(self, request, *args, **kwargs):
        response = await super().get(request, *args, **kwargs)  # E: async-unsafe-call
        response["X-Book"] = str(kwargs["pk"])
        return response


@api_view(["GET"])
async def wrapped_data(request):
    book = await Book.objects.aget(pk=1)
    ser = SyncNested(book)
    return Response(await sync_to_async(lambda: ser.data)())


@api_view(["GET"])
async def adata_nested(request):
    book = await Book.objects.aget(pk=1)
    ser = NestedOut(book)
    return Response(await ser.adata)  # E: async-unsafe-call


class NewBook(serializers.Serializer):
    user = serializers.HiddenField(default=serializers.CurrentUserDefault())
    title = serializers.CharField()
    author = serializers.PrimaryKeyRelatedField(queryset=Author.objects.all())


class NewTitle(serializers.Serializer):
    user = serializers.HiddenField(default=serializers.CurrentUserDefault())
    title = serializers.CharField()


class ValidView(APIView):
    async def get(self, request):
        ser = NewBook(data={"title": "x", "author": 1}, context={"request": request})
        ser.is_valid(raise_exception=True)  # E: async-unsafe-call
        return Response({})


class ValidTitleView(APIView):
    async def get(self, request):
        ser = NewTitle(data={"title": "x"}, context={"request": request})
        ser.is_valid(raise_exception=True)
        return Response({})


async def post(view, **data):
    await view(AsyncRequestFactory().post("/", data, content_type="application/json"))


async def ask(view, **given):
    response = await view(RequestFactory().get("/"), **given)
    response.accepted_renderer = APIView.renderer_classes[0]()
    response.accepted_media_type, response.renderer_context = "application/json", {}
    await sync_to_async(response.render)()


REQUESTS = {
    "InheritedGetView.get": lambda: ask(InheritedGetView.as_view()),
    "InheritedLoadedGetView.get": lambda: ask(InheritedLoadedGetView.as_view()),
    "InheritedOneView.get": lambda: ask(InheritedOneView.as_view(), pk=1),
    "BookSet": lambda: ask(BookSet.as_view({"get": "alist"})),
    "RetrievingSet": lambda: ask(RetrievingSet.as_view({"get": "aretrieve"}), pk=1),
    "LoadedSet": lambda: ask(LoadedSet.as_view({"get": "alist"})),
    "ChoosingSet": lambda: ask(ChoosingSet.as_view({"get": "alist"})),
    "FilteringSet": lambda: ask(FilteringSet.as_view({"get": "alist"})),
    "FilteringLoadedSet": lambda: ask(FilteringLoadedSet.as_view({"get": "alist"})),
    "FlatSet": lambda: ask(FlatSet.as_view({"get": "alist"})),
    "MixedSet": lambda: ask(MixedSet.as_view({"get": "alist"})),
    "ActionsSet.flat": lambda: ask(ActionsSet.as_view({"get": "flat"})),
    "ActionsSet.nested": lambda: ask(ActionsSet.as_view({"get": "nested"})),
    "ActionsSet.one": lambda: ask(ActionsSet.as_view({"get": "one"}), pk=1),
    "ActionsSet.one_well": lambda: ask(ActionsSet.as_view({"get": "one_well"}), pk=1),
    "PlainSet.list": lambda: ask(PlainSet.as_view({"get": "list"})),
    "PlainSet.retrieve": lambda: ask(PlainSet.as_view({"get": "retrieve"}), pk=1),
    "SlugView.get": lambda: ask(SlugView.as_view()),
    "SlugLoadedView.get": lambda: ask(SlugLoadedView.as_view()),
    "StringView.get": lambda: ask(StringView.as_view()),
    "StringLoadedView.get": lambda: ask(StringLoadedView.as_view()),
    "NoContextView.get": lambda: ask(NoContextView.as_view()),
    "WithContextView.get": lambda: ask(WithContextView.as_view()),
    "DeepContextView.get": lambda: ask(DeepContextView.as_view()),
    "NotDeepContextView.get": lambda: ask(NotDeepContextView.as_view()),
    "WithoutContextView.get": lambda: ask(WithoutContextView.as_view()),
    "OwnerView.get": lambda: ask(OwnerView.as_view()),
    "OwnerLoadedView.get": lambda: ask(OwnerLoadedView.as_view()),
    "DefaultContextView.get": lambda: ask(DefaultContextView.as_view()),
    "OwnContextView.get": lambda: ask(OwnContextView.as_view()),
    "OwnSerializerView.get": lambda: ask(OwnSerializerView.as_view()),
    "OwnSerializerFlatView.get": lambda: ask(OwnSerializerFlatView.as_view()),
    "ByUserView.get": lambda: ask(ByUserView.as_view()),
    "CreatingView": lambda: post(CreatingView.as_view(), book=1, number=77),
    "ListAndCreateView": lambda: ask(ListAndCreateView.as_view()),
    "OneBookView": lambda: ask(OneBookView.as_view(), pk=1),
    "OneLoadedBookView": lambda: ask(OneLoadedBookView.as_view(), pk=1),
    "AwaitedListView.get": lambda: ask(AwaitedListView.as_view()),
    "AwaitedLoadedListView.get": lambda: ask(AwaitedLoadedListView.as_view()),
    "wrapped_data": lambda: ask(wrapped_data),
    "adata_nested": lambda: ask(adata_nested),
    "ValidView.get": lambda: ask(ValidView.as_view()),
    "ValidTitleView.get": lambda: ask(ValidTitleView.as_view()),
}
