"""``.data`` reads the fields of the serializer off the row, here and now."""

from asgiref.sync import sync_to_async
from library.models import Author, Book
from rest_framework import serializers


class TitleSerializer(serializers.Serializer):
    id = serializers.IntegerField(read_only=True)
    title = serializers.CharField()


class BookSerializer(serializers.Serializer):
    title = serializers.CharField()
    author_name = serializers.CharField(source="author.name")


class PublisherSerializer(serializers.Serializer):
    publisher = serializers.CharField(source="author.publisher.name", default="")


class SecretSerializer(serializers.Serializer):
    title = serializers.CharField()
    author_name = serializers.CharField(source="author.name", write_only=True)


class LongSerializer(BookSerializer):
    pages = serializers.IntegerField()


class ShortSerializer(BookSerializer):
    author_name = None


class KeySerializer(serializers.Serializer):
    author_id = serializers.IntegerField()
    kind = serializers.CharField(source="get_kind_display")


class TextSerializer(serializers.Serializer):
    publisher = serializers.CharField()


async def columns_only() -> object:
    book = await Book.objects.aget(pk=1)
    return TitleSerializer(book).data


async def a_relation_by_its_source() -> object:
    book = await Book.objects.aget(pk=1)
    return BookSerializer(book).data  # E: async-unsafe-call "BookSerializer.data" runs a query


async def a_relation_that_is_selected() -> object:
    book = await Book.objects.select_related("author").aget(pk=1)
    return BookSerializer(book).data


async def two_steps_of_which_one_is_selected() -> object:
    book = await Book.objects.select_related("author").aget(pk=1)
    return PublisherSerializer(book).data  # E: async-unsafe-call


async def two_steps_that_are_selected() -> object:
    book = await Book.objects.select_related("author__publisher").aget(pk=1)
    return PublisherSerializer(book).data


async def a_field_that_is_only_written() -> object:
    book = await Book.objects.aget(pk=1)
    return SecretSerializer(book).data


async def a_field_of_the_base() -> object:
    book = await Book.objects.aget(pk=1)
    serializer = LongSerializer(instance=book)
    return serializer.data  # E: async-unsafe-call


async def a_field_of_the_base_that_is_taken_out() -> object:
    book = await Book.objects.aget(pk=1)
    return ShortSerializer(book).data


async def the_key_and_a_method_that_needs_no_query() -> object:
    book = await Book.objects.aget(pk=1)
    return KeySerializer(book).data


async def a_deferred_column() -> object:
    book = await Book.objects.only("id").aget(pk=1)
    return TitleSerializer(book).data  # E: async-unsafe-call


async def the_text_of_a_related_row() -> object:
    author = await Author.objects.aget(pk=1)
    return TextSerializer(author).data  # E: async-unsafe-call


async def the_text_of_a_selected_row() -> object:
    author = await Author.objects.select_related("publisher").aget(pk=1)
    return TextSerializer(author).data


async def read_in_a_thread() -> object:
    book = await Book.objects.aget(pk=1)
    return await sync_to_async(lambda: BookSerializer(book).data)()


async def made_in_a_thread_and_read_outside() -> object:
    book = await Book.objects.aget(pk=1)
    serializer = await sync_to_async(BookSerializer)(book)
    return serializer.data  # E: async-unsafe-call


def serialized(book: Book) -> object:
    return BookSerializer(book).data


async def in_a_function() -> object:
    book = await Book.objects.aget(pk=1)
    return serialized(book)  # E: async-unsafe-call


async def in_a_function_in_a_thread() -> object:
    book = await Book.objects.aget(pk=1)
    return await sync_to_async(serialized)(book)


async def read_twice() -> object:
    book = await Book.objects.aget(pk=1)
    serializer = BookSerializer(book)
    await sync_to_async(lambda: serializer.data)()
    return serializer.data


async def read_by_itself_before() -> object:
    book = await Book.objects.aget(pk=1)
    book.author = await Author.objects.aget(pk=book.author_id)
    return BookSerializer(book).data


async def data_as_an_argument() -> object:
    serializer = TitleSerializer(data={"title": "t"})
    serializer.is_valid(raise_exception=True)
    return serializer.data
