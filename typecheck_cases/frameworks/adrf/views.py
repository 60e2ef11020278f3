"""Async handlers of adrf run on the event loop; permissions, authentication and sync handlers in threads."""

from adrf import serializers as async_serializers
from adrf.decorators import api_view
from adrf.generics import CreateAPIView, GenericAPIView, ListAPIView, RetrieveAPIView, aget_object_or_404
from adrf.views import APIView
from asgiref.sync import sync_to_async
from django.test import AsyncRequestFactory, RequestFactory
from library.models import Author, Book
from rest_framework import pagination, permissions, serializers
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response


class BookSerializer(serializers.ModelSerializer):
    author_name = serializers.CharField(source="author.name")

    class Meta:
        model = Book
        fields = ["title", "author_name"]


class OfAuthor(permissions.BasePermission):
    def has_object_permission(self, request, view, obj):
        return obj.author.name == "a1"


class AnyBook(permissions.BasePermission):
    def has_permission(self, request, view):
        return Book.objects.exists()


class Pages(pagination.PageNumberPagination):
    page_size = 2


class ListView(APIView):
    permission_classes = [AnyBook]

    async def get(self, request):
        books = Book.objects.all()
        serializer = BookSerializer(books, many=True)
        return Response(serializer.data)  # E: async-unsafe-call


class LoadedListView(APIView):
    async def get(self, request):
        books = [book async for book in Book.objects.select_related("author")]
        return Response(BookSerializer(books, many=True).data)


class SyncView(APIView):
    view_is_async = True

    def get(self, request):
        return Response(BookSerializer(Book.objects.all(), many=True).data)


class LazyView(APIView):
    async def get(self, request):
        return Response(Book.objects.values("title"))


@api_view(["GET"])
async def one_book(request):
    book = await Book.objects.aget(pk=1)
    return Response(BookSerializer(book).data)  # E: async-unsafe-call


@api_view(["GET"])
async def one_loaded_book(request):
    book = await Book.objects.select_related("author").aget(pk=1)
    return Response(BookSerializer(book).data)


@api_view(["GET"])
async def found_or_404(request):
    book = get_object_or_404(Book, pk=1)  # E: async-unsafe-query
    return Response({"title": book.title})


@api_view(["GET"])
async def awaited_or_404(request):
    book = await aget_object_or_404(Book, pk=1)
    return Response({"author": book.author.name})  # E: async-unsafe-relation


@api_view(["GET"])
async def user_of_the_request(request):
    return Response({"user": str(request.user), "sent": request.data})


class BookView(GenericAPIView):
    queryset = Book.objects.all()
    serializer_class = BookSerializer

    async def get(self, request, pk):
        book = await self.aget_object()
        serializer = self.get_serializer(book)
        return Response(serializer.data)  # E: async-unsafe-call


class LoadedBookView(GenericAPIView):
    queryset = Book.objects.select_related("author")
    serializer_class = BookSerializer

    async def get(self, request, pk):
        book = await self.aget_object()
        serializer = self.get_serializer(book)
        return Response(serializer.data)


class SyncObjectView(GenericAPIView):
    queryset = Book.objects.all()
    serializer_class = BookSerializer

    async def get(self, request, pk):
        book = self.get_object()  # E: async-unsafe-query "SyncObjectView.get_object" runs a query
        return Response({"title": book.title})


class WrappedObjectView(GenericAPIView):
    queryset = Book.objects.all()

    async def get(self, request, pk):
        book = await sync_to_async(self.get_object)()
        return Response({"author": book.author.name})  # E: async-unsafe-relation


class ManyView(GenericAPIView):
    serializer_class = BookSerializer

    def get_queryset(self):
        return Book.objects.filter(pages__gte=0)

    async def get(self, request):
        books = self.filter_queryset(self.get_queryset())
        return Response(self.get_serializer(books, many=True).data)  # E: async-unsafe-call


class ChoosingView(GenericAPIView):
    queryset = Book.objects.all()

    def get_serializer_class(self):
        return BookSerializer

    async def get(self, request):
        books = [book async for book in self.get_queryset().select_related("author")]
        return Response(self.get_serializer(books, many=True).data)


class PagedView(GenericAPIView):
    queryset = Book.objects.select_related("author").order_by("pk")
    pagination_class = Pages

    async def get(self, request):
        page = self.paginate_queryset(self.get_queryset())  # E: async-unsafe-query
        return Response({"rows": len(page)})


class AwaitedPagesView(GenericAPIView):
    queryset = Book.objects.select_related("author").order_by("pk")
    pagination_class = Pages

    async def get(self, request):
        page = await self.apaginate_queryset(self.get_queryset())
        return Response({"rows": len(page)})


class CheckedView(APIView):
    permission_classes = [OfAuthor]

    async def get(self, request):
        book = await Book.objects.aget(pk=1)
        self.check_object_permissions(request, book)  # E: async-unsafe-call
        return Response({"title": book.title})


class CheckedLoadedView(APIView):
    permission_classes = [OfAuthor]

    async def get(self, request):
        book = await Book.objects.select_related("author").aget(pk=1)
        self.check_object_permissions(request, book)
        return Response({"title": book.title})


class CheckedInThreadView(APIView):
    permission_classes = [OfAuthor]

    async def get(self, request):
        book = await Book.objects.aget(pk=1)
        await sync_to_async(self.check_object_permissions)(request, book)
        return Response({"title": book.title, "author": book.author.name})


