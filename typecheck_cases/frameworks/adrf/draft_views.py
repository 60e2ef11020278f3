"""Draft."""
from adrf import serializers as async_serializers
from adrf.decorators import api_view
from adrf.generics import CreateAPIView, GenericAPIView, ListAPIView, ListCreateAPIView, RetrieveAPIView, RetrieveUpdateDestroyAPIView
from adrf.mixins import ListModelMixin, RetrieveModelMixin, CreateModelMixin
from adrf.viewsets import ModelViewSet, ReadOnlyModelViewSet, GenericViewSet, ViewSet
from adrf.views import APIView
from asgiref.sync import sync_to_async
from django.test import AsyncRequestFactory, RequestFactory
from library.models import Author, Book, Publisher, Chapter
from rest_framework import pagination, permissions, serializers, authentication
from rest_framework.decorators import action
from rest_framework.response import Response


class AuthorSer(async_serializers.ModelSerializer):
    class Meta:
        model = Author
        fields = ["name"]


class NestedSer(async_serializers.ModelSerializer):
    author = AuthorSer()

    class Meta:
        model = Book
        fields = ["title", "author"]


class FlatSer(async_serializers.ModelSerializer):
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
    serializer_class = NestedSer


class BookSetRetrieve(ModelViewSet):
    queryset = Book.objects.all()
    serializer_class = NestedSer


class LoadedSet(ModelViewSet):
    queryset = Book.objects.select_related("author").order_by("pk")
    serializer_class = NestedSer


class OnlySet(ReadOnlyModelViewSet):
    queryset = Book.objects.all()

    def get_serializer_class(self):
        return NestedSer


class QuerySetSet(ReadOnlyModelViewSet):
    serializer_class = NestedSer

    def get_queryset(self):
        return Book.objects.filter(pages__gte=0)


class QuerySetLoadedSet(ReadOnlyModelViewSet):
    serializer_class = NestedSer

    def get_queryset(self):
        return Book.objects.filter(pages__gte=0).select_related("author")


class FlatSet(ReadOnlyModelViewSet):
    queryset = Book.objects.all()
    serializer_class = FlatSer


class MixedSet(ListModelMixin, GenericViewSet):
    queryset = Book.objects.all()
    serializer_class = NestedSer


class ActionsSet(GenericViewSet):
    queryset = Book.objects.all()
    serializer_class = NestedSer

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
        return Response(self.get_serializer(rows, many=True).data)

    @action(detail=True)
    async def one(self, request, pk):
        book = await self.aget_object()
        return Response({"a": book.author.name})

    @action(detail=True)
    async def one_well(self, request, pk):
        book = await self.aget_object()
        return Response({"a": book.title})


class PlainSet(ViewSet):
    async def list(self, request):
        rows = [b async for b in Book.objects.all()]
        return Response(SyncNested(rows, many=True).data)

    async def retrieve(self, request, pk):
        book = await Book.objects.select_related("author").aget(pk=pk)
        return Response(SyncNested(book).data)


class SlugView(APIView):
    async def get(self, request):
        book = await Book.objects.aget(pk=1)
        return Response(Slugged(book).data)


class SlugLoadedView(APIView):
    async def get(self, request):
        book = await Book.objects.select_related("author").aget(pk=1)
        return Response(Slugged(book).data)


class StringView(APIView):
    async def get(self, request):
        book = await Book.objects.aget(pk=1)
        return Response(Stringed(book).data)


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
        return Response(ContextSer(book, context={"request": request}).data)


class DeepContextView(APIView):
    async def get(self, request):
        book = await Book.objects.aget(pk=1)
        return Response(ContextRow(book, context={"deep": True}).data)


class NotDeepContextView(APIView):
    async def get(self, request):
        book = await Book.objects.aget(pk=1)
        return Response(ContextRow(book, context={"deep": False}).data)


class NotDeepContextView2(APIView):
    async def get(self, request):
        book = await Book.objects.aget(pk=1)
        return Response(ContextRow(book).data)


class OwnerView(APIView):
    async def get(self, request):
        book = await Book.objects.aget(pk=1)
        owner = await Author.objects.aget(pk=1)
        return Response(ContextOwner(book, context={"owner": owner}).data)


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
        return Response(self.get_serializer(book).data)


class OwnContextView(GenericAPIView):
    queryset = Book.objects.all()
    serializer_class = ContextRow

    def get_serializer_context(self):
        return {**super().get_serializer_context(), "deep": True}

    async def get(self, request):
        book = await self.get_queryset().aget(pk=1)
        return Response(self.get_serializer(book).data)


