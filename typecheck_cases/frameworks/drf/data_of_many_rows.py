"""``many=True`` iterates what it gets, and reads the fields off each row."""

from asgiref.sync import sync_to_async
from library.models import Book, Tag
from rest_framework import serializers


class TitleSerializer(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ["title"]


class BookSerializer(serializers.ModelSerializer):
    author_name = serializers.CharField(source="author.name")

    class Meta:
        model = Book
        fields = ["title", "author_name"]


async def a_queryset() -> object:
    return TitleSerializer(Book.objects.all(), many=True).data  # E: async-unsafe-call


async def a_manager() -> object:
    return TitleSerializer(Book.objects, many=True).data  # E: async-unsafe-call


async def rows_that_are_there() -> object:
    books = [book async for book in Book.objects.all()]
    return TitleSerializer(books, many=True).data


async def rows_without_their_authors() -> object:
    books = [book async for book in Book.objects.all()]
    return BookSerializer(books, many=True).data  # E: async-unsafe-call


async def rows_with_their_authors() -> object:
    books = [book async for book in Book.objects.select_related("author")]
    return BookSerializer(books, many=True).data


async def a_queryset_that_was_evaluated() -> object:
    books = Book.objects.select_related("author")
    async for _ in books:
        pass
    return BookSerializer(books, many=True).data


async def no_rows() -> object:
    return BookSerializer(Book.objects.none(), many=True).data


async def not_many() -> object:
    book = await Book.objects.select_related("author").aget(pk=1)
    return BookSerializer(book, many=False).data


async def related_rows() -> object:
    tag = await Tag.objects.aget(pk=1)
    return TitleSerializer(tag.books, many=True).data  # E: async-unsafe-call


async def prefetched_rows() -> object:
    tag = await Tag.objects.prefetch_related("books").aget(pk=1)
    return TitleSerializer(tag.books, many=True).data


async def prefetched_rows_without_their_authors() -> object:
    tag = await Tag.objects.prefetch_related("books").aget(pk=1)
    serializer = BookSerializer(tag.books.all(), many=True)
    return serializer.data  # E: async-unsafe-call


async def a_queryset_in_a_thread() -> object:
    books = Book.objects.all()
    return await sync_to_async(lambda: BookSerializer(books, many=True).data)()


async def in_a_loop() -> object:
    found = []
    async for book in Book.objects.all():
        found.append(BookSerializer(book).data)  # E: async-unsafe-call
    return found


async def in_a_loop_with_authors() -> object:
    return [BookSerializer(book).data async for book in Book.objects.select_related("author")]
