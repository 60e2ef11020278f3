"""Fields for related rows: by key, by text, by an attribute."""

from library.models import Author, Book, Tag
from rest_framework import serializers


class ByKeySerializer(serializers.ModelSerializer):
    author = serializers.PrimaryKeyRelatedField(queryset=Author.objects.all())

    class Meta:
        model = Book
        fields = ["title", "author"]


class ByTextSerializer(serializers.ModelSerializer):
    publisher = serializers.StringRelatedField()

    class Meta:
        model = Author
        fields = ["name", "publisher"]


class BySlugSerializer(serializers.ModelSerializer):
    author = serializers.SlugRelatedField(slug_field="name", queryset=Author.objects.all())

    class Meta:
        model = Book
        fields = ["title", "author"]


class KeysSerializer(serializers.Serializer):
    title = serializers.CharField()
    tags = serializers.PrimaryKeyRelatedField(many=True, read_only=True)


class LabelsSerializer(serializers.Serializer):
    tags = serializers.SlugRelatedField("label", many=True, queryset=Tag.objects.all())


class PublishersSerializer(serializers.Serializer):
    books = serializers.SlugRelatedField("author__publisher", many=True, read_only=True)


class FarKeySerializer(serializers.Serializer):
    publisher = serializers.PrimaryKeyRelatedField(source="author.publisher", read_only=True)


async def by_its_key() -> object:
    book = await Book.objects.aget(pk=1)
    return ByKeySerializer(book).data


async def by_its_text() -> object:
    author = await Author.objects.aget(pk=1)
    return ByTextSerializer(author).data  # E: async-unsafe-call


async def by_its_text_when_selected() -> object:
    author = await Author.objects.select_related("publisher").aget(pk=1)
    return ByTextSerializer(author).data


async def by_an_attribute() -> object:
    book = await Book.objects.aget(pk=1)
    return BySlugSerializer(book).data  # E: async-unsafe-call


async def by_an_attribute_when_selected() -> object:
    book = await Book.objects.select_related("author").aget(pk=1)
    return BySlugSerializer(book).data


async def keys_of_many() -> object:
    book = await Book.objects.aget(pk=1)
    return KeysSerializer(book).data  # E: async-unsafe-call


async def keys_of_many_when_prefetched() -> object:
    book = await Book.objects.prefetch_related("tags").aget(pk=1)
    return KeysSerializer(book).data


async def attributes_of_many() -> object:
    book = await Book.objects.aget(pk=1)
    return LabelsSerializer(book).data  # E: async-unsafe-call


async def attributes_of_many_when_prefetched() -> object:
    book = await Book.objects.prefetch_related("tags").aget(pk=1)
    return LabelsSerializer(book).data


async def a_way_of_attributes() -> object:
    author = await Author.objects.prefetch_related("books__author").aget(pk=1)
    return PublishersSerializer(author).data  # E: async-unsafe-call


async def the_key_of_a_relation_of_a_relation() -> object:
    book = await Book.objects.aget(pk=1)
    return FarKeySerializer(book).data  # E: async-unsafe-call


async def the_key_of_a_relation_of_a_selected_row() -> object:
    book = await Book.objects.select_related("author").aget(pk=1)
    return FarKeySerializer(book).data