class OwnSerializerView(GenericAPIView):
    queryset = Book.objects.all()
    serializer_class = SyncNested

    def get_serializer(self, *args, **kwargs):
        kwargs.setdefault("context", self.get_serializer_context())
        return SyncNested(*args, **kwargs)

    async def get(self, request):
        book = await self.get_queryset().aget(pk=1)
        return Response(self.get_serializer(book).data)


class OwnSerializerFlatView(OwnSerializerView):
    def get_serializer(self, *args, **kwargs):
        return SyncFlat(*args, **kwargs)

    async def get(self, request):
        book = await self.get_queryset().aget(pk=1)
        return Response(self.get_serializer(book).data)


class ByUserView(APIView):
    async def get(self, request):
        return Response({"n": request.user.username, "q": request.query_params.get("x")})


class Creating(CreateAPIView):
    queryset = Chapter.objects.all()

    class Ser(async_serializers.ModelSerializer):
        class Meta:
            model = Chapter
            fields = ["book", "number"]

    serializer_class = Ser


class ListView2(ListCreateAPIView):
    queryset = Book.objects.all()
    serializer_class = NestedSer


class RetrieveUpd(RetrieveUpdateDestroyAPIView):
    queryset = Book.objects.all()
    serializer_class = NestedSer


class RetrieveUpdLoaded(RetrieveUpdateDestroyAPIView):
    queryset = Book.objects.select_related("author")
    serializer_class = NestedSer


class SuperView(ListAPIView):
    queryset = Book.objects.order_by("pk")
    serializer_class = NestedSer

    async def get(self, request):
        return await self.alist(request)


class SuperLoadedView(ListAPIView):
    queryset = Book.objects.select_related("author")
    serializer_class = NestedSer

    async def get(self, request):
        return await self.alist(request)


@api_view(["GET"])
async def wrapped_data(request):
    book = await Book.objects.aget(pk=1)
    ser = SyncNested(book)
    return Response(await sync_to_async(lambda: ser.data)())


@api_view(["GET"])
async def adata_nested(request):
    book = await Book.objects.aget(pk=1)
    ser = NestedSer(book)
    return Response(await ser.adata)


class AuthorSpace(serializers.Serializer):
    user = serializers.HiddenField(default=serializers.CurrentUserDefault())
    title = serializers.CharField()
    author = serializers.PrimaryKeyRelatedField(queryset=Author.objects.all())


class Titled(serializers.Serializer):
    user = serializers.HiddenField(default=serializers.CurrentUserDefault())
    title = serializers.CharField()


class ValidView(APIView):
    async def get(self, request):
        ser = AuthorSpace(data={"title": "x", "author": 1}, context={"request": request})
        ser.is_valid(raise_exception=True)
        return Response({})


class ValidTitleView(APIView):
    async def get(self, request):
        ser = Titled(data={"title": "x"}, context={"request": request})
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
    "BookSet": lambda: ask(BookSet.as_view({"get": "alist"})),
    "BookSetRetrieve": lambda: ask(BookSetRetrieve.as_view({"get": "aretrieve"}), pk=1),
    "LoadedSet": lambda: ask(LoadedSet.as_view({"get": "alist"})),
    "OnlySet": lambda: ask(OnlySet.as_view({"get": "alist"})),
    "QuerySetSet": lambda: ask(QuerySetSet.as_view({"get": "alist"})),
    "QuerySetLoadedSet": lambda: ask(QuerySetLoadedSet.as_view({"get": "alist"})),
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
    "NotDeepContextView2.get": lambda: ask(NotDeepContextView2.as_view()),
    "OwnerView.get": lambda: ask(OwnerView.as_view()),
    "OwnerLoadedView.get": lambda: ask(OwnerLoadedView.as_view()),
    "DefaultContextView.get": lambda: ask(DefaultContextView.as_view()),
    "OwnContextView.get": lambda: ask(OwnContextView.as_view()),
    "OwnSerializerView.get": lambda: ask(OwnSerializerView.as_view()),
    "OwnSerializerFlatView.get": lambda: ask(OwnSerializerFlatView.as_view()),
    "ByUserView.get": lambda: ask(ByUserView.as_view()),
    "Creating": lambda: post(Creating.as_view(), book=1, number=77),
    "ListView2": lambda: ask(ListView2.as_view()),
    "RetrieveUpd": lambda: ask(RetrieveUpd.as_view(), pk=1),
    "RetrieveUpdLoaded": lambda: ask(RetrieveUpdLoaded.as_view(), pk=1),
    "SuperView.get": lambda: ask(SuperView.as_view()),
    "SuperLoadedView.get": lambda: ask(SuperLoadedView.as_view()),
    "wrapped_data": lambda: ask(wrapped_data),
    "adata_nested": lambda: ask(adata_nested),
    "ValidView.get": lambda: ask(ValidView.as_view()),
    "ValidTitleView.get": lambda: ask(ValidTitleView.as_view()),
}
