"""A serializer in a serializer reads the related row, or each of the related rows."""

from library.models import Author, Book, Publisher
from rest_framework import serializers


class PublisherSerializer(serializers.ModelSerializer):
    class Meta:
        model = Publisher
        fields = ["name"]


class AuthorSerializer(serializers.ModelSerializer):
    publisher = PublisherSerializer()

    class Meta:
        model = Author
        fields = ["name", "publisher"]


class PlainAuthorSerializer(serializers.ModelSerializer):
    class Meta:
        model = Author
        fields = ["name", "publisher"]


class BookSerializer(serializers.ModelSerializer):
    author = AuthorSerializer(read_only=True)

    class Meta:
        model = Book
        fields = ["title", "author"]


class PlainBookSerializer(serializers.ModelSerializer):
    author = PlainAuthorSerializer(read_only=True)

    class Meta:
        model = Book
        fields = ["title", "author"]


class ShelfSerializer(serializers.ModelSerializer):
    books = PlainBookSerializer(many=True, read_only=True)

    class Meta:
        model = Author
        fields = ["name", "books"]


class EditionsSerializer(serializers.Serializer):
    name = serializers.CharField()
    volumes = PlainBookSerializer(source="books.all", many=True)


class WholeSerializer(serializers.Serializer):
    title = serializers.CharField()
    details = PlainBookSerializer(source="*")


async def one_row() -> object:
    book = await Book.objects.aget(pk=1)
    return PlainBookSerializer(book).data  # E: async-unsafe-call


async def one_row_that_is_selected() -> object:
    book = await Book.objects.select_related("author").aget(pk=1)
    return PlainBookSerializer(book).data


async def two_steps() -> object:
    book = await Book.objects.select_related("author").aget(pk=1)
    return BookSerializer(book).data  # E: async-unsafe-call


async def two_steps_that_are_selected() -> object:
    book = await Book.objects.select_related("author__publisher").aget(pk=1)
    return BookSerializer(book).data


async def many_rows() -> object:
    author = await Author.objects.aget(pk=1)
    return ShelfSerializer(author).data  # E: async-unsafe-call


async def many_rows_that_are_prefetched() -> object:
    # Django tells each of the books its author.
    author = await Author.objects.prefetch_related("books").aget(pk=1)
    return ShelfSerializer(author).data


async def many_rows_by_a_method() -> object:
    author = await Author.objects.aget(pk=1)
    return EditionsSerializer(author).data  # E: async-unsafe-call


async def many_prefetched_rows_by_a_method() -> object:
    author = await Author.objects.prefetch_related("books").aget(pk=1)
    return EditionsSerializer(author).data


async def the_row_itself() -> object:
    book = await Book.objects.aget(pk=1)
    return WholeSerializer(book).data  # E: async-unsafe-call


async def the_row_itself_with_its_author() -> object:
    book = await Book.objects.select_related("author").aget(pk=1)
    return WholeSerializer(book).data


async def rows_with_a_related_row_each() -> object:
    books = [book async for book in Book.objects.all()]
    return PlainBookSerializer(books, many=True).data  # E: async-unsafe-call
