"""adrf gives ``perform_adestroy`` a row of the queryset of the view; a thread has asked the permissions."""

from adrf import serializers
from adrf.generics import DestroyAPIView
from django.test import AsyncRequestFactory
from library.models import Author, Book
from rest_framework import permissions


class NameSerializer(serializers.ModelSerializer):
    class Meta:
        model = Author
        fields = ["name"]


class OfAuthor(permissions.BasePermission):
    def has_object_permission(self, request, view, obj):
        return bool(obj.author.name)


class GuardedView(DestroyAPIView):
    queryset = Author.objects.all()
    serializer_class = NameSerializer

    async def perform_adestroy(self, instance):
        if instance.books.exists():  # E: async-unsafe-query
            return
        await instance.adelete()


class AwaitedGuardView(DestroyAPIView):
    queryset = Author.objects.all()
    serializer_class = NameSerializer

    async def perform_adestroy(self, instance):
        if await instance.books.aexists():
            return
        await instance.adelete()


class BookView(DestroyAPIView):
    queryset = Book.objects.all()

    async def perform_adestroy(self, row):
        print(row.author.name)  # E: async-unsafe-relation


class LoadedBookView(DestroyAPIView):
    queryset = Book.objects.select_related("author")

    async def perform_adestroy(self, row):
        print(row.author.name)


class PermittedBookView(DestroyAPIView):
    queryset = Book.objects.all()
    permission_classes = [OfAuthor]

    async def perform_adestroy(self, row):
        print(row.author.name)


class ChosenBookView(DestroyAPIView):
    def get_queryset(self):
        return Book.objects.only("pk")

    async def perform_adestroy(self, row):
        print(row.title)  # E: async-unsafe-deferred


class OwnRowView(DestroyAPIView):
    queryset = Book.objects.all()

    async def aget_object(self):
        return await Book.objects.select_related("author").aget(pk=self.kwargs["pk"])

    async def perform_adestroy(self, row):
        print(row.author.name)


class DeletingView(DestroyAPIView):
    queryset = Book.objects.all()

    async def perform_adestroy(self, row):
        row.delete()  # E: async-unsafe-query


async def destroy(view):
    await view.as_view()(AsyncRequestFactory().delete("/"), pk=1)


REQUESTS = {
    "GuardedView.perform_adestroy": lambda: destroy(GuardedView),
    "AwaitedGuardView.perform_adestroy": lambda: destroy(AwaitedGuardView),
    "BookView.perform_adestroy": lambda: destroy(BookView),
    "LoadedBookView.perform_adestroy": lambda: destroy(LoadedBookView),
    "PermittedBookView.perform_adestroy": lambda: destroy(PermittedBookView),
    "ChosenBookView.perform_adestroy": lambda: destroy(ChosenBookView),
    "OwnRowView.perform_adestroy": lambda: destroy(OwnRowView),
    "DeletingView.perform_adestroy": lambda: destroy(DeletingView),
}
