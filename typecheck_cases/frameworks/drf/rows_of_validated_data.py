"""Validated data holds the rows that its fields have found, with nothing loaded but what the field says."""

from typing import Any

from asgiref.sync import sync_to_async
from library.models import Book, Chapter
from rest_framework import serializers


class BookKeySerializer(serializers.Serializer):
    book = serializers.PrimaryKeyRelatedField(queryset=Book.objects.all())


class LoadedBookKeySerializer(serializers.Serializer):
    book = serializers.PrimaryKeyRelatedField(queryset=Book.objects.select_related("author"))


class BookSlugSerializer(serializers.Serializer):
    book = serializers.SlugRelatedField(slug_field="title", queryset=Book.objects.all())


class ChapterOfBookSerializer(serializers.ModelSerializer):
    class Meta:
        model = Chapter
        fields = ["number", "book"]


class ManyBooksSerializer(serializers.Serializer):
    books = serializers.PrimaryKeyRelatedField(queryset=Book.objects.all(), many=True)


class PlainSerializer(serializers.Serializer):
    title = serializers.CharField()


async def a_relation_of_the_row() -> str:
    serializer = BookKeySerializer(data={"book": 1})
    await sync_to_async(serializer.is_valid)()
    return serializer.validated_data["book"].author.name  # E: async-unsafe-relation


async def a_column_of_the_row() -> str:
    serializer = BookKeySerializer(data={"book": 1})
    await sync_to_async(serializer.is_valid)()
    return serializer.validated_data["book"].title


async def a_relation_that_the_field_loads() -> str:
    serializer = LoadedBookKeySerializer(data={"book": 1})
    await sync_to_async(serializer.is_valid)()
    return serializer.validated_data["book"].author.name


async def under_a_name() -> str:
    serializer = BookKeySerializer(data={"book": 1})
    await sync_to_async(serializer.is_valid)(raise_exception=True)
    data = serializer.validated_data
    book = data["book"]
    return book.author.name  # E: async-unsafe-relation


async def by_get() -> str:
    serializer = BookKeySerializer(data={"book": 1})
    await sync_to_async(serializer.is_valid)(raise_exception=True)
    book = serializer.validated_data.get("book")
    return book.author.name  # E: async-unsafe-relation


async def by_another_column() -> str:
    title = (await Book.objects.aget(pk=1)).title
    serializer = BookSlugSerializer(data={"book": title})
    await sync_to_async(serializer.is_valid)()
    return serializer.validated_data["book"].author.name  # E: async-unsafe-relation


async def a_field_of_the_model() -> str:
    serializer = ChapterOfBookSerializer(data={"number": 90, "book": 1})
    await sync_to_async(serializer.is_valid)()
    return serializer.validated_data["book"].author.name  # E: async-unsafe-relation


async def a_number_of_the_model() -> object:
    serializer = ChapterOfBookSerializer(data={"number": 91, "book": 1})
    await sync_to_async(serializer.is_valid)()
    return serializer.validated_data["number"]


async def many_rows() -> list[str]:
    serializer = ManyBooksSerializer(data={"books": [1]})
    await sync_to_async(serializer.is_valid)()
    return [book.author.name for book in serializer.validated_data["books"]]  # E: async-unsafe-relation


async def the_keys_of_many_rows() -> list[int]:
    serializer = ManyBooksSerializer(data={"books": [1]})
    await sync_to_async(serializer.is_valid)()
    return [book.pk for book in serializer.validated_data["books"]]


async def no_row() -> str:
    serializer = PlainSerializer(data={"title": "t"})
    serializer.is_valid()
    return serializer.validated_data["title"].upper()


async def a_row_that_is_made_of_it() -> str:
    serializer = ChapterOfBookSerializer(data={"number": 92, "book": 1})
    await sync_to_async(serializer.is_valid)()
    chapter = await Chapter.objects.acreate(**serializer.validated_data)
    return chapter.book.title


async def a_relation_of_a_row_that_is_made_of_it() -> str:
    serializer = ChapterOfBookSerializer(data={"number": 93, "book": 1})
    await sync_to_async(serializer.is_valid)()
    chapter = await Chapter.objects.acreate(**serializer.validated_data)
    return chapter.book.author.name  # E: async-unsafe-relation


class OptionalBookSerializer(serializers.Serializer):
    book = serializers.PrimaryKeyRelatedField(queryset=Book.objects.all(), required=False)


class LookedAtSerializer(serializers.Serializer):
    book = serializers.PrimaryKeyRelatedField(queryset=Book.objects.all())

    def validate_book(self, value):
        return Book.objects.select_related("author").get(pk=value.pk)


class LookedAtAsAWholeSerializer(serializers.Serializer):
    book = serializers.PrimaryKeyRelatedField(queryset=Book.objects.all())

    def validate(self, attrs):
        return {"book": Book.objects.select_related("author").get(pk=attrs["book"].pk)}


async def read_before() -> str:
    serializer = BookKeySerializer(data={"book": 1})
    await sync_to_async(serializer.is_valid)()
    await sync_to_async(lambda: serializer.validated_data["book"].author)()
    return serializer.validated_data["book"].author.name


async def fetched_again() -> str:
    serializer = BookKeySerializer(data={"book": 1})
    await sync_to_async(serializer.is_valid)()
    book = await Book.objects.select_related("author").aget(pk=serializer.validated_data["book"].pk)
    return book.author.name


async def a_row_that_was_sent() -> str:
    serializer = OptionalBookSerializer(data={"book": 1})
    await sync_to_async(serializer.is_valid)()
    book = serializer.validated_data.get("book")
    return book.author.name if book is not None else ""  # E: async-unsafe-relation


async def a_row_that_was_not_sent() -> str:
    serializer = OptionalBookSerializer(data={})
    await sync_to_async(serializer.is_valid)()
    book = serializer.validated_data.get("book")
    if book is None:
        return (await Book.objects.aget(pk=1)).author.name  # E: async-unsafe-relation
    return ""


async def what_a_method_makes_of_the_row() -> str:
    serializer = LookedAtSerializer(data={"book": 1})
    await sync_to_async(serializer.is_valid)()
    return serializer.validated_data["book"].author.name


async def what_a_method_makes_of_all() -> str:
    serializer = LookedAtAsAWholeSerializer(data={"book": 1})
    await sync_to_async(serializer.is_valid)()
    return serializer.validated_data["book"].author.name


async def handed_on() -> str:
    serializer = BookKeySerializer(data={"book": 1})
    await sync_to_async(serializer.is_valid)()
    return byline(serializer.validated_data)  # E: async-unsafe-call


def byline(data: dict[str, Any]) -> str:
    return f"{data['book'].author.name}"
