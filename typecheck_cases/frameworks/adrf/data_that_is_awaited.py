"""``await serializer.adata``: threads read the fields; serializers of adrf in it read on the event loop."""

from adrf import serializers
from library.models import Author, Book
from rest_framework import serializers as drf


class AuthorSerializer(serializers.ModelSerializer):
    class Meta:
        model = Author
        fields = ["name", "publisher"]


class SyncAuthorSerializer(drf.ModelSerializer):
    class Meta:
        model = Author
        fields = ["name", "publisher"]


class SourceSerializer(serializers.ModelSerializer):
    author_name = serializers.CharField(source="author.name")

    class Meta:
        model = Book
        fields = ["title", "author_name", "tags"]


class NestedSerializer(serializers.ModelSerializer):
    author = AuthorSerializer()

    class Meta:
        model = Book
        fields = ["title", "author"]


class NestedSyncSerializer(serializers.ModelSerializer):
    author = SyncAuthorSerializer()

    class Meta:
        model = Book
        fields = ["title", "author"]


class BooksSerializer(serializers.ModelSerializer):
    books = NestedSerializer(many=True)

    class Meta:
        model = Author
        fields = ["name", "books"]


class EditorSerializer(serializers.Serializer):
    title = serializers.CharField()
    by = AuthorSerializer(source="editor")


class ShelfSerializer(serializers.ModelSerializer):
    books = EditorSerializer(many=True)

    class Meta:
        model = Author
        fields = ["name", "books"]


class MethodSerializer(serializers.Serializer):
    byline = serializers.SerializerMethodField()

    async def get_byline(self, book):
        return book.author.name


class CarefulSerializer(serializers.Serializer):
    byline = serializers.SerializerMethodField()

    async def get_byline(self, book):
        author = await Author.objects.aget(pk=book.author_id)
        return author.name


class SyncMethodSerializer(serializers.Serializer):
    byline = drf.SerializerMethodField()

    def get_byline(self, book):
        return book.author.name


class TextSerializer(serializers.Serializer):
    publisher = serializers.CharField()


class OwnSerializer(serializers.Serializer):
    title = serializers.CharField()

    async def ato_representation(self, instance):
        shown = await super().ato_representation(instance)
        shown["author"] = instance.author.name
        return shown


async def fields_in_threads() -> object:
    book = await Book.objects.aget(pk=1)
    return await SourceSerializer(book).adata


async def the_same_without_await() -> object:
    book = await Book.objects.aget(pk=1)
    return SourceSerializer(book).data  # E: async-unsafe-call


async def a_queryset() -> object:
    return await SourceSerializer(Book.objects.all(), many=True).adata


async def a_serializer_inside() -> object:
    book = await Book.objects.aget(pk=1)
    return await NestedSerializer(book).adata  # E: async-unsafe-call


async def a_serializer_inside_with_its_row() -> object:
    book = await Book.objects.select_related("author").aget(pk=1)
    return await NestedSerializer(book).adata


async def a_serializer_of_drf_inside() -> object:
    book = await Book.objects.aget(pk=1)
    return await NestedSyncSerializer(book).adata


async def serializers_inside_for_rows_of_a_query() -> object:
    return await NestedSerializer(Book.objects.all(), many=True).adata  # E: async-unsafe-call


async def serializers_inside_for_selected_rows() -> object:
    return await NestedSerializer(Book.objects.select_related("author"), many=True).adata


async def related_rows_inside() -> object:
    # The related manager tells each book its author.
    author = await Author.objects.aget(pk=1)
    return await BooksSerializer(author).adata


async def related_rows_of_related_rows_inside() -> object:
    author = await Author.objects.aget(pk=1)
    return await ShelfSerializer(author).adata  # E: async-unsafe-call


async def an_async_method() -> object:
    book = await Book.objects.aget(pk=1)
    return await MethodSerializer(book).adata  # E: async-unsafe-call


async def an_async_method_with_the_author() -> object:
    book = await Book.objects.select_related("author").aget(pk=1)
    return await MethodSerializer(book).adata


async def an_async_method_that_awaits() -> object:
    book = await Book.objects.aget(pk=1)
    return await CarefulSerializer(book).adata


async def a_sync_method_in_a_thread() -> object:
    book = await Book.objects.aget(pk=1)
    return await SyncMethodSerializer(book).adata


async def the_text_of_a_row() -> object:
    author = await Author.objects.aget(pk=1)
    return await TextSerializer(author).adata


async def a_representation_of_its_own() -> object:
    book = await Book.objects.aget(pk=1)
    return await OwnSerializer(book).adata  # E: async-unsafe-call


async def a_representation_of_its_own_with_the_author() -> object:
    book = await Book.objects.select_related("author").aget(pk=1)
    return await OwnSerializer(book).adata
