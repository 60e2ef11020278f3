"""Async permissions run on the event loop: with the user, and the row, of the views that name them."""

from adrf.generics import GenericAPIView
from adrf.views import APIView
from django.test import AsyncRequestFactory
from library.models import Author, Book
from rest_framework import authentication, permissions
from rest_framework.response import Response


class ByName(authentication.BaseAuthentication):
    def authenticate(self, request):
        return Author.objects.get(name="a1"), None


class ByPublisher(authentication.BaseAuthentication):
    def authenticate(self, request):
        return Author.objects.select_related("publisher").get(name="a1"), None


class Published(permissions.BasePermission):
    async def has_permission(self, request, view):
        return request.user.publisher is not None  # E: async-unsafe-relation


class PublishedWell(permissions.BasePermission):
    async def has_permission(self, request, view):
        return request.user.publisher_id is not None


class PublishedLoaded(permissions.BasePermission):
    async def has_permission(self, request, view):
        return request.user.publisher is not None


class HasBooks(permissions.BasePermission):
    async def has_permission(self, request, view):
        return request.user.books.exists()  # E: async-unsafe-query


class Writes(permissions.BasePermission):
    async def has_object_permission(self, request, view, obj):
        return obj.author == request.user  # E: async-unsafe-relation


class WritesWell(permissions.BasePermission):
    async def has_object_permission(self, request, view, obj):
        return obj.author_id == request.user.pk


class WritesLoaded(permissions.BasePermission):
    async def has_object_permission(self, request, view, obj):
        return obj.author == request.user


class Tagged(permissions.BasePermission):
    async def has_object_permission(self, request, view, obj):
        return len(obj.tags.all()) > 0  # E: async-unsafe-iteration


class TaggedOrNot(permissions.BasePermission):
    """Two views hand over their rows: one of them has loaded what is read."""

    async def has_object_permission(self, request, view, obj):
        return obj.author is not None  # E: async-unsafe-relation


class Unnamed(permissions.BasePermission):
    """No view names it: whose rows it gets is not known."""

    async def has_object_permission(self, request, view, obj):
        return obj.author == request.user


class View(APIView):
    authentication_classes = [ByName]

    async def get(self, request):
        return Response({})


class PublishedView(View):
    permission_classes = [Published]


class PublishedWellView(View):
    permission_classes = [PublishedWell]


class PublishedLoadedView(View):
    authentication_classes = [ByPublisher]
    permission_classes = [permissions.AllowAny, PublishedLoaded]


class HasBooksView(View):
    permission_classes = [HasBooks]


class BookView(GenericAPIView):
    authentication_classes = [ByName]
    queryset = Book.objects.all()

    async def get(self, request, pk):
        book = await self.aget_object()
        return Response({"title": book.title})


class WritesView(BookView):
    permission_classes = [Writes]


class WritesWellView(BookView):
    permission_classes = [WritesWell]


class WritesLoadedView(BookView):
    queryset = Book.objects.select_related("author")
    permission_classes = (WritesLoaded,)


class TaggedView(BookView):
    permission_classes = [Tagged]


class TaggedOrNotView(BookView):
    permission_classes = [TaggedOrNot]


class TaggedOrNotLoadedView(BookView):
    queryset = Book.objects.select_related("author")
    permission_classes = [TaggedOrNot]


class UnnamedView(BookView):
    permission_classes: list[type] = []

    async def asked(self, request, pk):
        book = await Book.objects.select_related("author").aget(pk=pk)
        request.user = book.author
        return await Unnamed().has_object_permission(request, self, book)


async def ask(view, **kwargs):
    await view.as_view()(AsyncRequestFactory().get("/"), **kwargs)


async def ask_unnamed():
    assert await UnnamedView().asked(AsyncRequestFactory().get("/"), 1)


REQUESTS = {
    "Published.has_permission": lambda: ask(PublishedView),
    "PublishedWell.has_permission": lambda: ask(PublishedWellView),
    "PublishedLoaded.has_permission": lambda: ask(PublishedLoadedView),
    "HasBooks.has_permission": lambda: ask(HasBooksView),
    "Writes.has_object_permission": lambda: ask(WritesView, pk=1),
    "WritesWell.has_object_permission": lambda: ask(WritesWellView, pk=1),
    "WritesLoaded.has_object_permission": lambda: ask(WritesLoadedView, pk=1),
    "Tagged.has_object_permission": lambda: ask(TaggedView, pk=1),
    "TaggedOrNot.has_object_permission": lambda: ask(TaggedOrNotView, pk=1),
    "Unnamed.has_object_permission": ask_unnamed,
}