class HelperView(APIView):
    async def get(self, request):
        return Response(self.shown(await Author.objects.afirst()))  # E: async-unsafe-call

    def shown(self, author):
        return {"publisher": author.publisher.name}


class NameSerializer(async_serializers.ModelSerializer):
    class Meta:
        model = Author
        fields = ["name"]


class CreatingView(CreateAPIView):
    queryset = Author.objects.all()
    serializer_class = NameSerializer

    async def perform_acreate(self, serializer):
        author = await serializer.asave(publisher_id=1)
        print(author.publisher.name)  # E: async-unsafe-relation


class SilentCreatingView(CreateAPIView):
    queryset = Author.objects.all()
    serializer_class = NameSerializer

    async def perform_acreate(self, serializer):
        author = await serializer.asave()
        print(author.name)


class BranchingView(GenericAPIView):
    queryset = Book.objects.all()

    def get_serializer_class(self):
        if self.request.method == "GET":
            return BookSerializer
        return NameSerializer

    async def get(self, request, pk):
        book = await self.aget_object()
        return Response(self.get_serializer(book).data)  # E: async-unsafe-call


class PermittedView(GenericAPIView):
    queryset = Book.objects.all()
    permission_classes = [OfAuthor]

    async def get(self, request, pk):
        # The thread that has asked the permission has read the author.
        book = await self.aget_object()
        return Response({"author": book.author.name})


class AuthorSerializer(async_serializers.ModelSerializer):
    class Meta:
        model = Author
        fields = ["name"]


class NestedSerializer(async_serializers.ModelSerializer):
    author = AuthorSerializer(read_only=True)

    class Meta:
        model = Book
        fields = ["title", "author"]


class AllBooksView(ListAPIView):
    queryset = Book.objects.all()
    serializer_class = NestedSerializer  # E: async-unsafe-call "NestedSerializer.adata" runs a query


class AllLoadedBooksView(ListAPIView):
    queryset = Book.objects.select_related("author")
    serializer_class = NestedSerializer


class AllSyncBooksView(ListAPIView):
    # A thread reads the data of a serializer that is none of adrf's.
    queryset = Book.objects.all()
    serializer_class = BookSerializer


class OneBookView(RetrieveAPIView):
    queryset = Book.objects.all()
    serializer_class = NestedSerializer  # E: async-unsafe-call


class OnePermittedBookView(RetrieveAPIView):
    queryset = Book.objects.all()
    serializer_class = NestedSerializer
    permission_classes = [OfAuthor]


class OwnHandlerView(ListAPIView):
    queryset = Book.objects.all()
    serializer_class = NestedSerializer

    async def get(self, request):
        return Response({"rows": await self.get_queryset().acount()})


async def post(view, **data):
    await view(AsyncRequestFactory().post("/", data, content_type="application/json"))


async def ask(view, **given):
    response = await view(RequestFactory().get("/"), **given)
    response.accepted_renderer = ListView.renderer_classes[0]()
    response.accepted_media_type, response.renderer_context = "application/json", {}
    await sync_to_async(response.render)()


REQUESTS = {
    "ListView.get": lambda: ask(ListView.as_view()),
    "LoadedListView.get": lambda: ask(LoadedListView.as_view()),
    "LazyView.get": lambda: ask(LazyView.as_view()),
    "SyncView.get": lambda: ask(SyncView.as_view()),
    "one_book": lambda: ask(one_book),
    "one_loaded_book": lambda: ask(one_loaded_book),
    "found_or_404": lambda: ask(found_or_404),
    "awaited_or_404": lambda: ask(awaited_or_404),
    "user_of_the_request": lambda: ask(user_of_the_request),
    "BookView.get": lambda: ask(BookView.as_view(), pk=1),
    "LoadedBookView.get": lambda: ask(LoadedBookView.as_view(), pk=1),
    "SyncObjectView.get": lambda: ask(SyncObjectView.as_view(), pk=1),
    "WrappedObjectView.get": lambda: ask(WrappedObjectView.as_view(), pk=1),
    "ManyView.get": lambda: ask(ManyView.as_view()),
    "ChoosingView.get": lambda: ask(ChoosingView.as_view()),
    "PagedView.get": lambda: ask(PagedView.as_view()),
    "AwaitedPagesView.get": lambda: ask(AwaitedPagesView.as_view()),
    "CheckedView.get": lambda: ask(CheckedView.as_view()),
    "CheckedLoadedView.get": lambda: ask(CheckedLoadedView.as_view()),
    "CheckedInThreadView.get": lambda: ask(CheckedInThreadView.as_view()),
    "CreatingView.perform_acreate": lambda: post(CreatingView.as_view(), name="new"),
    "SilentCreatingView.perform_acreate": lambda: post(SilentCreatingView.as_view(), name="new"),
    "BranchingView.get": lambda: ask(BranchingView.as_view(), pk=1),
    "PermittedView.get": lambda: ask(PermittedView.as_view(), pk=1),
    "AllBooksView": lambda: ask(AllBooksView.as_view()),
    "AllLoadedBooksView": lambda: ask(AllLoadedBooksView.as_view()),
    "AllSyncBooksView": lambda: ask(AllSyncBooksView.as_view()),
    "OneBookView": lambda: ask(OneBookView.as_view(), pk=1),
    "OnePermittedBookView": lambda: ask(OnePermittedBookView.as_view(), pk=1),
    "OwnHandlerView": lambda: ask(OwnHandlerView.as_view()),
    "HelperView.get": lambda: ask(HelperView.as_view()),
}
